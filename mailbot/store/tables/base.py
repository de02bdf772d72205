"""What all tables share: the naming of keys, the columns' types, the check on a state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from mailbot.store.types import Instant


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        datetime: Instant,
        bytes: LargeBinary,
        str: Text,
        list[Any]: JSON,
        dict[str, Any]: JSON,
    }


def one_of(states: tuple[str, ...]) -> CheckConstraint:
    """The check that `state` is one of these; a migration that changes them rebuilds the table."""
    return CheckConstraint(f"state IN ({', '.join(repr(state) for state in states)})", name="state")
