"""Messages of a make of their own, and what comes of them, against the directory of `tests/unseen`."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret

STATE = Path(__file__).parents[2] / "unseen" / "state.yaml"
Rows = Sequence[Sequence[str]]
_LETTER = {"contact": "c", "position": "p", "meeting": "m", "view": "v", "participation": "a"}


@cache
def directory() -> Directory:
    return load_file(STATE)


def html(rows: Rows) -> str:
    """A table of the HTML body."""
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table border='1'>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def facts(
    who: str,
    text: str | None = None,
    *,
    page: str = "",
    subject: str = "Re: LS",
    files: Sequence[tuple[str, bytes]] = (),
) -> list[str]:
    """Every change as one line, attendance by person and event, and every question as `?`."""
    contact = next(c for c in directory().contacts if c.id == who)
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{contact.name} <{contact.email}>", "tsb-irc@itu.example"
    mail["Subject"], mail["Message-ID"] = subject, "<1@structures.example>"
    mail["Date"] = "Mon, 06 May 2024 10:30:00 +0200"
    if page:
        mail.set_content(f"<html><body>{page}</body></html>", subtype="html")
    else:
        mail.set_content(text or "Dear colleagues, please see the attached file.\n")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    read = interpret(mail.as_bytes(), directory(), ())
    out: set[str] = set()
    for change in read.changes:
        values = {name: value.new for name, value in change.fields.items()}
        letter = _LETTER[change.target]
        if letter == "a":
            event = str(values["event"]).rpartition("-calls")[0] or values["event"]
            out.add(f"a {event} {values['name']} {values['attending']}")
            continue
        told = "; ".join(f"{name}={values[name]}" for name in sorted(values) if name != "removed")
        out.add(f"{letter}{'-' if change.op == 'remove' else ''} {change.id or '+'} {told}".strip())
    return sorted(out) + ["?" for _ in read.questions[:1]]
