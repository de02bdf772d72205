"""Mails read against the second directory: other weekdays, other ids, other meetings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import Interpretation, interpret

STATE = Path(__file__).parents[2] / "unseen" / "state.yaml"
SENDERS = {
    "jb": "joerg.brandstaetter@rtr-at.example",
    "hanh": "hanh.nguyen@mic-vn.example",
    "faisal": "f.alotaibi@cst-sa.example",
    "rim": "rim.benyoussef@intt-tn.example",
    "rod": "rsepulveda@subtel-cl.example",
    "kate": "vorontsova@niir-ru.example",
    "wei": "zhangwei@caict-cn.example",
}
MAY = "Mon, 20 May 2024 10:00:00 +0000"
JUNE = "Mon, 24 Jun 2024 10:20:30 +0000"


@cache
def directory() -> Directory:
    return load_file(STATE)


def read(who: str, body: str, date: str = JUNE, subject: str = "Re: your message") -> Interpretation:
    raw = (
        f"From: {SENDERS[who]}\nTo: tsb-irc@itu.example\nSubject: {subject}\nDate: {date}\n"
        "Message-ID: <a@b.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{body}\n"
    )
    return interpret(raw.encode(), directory(), ())
