"""THREATS 3-5, 7, 18, 20, 27, 32, 33, 45, 46 on the real path: a mail is taken in, read, and shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailbot.doors.cli.main import run
from mailbot.outbound.mime import Letter, one_line
from tests.speed import takes_less
from tests.unit.mail.strange import HEAD, typed, without

LONG = {
    "On": b'"On " ' * 20_000, "On without quotes": b"On " * 20_000, "blank lines": b"\n" * 100_000,
    "spaces": b" " * 100_000, "dashes": b"-" * 100_000, "lines of dashes": b"-- \n" * 25_000,
    "underscores": b"_" * 100_000, "quote marks": b"> " * 50_000, "wrote": b"a wrote:\n" * 10_000, "tabs": b"\t|" * 50_000,
}  # fmt: skip


def taken_in(capfd: pytest.CaptureFixture[str], *mails: bytes) -> list[dict[str, Any]]:
    """The cases that the mails opened, as `review list --json` shows them."""
    for number, raw in enumerate(mails):
        Path(f"{number}.eml").write_bytes(raw)
        assert run(["ingest", f"{number}.eml"]) == 0
    capfd.readouterr()
    assert run(["review", "list", "--json"]) == 0
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def shown(capfd: pytest.CaptureFixture[str], number: str = "1") -> str:
    assert run(["review", "show", number]) == 0
    return capfd.readouterr().out


def asking(sender: bytes, body: bytes = b"my new phone number is +46 8 465 004 77") -> bytes:
    return without("from", "message-id") + sender + b"\r\nMessage-ID: <t@x.example>\r\n\r\n" + body


KNOWN = b"annelie.sjogren@cept.example"


@pytest.mark.parametrize(
    "sender",
    [
        b"From: " + KNOWN + b"\r\nFrom: evil@y.example",
        b"From: friends: " + KNOWN + b";",
        b"X-From: " + KNOWN,
        b"From: " + KNOWN + b", evil@y.example",
    ],
    ids=["two fields", "group", "none", "two addresses"],
)
def test_threat_3_no_single_author_is_nobody_flagged(
    folder: Path, capfd: pytest.CaptureFixture[str], sender: bytes
) -> None:
    (case,) = taken_in(capfd, asking(sender))
    assert (case["from"], case["organization"], case["state"]) == (None, None, "held")
    assert "From:" in case["held_because"]


def test_threat_4_the_sender_is_the_address(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sender = b'From: "' + KNOWN + b'" <evil@y.example>\r\nReply-To: ' + KNOWN + b"\r\nSender: " + KNOWN
    (case,) = taken_in(capfd, asking(sender))
    assert (case["from"], case["organization"]) == ("evil@y.example", None)
    assert not any(change["organization"] == "CEPT" for change in case["changes"])


@pytest.mark.parametrize(
    "address",
    [
        b"%s)evil@y.example",
        b"%s(<evil@y.example>",
        b"evil@y.example)%s",
        b"%s (evil@y.example",
        b"<%s><evil@y.example>",
    ],
)
def test_threat_5_an_address_of_cve_2023_27043_is_nobody(
    folder: Path, capfd: pytest.CaptureFixture[str], address: bytes
) -> None:
    (case,) = taken_in(capfd, asking(b"From: " + address % KNOWN))
    assert (case["from"], case["organization"], case["state"]) == (None, None, "held")


def test_threat_7_what_cannot_be_seen_is_made_visible(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hidden = "Please note that my name is now Anne\u202elie Sjö\u200bgren and my job title is Head\u2066x.".encode()
    name = b"From: =?utf-8?q?=E2=80=AEAnnelie?= <" + KNOWN + b">"
    sheet = (
        b'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n' + hidden
        + b"\r\n--b\r\nContent-Type: application/x-a\r\n"
        + "Content-Disposition: attachment; filename=\"contacts\u202efdp.exe\"\r\n\r\nx\r\n--b--".encode()
    )  # fmt: skip
    raw = without("from", "message-id") + name + b"\r\nMessage-ID: <t@x.example>\r\n" + sheet
    (case,) = taken_in(capfd, raw)
    text = shown(capfd, case["id"])
    assert "contacts<U+202E>fdp.exe" in text
    assert not any(char in text for char in "\u202e\u200b\u2066")


def test_threat_7_an_address_with_invisible_characters_is_nobody(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (case,) = taken_in(capfd, asking("From: annelie.sjogren\u200b@cept.example".encode()))
    assert (case["from"], case["state"]) == (None, "held")


def test_threat_18_line_ends_in_fields_make_no_field(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    inject = "=?utf-8?q?x=0D=0ABcc=3A_evil=40y.example=0D=0A?="
    raw = asking(f"From: {inject} <{KNOWN.decode()}>".encode()).replace(b"contact sheet", inject.encode())
    (case,) = taken_in(capfd, raw)
    assert case["subject"] == "x Bcc: evil@y.example"
    assert case["from"] == KNOWN.decode()
    assert one_line("a\r\nBcc: x") == "a Bcc: x"


def test_threat_20_a_line_end_through_old_email_policies_is_refused(folder: Path) -> None:
    """CVE-2024-6923: serializers let encoded words bring line ends into a header; the answer must not."""
    from datetime import UTC, datetime

    from mailbot.outbound.mime import to_bytes

    letter = Letter(
        ("TSB", "tsb-irc@itu.example"), ("Ada\r\nBcc: evil@y.example", "ada@cept.example"),
        "Re: x\r\nBcc: evil@y.example\r\n\r\nbody", "<1@itu.example>", datetime(2021, 1, 12, tzinfo=UTC), "text", "<p>text",
        in_reply_to="<a@x>\r\nBcc: evil@y.example",
    )  # fmt: skip
    try:
        raw = to_bytes(letter)
    except ValueError:
        return
    head = raw.partition(b"\r\n\r\n")[0]
    assert not any(line.lower().startswith(b"bcc") for line in head.split(b"\r\n"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"), ("..\\..\\x.xlsx", "x.xlsx"), ("C:\\x.csv", "x.csv"), ("C:x.csv", "x.csv"),
        ("/etc/passwd", "passwd"), ("a\0b.csv", "a_b.csv"), ("a%00b.csv", "a%00b.csv"), ("x" * 300 + ".docx", "x" * 120 + ".docx"),
        ("...", None), ("..", None), ("a\r\nb.csv", "a b.csv"), ("report.pdf", "report.pdf"), ("é ü.csv", "é ü.csv"),
    ],
)  # fmt: skip
def test_threat_27_file_names_are_names(name: str, safe: str | None) -> None:
    from urllib.parse import quote

    from mailbot.mail.message import parse

    body = b"--b\r\nContent-Type: application/x-a\r\nContent-Disposition: attachment; filename*=utf-8''%s\r\n\r\nx\r\n--b--"
    message = parse(typed("multipart/mixed; boundary=b", body % quote(name, safe="").encode()))
    assert [part.filename for part in message.parts] == [safe]


@pytest.mark.parametrize("name", LONG)
def test_threat_32_long_runs_take_less_than_a_second(
    folder: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    from mailbot.directory.programme import load_file
    from mailbot.inbound.interpret import interpret

    state = load_file(Path("programme.yaml"))
    interpret(HEAD + b"\r\nhello", state, ())
    assert takes_less(1, lambda: interpret(HEAD + b"\r\n" + LONG[name], state, ()))


def test_threat_33_charsets_dates_and_nuls_are_kept(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = b"what is the state \x00 of \xe9 things?"
    mails = [
        typed("text/plain; charset=x-klingon", words).replace(b"<odd@", b"<1@"),
        typed('text/plain; charset=""', words + b" 1").replace(b"<odd@", b"<2@"),
        without("date", "message-id")
        + b"Date: Mon, 99 Foo 99999\r\nMessage-ID: <3@x.example>\r\n\r\n"
        + words
        + b" 2",
    ]
    cases = taken_in(capfd, *mails)
    assert len(cases) == 3
    for case in cases:
        assert run(["review", "show", case["id"], "--json"]) == 0
        text = json.loads(capfd.readouterr().out)["new_text"]
        assert "what is the state \ufffd of" in text
        assert "\0" not in text


def test_threat_45_one_message_id_with_two_bodies(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    first = asking(b"From: " + KNOWN)
    cases = taken_in(capfd, first, first.replace(b"77", b"78"))
    assert len(cases) == 2
    assert "same Message-ID" in json.dumps(cases[1]["questions"])


def test_threat_46_alternatives_that_disagree_are_flagged(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    body = (
        b"--b\r\nContent-Type: text/plain\r\n\r\nmy new phone number is +46 8 465 004 77\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>my new phone number is +46 8 465 004 99</p>\r\n--b--"
    )
    raw = (
        without("from")
        + b"From: "
        + KNOWN
        + b"\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
        + body
    )
    (case,) = taken_in(capfd, raw)
    assert case["changes"] == []
    assert "different things" in case["questions"][0]["text"]
