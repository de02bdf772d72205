"""Which mail of ours a mail answers or returns: nothing is given to who guesses."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from mailbot.inbound.thread import Ours, answered, returned, shown_to_sender
from mailbot.mail.message import Message, parse
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow
from mailbot.tokens import Signer
from tests.conftest import NOON

OWN = "tsb-irc@itu.example"
OURS = Ours(OWN, Signer(b"k" * 32))
ADA, BOB, EVE = "ada@cept.example", "bob@cept.example", "eve@evil.example"


@pytest.fixture
def sent(store: Store) -> dict[str, OutboxRow]:
    """One mail to Ada and one to Bob, each with a phone number of its own to show."""
    contact = {"id": "c-1", "organization": "CEPT", "role": "focal_point", "committee": "all", "name": "C"}
    with store.begin() as session:
        for number, who in enumerate((ADA, BOB)):
            values = {**contact, "phone": f"+4684650044{number}"}
            session.add(
                OutboxRow(
                    kind="liaison", recipient=who, subject="LS", message_id=f"<ls-{who}>", content=b"", state="sent",
                    shown=[{"kind": "contact", "key": "c-1", "values": values}], created_at=NOON, not_before=NOON,
                )
            )  # fmt: skip
    with store.begin() as session:
        return {row.recipient: row for row in session.scalars(select(OutboxRow))}


def token(row: OutboxRow, purpose: Any = "r") -> str:
    return OURS.signer.address(purpose, row.id, row.recipient, OWN)


def reply(sender: str, reference: str | None, to: str = OWN, *extra: str) -> Message:
    head = [f"From: {sender}", f"To: TSB <{to}>", "Message-ID: <r@x.example>", *extra]
    if reference:
        head.append(f"In-Reply-To: {reference}")
    return parse(("\r\n".join(head) + "\r\n\r\nx").encode())


def found(store: Store, message: Message) -> list[str]:
    with store.begin() as session:
        return [row.recipient for row in answered(session, OURS, message)]


def test_reference_and_token_of_the_same_person_tie(store: Store, sent: dict[str, OutboxRow]) -> None:
    assert found(store, reply(ADA, "<ls-ada@cept.example>", token(sent[ADA]))) == [ADA]
    assert found(store, reply("Ada@CEPT.example", "<ls-ada@cept.example>", token(sent[ADA]).upper())) == [ADA]


def test_a_reply_to_the_from_address_is_tied_by_its_sender(store: Store, sent: dict[str, OutboxRow]) -> None:
    assert found(store, reply(ADA, "<ls-ada@cept.example>")) == [ADA]


def test_threat_11_guesses_get_nothing(store: Store, sent: dict[str, OutboxRow]) -> None:
    forged = token(sent[ADA])[: -len("@itu.example") - 4] + "aaaa@itu.example"
    other_key = Signer(b"x" * 32).address("r", sent[ADA].id, ADA, OWN)
    for message in (
        reply(EVE, "<ls-ada@cept.example>"),  # somebody else's Message-ID
        reply(EVE, "<ls-ada@cept.example>", token(sent[ADA])),  # and his token
        reply(ADA, "<ls-ada@cept.example>", forged),
        reply(ADA, "<ls-ada@cept.example>", other_key),
        reply(ADA, "<ls-ada@cept.example>", token(sent[BOB])),
        reply(ADA, "<ls-bob@cept.example>", token(sent[BOB])),
        reply(ADA, "<ls-ada@cept.example>", token(sent[ADA], "b")[: -len("@itu.example")] + "x@itu.example", f"Cc: {forged}"),
        reply(ADA, "<guessed@itu.example>", token(sent[ADA])),
        reply(ADA, None, token(sent[ADA])),
    ):  # fmt: skip
        assert found(store, message) == []
        with store.begin() as session:
            assert shown_to_sender(session, OURS, message) is None


def test_the_comparison_uses_what_that_person_was_sent(store: Store, sent: dict[str, OutboxRow]) -> None:
    both = reply(BOB, "<ls-ada@cept.example>", OWN, "References: <ls-ada@cept.example> <ls-bob@cept.example>")
    with store.begin() as session:
        shown = shown_to_sender(session, OURS, both)
    assert shown is not None
    assert shown["contact", "c-1"].phone == "+46846500441"  # type: ignore[attr-defined]


def test_the_token_may_stand_in_the_delivery_s_own_fields(store: Store, sent: dict[str, OutboxRow]) -> None:
    hidden = reply(ADA, "<ls-ada@cept.example>", OWN, f"Delivered-To: {token(sent[BOB])}")
    assert found(store, hidden) == []
    good = reply(ADA, "<ls-ada@cept.example>", OWN, f"X-Original-To: {token(sent[ADA])}")
    assert found(store, good) == [ADA]


def test_a_bounce_is_tied_by_its_return_path_alone(store: Store, sent: dict[str, OutboxRow]) -> None:
    with store.begin() as session:
        row = returned(session, OURS, reply("", None, token(sent[ADA], "b")))
        assert row is not None
        assert row.recipient == ADA
        for to in (token(sent[ADA]), token(sent[ADA], "b").replace("b-1", "b-2"), OWN):
            assert returned(session, OURS, reply("", None, to)) is None
