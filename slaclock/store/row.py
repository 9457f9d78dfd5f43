"""What all tables have in common: whose a row is, and how constraints are called."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have names of their own, so that a migration can find them on every database."""

_REGISTRY = registry(metadata=MetaData(naming_convention=NAMING))
METADATA = _REGISTRY.metadata


class Base(SQLModel, registry=_REGISTRY):
    """What all tables share: one list of them, and the names of their constraints."""


class Row(Base):
    """A row of the store: whose it is, and which helpdesk told it."""

    tenant: str = Field(primary_key=True)
    helpdesk: str = Field(primary_key=True)
