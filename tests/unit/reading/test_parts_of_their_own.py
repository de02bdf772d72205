"""Parts that come without the usual form: a table saved as text, a scanned page, a cancelled calendar entry."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from mailbot.inbound.interpret import Interpretation, interpret
from tests.unit.reading.second_state import MAY, SENDERS, directory


def mail(who: str, text: str, content: bytes, kind: str, name: str, **params: Any) -> Interpretation:
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = SENDERS[who], "tsb-irc@itu.example", MAY
    message["Subject"], message["Message-ID"] = "Re: tables", "<a@b.example>"
    message.set_content(text)
    main, _, sub = kind.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name, params=params or None)
    return interpret(message.as_bytes(), directory(), ())


def made(found: Interpretation) -> list[tuple[str, str | None, dict[str, Any]]]:
    return [(c.op, c.id, {n: f.new for n, f in c.fields.items()}) for c in found.changes]


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_a_table_saved_as_text(code: str) -> None:
    table = "Text\tType\tStatus\nRes 22\tMOD\tagreed\nRes 11\tSUP\tpreliminary\n"
    found = mail("jb", "The table is attached.", table.encode(code), "application/octet-stream", "table.txt")
    assert made(found) == [("update", "CEPT/Resolution 22", {"status": "agreed"})] and not found.questions


def test_a_letter_attached_as_text() -> None:
    letter = "Dear Sir,\n\nThe phone number of Ms Papadaki is now +30 210 615 1127.\n\nKind regards\nJ. B.\n"
    found = mail("jb", "See attached.", letter.encode(), "application/octet-stream", "letter.txt")
    assert made(found) == [("update", "cept-4", {"phone": "+302106151127"})]


@pytest.mark.parametrize(
    ("text", "name", "size", "asks"),
    [
        ("Dear colleagues,\n", "Scan_0012.png", 40_000, True),
        ("Please see the letter attached.\n", "photo.jpg", 40_000, True),
        ("Dear colleagues,\n", "image001.png", 40_000, False),
        ("Dear colleagues,\n", "x.png", 3_000, False),
    ],
)
def test_a_scanned_page_is_a_question_and_a_logo_none(text: str, name: str, size: int, asks: bool) -> None:
    found = mail("jb", text, b"\x89PNG" + b"x" * size, "image/png", name)
    assert bool(found.questions) is asks


@pytest.mark.parametrize("prefix", ["Cancelled: ", "Abgesagt: ", "Cancelada: ", "Отменено: ", ""])
def test_a_cancelled_entry_whatever_the_client_puts_before_its_title(prefix: str) -> None:
    entry = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:a@b\r\nSTATUS:CANCELLED\r\n"
        f"SUMMARY:{prefix}Com-ITU summer plenary\r\nDTSTART;VALUE=DATE:20240702\r\n"
        "DTEND;VALUE=DATE:20240705\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    found = mail("jb", "Sorry.", entry.encode(), "text/calendar", "c.ics", method="CANCEL")
    assert made(found) == [("update", "cept-m2", {"status": "cancelled"})] and not found.questions
