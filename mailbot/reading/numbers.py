"""Resolutions by their bare numbers: `20, 29 and 60: MOD`, `SUP - 34, 90`, `we spent two days on 100`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.directory.snapshot import Directory
from mailbot.reading.context import Context


@dataclass(frozen=True)
class TextRef:
    """One text named at [start:end]; ``id`` as the directory has it, or as it would be called."""

    start: int
    end: int
    id: str
    raw: str
    known: bool = True


def listed(listed: str) -> list[int]:
    out: list[int] = []
    for piece in re.finditer(r"(\d{1,3})(?:\s?(?:号?\s?(?:[-–]|to|à|至|到)\s?第?)\s?(\d{1,3}))?", listed):
        first, last = int(piece[1]), int(piece[2] or piece[1])
        out += range(first, last + 1) if first <= last <= first + 40 else [first, last]
    return list(dict.fromkeys(out))


def canonical(kind: str, number: int, directory: Directory) -> tuple[str, bool]:
    """(the id, whether it is on file), for `Resolution` 20 or `A.` 7."""
    wanted = f"{kind} {number}" if kind != "A." else f"A.{number}"
    for text in directory.texts:
        if text.id.casefold() == wanted.casefold():
            return text.id, True
    return wanted, False


_NUMBER = r"\d{1,3}(?!\d|[.,:/]\d|\s?(?:%|h\b|am\b|pm\b|st\b|nd\b|rd\b|th\b))"
_AND = r"\s?(?:,|;|/|&|\+|and|et|y|e|и|و|、|和|及|[-–])\s?"
_MANY = rf"(?:(?:No\.?|№|n[°º]|nos?\.?)\s?)?{_NUMBER}(?:{_AND}{_NUMBER})*"
_CODE = r"(?-i:MOD|SUP|ADD|NOC)"
# at the head of a line: `20, 29 and 60: MOD`
_FIRST = re.compile(
    rf"\s*(?:only\s|just\s|solo\s|только\s)?(?P<list>{_MANY})\s*"
    rf"(?:[:：=–—-]|->|→|\s(?={_CODE}\b)|\((?={_CODE}\b))",
    re.I,
)
# behind an action: `MOD: 20, 29, 60`
_BEHIND = re.compile(rf"\b{_CODE}\s?[:：=–—-]\s?(?P<list>{_MANY})(?=\s*(?:$|[.;,)(]|{_CODE}))", re.I)
# beside one: `96 is NOC`, `20 -> MOD`
_BESIDE = re.compile(
    rf"(?:^|[(;,]|\band\b)\s*(?P<list>{_NUMBER})\s?(?:is|now|est|es|=|->|→|:)\s?{_CODE}\b", re.I
)
# behind a preposition, of a text the organization has a position on: `on 65 we are agreed`
_ON = re.compile(
    r"\b(?:on|for|as to|regarding|sur|pour|sobre|para|по)\s"
    r"(?P<list>\d{1,3})(?=\s*(?:[,;:)]|\.(?:\s|$)|\s[^\W\d_]|$))",
    re.I,
)


def bare(text: str, context: Context, found: Sequence[TextRef]) -> list[TextRef]:
    """Numbers that can only be Resolutions': all on file, and an action or a status is said of them."""
    out: list[TextRef] = []

    def add(match: re.Match[str], own: bool) -> None:
        keys = [canonical("Resolution", n, context.directory) for n in listed(match["list"])]
        start, end = match.span("list")
        if not all(known for _, known in keys) or any(
            f.start < end and start < f.end for f in (*found, *out)
        ):
            return
        if own and not all(
            context.directory.get("position", f"{context.organization}/{key}") for key, _ in keys
        ):
            return
        out.extend(TextRef(start, end, key, text[start:end]) for key, _ in keys)

    head = _FIRST.match(text)
    if head and not any(f.start >= head.end() for f in found):  # "1 - Resolution 50: MOD" is a numbered line
        rest = text[head.end() : head.end() + 40]
        coded = re.search(rf"\b{_CODE}\b", rest) is not None
        if coded or _says(rest, context):
            add(head, own=not coded)
    for match in (*_BEHIND.finditer(text), *_BESIDE.finditer(text)):
        add(match, own=False)
    for match in _ON.finditer(text):
        following = text[match.end() : match.end() + 24]
        if not _is_quantity(following, context) and _says(text, context):
            add(match, own=True)
    return out


def _says(text: str, context: Context) -> bool:
    words = context.words
    patterns = (*words.patterns("position.action").values(), *words.patterns("position.status").values())
    return any(p.search(text) for p in patterns) or words.has("position.withdraw", text)


def _is_quantity(following: str, context: Context) -> bool:
    """`on 20 May`, `for 10 days`: a date or a quantity follows, no verb."""
    word = re.match(r"\s*([^\W\d_]+)", following)
    if word is None:
        return False
    small = context.words.pattern("text.after_number")
    return following[:1].isspace() and not small.match(following.lstrip())
