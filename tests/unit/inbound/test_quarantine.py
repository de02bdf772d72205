"""Typed quarantine: who gets in, what is shown, what retry and drop do, and that a storm stays outside."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from mailbot.errors import IllegalMove, InputRefused
from mailbot.inbound import cases, quarantine
from mailbot.inbound.intake import Read, read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.mail.bounds import Reason
from mailbot.outbound.planner import plan
from mailbot.settings import Settings
from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import ChangeSetRow, MailActionRow, MailRow, OutboxRow
from tests.conftest import NOON
from tests.unit.inbound.hostile import BREACHES

SETTINGS = Settings(review={"approvers": ["officer@itu.example"]})  # type: ignore[arg-type]


def keep(store: Store, *mails: bytes) -> list[int]:
    with store.begin() as session:
        return [keep_bytes(session, raw, "test", NOON)[0] for raw in mails]


def read(store: Store) -> list[Read]:
    return list(read_kept(store, SETTINGS, NOON))


def letter(body: str, number: int = 1, sender: str = "annelie.sjogren@cept.example", **fields: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "tsb-irc@itu.example", "contact sheet"
    message["Message-ID"], message["Date"] = f"<{number}@x.example>", "Tue, 15 Dec 2020 10:00:00 +0100"
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


def rows(store: Store) -> list[MailRow]:
    with store.begin() as session:
        return list(session.scalars(select(MailRow).order_by(MailRow.id)))


def count(store: Store, table: type[ChangeSetRow] | type[OutboxRow]) -> int:
    with store.begin() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_breach_is_quarantined_with_its_reason_and_the_queue_moves(store: Store) -> None:
    keep(store, BREACHES["29 nested multiparts"][0](), letter("my phone number is +46 8 465 004 77"))
    assert [r.outcome for r in read(store)] == ["quarantined", "changes"]
    with store.begin() as session:
        (found,) = quarantine.listed(session)
    assert (found.reason, found.tries, found.header("subject")) == ("too-deep", 1, "contact sheet")
    assert "25 deep" in found.why


def test_every_reason_has_a_remedy() -> None:
    assert set(quarantine.REMEDY) == set(Reason)


def test_show_makes_visible_what_cannot_be_seen(store: Store) -> None:
    hidden = "To: x\r\nSubject: =?utf-8?q?=1B[31m=E2=80=AEevil?=\r\n"
    keep(store, hidden.encode() + b"X: y\r\n" * 2500 + b"\r\n\x1b[2Jline\x07\r\n\xe2\x80\xaesecond\r\n")
    read(store)
    with store.begin() as session:
        found = quarantine.get(session, 1)
    assert found.reason == "headers"
    shown = [found.header("subject"), *found.lines]
    assert all(line.isprintable() for line in shown)
    assert "\u202e" not in "".join(shown)


def test_retry_reads_the_mail_without_what_was_too_much(store: Store) -> None:
    (mail_id, *_) = keep(store, BREACHES["25 workbook of many members"][0]())
    assert [r.outcome for r in read(store)] == ["quarantined"]
    with store.begin() as session:
        quarantine.retry(session, mail_id, "Officer", NOON)
    (result,) = read(store)
    assert (result.outcome, result.questions) == ("other", 1)
    with store.begin() as session:
        (action,) = session.scalars(select(MailActionRow))
        assert (action.verb, action.officer, action.mail_id) == ("retry", "Officer", mail_id)
        with pytest.raises(IllegalMove, match="not in quarantine"):
            quarantine.retry(session, mail_id, "Officer", NOON)


def test_retry_of_what_nobody_can_read_brings_it_back(store: Store) -> None:
    keep(store, BREACHES["30 many parts"][0]())
    read(store)
    with store.begin() as session:
        quarantine.retry(session, 1, "Officer", NOON)
    assert [r.outcome for r in read(store)] == ["quarantined"]


def test_drop_keeps_the_digest_and_the_name(store: Store) -> None:
    raw = BREACHES["29 nested messages"][0]()
    keep(store, raw)
    read(store)
    digest = rows(store)[0].digest
    with store.begin() as session, pytest.raises(InputRefused, match="reason"):
        quarantine.drop(session, 1, "Officer", " ", NOON)
    with store.begin() as session:
        quarantine.drop(session, 1, "Officer", "junk", NOON)
    (row,) = rows(store)
    assert (row.state, row.digest) == ("dropped", digest)
    with store.begin() as session:
        assert contents.read(session, 1) == b""
        (action,) = session.scalars(select(MailActionRow))
        assert (action.verb, action.reason, action.detail) == (
            "drop",
            "junk",
            {"digest": digest, "size": len(raw)},
        )
    assert keep(store, raw) == [1]
    assert read(store) == []


def test_a_mail_the_mailbox_kept_back_cannot_be_retried(store: Store) -> None:
    with store.begin() as session:
        session.add(MailRow(digest="0" * 64, source="imap", arrived_at=NOON, state="quarantined",
                            reason=Reason.FROM_MAILBOX, error="no"))  # fmt: skip
    with store.begin() as session, pytest.raises(IllegalMove, match="mailbox"):
        quarantine.retry(session, 1, "Officer", NOON)


def test_threat_17_a_storm_of_automatic_mails_leads_to_nothing(store: Store) -> None:
    kinds = (
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "auto_reply"}, {"X_Autoreply": "yes"},
        {"Auto_Submitted": "auto-generated", "X_Loop": "tsb-irc@itu.example"},
    )  # fmt: skip
    bodies = ("I am out of the office until Monday.", "Je suis absent du bureau.", "Thank you for your mail.")
    keep(store, *(letter(f"{bodies[n % 3]} Ticket {n}", n, **kinds[n % 4]) for n in range(500)))
    assert {r.outcome for r in read(store)} == {"auto-reply"}
    assert plan(store, SETTINGS, NOON).queued == 0
    assert (count(store, ChangeSetRow), count(store, OutboxRow)) == (0, 0)


def test_automatic_mails_that_ask_the_same_open_one_case(store: Store) -> None:
    text = "I have left the organization and this mailbox is no longer read."
    keep(store, *(letter(f"{text}\n{n}", n, Auto_Submitted="auto-replied") for n in range(50)))
    read(store)
    assert count(store, ChangeSetRow) <= 1


def test_a_loop_that_does_not_say_so_opens_few_cases(store: Store) -> None:
    keep(store, *(letter(f"We have received your mail no. {n} and thank you.", n) for n in range(100)))
    outcomes = [r.outcome for r in read(store)]
    assert outcomes.count("other") == cases.MAX_REPEATED == count(store, ChangeSetRow)
    assert outcomes.count("quarantined") == 100 - cases.MAX_REPEATED
    with store.begin() as session:
        stopped = quarantine.listed(session)
        assert {each.reason for each in stopped} == {"storm"}
        quarantine.retry(session, stopped[0].id, "Officer", NOON)
    assert [r.outcome for r in read(store)] == ["other"]  # an officer has looked
    keep(store, letter("We have received your mail no. 1000 and thank you.", 1000))
    assert [r.outcome for r in read_kept(store, SETTINGS, NOON + timedelta(days=2))] == ["other"]


def test_different_words_of_one_sender_are_no_storm(store: Store) -> None:
    words = ("alpha", "beta", "gamma", "delta", "epsilon")
    keep(store, *(letter(f"About {a} and {b}, what is the state?", n) for n, (a, b) in
                  enumerate((a, b) for a in words for b in words)))  # fmt: skip
    assert "quarantined" not in {r.outcome for r in read(store)}


def test_the_directory_is_loaded_once_for_many_mails(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from mailbot.inbound import desk

    loads = []
    real = desk.load
    monkeypatch.setattr(desk, "load", lambda session: loads.append(1) or real(session))
    keep(store, *(letter(f"Hello {word}", n) for n, word in enumerate(("one", "two", "three"))))
    reading = read_kept(store, SETTINGS, NOON)
    next(reading)
    next(reading)
    assert len(loads) == 1
    with store.begin() as session:
        from mailbot.directory.apply import Provenance, apply
        from mailbot.directory.change import Change

        contact = real(session).contacts[0]
        apply(session, Change("contact", "remove", contact.id, contact.organization), Provenance("x", NOON))
    next(reading)
    assert len(loads) == 2
