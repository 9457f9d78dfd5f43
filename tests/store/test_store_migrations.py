from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from slaclock.errors import InvalidInput
from slaclock.store import Store, open_store, tickets, timers
from slaclock.store.place import Place
from slaclock.store.tables import METADATA
from slaclock.store.tables import timers as timer_table

ACME = Place("acme", "desk")


def test_the_migrations_make_the_tables_the_code_knows(store: Store) -> None:
    with store.database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA) == []


def test_up_twice_is_up(store: Store) -> None:
    store.migrate()
    store.migrate()


def test_down_and_up_again_with_rows_in_them(store: Store) -> None:
    with store.unit() as unit:
        tickets.lock(unit, ACME, ["1"], 5)
        timers.put(unit, ACME, "1", [ACME.row(ticket="1", kind="look", at=7, due_at=7, version=0)])
    store.migrate("base")
    assert set(inspect(store.database).get_table_names()) <= {"alembic_version"}
    store.migrate()
    with store.unit() as unit:
        assert unit.all(select(timer_table)) == []


def test_time_is_the_databases(store: Store) -> None:
    first = store.now()
    assert 1_700_000_000_000_000 < first <= store.now()


@pytest.mark.parametrize("address", ["mysql://host/name", "oracle://host/name"])
def test_another_database_is_refused_in_words(address: str) -> None:
    with pytest.raises(InvalidInput, match="slaclock keeps its store in sqlite or postgresql"):
        open_store(address)


def test_what_is_no_instant_never_reaches_a_row(store: Store) -> None:
    with pytest.raises(Exception, match=r"1\.5 is no instant"), store.unit() as unit:
        tickets.lock(unit, ACME, ["1"], 1.5)  # type: ignore[arg-type]


def test_a_unit_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.unit() as unit:
            tickets.lock(unit, ACME, ["1"], 5)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.reading() as unit:
        assert tickets.find(unit, ACME, "1") is None


def test_a_store_of_the_first_revision_is_read_anew(store: Store) -> None:
    """The priority of a clock is known from its ticket's facts: reading the ticket again fills it in."""
    store.migrate("base")
    store.migrate("0001")
    row = (
        "INSERT INTO tickets (tenant, helpdesk, ticket, version, config, seen_at, read_at, over, due_generation)"
        " VALUES ('acme', 'desk', '1', 0, 'known', 5, 5, false, 0)"
    )
    with store.unit() as unit:
        unit.run(text(row))
    store.migrate()
    with store.reading() as unit:
        assert tickets.outdated(unit, ACME, "known", 5, 10) == ["1"]
