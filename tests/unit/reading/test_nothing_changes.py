"""Ordinary sentences of official mail that have the words of a change and are none, language by language.

Each line of `nothing/<language>.txt` is one such sentence: another object (`left the draft with the host`), another
subject (`her assistant has left`), another time, a denial, a wish, a number that is nobody's. None of them
may change the contact sheet, raise a question or pass for a confirmation.
"""

from __future__ import annotations

from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret
from mailbot.resources import SHIPPED_PROGRAMME
from tests.unit.reading.changing_words import CHANGES

FILES = sorted((Path(__file__).parent / "nothing").glob("*.txt"))
# who writes, and how his mail begins and ends, which also tells its language
WRITERS = {
    "en": ("cept-1", "Dear colleagues,", "Best regards"),
    "fr": ("atu-2", "Chers collègues,", "Cordialement"),
    "es": ("citel-3", "Estimados colegas:", "Saludos cordiales"),
    "ru": ("rcc-1", "Уважаемые коллеги!", "С уважением"),
    "ar": ("las-1", "السادة الزملاء،", "مع أطيب التحيات"),
    "zh": ("apt-3", "各位同事：", "此致敬礼"),
}


AT_ONCE = 10


@cache
def directory() -> Directory:
    return load_file(SHIPPED_PROGRAMME)


def mail(language: str, text: str) -> bytes:
    sender, opening, closing = WRITERS[language]
    contact = next(c for c in directory().contacts if c.id == sender)
    message = EmailMessage()
    message["From"] = f"{contact.name} <{contact.email}>"
    message["To"] = "tsb-irc@itu.example"
    message["Subject"] = "Re: LS"
    message["Date"] = "Wed, 16 Dec 2020 10:30:00 +0100"
    message["Message-ID"] = "<case@mail.example>"
    message.set_content(f"{opening}\n\n{text}\n\n{closing}\n{contact.name}\n")
    return message.as_bytes()


def changed(language: str, text: str) -> list[str]:
    """What is proposed or asked, briefly: `remove cept-2`, `add Anna Berg alternate COM3`."""
    found = interpret(mail(language, text), directory(), ())
    out = []
    for change in found.changes:
        values = " ".join(str(value.new) for value in change.fields.values())
        out.append(" ".join(f"{change.op} {change.id or ''} {values}".split()))
    return [*out, *(f"? {question.text}" for question in found.questions)]


def misread(language: str, text: str) -> list[str]:
    found = interpret(mail(language, text), directory(), ())
    return ["confirmation"] if found.classification == "confirmation" else changed(language, text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_ordinary_sentences_change_nothing(file: Path) -> None:
    language = file.stem[:2]
    lines = file.read_text(encoding="utf-8").splitlines()
    told: dict[str, list[str]] = {}
    for first in range(0, len(lines), AT_ONCE):
        several = lines[first : first + AT_ONCE]
        if misread(language, "\n\n".join(several)):  # most are fine, and one mail is read faster than ten
            told |= {text: found for text in several if (found := misread(language, text))}
    assert told == {}


@pytest.mark.parametrize(("language", "text", "wanted"), CHANGES, ids=lambda value: str(value)[:40])
def test_the_same_words_do_change_something(language: str, text: str, wanted: list[str]) -> None:
    assert changed(language, text) == wanted
