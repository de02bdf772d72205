"""Consent and erasure on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from mailbot.directory.consent import choose, load_consents
from mailbot.directory.importing import import_programme
from mailbot.directory.personal.erasing import erase
from mailbot.directory.personal.telling import told
from mailbot.directory.snapshot import Directory
from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.settings import Settings
from mailbot.store.session import Store
from tests.conftest import NOON

from .servers.postgres import Postgres

ADA = "annelie.sjogren@cept.example"
COMMANDS = f"From: {ADA}\nTo: tsb-irc@itu.example\nSubject: x\nMessage-ID: <2@cept.example>\n\npublish phone\nlanguage fr\n"


def test_what_a_person_said_is_kept_told_and_erased(postgres: Postgres, shipped: Directory) -> None:
    store = Store(postgres.create()).prepare()
    settings = Settings()
    with store.begin() as session:
        import_programme(session, shipped, actor="operator", file="f", now=NOON)
        keep_bytes(session, COMMANDS.encode(), "test", NOON)
    assert [each.outcome for each in read_kept(store, settings, NOON)] == ["command"]
    with store.begin() as session:
        assert load_consents(session)["cept-1"].public == ("phone", "job_title", "affiliation", "country")
        choose(session, "cept-1", ["email"], by="ada", door="web", now=NOON)
        found = told(session, ADA.upper())
        assert [mail["subject"] for mail in found["mails"]] == ["x"]
        assert found["language"][0]["language"] == "fr"
    with store.begin() as session:
        result = erase(session, ADA, remove=True, by="officer", reason="asked", now=NOON)
        assert (result.done["mails erased"], result.done["contacts removed"]) == (1, 1)
    with store.begin() as session:
        assert not any(value for name, value in told(session, ADA).items() if name != "address")
    with pytest.raises(DatabaseError, match="revisions is append-only"), store.begin() as session:
        session.execute(text("DELETE FROM revisions"))
    store.close()
