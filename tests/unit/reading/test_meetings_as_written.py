"""Sentences on meetings as officials write them, each with what a careful officer would enter.

The files of `meetings/` have one case after the other: `@sender | subject`, the text, `=> what changes`. `m2:` is
the second meeting of the sender's region, `+:` a new one, `?` a question, nothing where nothing may change; `d` are
the days, `s` and `e` the first and the last one, `m`, `st`, `pl`, `ti`, `u` mode, status, place, title and page. Each
is read alone and in a letter of several sentences in its language, with which the file's name begins. `w:` before
the sender: of the other directory.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret
from tests.unit.reading.twins_case import GREETINGS, OPENINGS

HERE = Path(__file__).parent / "meetings"
UNSEEN = Path(__file__).parents[2] / "unseen"
STATES = {
    "3": (UNSEEN / "hands" / "colleague-3" / "state.yaml", "Thu, 07 Jan 2021 10:30:00 +0100", "2021"),
    "w": (UNSEEN / "state.yaml", "Tue, 30 Apr 2024 10:30:00 +0200", "2024"),
}
FIELDS = {"m": "mode", "st": "status", "pl": "place", "ti": "title", "s": "starts", "e": "ends", "u": "url"}
WORDS = {
    "mode": {"v": "virtual", "p": "physical", "h": "hybrid"},
    "status": {"c": "confirmed", "t": "tentative", "p": "postponed", "x": "cancelled"},
}
Values = dict[str, object]


@cache
def directory(state: str) -> Directory:
    return load_file(STATES[state][0])


def cases() -> Iterator[tuple[str, str, str, str, str]]:
    """(language, sender, subject, text, what is wanted) of every file."""
    for path in sorted(HERE.glob("*.txt")):
        sender = subject = ""
        lines: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("@"):
                sender, _, subject = (piece.strip() for piece in line[1:].partition("|"))
                lines = []
            elif line.startswith("=>"):
                yield path.name[:2], sender, subject, "\n".join(lines), line[2:].strip()
            else:
                lines.append(line)


def wanted(text: str, organization: str, year: str) -> tuple[list[tuple[str, Values]], bool]:
    """The changes, and whether there is a question."""
    items = [item.strip() for item in text.split(";;") if item.strip()]
    changes: list[tuple[str, Values]] = []
    for item in items:
        if item == "?":
            continue
        key, _, told = item.partition(":")
        values: Values = {}
        for pair in told.split("|"):
            name, _, value = pair.strip().partition("=")
            days = (
                [f"{year}-{day[:2]}-{day[2:]}" for day in value.split("-")] if name in ("d", "s", "e") else []
            )
            if name == "d":
                values |= {"starts": days[0], "ends": days[-1]}
            else:
                field = FIELDS[name]
                values[field] = days[0] if days else WORDS.get(field, {}).get(value, value)
        changes.append(("+" if key == "+" else f"{organization}-{key}", values))
    return sorted(changes, key=str), "?" in items


def read(
    language: str, sender: str, subject: str, text: str, in_letter: bool
) -> tuple[list[tuple[str, Values]], bool]:
    state, _, who = sender.rpartition(":")
    held = directory(state or "3")
    contact = next(c for c in held.contacts if c.id == who)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = f"{contact.name} <{contact.email}>", subject or "Re: LS 42"
    mail["Date"], mail["Message-ID"] = STATES[state or "3"][1], "<1@x.example>"
    greeting, regards = GREETINGS[language]
    opening = f"{OPENINGS[language]}\n\n" if in_letter else ""
    mail.set_content(f"{greeting}\n\n{opening}{text}\n\n{regards}\n{contact.name}\n")
    found = interpret(mail.as_bytes(), held, ())
    changes: list[tuple[str, Values]] = []
    for change in found.changes:
        values: Values = {name: value.new for name, value in change.fields.items()}
        if values.get("mode") == "virtual" and values.get("place", "") is None:
            del values["place"]
        changes.append((change.id or "+", values if change.target == "meeting" else {change.target: values}))
    return sorted(changes, key=str), bool(found.questions)


@pytest.mark.parametrize("in_letter", [False, True], ids=["alone", "letter"])
@pytest.mark.parametrize(("language", "sender", "subject", "text", "told"), list(cases()))
def test_what_is_entered(
    language: str, sender: str, subject: str, text: str, told: str, in_letter: bool
) -> None:
    state, _, who = sender.rpartition(":")
    expected = wanted(told, who.split("-")[0], STATES[state or "3"][2])
    assert read(language, sender, subject, text, in_letter) == expected
