"""Where slaclock may connect to: https on the open internet, and inner networks only where the operator names them.

A configurable address is a way in: whoever can write one could make slaclock read a cloud's credentials or another
host's database. So a host name is resolved once, every address it has is judged, and the connection goes to the very
address that was judged, under the name that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from socket import SOCK_STREAM, gaierror, getaddrinfo

import httpx

from slaclock.complaints import Complaints
from slaclock.connectors.deadline import BoundedTransport
from slaclock.connectors.protocol import Refused, Unavailable
from slaclock.policy.value import texts

Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

_NAT64 = ip_network("64:ff9b::/96")
_SITE_LOCAL = ip_network("fec0::/10")
_CARRIER = ip_network("100.64.0.0/10")


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be connected to: `networks` are inner ones the operator allows, `ports` those of the open internet."""

    networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset({443})

    def refusal(self, scheme: str, address: str, port: int) -> str | None:
        """Why this address must not be connected to; None if it may."""
        try:
            ip = _plain(ip_address(address.partition("%")[0]))
        except ValueError:
            return "is no address"
        if any(ip in network for network in self.networks):
            return None
        if not _public(ip):
            return "leads into an inner network; the operator can allow it with networks = [...] under [server]"
        if scheme != "https":
            return "is not encrypted; write https://"
        return (
            None if port in self.ports else f"asks for port {port}; allowed: {', '.join(map(str, sorted(self.ports)))}"
        )


def load_networks(value: object, complaints: Complaints) -> tuple[Network, ...]:
    """The inner networks an operator allows, like "10.20.0.0/16" or a single address."""
    wanted = "write networks like '10.20.0.0/16' or '127.0.0.1'"
    found: list[Network] = []
    for text in texts(value, complaints, wanted) if value is not None else ():
        try:
            found.append(ip_network(text))
        except ValueError:
            complaints.add(f"found {text!r}", wanted)
    return tuple(found)


class GuardedTransport(httpx.BaseTransport):
    """Connects to one host only, at an address that was judged just before; follows nothing, trusts no environment."""

    def __init__(
        self, url: str, reach: Reach, resolve: Resolve | None = None, inner: httpx.BaseTransport | None = None
    ) -> None:
        self._home = _origin(httpx.URL(url))
        self._reach = reach
        self._resolve = resolve or addresses
        self._inner = inner or BoundedTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to the judged address, with the name kept for the certificate and the Host header."""
        scheme, host, port = _origin(request.url)
        if (scheme, host, port) != self._home:
            raise Refused(f"{host}: another host than {self._home[1]}; nothing is sent there")
        found = self._resolve(host, port)
        for address in found:
            refusal = self._reach.refusal(scheme, address, port)
            if refusal is not None:
                raise Refused(f"{host}: {refusal}")
        if not found:
            raise Unavailable(f"{host}: the name has no address", sent=False)
        return self._first(request, host, found)

    def _first(self, request: httpx.Request, host: str, found: Sequence[str]) -> httpx.Response:
        """The first address that can be connected to; where none is, nothing was sent."""
        request.extensions = {**request.extensions, "sni_hostname": host}
        for address in found[:-1]:
            request.url = request.url.copy_with(host=address)
            try:
                return self._inner.handle_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        request.url = request.url.copy_with(host=found[-1])
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def addresses(host: str, port: int) -> list[str]:
    """Every address a name has, as the system resolves it."""
    try:
        found = getaddrinfo(host, port, type=SOCK_STREAM)
    except (gaierror, UnicodeError):
        raise Unavailable(f"{host}: the name cannot be resolved", sent=False) from None
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host.lower().rstrip("."), url.port or {"http": 80}.get(url.scheme, 443)


def _plain(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one, where one is wrapped in the other."""
    if isinstance(ip, IPv4Address):
        return ip
    inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if inside is None and ip in _NAT64:
        inside = IPv4Address(int(ip) & 0xFFFFFFFF)
    return inside or ip


def _public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the open internet; multicast counts as global elsewhere, not here."""
    return ip.is_global and not ip.is_multicast and ip not in _CARRIER and ip not in _SITE_LOCAL
