"""A subject of the prose reader that fails leaves the others standing, and a question in its place."""

from __future__ import annotations

import inspect
import re
from types import ModuleType
from typing import Any, NoReturn

import pytest

from mailbot.directory.programme import load_text
from mailbot.inbound.interpret import interpret
from mailbot.reading.prose import (
    announcing,
    contacts,
    form_attendance,
    last_digits,
    meetings,
    new_signature,
    old_words,
    participations,
    positions,
    questions,
    reader,
    replacements,
    row_answers,
    views,
    which_person,
)
from tests.unit.reading.prose_case import STATE

DIRECTORY = (
    STATE.replace(
        "contacts:",
        "  - {code: APT, name: Asia-Pacific Telecommunity, domains: [apt.example], language: en}\ncontacts:",
    )
    + """
events:
  - {id: irm-2, title: Second ITU-T inter-regional meeting, committee: all, starts: 2024-06-08T12:30, ends: 2024-06-08T15:30}
"""
)
MAIL = """From: Juan Perez <jp@citel.example>
To: tsb@itu.example
Subject: Re: LS 7
Message-ID: <a@b.example>
Date: Tue, 07 May 2024 09:50:17 +0200
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Dear colleagues,

Our telephone number is now +54 11 4347 9388.

Ms Ana Silva has left CITEL. Mr Pedro Gomez (pg@citel.example) replaces her.

We withdraw our proposal on Resolution 50.

The fourth meeting of the working group is postponed to 5 to 9 August 2024.

We support the proposal of APT on Resolution 88.

I will attend the second inter-regional meeting.

Could you tell us when the next circular letter will be sent?
"""
SUBJECTS: tuple[tuple[ModuleType, str, str], ...] = (
    (participations, "read", "participations"),
    (positions, "read", "positions"),
    (replacements, "read", "replacements"),
    (contacts, "read", "contacts"),
    (new_signature, "read", "signature"),
    (last_digits, "read", "digits"),
    (announcing, "read", "forms"),
    (form_attendance, "read", "forms of attendance"),
    (meetings, "read", "meetings"),
    (views, "read", "views"),
    (row_answers, "read", "answers to rows"),
    (which_person, "read", "names"),
    (old_words, "read", "words on file"),
    (questions, "without_unfounded", "rumours"),
    (questions, "read", "questions"),
)
WHOLE = {  # and the subject that finds it
    "contact remove citel-2": "replacements",
    "contact add None": "replacements",
    "contact update citel-1": "contacts",
    "position update CITEL/Resolution 50": "positions",
    "meeting update m4": "meetings",
    "view add None": "views",
    "participation add None": "participations",
    "? The sender asks": "questions",
}


def told() -> set[str]:
    """Every change, and every question up to its colon."""
    found = interpret(MAIL.encode(), load_text(DIRECTORY), ())
    changes = {f"{change.target} {change.op} {change.id}" for change in found.changes}
    return changes | {f"? {question.text.partition(':')[0]}" for question in found.questions}


def test_what_the_mail_says_where_nothing_fails() -> None:
    assert told() == set(WHOLE)


@pytest.mark.parametrize(("module", "function", "name"), SUBJECTS, ids=[name for *_, name in SUBJECTS])
def test_a_failing_subject_leaves_the_others(
    module: ModuleType, function: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> NoReturn:
        raise RuntimeError("boom")

    monkeypatch.setattr(module, function, broken)
    left = told()
    assert {what for what, subject in WHOLE.items() if subject != name} <= left
    assert f"? The reader of {name} failed on this message; please read it yourself." in left
    assert not left & {what for what, subject in WHOLE.items() if subject == name}


def test_every_subject_is_tried() -> None:
    """A subject that the reader calls is in the list above."""
    called = set(re.findall(r'guarded\(\s*"([^"]+)"', inspect.getsource(reader.read_prose)))
    assert called == {name for *_, name in SUBJECTS}
