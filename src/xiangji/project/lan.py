"""What this machine is called and where others on its network find it. Sends nothing."""

import fcntl
import re
import socket
import struct
from ipaddress import IPv4Address
from pathlib import Path

OWN = re.compile(r"\|-- (\d+\.\d+\.\d+\.\d+)\n\s+/32 host LOCAL")
ADDRESS_OF_INTERFACE = 0x8915  # SIOCGIFADDR
DEFAULT = "00000000"


def addresses() -> list[str]:
    """IPv4 addresses of this machine, the one that leads outside first; loopback is not among them."""
    found = dict.fromkeys([*_towards_others(), *OWN.findall(_table("fib_trie"))])
    return [address for address in found if _is_for_others(address)]


def _table(name: str) -> str:
    try:
        return Path("/proc/net", name).read_text(encoding="ascii")
    except OSError:
        return ""


def _towards_others() -> list[str]:
    """The address of the interface with the best default route."""
    routes = [line.split() for line in _table("route").splitlines()[1:]]
    defaults = sorted((int(route[6]), route[0]) for route in routes if len(route) > 6 and route[1] == DEFAULT)
    return [address for _, interface in defaults[:1] if (address := _address_of(interface))]


def _address_of(interface: str) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            answer = fcntl.ioctl(asking, ADDRESS_OF_INTERFACE, struct.pack("256s", interface.encode()[:15]))
        except OSError:
            return ""
    return socket.inet_ntoa(answer[20:24])


def _is_for_others(address: str) -> bool:
    known = IPv4Address(address)
    return not (known.is_loopback or known.is_link_local or known.is_unspecified)


def host_name() -> str:
    """As others may know it; empty where it is nothing that can stand in an address."""
    name = socket.gethostname().lower()
    return name if re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", name) and len(name) <= 63 else ""
