"""Short letters with what a careful officer would enter of them, in the files of `letters/`.

A letter begins with `@contact language`, `#` leads its subject; `=y c3.1,2 Pemberton` is an attendance of the
calls 1 and 2 on Committee 3 (`irm`: the inter-regional meeting; y, n or t: yes, no, tentative), `=V+ ATU/20` a
view (+ support, - oppose, c comment), `=?` a question. A letter without such a line changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from mailbot.directory.change import Change
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret
from tests.unit.reading.twins_case import GREETINGS, shipped

FILES = sorted((Path(__file__).parent / "letters").glob("*.txt"))
_EVENTS = {"irm": "irm-2", "c3": "com3-calls", "c4": "com4-calls"}
_SAID = {"y": "yes", "n": "no", "t": "tentative", "+": "support", "-": "oppose", "c": "comment"}
_QUOTE = """
On Mon, 14 Dec 2020 at 15:12, TSB inter-regional coordination wrote:
> We invite you to check the contact sheet, the mapping table and the calendar, and to
> join the second inter-regional meeting, Friday 8 January 2021, 12:30-15:30 CET,
> and the weekly calls from 18 January to 19 February 2021 (Tuesdays: Committee 3,
> Thursdays: Committee 4, always 12:30-15:30 CET).
"""


@dataclass
class Letter:
    place: str
    sender: str
    language: str
    subject: str = "Re: LS on the preparation of WTSA-20"
    lines: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)


@cache
def directory() -> Directory:
    """The shipped programme before anybody has answered."""
    return replace(shipped(), views=(), participations=(), _indexes={})


def letters(path: Path) -> Iterator[Letter]:
    letter: Letter | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("@"):
            if letter:
                yield letter
            sender, language = line[1:].split()
            letter = Letter(f"{path.stem}:{number}", sender, language)
        elif letter and line.startswith("#"):
            letter.subject = line[1:].strip()
        elif letter and line.startswith("="):
            letter.wanted += _wanted(line[1:])
        elif letter:
            letter.lines.append(line)
    if letter:
        yield letter


def _wanted(line: str) -> list[str]:
    if line == "?":
        return [line]
    if view := re.fullmatch(r"V([+c-]) (\w*)/(.+)", line):
        texts = [f"Resolution {t}" if t.isdigit() else t for t in view[3].split("|")]
        return [f"{view[2]}/{text} {_SAID[view[1]]}" for text in texts]
    said, events, names = line.split(" ", 2)
    out = []
    for event in events.split("+"):
        series, _, calls = event.partition(".")
        ids = [f"{_EVENTS[series]}-{call}" for call in calls.split(",")] if calls else [_EVENTS[series]]
        out += [f"{i} {plain(name.strip())} {_SAID[said]}" for i in ids for name in names.split(",")]
    return out


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()


def said(letter: Letter) -> list[str]:
    """What is made of the letter, names as they are wanted."""
    contact = next(c for c in directory().contacts if c.id == letter.sender)
    greeting, regards = GREETINGS[letter.language]
    mail = EmailMessage()
    mail["From"] = f"{contact.name} <{contact.email}>"
    mail["Date"] = "Wed, 16 Dec 2020 10:30:00 +0100"
    mail["Subject"] = letter.subject
    mail["Message-ID"] = "<1@x.example>"
    body = "\n".join(letter.lines).strip()
    mail.set_content(f"{greeting}\n\n{body}\n\n{regards}\n{contact.name}\n{_QUOTE}")
    read = interpret(mail.as_bytes(), directory(), ())
    return [*(_told(change, letter.wanted) for change in read.changes), *("?" for _ in read.questions[:1])]


def _told(change: Change, wanted: list[str]) -> str:
    values = {name: str(value.new) for name, value in change.fields.items() if value.new is not None}
    if change.target == "view":
        return f"{values.get('about', '')}/{values['text']} {values['stance']}"
    if change.target != "participation":
        return f"{change.target} {change.op} {change.id or values}"
    name = plain(values["name"])
    known = next((n for w in wanted if len(w.split()) > 2 and (n := " ".join(w.split()[1:-1])) in name), name)
    return f"{values['event']} {known} {values['attending']}"
