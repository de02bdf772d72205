"""Records that are only ever added, and the triggers with which the database itself holds to it.

Only the erasure of a person's data changes such rows, within `lifted`; the triggers refuse it to everything
else that is connected. `docs/decisions/0004-append-only.md` says what is covered. A migration that rebuilds
one of these tables on SQLite drops its triggers, and has to make them again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

TABLES = ("audit", "decisions", "mail_actions", "revisions")

_REFUSE = """\
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only';
END $$"""


def triggers(dialect: str) -> tuple[str, ...]:
    """The statements that make the triggers; ``dialect`` is `postgresql` or `sqlite`."""
    if dialect == "postgresql":
        return (_REFUSE, *(made for table in TABLES for made in _on_postgresql(table)))
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in TABLES
        for verb in ("UPDATE", "DELETE")
    )


def _on_postgresql(table: str) -> tuple[str, str]:
    refuse = "EXECUTE FUNCTION refuse_change()"
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    )


def without_triggers(dialect: str) -> tuple[str, ...]:
    """The statements that take them away again."""
    if dialect == "postgresql":
        return ("DROP FUNCTION refuse_change() CASCADE",)
    return tuple(f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("update", "delete"))


@contextmanager
def lifted(session: Session) -> Iterator[None]:
    """Inside, these rows can be changed in the caller's transaction, which alone sees the tables without
    triggers; rolled back, they were never away. For erasure, which notes itself in the audit log."""
    dialect = session.get_bind().dialect.name
    session.flush()
    for statement in without_triggers(dialect):
        session.connection().exec_driver_sql(statement)
    yield
    session.flush()
    for statement in triggers(dialect):
        session.connection().exec_driver_sql(statement)
