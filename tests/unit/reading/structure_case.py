"""What comes of a sentence of a coordinator of the programme of `hands/colleague-4`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret

STATE = Path(__file__).parents[2] / "unseen" / "hands" / "colleague-4" / "state.yaml"


@cache
def directory() -> Directory:
    return load_file(STATE)


def found(who: str, text: str) -> list[str]:
    """Every change as one line, and every question as `?`."""
    contact = next(c for c in directory().contacts if c.id == who)
    raw = (
        f"From: <{contact.email}>\nTo: tsb-irc@itu.example\nSubject: Re: LS\n"
        "Date: Thu, 07 Jan 2021 10:30:00 +0000\nMessage-ID: <a@b.example>\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    )
    read = interpret(raw.encode(), directory(), ())
    out = []
    for change in read.changes:
        values = {k: v.new for k, v in change.fields.items() if k not in ("email", "action")}
        name = change.id or values.pop("name", None) or change.target
        out.append(f"{name} " + " ".join(f"{k}={v}" for k, v in values.items()))
    return sorted(out) + ["?" for _ in read.questions]
