"""Where replies go and where mails return to: signed addresses, and servers that take none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest

from mailbot.outbound.addressing import Addressing
from mailbot.outbound.composing import Identity
from mailbot.outbound.deliverer import Outcome, deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.delivery.smtp import SmtpTransport
from mailbot.outbound.heads import with_reply_to
from mailbot.outbound.mime import message_id
from mailbot.settings import Settings, Smtp
from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.testing.faults import Stage
from mailbot.testing.mail_server import EmbeddedMail
from mailbot.tokens import Signer, read
from tests.unit.outbound.test_delivery import NOTICE, WALL, queued, rows

__all__ = ["queued"]
US = "tsb-irc@itu.example"
IDENTITY = Identity(US, "TSB inter-regional coordination")


@pytest.fixture
def addressing(queued: Store) -> Addressing:
    return Addressing(IDENTITY, signer(queued, Settings()))


@pytest.fixture
def server() -> Iterator[EmbeddedMail]:
    with EmbeddedMail({US: "secret"}) as mail:
        yield mail


def deliver(store: Store, transport: MemoryTransport | SmtpTransport, addressing: Addressing) -> Outcome:
    return asyncio.run(deliver_due(store, transport, NOTICE, lambda: WALL, addressing=addressing))


def test_each_mail_has_its_own_reply_address_and_return_path(queued: Store, addressing: Addressing) -> None:
    transport = MemoryTransport()
    assert deliver(queued, transport, addressing).sent == 12
    known = {row.recipient: row for row in rows(queued)}
    for mail in transport.sent:
        message = message_from_bytes(mail.content, policy=default)
        (reply_to,) = message["Reply-To"].addresses
        assert reply_to.display_name == IDENTITY.name
        for address, purpose in ((reply_to.addr_spec, "r"), (mail.envelope_from, "b")):
            token = read(address, US)
            assert token is not None
            assert (token.purpose, token.mail) == (purpose, known[mail.recipient].id)
            assert addressing.signer.proves(token, mail.recipient)
        assert message["From"].addresses[0].addr_spec == US
        assert mail.content.replace(b"Reply-To", b"").count(b"\r\nTo: ") == 1
    assert len({mail.envelope_from for mail in transport.sent}) == 12


def test_a_server_that_refuses_the_return_path_gets_the_plain_one(
    queued: Store, addressing: Addressing, server: EmbeddedMail, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.answer(554, "5.2.252 SendAsDenied", stage=Stage.MAIL)
    form = {"host": "127.0.0.1", "port": server.smtp_port, "security": "none", "timeout": 10}
    outcome = deliver(queued, SmtpTransport(Smtp.model_validate(form)), addressing)
    assert (outcome.sent, outcome.failed) == (12, 0)
    assert {mail.envelope_from for mail in server.accepted} == {US}
    assert "SendAsDenied" in caplog.text
    assert {row.attempts for row in rows(queued)} == {1}
    assert all(b"\r\nReply-To: " in mail.content for mail in server.accepted)


def test_a_message_id_cannot_be_guessed_and_is_the_same_for_the_same_mail(queued: Store) -> None:
    sent = {row.message_id for row in rows(queued)}
    assert len(sent) == 12
    row = rows(queued)[0]
    parts = (row.kind, "wtsa20", str(row.event), row.recipient)
    assert message_id("itu.example", *parts) not in sent
    one, other = Signer(b"k" * 32), Signer(b"x" * 32)
    named = [message_id("itu.example", *parts, signer=each) for each in (one, one, other)]
    assert named[0] == named[1] != named[2]
    assert len(named[0].partition(".")[2].partition("@")[0]) * 5 >= 128


def test_a_folded_from_and_a_to_in_the_body_are_left_alone() -> None:
    content = b"From: TSB\r\n <a@itu.example>\r\nTo: b@x.example\r\nSubject: x\r\n\r\nquoted:\r\nTo: c@x.example\r\n"
    got = with_reply_to(content, "a+r@itu.example")
    assert got == content.replace(b"\r\nTo: b", b"\r\nReply-To: a+r@itu.example\r\nTo: b")


def test_templates_cannot_reach_the_key() -> None:
    from jinja2.sandbox import SecurityError

    from mailbot.outbound.composing import MAILS, environment
    from mailbot.wording import SHIPPED_WORDINGS

    identity = Identity(US, "TSB", Signer(b"k" * 32))
    template = environment(MAILS, SHIPPED_WORDINGS.of("en")).from_string("{{ identity.signer._key }}")
    with pytest.raises(SecurityError):
        template.render(identity=identity)
