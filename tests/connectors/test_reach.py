"""Where slaclock may connect to: names that lead inside are refused, whatever they are dressed as."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis.strategies import ip_addresses

from slaclock.complaints import Complaints
from slaclock.connectors.http import Http, open_client
from slaclock.connectors.protocol import Refused, Unavailable
from slaclock.connectors.reach import GuardedTransport, Reach, load_networks

PUBLIC = Reach()
HELP = "https://help.example.com"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104  (an address to refuse, not to listen on)
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "no address",
    ],
)
def test_an_inner_address_is_refused(address: str) -> None:
    assert PUBLIC.refusal("https", address, 443) is not None


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_the_open_internet_is_reached_by_https_alone(address: str) -> None:
    assert PUBLIC.refusal("https", address, 443) is None
    assert PUBLIC.refusal("http", address, 80) == "is not encrypted; write https://"
    assert PUBLIC.refusal("https", address, 22) == "asks for port 22; allowed: 443"


def test_an_operator_allows_a_network_and_no_more() -> None:
    reach = Reach(load_networks(["10.20.0.0/16", "127.0.0.1"], Complaints()))
    assert reach.refusal("http", "10.20.3.4", 8080) is None
    assert reach.refusal("https", "::ffff:10.20.3.4", 443) is None
    assert reach.refusal("https", "10.21.0.1", 443) is not None
    assert reach.refusal("https", "127.0.0.2", 443) is not None


def test_a_network_that_is_none_is_named() -> None:
    complaints = Complaints("slaclock.toml").at("networks")
    assert load_networks(["10.0.0.1/8", "localhost"], complaints) == ()
    assert [each.found for each in complaints.found] == ["found '10.0.0.1/8'", "found 'localhost'"]


@given(ip_addresses())
def test_what_is_reached_is_global(address: IPv4Address | IPv6Address) -> None:
    if PUBLIC.refusal("https", str(address), 443) is None:
        inside = getattr(address, "ipv4_mapped", None) or address
        inner = [inside.is_private, inside.is_loopback, inside.is_link_local, inside.is_multicast]
        assert inner == [False] * 4


class Hosts:
    """Answers as every host; keeps what it was asked."""

    def __init__(self, dead: frozenset[str] = frozenset()) -> None:
        self.dead = dead
        self.asked: list[tuple[str, str, object]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.url.host, request.headers["host"], request.extensions.get("sni_hostname")))
        if request.url.host in self.dead:
            raise httpx.ConnectError("no route", request=request)
        return httpx.Response(200, json={})


def guarded(hosts: Hosts, *addresses: str, url: str = HELP) -> Http:
    transport = GuardedTransport(url, PUBLIC, lambda _host, _port: addresses, httpx.MockTransport(hosts))
    return Http(httpx.Client(transport=transport), url, name="desk")


def test_the_connection_goes_to_the_address_that_was_judged_under_the_name_that_was_asked() -> None:
    hosts = Hosts()
    guarded(hosts, "8.8.8.8").get("/x")
    assert hosts.asked == [("8.8.8.8", "help.example.com", "help.example.com")]


def test_one_inner_address_among_several_refuses_them_all() -> None:
    hosts = Hosts()
    with pytest.raises(Refused, match=r"help\.example\.com: leads into an inner network"):
        guarded(hosts, "8.8.8.8", "10.0.0.1").get("/x")
    assert hosts.asked == []


def test_the_next_address_is_tried_where_one_cannot_be_reached() -> None:
    hosts = Hosts(frozenset({"2606:4700:4700::1111"}))
    guarded(hosts, "2606:4700:4700::1111", "8.8.8.8").post("/x", {"a": 1})
    assert [host for host, _, _ in hosts.asked] == ["2606:4700:4700::1111", "8.8.8.8"]
    with pytest.raises(Unavailable) as raised:
        guarded(Hosts(frozenset({"8.8.8.8"})), "8.8.8.8").post("/x", {"a": 1})
    assert not raised.value.sent


def test_a_client_for_one_host_speaks_to_no_other() -> None:
    hosts = Hosts()
    transport = GuardedTransport(HELP, PUBLIC, lambda _host, _port: ["8.8.8.8"], httpx.MockTransport(hosts))
    for other in ("https://evil.example", "http://help.example.com", "https://help.example.com:444"):
        with pytest.raises(Refused, match="nothing is sent there"):
            Http(httpx.Client(transport=transport), other, name="desk").get("/x")
    assert hosts.asked == []


@pytest.mark.parametrize("url", ["https://127.1", "https://2130706433", "https://0x7f000001", "https://localhost"])
def test_loopback_in_disguise_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="leads into an inner network"):
        Http(open_client(url, PUBLIC), url, name="desk").get("/")


def test_a_name_without_an_address_has_done_nothing() -> None:
    with pytest.raises(Unavailable) as raised:
        Http(open_client("https://nowhere.invalid", PUBLIC), "https://nowhere.invalid", name="desk").get("/")
    assert not raised.value.sent


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"host": "%s"}' % self.headers["Host"].encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's name)
        """Say nothing."""


@pytest.fixture
def certified(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A server on loopback whose certificate is for help.example.com."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    name = ["-subj", "/CN=help.example.com", "-addext", "subjectAltName=DNS:help.example.com"]
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-keyout",
        key,
        "-out",
        certificate,
    ]
    subprocess.run([*map(str, made), *name], check=True, capture_output=True)
    server = HTTPServer(("127.0.0.1", 0), Page)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, certificate
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("host, good", [("help.example.com", True), ("other.example.com", False)])
def test_the_certificate_is_asked_for_the_name_not_the_address(
    certified: tuple[int, Path], host: str, good: bool
) -> None:
    port, certificate = certified
    url = f"https://{host}:{port}"
    context = ssl.create_default_context(cafile=certificate)
    reach = Reach(load_networks("127.0.0.1", Complaints()))
    inner = httpx.HTTPTransport(verify=context, trust_env=False)
    transport = GuardedTransport(url, reach, lambda _host, _port: ["127.0.0.1"], inner)
    with httpx.Client(transport=transport) as client:
        door = Http(client, url, name="desk")
        if good:
            assert door.get("/").json() == {"host": f"{host}:{port}"}
        else:
            with pytest.raises(Unavailable):
                door.get("/")
