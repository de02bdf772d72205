"""The header block of a mail made here: what is added to it later is written as carefully as the rest."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default

import pytest

from mailbot.outbound.heads import (
    again,
    fields_of,
    following,
    ids_in,
    sender_of,
    value_of,
    with_fields,
    with_reply_to,
)
from mailbot.outbound.mime import Attachment, Letter, to_bytes

NOW = datetime(2021, 1, 18, 8, tzinfo=UTC)


def letter(**changed: object) -> bytes:
    form = {
        "sender": (
            "tsb-irc@itu.example",
            "TSB: inter-regional coordination, with a long name that has to be folded",
        ),
        "recipient": ("jürgen@bücher.example", "Jürgen O'Neill"),
        "subject": "Réunion 第二次 " + "long " * 40,
        "message_id": "<1@itu.example>",
        "date": datetime(2021, 1, 14, 8, tzinfo=UTC),
        "text": "To: x\nFrom: y\n\nReferences: <evil@x>",
        "html": "<p>Hello</p>",
        "attachments": (Attachment("a.pdf", b"%PDF\r\n.\r\n", "application/pdf"),),
    }
    return to_bytes(Letter(**(form | changed)))  # type: ignore[arg-type]


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default.clone(raise_on_defect=True))
    assert isinstance(message, EmailMessage)
    return message


def body(content: bytes) -> bytes:
    return content.partition(b"\r\n\r\n")[2]


def test_taking_apart_and_joining_changes_nothing() -> None:
    content = letter()
    assert with_fields(content, []) == content
    assert [name for name, _ in fields_of(content)][:5] == ["From", "To", "Subject", "Date", "Message-ID"]
    assert sender_of(content) == "tsb-irc@itu.example"
    assert value_of(content, "message-id") == "<1@itu.example>"
    assert value_of(content, "References") is None


def test_what_is_added_stands_in_the_head_and_the_body_stays() -> None:
    content = letter()
    made = with_reply_to(
        with_fields(content, [("List-Unsubscribe", "<mailto:x@y.example>")]), "r@itu.example", "TSB, you"
    )
    message = parsed(made)
    assert message["Reply-To"].addresses[0].display_name == "TSB, you"
    assert message["List-Unsubscribe"] == "<mailto:x@y.example>"
    assert body(made) == body(content)
    with pytest.raises(ValueError, match="cannot be written"):
        with_reply_to(content, "a@b.example\r\nBcc: evil@x.example")


def test_a_mail_follows_what_came_before() -> None:
    made = following(letter(), ["<a@x>", "<b@x>"])
    assert ids_in(made, "In-Reply-To") == ["<b@x>"]
    assert ids_in(made, "References") == ["<a@x>", "<b@x>"]
    assert body(made) == body(letter())
    assert following(letter(), []) == following(letter(), ["<1@itu.example>"]) == letter()
    with pytest.raises(ValueError, match="no message id"):
        following(letter(), ["<a@x>\r\nBcc: evil@x.example"])


def test_the_thread_keeps_its_newest_twenty() -> None:
    made = following(letter(), [f"<{n}@x>" for n in range(30)])
    assert ids_in(made, "References") == [f"<{n}@x>" for n in range(10, 30)]


def test_an_answer_stays_where_it_belongs_and_gets_the_whole_thread() -> None:
    answer = letter(in_reply_to="<b@x>", references=())
    made = following(answer, ["<a@x>", "<b@x>", "<c@x>"])
    assert ids_in(made, "In-Reply-To") == ["<b@x>"]
    assert ids_in(made, "References") == ["<a@x>", "<c@x>", "<b@x>"]
    known = letter(in_reply_to="<b@x>", references=("<z@x>",))
    assert following(known, ["<a@x>"]) == known


def test_once_more_is_another_mail_of_the_same_words() -> None:
    first = following(letter(), ["<a@x>"])
    made = again(first, "<2@itu.example>", NOW)
    message = parsed(made)
    assert message["Message-ID"] == "<2@itu.example>"
    assert message["Date"].datetime == NOW
    assert ids_in(made, "In-Reply-To") == ["<1@itu.example>"]
    assert ids_in(made, "References") == ["<a@x>", "<1@itu.example>"]
    assert body(made) == body(first)
    assert (message["To"], message["Subject"]) == (parsed(first)["To"], parsed(first)["Subject"])


@pytest.mark.parametrize("name", ['Anna "Ann" Lee, Dr', "Жанна Ким", "Ann =?x?=", ""])
def test_once_more_to_another_address_keeps_the_name(name: str) -> None:
    made = again(letter(recipient=("ann@cept.example", name)), "<2@itu.example>", NOW, "ann.lee@home.example")
    (to,) = parsed(made)["To"].addresses
    assert (to.addr_spec, to.display_name) == ("ann.lee@home.example", name)
    with pytest.raises(ValueError, match="cannot be written"):
        again(letter(), "<2@itu.example>", NOW, "a@b.example, c@d.example")
