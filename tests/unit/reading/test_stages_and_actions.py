"""Where a text stands, told in many ways, and what sounds like it: whole letters and single sentences.

`stages/change-*.txt` and `nothing-*.txt` hold `contact|value|sentence`; `mails-*.txt` letters with what is to be
entered in their first line: `@contact | facts | q0 or q1 | classification | s=subject`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest

from mailbot.directory.programme.load import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import Interpretation, interpret

HERE = Path(__file__).parent / "stages"
STATE = Path(__file__).parents[2] / "unseen" / "state.yaml"
ACTIONS = ("MOD", "SUP", "ADD", "NOC")
STAGES = ("preliminary", "draft", "agreed", "submitted", "withdrawn")
SUBJECT = "Re: Liaison statement: preparation of WTSA-24"
_FACT = re.compile(r"(?:New\((?P<new>[^)]*)\)|(?P<text>[\w.]+))\s*(?P<rest>.*)")


@cache
def directory() -> Directory:
    return load_file(STATE)


def read(sender: str, text: str, subject: str = SUBJECT) -> Interpretation:
    contact = next(c for c in directory().contacts if c.id == sender)
    mail = EmailMessage()
    mail["From"] = f"{contact.name} <{contact.email}>"
    mail["Date"] = "Wed, 17 Apr 2024 10:30:00 +0100"
    mail["Subject"] = subject
    mail["Message-ID"] = "<1@x.example>"
    mail.set_content(f"{text}\n")
    return interpret(mail.as_bytes(), directory(), ())


def values(reading: Interpretation) -> dict[str, dict[str, str | None]]:
    """What each text gets, and whatever else was read."""
    out: dict[str, dict[str, str | None]] = {}
    for change in reading.changes:
        fields = {name: value.new for name, value in change.fields.items()}
        text = fields.pop("text", None) or (change.id or "").partition("/")[2]
        out[str(text) if change.target == "position" else f"{change.target} {change.id}"] = fields
    return out


def wanted(facts: str) -> dict[str, dict[str, str | None]]:
    """`22 NOC agreed c=cept-3 s=words; New(title) ADD`; `-` for none."""
    out: dict[str, dict[str, str | None]] = {}
    for fact in facts.split(";") if facts != "-" else []:
        found = _FACT.match(fact.strip())
        assert found, fact
        rest, _, summary = found["rest"].partition("s=")
        fields: dict[str, str | None] = {"summary": summary.strip()} if summary else {}
        for word in rest.split():
            if word.startswith("c="):
                fields["coordinator"] = word[2:] or None
            else:
                fields["action" if word in ACTIONS else "status"] = word
        if rest.rstrip().endswith("s=") or found["rest"].rstrip().endswith("s="):
            fields["summary"] = None
        key = f"New: {found['new']}" if found["new"] else found["text"]
        out[key if key.startswith(("New", "A.")) else f"Resolution {key}"] = fields
    return out


def fits(got: dict[str, dict[str, str | None]], asked: dict[str, dict[str, str | None]]) -> bool:
    if len(got) != len(asked):
        return False
    for key, fields in asked.items():
        new = key.startswith("New: ")
        hit = [v for k, v in got.items() if (key[5:] in k.casefold() if new else k == key)]
        if len(hit) != 1 or set(hit[0]) - {"summary"} != set(fields) - {"summary"}:
            return False
        if any(not _same(name, value, hit[0].get(name)) for name, value in fields.items()):
            return False
    return True


def _same(name: str, asked: str | None, got: str | None) -> bool:
    if name == "summary" and asked is not None:
        return asked.casefold() in str(got).casefold()
    return asked == got


def lines(kind: str) -> Iterator[tuple[str, str, str]]:
    for file in sorted(HERE.glob(f"{kind}-*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            sender, value, text = line.split("|", 2)
            yield sender, value, text


def letters() -> Iterator[tuple[str, str]]:
    for file in sorted(HERE.glob("mails-*.txt")):
        for block in re.split(r"(?m)^---$", file.read_text(encoding="utf-8")):
            head, _, body = block.strip("\n").partition("\n")
            yield head, body


def test_sentences_that_tell_it() -> None:
    wrong: dict[str, object] = {}
    for sender, value, text in lines("change"):
        name = "action" if value in ACTIONS else "status" if value in STAGES else "coordinator"
        reading = read(sender, text)
        if list(values(reading).values()) != [{name: value.partition("=")[2] or value}] or reading.questions:
            wrong[text] = values(reading)
    assert wrong == {}


def test_sentences_that_do_not() -> None:
    found = {text: read(sender, text) for sender, _, text in lines("nothing")}
    assert {text: values(r) for text, r in found.items() if r.changes or r.questions} == {}


@pytest.mark.parametrize(("head", "body"), list(letters()))
def test_letters(head: str, body: str) -> None:
    sender, facts, questions, *more = head.lstrip("@").split(" | ")
    subject = next((part[2:] for part in more if part.startswith("s=")), SUBJECT)
    reading = read(sender, body, subject)
    assert fits(values(reading), wanted(facts)), values(reading)
    if questions != "q?":
        assert bool(reading.questions) == (questions == "q1"), reading.questions
    named = [part for part in more if not part.startswith("s=")]
    assert reading.classification == (named[0] if named else reading.classification)
