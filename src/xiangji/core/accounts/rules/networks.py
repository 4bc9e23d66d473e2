"""Where a request comes from, as far as it matters: the network, not the single address. Pure."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

IPV4_BITS, IPV6_BITS = 24, 64
UNKNOWN = "unknown"
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def network_of(address: str) -> str:
    """192.0.2.77 is of 192.0.2.0/24. A provider gives a household a /64, an office has a /24."""
    found = _read(address)
    if found is None:
        return UNKNOWN
    bits = IPV4_BITS if found.version == 4 else IPV6_BITS
    return str(ip_network((found, bits), strict=False))


def are_within(named: Iterable[str], declared: Iterable[str]) -> bool:
    """Whether each of these networks lies in one of the declared ones; an unknown one lies in none."""
    ours = [ip_network(network, strict=False) for network in declared]
    return all(name != UNKNOWN and any(_lies_in(ip_network(name), one) for one in ours) for name in named)


def _lies_in(inner: Network, outer: Network) -> bool:
    if isinstance(inner, IPv4Network):
        return isinstance(outer, IPv4Network) and inner.subnet_of(outer)
    return isinstance(outer, IPv6Network) and inner.subnet_of(outer)


def client_of(direct: str, forwarded: str, trusted: Iterable[str]) -> str:
    """The caller's address. X-Forwarded-For is believed from the right, as far as the proxies are ours.

    Anyone can write the left part of it.
    """
    ours = [ip_network(network, strict=False) for network in trusted]
    line = [*(part.strip() for part in forwarded.split(",") if part.strip()), direct]
    while len(line) > 1:
        hop = _read(line[-1])
        if hop is None or not any(hop in network for network in ours):
            break
        line.pop()
    return line[-1]


def _read(address: str) -> Address | None:
    try:
        found = ip_address(address.strip().partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
