"""A visitor's suggestion is read as a mail is, and held: nobody has checked who he is."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select

from mailbot.directory.load import load
from mailbot.errors import InputRefused
from mailbot.inbound.intake import read_kept
from mailbot.inbound.suggesting import MAX_TEXT, Suggestion, keep, letter
from mailbot.review.queue import Case, open_cases
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import CommandMailRow, ConfirmedRow, SubscriptionRow
from tests.conftest import NOON

OWN = "tsb-irc@itu.example"
SETTINGS = Settings()


def suggest(store: Store, text: str, about: str = "", address: str | None = None) -> list[Case]:
    with store.begin() as session:
        contact = load(session).contacts[0]
        made = Suggestion.of(contact.name, address or contact.email or "", text, about)
        keep(session, made, OWN, "unique-1", NOON)
    list(read_kept(store, SETTINGS, NOON))
    with store.begin() as session:
        return open_cases(session)


def test_what_is_suggested_is_read_and_held(store: Store) -> None:
    case = suggest(store, "Please note that my new phone number is +66 2 555 0199.")[0]
    assert (case.state, case.authenticity) == ("held", "unverified")
    assert "form" in (case.held_because or "")
    assert [item.change.fields["phone"].new for item in case.items] == ["+6625550199"]


@pytest.mark.parametrize("text", ["unsubscribe", "stop", "approve 1", "Confirmed", "language fr"])
def test_nothing_of_it_is_carried_out_or_confirmed(store: Store, text: str) -> None:
    suggest(store, text)
    with store.begin() as session:
        for table in (CommandMailRow, ConfirmedRow, SubscriptionRow):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_stranger_may_suggest_and_changes_nothing(store: Store) -> None:
    case = suggest(store, "The phone number of the focal point is wrong.", address="x@elsewhere.example")[0]
    assert case.state == "held"
    assert not case.items


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("Eve\r\nBcc: victim@x.example", "Table\nTo: y@x.example"), ('"Eve" <x@y.example>', "\u202eabc"),
        ("é" * 300, "条" * 500), ("", ""), ("\x00\x1b[31m", "{{7*7}}"),
    ],
)  # fmt: skip
def test_nothing_in_it_becomes_another_header(name: str, about: str) -> None:
    made = Suggestion.of(name, "eve@x.example", "first\r\nBcc: z@x.example\r\n.\r\nlast", about)
    found = message_from_bytes(letter(made, OWN, "u", NOON), policy=policy.default)
    assert {key.lower() for key in found} == {
        "from", "to", "date", "subject", "message-id", "x-mailbot-form", "mime-version", "content-type",
        "content-transfer-encoding",
    }  # fmt: skip
    assert found["from"].addresses[0].addr_spec == "eve@x.example"
    assert len(found["from"].addresses) == len(found["to"].addresses) == 1
    assert found.get_content().splitlines() == ["first", "Bcc: z@x.example", ".", "last"]


@pytest.mark.parametrize(
    ("address", "text", "field"),
    [
        ("nobody", "x", "address"), ("a@b.example, c@d.example", "x", "address"), ("", "x", "address"),
        ("a@b.example", " \n ", "text"), ("a@b.example", "x" * (MAX_TEXT + 1), "text"),
        ("a@b.example\r\nBcc: c@d.example", "x", "address"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_by_name(address: str, text: str, field: str) -> None:
    with pytest.raises(InputRefused, match=f"^{field}: "):
        Suggestion.of("Eve", address, text)
