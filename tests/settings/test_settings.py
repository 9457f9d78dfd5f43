from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from slaclock.errors import InvalidConfig
from slaclock.instant import HOUR, MINUTE, parse_instant, to_us
from slaclock.promise.quiet import QuietHours
from slaclock.settings import Role, Settings, load_settings
from slaclock.settings.key import written

CANARY = "canary-5ac1e0b7d9f2"
ENVIRON = {"SECRET": CANARY, "KEY": f"slk_{CANARY}"}


def settings(**tables: Any) -> Settings:
    return load_settings(tables, ENVIRON)


def refused(**tables: Any) -> str:
    with pytest.raises(InvalidConfig) as error:
        settings(**tables)
    assert CANARY not in str(error.value)
    return str(error.value)


def test_without_a_word_it_is_a_laptop() -> None:
    found = settings()
    assert (found.store.reveal(), found.tenant, found.host, found.port) == (
        "sqlite:///slaclock.db",
        "main",
        "127.0.0.1",
        8000,
    )
    assert (found.since, found.keys, found.secrets) == (None, (), ())


def test_how_far_the_clock_may_leap() -> None:
    assert (settings().leap, settings(server={"leap": "90 minutes"}).leap) == (6 * HOUR, 90 * MINUTE)
    assert "a clock jumps in wall time; write '6 hours'" in refused(server={"leap": "2 business hours"})


def test_whether_customers_are_told_what_is_usual() -> None:
    assert (settings().usual, settings(promise={"usual": True}).usual) == (False, True)
    assert "promise.usual: found 'often'; write true or false" in refused(promise={"usual": "often"})
    assert "promise: unknown key 'habit'" in refused(promise={"habit": True})


def test_when_no_customer_is_written_to() -> None:
    assert settings(promise={"quiet": "21:00-08:00"}).quiet == QuietHours("21:00-08:00")
    for wrong in ("at night", "21-8", 21, "25:00-08:00", ""):
        assert "promise.quiet: found" in refused(promise={"quiet": wrong})
        assert "write hours of the day like '21:00-08:00'" in refused(promise={"quiet": wrong})


def test_everything_can_be_said() -> None:
    found = settings(
        store={"url": {"env": "SECRET"}, "tenant": "acme"},
        server={
            "host": "0.0.0.0",  # noqa: S104 - what an operator may write
            "port": 9000,
            "public_url": "https://sla.example.com/",
            "link_secret": {"env": "SECRET"},
            "since": "2026-03-01",
            "networks": ["10.20.0.0/16"],
            "keys": {"wall": {"role": "viewer", "hash": written("slk_x"), "until": "2027-01-01"}},
        },
    )
    assert (found.store.reveal(), found.tenant, found.public_url) == (CANARY, "acme", "https://sla.example.com")
    assert found.since == to_us(parse_instant("2026-03-01T00:00:00Z"))
    (key,) = found.keys
    assert (key.name, key.role, key.until) == ("wall", Role.VIEWER, to_us(parse_instant("2027-01-01T00:00:00Z")))
    assert CANARY not in repr(found)


@pytest.mark.parametrize(
    "tables, said",
    [
        ({"store": {"ulr": "x"}}, "store: unknown key 'ulr'; did you mean 'url'?"),
        (
            {"store": {"url": "postgresql://u:canary@h/d"}},
            "store.url: found a password in the address; write url = { env",
        ),
        ({"store": {"url": 7}}, "store.url: found 7; write an address"),
        ({"store": {"tenant": "a b"}}, "store.tenant: found 'a b'; write a short name"),
        ({"server": {"port": 70_000}}, "server.port: found 70000; write a port"),
        ({"server": {"port": True}}, "server.port: found True; write a port"),
        (
            {"server": {"public_url": "sla.example.com"}},
            "server.public_url: found 'sla.example.com'; write the address",
        ),
        ({"server": {"link_secret": CANARY}}, "server.link_secret: found no reference to a secret; write { env"),
        ({"server": {"link_secret": {"env": "NOPE"}}}, "server.link_secret: the environment has no NOPE"),
        ({"server": {"since": "yesterday"}}, "server.since: found 'yesterday'; write a date"),
        ({"server": {"keys": {"a": {"role": "boss", "hash": written("x")}}}}, "server.keys.a.role: found 'boss'"),
        ({"server": {"keys": {"a": {"role": "viewer"}}}}, "server.keys.a: found no one key; write either hash"),
        ({"server": {"keys": {"a": {"role": "viewer", "hash": CANARY}}}}, "server.keys.a.hash: found no hash of a key"),
        ({"server": {"keys": {"a": {"role": "viewer", "key": CANARY}}}}, "server.keys.a.key: found no reference"),
        ({"server": 7}, "server: found 7; write a table [server]"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_each(tables: dict[str, Any], said: str) -> None:
    lines = refused(**tables).splitlines()
    assert len(lines) == 1
    assert said in lines[0]


def test_all_complaints_come_at_once() -> None:
    assert len(refused(store={"tenant": ""}, server={"port": -1, "host": 7}).splitlines()) == 3


def test_a_key_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{ENVIRON['KEY']}\n", encoding="utf-8")
    config = tmp_path / "service.toml"
    config.write_text('[server.keys.a]\nrole = "admin"\nkey = { file = "key" }\n', encoding="utf-8")
    (key,) = load_settings(config, {}).keys
    assert key.role is Role.ADMIN


def test_a_short_key_is_refused() -> None:
    with pytest.raises(InvalidConfig, match="less than 20 signs"):
        load_settings({"server": {"keys": {"a": {"role": "admin", "key": {"env": "K"}}}}}, {"K": "short"})


@pytest.mark.parametrize(
    "role, may",
    [
        (Role.VIEWER, {Role.TV, Role.VIEWER}),
        (Role.AGENT, {Role.TV, Role.VIEWER, Role.AGENT}),
        (Role.MANAGER, {Role.TV, Role.VIEWER, Role.AGENT, Role.MANAGER}),
        (Role.ADMIN, set(Role)),
        (Role.INGEST, {Role.INGEST}),
        (Role.TV, {Role.TV}),
    ],
)
def test_a_role_may_what_those_below_it_may(role: Role, may: set[Role]) -> None:
    assert {needed for needed in Role if role.may(needed)} == may
