"""Strange words: what a helpdesk calls things that no configuration explains, kept until one does."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, select

from slaclock.store.place import Place
from slaclock.store.tables import strange_words
from slaclock.store.unit import Unit


def put(unit: Unit, place: Place, met: Iterable[tuple[str, str]], words: str, now: int) -> None:
    """Keep words that were met under the present configuration."""
    rows = [place.row(kind=kind, word=word, words=words, met_at=now) for kind, word in sorted(met)]
    if rows:
        again = {"words": words, "met_at": now}
        key = ["tenant", "helpdesk", "kind", "word"]
        unit.run(unit.insert(strange_words).on_conflict_do_update(index_elements=key, set_=again), rows)


def known(unit: Unit, place: Place, words: str) -> list[tuple[str, str]]:
    """The words that nobody mapped yet, with their kind; what was met under other words is explained or gone."""
    query = select(strange_words.c.kind, strange_words.c.word).where(still(place, words))
    return [(row.kind, row.word) for row in unit.run(query.order_by(strange_words.c.kind, strange_words.c.word))]


def still(place: Place, words: str) -> ColumnElement[bool]:
    """The rows that were met under these words of the configuration."""
    return place.of(strange_words) & (strange_words.c.words == words)


def forget(unit: Unit, place: Place, words: str) -> None:
    """Remove what was met under other words."""
    unit.run(delete(strange_words).where(place.of(strange_words), strange_words.c.words != words))
