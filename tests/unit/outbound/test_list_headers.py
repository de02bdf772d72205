"""What every mail of a list says of the list, and how it is left: RFC 2369, 2919, 8058."""

from __future__ import annotations

import asyncio
import email
import re
from email.message import EmailMessage
from email.policy import default
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from sqlalchemy import update

from mailbot.commands.leaving import leave, of_token
from mailbot.commands.parsing import command, read
from mailbot.directory.choices import load_choices
from mailbot.outbound.addressing import Addressing
from mailbot.outbound.composing import Identity
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.settings import Settings, Web
from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow
from mailbot.tokens import Signer, read_text
from mailbot.tokens import read as token_in
from tests.unit.outbound.test_delivery import NOTICE, WALL, queued, rows

__all__ = ["queued"]
US = "tsb-irc@itu.example"
IDENTITY = Identity(US, "TSB inter-regional coordination")
SITE = "https://irc.itu.example"


def delivered(store: Store, **options: object) -> dict[str, EmailMessage]:
    addressing = Addressing(IDENTITY, signer(store, Settings()), **options)  # type: ignore[arg-type]
    transport = MemoryTransport()
    asyncio.run(deliver_due(store, transport, NOTICE, lambda: WALL, addressing=addressing))
    found = {}
    for mail in transport.sent:
        message = email.message_from_bytes(mail.content, policy=default.clone(raise_on_defect=True))
        assert isinstance(message, EmailMessage)
        found[mail.recipient] = message
    return found


def ways(message: EmailMessage) -> list[str]:
    return re.findall(r"<([^<>]*)>", str(message["List-Unsubscribe"]))


def test_each_reader_has_his_own_link_and_address(queued: Store) -> None:
    known = {row.recipient: row for row in rows(queued)}
    links = set()
    for recipient, message in delivered(queued, base_url=SITE).items():
        link, by_mail = ways(message)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link.startswith(f"{SITE}/unsubscribe/u-")
        assert recipient not in unquote(link)
        with queued.begin() as session:
            token = read_text(link.rpartition("/")[2])
            found = of_token(session, signer(queued, Settings()), token)
            assert found is not None
            assert (found.address, found.mailing_list, found.has_left) == (recipient, "irm-com3", False)
            assert token == token_in(urlsplit(by_mail).path, US)
        assert known[recipient].list_ == "irm-com3"
        links.add(link)
    assert len(links) == 12


def test_the_list_is_named_and_helps(queued: Store) -> None:
    for message in delivered(queued).values():
        assert str(message["List-Id"]).endswith("<irm-com3.wtsa20.itu.example>")
        asked = urlsplit(str(message["List-Help"]).strip("<>"))
        assert (asked.scheme, asked.path) == ("mailto", US)
        fields = parse_qs(asked.query)
        assert [line.verb for line in read(fields["body"][0])] == ["help"]
        assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("base_url", ["", "http://irc.itu.example"])
def test_without_https_there_is_no_link(queued: Store, base_url: str) -> None:
    for message in delivered(queued, base_url=base_url).values():
        (way,) = ways(message)
        assert way.startswith("mailto:tsb-irc+u-")
        assert message["List-Unsubscribe-Post"] is None


def test_the_mail_to_leave_by_is_a_command_of_its_own(queued: Store) -> None:
    """Where the server knows no subaddresses, the reader's own address says who he is."""
    for message in delivered(queued, subaddressing=False).values():
        asked = urlsplit(ways(message)[0])
        assert asked.path == US
        line = command(parse_qs(asked.query)["subject"][0])
        assert line is not None
        assert (line.verb, line.arguments) == ("unsubscribe", ("irm-com3",))
        assert message["Reply-To"] is None


def test_what_belongs_to_no_list_says_nothing_of_one(queued: Store) -> None:
    with queued.begin() as session:
        session.execute(update(OutboxRow).values(list_=None))
    for message in delivered(queued, base_url=SITE).values():
        assert message["List-Unsubscribe"] is None
        assert message["List-Unsubscribe-Post"] is None


def test_a_token_counts_for_its_reader_list_and_purpose_only(queued: Store) -> None:
    own, row = signer(queued, Settings()), rows(queued)[0]
    good = own.text("u", row.id, row.recipient)
    bad = [
        None, read_text(own.text("r", row.id, row.recipient)), read_text(own.text("u", row.id, "eve@x.example")),
        read_text(own.text("u", row.id + 1, row.recipient)), read_text(own.text("u", 999, row.recipient)),
        read_text(Signer(b"x" * 32).text("u", row.id, row.recipient)), read_text(good[:-1] + "7a"[good[-1] == "7"]),
    ]  # fmt: skip
    with queued.begin() as session:
        assert [of_token(session, own, each) for each in bad] == [None] * len(bad)
        found = of_token(session, own, read_text(good))
        assert found is not None
        assert leave(session, found, NOTICE)
        again = of_token(session, own, read_text(good))
        assert again is not None
        assert again.since == NOTICE
        assert not leave(session, again, NOTICE)
        assert load_choices(session).left == {(row.recipient.casefold(), "irm-com3"): NOTICE}


def test_who_has_left_is_skipped_with_the_reason_and_the_others_are_not(queued: Store) -> None:
    own, row = signer(queued, Settings()), rows(queued)[0]
    with queued.begin() as session:
        found = of_token(session, own, read_text(own.text("u", row.id, row.recipient)))
        assert found is not None
        leave(session, found, NOTICE)
    assert len(delivered(queued)) == 11
    assert rows(queued)[0].last_answer == "unsubscribed from irm-com3 since 2021-01-14"


@pytest.mark.parametrize(
    "url", ["irc.itu.example", "https://irc itu", "https://x/?a=b", "https://x/\r\nBcc: y", "ftp://x"]
)
def test_a_base_url_that_would_break_a_header_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="write https"):
        Web(base_url=url)
    assert Web(base_url="https://irc.itu.example/tsb/").base_url == "https://irc.itu.example/tsb"


def test_an_address_too_long_for_a_token_stays_plain(queued: Store) -> None:
    """RFC 5321 section 4.5.3.1.1: 64 octets before the @."""
    long = Identity(f"{'secretariat-' * 4}irc@itu.example", "TSB")
    addressing = Addressing(long, signer(queued, Settings()))
    row = rows(queued)[0]
    ((name, value),) = addressing.leaving(row)
    assert name == "List-Unsubscribe"
    assert value == f"<mailto:{long.address}?subject=unsubscribe%20irm-com3>"
