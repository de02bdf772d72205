"""A mail reads the same whatever program sent it: wrapped at any width, double-spaced, as Outlook's HTML, with
hard blanks, under a word about the weather. Each mail is compared with itself, so that no label is needed.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from html import escape
from pathlib import Path

import pytest

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import Interpretation, interpret

HANDS = Path(__file__).parents[2] / "unseen" / "hands"
FEW = ("mixed", "arabic-chinese", "russian-chinese", "french-spanish")  # every fourth mail of these
HEADER = {"from", "to", "subject", "date", "message-id", "in-reply-to", "references"}

SIGN = re.compile(r"[A-Za-z0-9_@.+:/-]+[，。；：、）】》！？”]*|.[，。；：、）】》！？”]*")
TALK = {
    "en": "I hope you are all well and that it has not snowed too much in Geneva.",
    "fr": "J'espère que vous allez bien et que l'hiver genevois n'est pas trop rude.",
    "es": "Espero que se encuentren todos muy bien en Ginebra.",
    "ru": "Надеюсь, у вас всё хорошо и зима в Женеве не слишком суровая.",
    "ar": "أرجو أن تكونوا بخير وأن يكون الطقس في جنيف لطيفا.",
    "zh": "希望你们一切都好，日内瓦的冬天不太冷。",
}


def rewritten(seen: Interpretation, text: str, kind: str = "plain") -> bytes:
    mail = EmailMessage(policy=SMTP.clone(max_line_length=900))
    for name, value in seen.message.headers:
        if name.lower() in HEADER and name not in mail:
            mail[name] = re.sub(r"\s+", " ", value)
    mail.set_content(text, subtype=kind, charset="utf-8", cte="base64")
    return bytes(mail)


def outcome(seen: Interpretation) -> tuple[str, list[str], bool]:
    """Classification, changes without their evidence, whether there are questions."""
    changes = []
    for change in seen.changes:
        form = {k: v for k, v in change.to_json().items() if k not in ("evidence", "confidence")}
        changes.append(" ".join(json.dumps(form, ensure_ascii=False, sort_keys=True).split()))
    return seen.classification, sorted(changes), bool(seen.questions)


def letters() -> Iterator[tuple[str, Directory, Interpretation, tuple[str, str, str]]]:
    """(name, directory, the mail as plain text, (before, new text, after)) of mails that are text alone."""
    for hand in FEW:
        directory = load_file(HANDS / hand / "state.yaml")
        for path in sorted((HANDS / hand).glob("*.eml"))[::4]:
            seen = interpret(path.read_bytes(), directory, ())
            if seen.kind.kind != "letter" or seen.message.parts:
                continue
            plain = interpret(rewritten(seen, seen.message.text), directory, ())
            before, new, after = plain.message.text.partition(plain.reply.new_text)
            if new and outcome(plain) == outcome(seen):
                yield f"{hand}/{path.name}", directory, plain, (before, new, after)


@cache
def few() -> list[tuple[str, Directory, Interpretation, tuple[str, str, str]]]:
    return list(letters())


def wrapped(text: str, width: int) -> str:
    """As a client wraps it; what is wrapped already, and rows of a table, stay."""
    lines = text.split("\n")
    if max(map(len, lines)) <= 100:
        return text
    out: list[str] = []
    for line in lines:
        if re.search(r"[\u3400-\u9fff]", line):
            out += in_columns(line, width)
        elif len(line) <= width or re.search(r"\t|\S\s{2,}\S|\|", line):
            out.append(line)
        else:
            out += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(out)


def in_columns(line: str, width: int) -> list[str]:
    out, used = [""], 0
    for piece in SIGN.findall(line):
        need = sum(1 + (sign > "\u2e80") for sign in piece)
        if out[-1] and used + need > width:
            out.append("")
            used = 0
        out[-1] += piece
        used += need
    return out


def as_outlook(text: str) -> str:
    lines = "".join(f"<p class=MsoNormal>{escape(line) or '&nbsp;'}</p>" for line in text.split("\n"))
    return f"<html><body><div class=WordSection1>{lines}</div></body></html>"


def in_lines(text: str) -> str:
    return "<html><body>" + escape(text).replace("\n", "<br>\n") + "</body></html>"


CLOTHES: dict[str, Callable[[tuple[str, str, str]], str]] = {
    "wrapped at 60": lambda parts: parts[0] + wrapped(parts[1], 60) + parts[2],
    "wrapped at 72": lambda parts: parts[0] + wrapped(parts[1], 72) + parts[2],
    "wrapped at 78": lambda parts: parts[0] + wrapped(parts[1], 78) + parts[2],
    "hard blanks": lambda parts: parts[0] + re.sub(r"(?<=\w) (?=\d)", "\u00a0", parts[1]) + parts[2],
    "two blanks": lambda parts: parts[0] + re.sub(r"(?<=[.!?]) (?=\S)", "  ", parts[1]) + parts[2],
}
LEAST = {"wrapped at 60": 0.95}  # a narrow column breaks what two words say together; else nothing may differ


@pytest.mark.parametrize("clothes", CLOTHES)
def test_a_client_changes_nothing(clothes: str) -> None:
    compare(clothes, lambda seen, parts: rewritten(seen, CLOTHES[clothes](parts)))


@pytest.mark.parametrize("page", [as_outlook, in_lines], ids=["Outlook's paragraphs", "line breaks"])
def test_html_says_what_plain_text_does(page: Callable[[str], str]) -> None:
    compare("html", lambda seen, parts: rewritten(seen, page("".join(parts)), "html"))


def test_a_word_about_the_weather_says_nothing() -> None:
    def talking(seen: Interpretation, parts: tuple[str, str, str]) -> bytes:
        greeting = re.match(r"(?s)[^\n]{0,80}[,،，:：!]\s*\n", parts[1])
        at = greeting.end() if greeting else 0
        text = f"{parts[1][:at]}\n{TALK[seen.language]}\n\n{parts[1][at:].lstrip()}"
        return rewritten(seen, parts[0] + text + parts[2])

    compare("weather", talking)


def compare(clothes: str, made: Callable[[Interpretation, tuple[str, str, str]], bytes]) -> None:
    other = [
        name
        for name, directory, seen, parts in few()
        if outcome(interpret(made(seen, parts), directory, ())) != outcome(seen)
    ]
    assert len(few()) > 40
    assert len(other) <= (1 - LEAST.get(clothes, 0.98)) * len(few()), other
