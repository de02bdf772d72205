"""Every mail there is, in six languages and as it travels, keeps the rules; and the rules find what breaks them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.directory.snapshot import Directory
from mailbot.outbound import log
from mailbot.outbound.addressing import Addressing
from mailbot.outbound.announcements import announcement
from mailbot.outbound.composing import Identity
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.delivery.signing import DkimSigner, load_key, new_key
from mailbot.outbound.planner import plan
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.rules import load_rules
from mailbot.outbound.schedule import occasions_of
from mailbot.settings import Settings
from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.wording import LANGUAGES
from tests.unit.outbound.golden_mails import IDENTITY, MAILS, golden
from tests.unit.outbound.message_rules import flaws
from tests.unit.outbound.test_delivery import NOTICE, WALL

NAMES = [
    "", "Ada Verne", 'O\'Neill, "Jo" <x@y>', "=?utf-8?q?x?=", "Ж" * 300, "a\r\nBcc: evil@x.example", "\u202egnirts",
    "{{7*7}}{% raw %}", "(comment)", "名" * 80, "tab\tand\x00nul", ";,:\\",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", MAILS)
def test_every_occasions_mail(occasion: str, language: str) -> None:
    assert flaws(golden(occasion, language).content) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["call-notice", "call-reminder"])
def test_every_language(shipped: Directory, language: str, kind: str) -> None:
    rule = next(each for each in load_rules() if each.kind == kind)
    occasion = next(iter(occasions_of(shipped.calls[-1], rule, shipped.zone)))
    person = Recipient("ada@cept.example", "Ада Верн", None, language, "CEPT")
    assert flaws(announcement(occasion, shipped, IDENTITY, person, occasion.at, 0).content) == []


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_every_name(shipped: Directory, name: str) -> None:
    rule = next(each for each in load_rules() if each.kind == "call-reminder")
    occasion = next(iter(occasions_of(shipped.calls[-1], rule, shipped.zone)))
    for identity in (IDENTITY, Identity("tsb-irc@itu.example", name)):
        mail = announcement(occasion, shipped, identity, Recipient("ada@cept.example", name), occasion.at, 0)
        assert flaws(mail.content) == []
        assert b"\nBcc:" not in mail.content.partition(b"\r\n\r\n")[0]
        assert mail.content.count(b"ada@cept.example") >= 1


def test_as_it_travels(store: Store, tmp_path: Path) -> None:
    """With Reply-To, list fields, thread, two signatures; and once more."""
    keys = []
    for name in ("rsa", "ed25519"):
        (tmp_path / name).write_bytes(new_key(name))
        keys.append(load_key(name, tmp_path / name))
    signs = signer(store, Settings())
    addressing = Addressing(IDENTITY, signs, base_url="https://irc.itu.example")
    transport = MemoryTransport()

    def deliver(now: datetime) -> None:
        plan(store, Settings(), now)
        signing = DkimSigner("itu.example", keys)
        asyncio.run(deliver_due(store, transport, now, lambda: WALL, addressing=addressing, signing=signing))

    deliver(NOTICE)
    with store.begin() as session:
        identity = Identity("tsb-irc@itu.example", "TSB", signs)
        log.resend(session, 1, identity, NOTICE, "jürgen@bücher.example")
    deliver(datetime(2021, 1, 18, 8, tzinfo=UTC))
    assert len(transport.sent) == 25
    assert sum(b"\r\nReferences: " in mail.content for mail in transport.sent) == 13
    for mail in transport.sent:
        assert flaws(mail.content, utf8=not mail.recipient.isascii()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"\r\nSubject:", b"\r\nSubject: x\r\nSubject:", "subject 2 times"),
        (b"\r\nDate:", b"\r\nX-Date:", "no date"),
        (b"\r\nTo:", b"\nTo:", "a bare CR, LF or NUL"),
        (b"Message-ID: <", b"Message-ID: < ", "message-id: "),
        (b"<mailto:", b"<file:", "list-help: "),
        (b"quoted-printable", b"base64", "text/plain"),
        (b"\r\nSubject: ", b"\r\nSubject: \xc3\xa9", "a header beyond ASCII"),
        (b"\r\n--=_alternative", b"\r\n--=_x", "not ended"),
        (b"MIME-Version: 1.0", b"MIME-Version: 1.0\r\nX: " + b"y" * 1000, "a line of 1003"),
    ],
)
def test_what_breaks_a_rule_is_found(old: bytes, new: bytes, said: str) -> None:
    content = golden("call-notice").content
    assert old in content
    broken = content.replace(old, new) if b"alternative" in old else content.replace(old, new, 1)
    assert any(said in flaw for flaw in flaws(broken)), flaws(broken)
