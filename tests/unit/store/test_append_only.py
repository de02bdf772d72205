"""Decisions, revisions, what was done by hand and the audit log are only ever added to: the database says so."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mailbot.resources import ROOT
from mailbot.store.append_only import TABLES, lifted
from mailbot.store.session import Store

ROWS = (
    "INSERT INTO mails (id, digest, source, arrived_at, state, attempts) VALUES (1, 'a', 't', '2020-12-14', 'read', 0)",
    "INSERT INTO change_sets (id, mail_id, reading, classification, authenticity, state, questions, created_at, version)"
    " VALUES (1, 1, 1, 'changes', 'unverified', 'pending', '[]', '2020-12-14', 1)",
    "INSERT INTO audit (id, at, actor, door, verb, what) VALUES (1, '2020-12-14', 'a', 'web', 'v', 'w')",
    "INSERT INTO decisions (id, change_set_id, at, officer, verb, numbers) VALUES (1, 1, '2020-12-14', 'o', 'approve', '[1]')",
    "INSERT INTO mail_actions (id, mail_id, at, officer, verb) VALUES (1, 1, '2020-12-14', 'o', 'retry')",
    "INSERT INTO revisions (id, at, actor, target, record, op, fields)"
    " VALUES (1, '2020-12-14', 'a', 'contact', 'x-1', 'add', '{}')",
)


def check(engine: Engine) -> None:
    """What is there stays as it is, whoever is connected."""
    with engine.begin() as connection:
        for statement in ROWS:
            connection.execute(text(statement.replace(":", r"\:")))
    statements = [f"{verb} {table} {rest}" for table in TABLES
                  for verb, rest in (("UPDATE", "SET at = '2021-01-01'"), ("DELETE FROM", ""))]  # fmt: skip
    if engine.dialect.name == "postgresql":
        statements += [f"TRUNCATE {table} CASCADE" for table in TABLES]
    for statement in statements:
        with pytest.raises(DBAPIError, match="is append-only"), engine.begin() as connection:
            connection.execute(text(statement))
    with Session(engine) as session, session.begin(), lifted(session):
        session.execute(text("UPDATE revisions SET excerpt = 'erased'"))
    with pytest.raises(ZeroDivisionError), Session(engine) as session, session.begin(), lifted(session):
        _ = 1 // 0  # the transaction fails: the triggers were never away
    for statement in statements:
        with pytest.raises(DBAPIError, match="is append-only"), engine.begin() as connection:
            connection.execute(text(statement))
    with engine.begin() as connection:
        for table in TABLES:
            assert (
                connection.execute(text(f"SELECT count(*) FROM {table} WHERE at < '2020-12-15'")).scalar()
                == 1
            )


def test_sqlite_refuses_to_change_what_was_recorded(empty_store: Store) -> None:
    check(empty_store.engine)


def test_no_code_tries_to() -> None:
    """Only erasure does, within `lifted`, and it names no table when it updates."""
    rows = "AuditRow|DecisionRow|MailActionRow|RevisionRow"
    tries = re.compile(
        rf"\b(?:update|delete)\(\s*(?:{rows})\b|\b(?:UPDATE|DELETE FROM)\s+(?:{'|'.join(TABLES)})\b"
    )
    found = [path.name for path in (ROOT / "mailbot").rglob("*.py") if tries.search(path.read_text())]
    assert found == []
