"""bytes → Message: any bytes, the bounds, and the addresses that must not be believed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.message import Unreadable, parse, unflow
from tests.speed import within

HEAD = b"From: Ada <ada@x.example>\r\nSubject: s\r\nDate: Tue, 12 Jan 2021 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw: bytes) -> None:
    parse(raw)
    parse(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + raw)


@pytest.mark.parametrize(
    ("field", "address", "problem"),
    [
        (b"From: Ada <ada@x.example>", "ada@x.example", None),
        (b'From: "chair@x" <evil@y.example>', "evil@y.example", None),
        (b"From: ada@x.example", "ada@x.example", None),
        (b"From: alice@example.org)bob@example.org", None, "unbalanced"),
        (b"From: alice@example.org(<bob@example.org>", None, "comment"),
        (b"From: friends: a@x.example, b@x.example;", None, "group"),
        (b"From: a@x.example, b@x.example", None, "several addresses"),
        (b"From: a@x.example\r\nFrom: b@x.example", None, "several From fields"),
        (b"X: y", None, "none"),
        (b"From: Ada <>", None, "no valid address"),
    ],
)
def test_author(field: bytes, address: str | None, problem: str | None) -> None:
    message = parse(field + b"\r\n\r\nhello")
    assert message.from_address == address
    assert message.from_problem == problem
    assert (problem is None) == (f"from: {problem}" not in message.flaws)


@pytest.mark.parametrize("charset", ["", "x-unknown", "utf-8", "base64", "rot13", "koi8-r"])
def test_strange_charsets_are_kept(charset: str) -> None:
    raw = HEAD + f'Content-Type: text/plain; charset="{charset}"\r\n\r\n'.encode() + b"caf\xe9 \x00 ok"
    assert parse(raw).text.endswith("ok")


@pytest.mark.parametrize("date", [b"Tue, 99 Foo 2021", b"Mon, 01 Jan 1900 00:00:00 +0000", b"", b"x" * 5000])
def test_absurd_dates(date: bytes) -> None:
    message = parse(b"From: a@x.example\r\nDate: " + date + b"\r\n\r\nhello")
    assert message.date is None
    assert "date" in message.flaws


def nested_multiparts(count: int) -> bytes:
    level = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
    return HEAD + b"".join(level % (n, n) for n in range(count))


@pytest.mark.parametrize(
    "raw",
    [
        nested_multiparts(1000),
        HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2000,
        b"From: a@x.example\r\nTo: " + b"(" * 5000 + b"\r\n\r\nhello",
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000,
    ],
    ids=["multiparts", "rfc822", "comments", "parts"],
)
def test_bounds_are_refused_quickly(raw: bytes) -> None:
    with within(2), pytest.raises(Unreadable):
        parse(raw)


def test_many_recipients_are_bounded() -> None:
    raw = (
        b"From: a@x.example\r\nTo: "
        + b", ".join(b"u%d@x.example" % n for n in range(20_000))
        + b"\r\n\r\nhello"
    )
    with within(2):
        message = parse(raw)
    assert 0 < len(message.to) <= 1000
    assert "to: too-many" in message.flaws


def test_flowed_lines_are_joined_within_a_quote_depth() -> None:
    assert unflow("one \ntwo\n> three \n> four\nfive") == "one two\n> three four\nfive"
    assert unflow("-- \nAda") == "-- \nAda"


def test_html_alone_becomes_text_with_its_structure() -> None:
    html = (
        "<style>x</style><p>Dear&nbsp;all,</p><ol><li>one</li><li>two</li></ol>"
        "<table><tr><td>A.7</td><td><s>MOD</s> NOC</td></tr></table><blockquote>old</blockquote>"
    )
    raw = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    assert parse(raw).text.split("\n") == ["Dear all,", "", "1. one", "2. two", "", "A.7 | NOC", "", "> old"]


def test_attachments_and_nested_mails_are_parts() -> None:
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nbody\r\n"
        b"--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename*=utf-8''%C3%A9.csv\r\n\r\na;b\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: b@x.example\r\n\r\ninner\r\n--b--\r\n"
    )
    message = parse(raw)
    assert message.text.strip() == "body"
    assert [(p.content_type, p.filename) for p in message.parts] == [
        ("text/csv", "é.csv"),
        ("message/rfc822", None),
    ]
    assert parse(message.parts[1].content).text.strip() == "inner"
