"""What this machine is called and where others on its network find it. Sends nothing."""

import re
import socket
from ipaddress import IPv4Address
from pathlib import Path

OWN = re.compile(r"\|-- (\d+\.\d+\.\d+\.\d+)\n\s+/32 host LOCAL")
# A datagram socket that is only connected shows which of our addresses the system would use; nobody is asked.
ELSEWHERE = ("198.51.100.1", 9)


def addresses() -> list[str]:
    """IPv4 addresses of this machine, the one that leads outside first; loopback is not among them."""
    try:
        table = Path("/proc/net/fib_trie").read_text(encoding="ascii")
    except OSError:
        table = ""
    found = dict.fromkeys([*_towards_others(), *OWN.findall(table)])
    return [address for address in found if _is_for_others(address)]


def _towards_others() -> list[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking:
        try:
            looking.connect(ELSEWHERE)
            return [looking.getsockname()[0]]
        except OSError:
            return []


def _is_for_others(address: str) -> bool:
    known = IPv4Address(address)
    return not (known.is_loopback or known.is_link_local or known.is_unspecified)


def host_name() -> str:
    """As others may know it; empty where it is nothing that can stand in an address."""
    name = socket.gethostname().lower()
    return name if re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", name) and len(name) <= 63 else ""
