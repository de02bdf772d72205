"""What the keys of a form name: `New telephone`, `Title / name`, `Takes part on 8 January`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from mailbot.mail.phrases import Phrases, every_language, phrases
from mailbot.reading.context import Context
from mailbot.reading.entries import NOTHING, heading
from mailbot.reading.form_values import given_first
from mailbot.reading.values import clean, folded

_LEADERS = re.compile(r"[\s.…_·]+$")
_BOX = re.compile(r"^\s*(?:\[\s?\]|☐|□)\s*")


@dataclass
class Sorted:
    """The lines of a block by what their keys are; numbers are those of the lines."""

    keys: dict[int, str] = field(default_factory=dict)  # what may name fields, "new" and leaders taken off
    values: dict[int, str] = field(default_factory=dict)
    aside: set[int] = field(
        default_factory=set
    )  # old and private values, and such as say that nothing changes
    out: int | None = None  # who is replaced
    attends: set[int] = field(default_factory=set)


# `a) Present value ....: draft`
LINE = re.compile(
    r"\s*(?:[-–•*·]\s+|\(?[0-9A-Za-z]{1,2}[.)]\s+)?(?P<key>[^:：|\n]{1,48}?)\s*(?:[.…_·]*\s*(?:[:：]|→|=>)|\.{3,}|…+|_{3,}|[^\S\n]{4,}(?=\S)|\t+(?=\S[^\t\n]*$))\s*(?P<value>\S.*)?"
)
_TICKED = re.compile(r"[(\[]\s*[xX✓✔v*]\s*[)\]]|☒|☑|✓|✔")
_EMPTY = re.compile(r"[(\[]\s*[)\]]|☐|□")


def ticked(value: str) -> str:
    """Of `( ) focal point (x) coordinator` what is ticked; a value without boxes as it is."""
    if not _TICKED.search(value) or not _EMPTY.search(value):
        return value
    boxes = re.compile(f"(?:{_TICKED.pattern}|{_EMPTY.pattern})")
    labels = [label.strip(" ,;/()[]") for label in boxes.split(value)]
    marks = [_TICKED.fullmatch(box[0]) is not None for box in boxes.finditer(value)]
    labels = labels[1:] if not labels[0] else labels[:-1]  # the box stands before its label, or behind it
    chosen = [label for label, mark in zip(labels, marks, strict=False) if mark]
    several = len(chosen) > 1 and all(re.search(r"\d", label) for label in chosen)  # both committees
    return ", ".join(chosen) if several or len(chosen) == 1 else ""


def _spoken(context: Context) -> tuple[Phrases, ...]:
    return (context.words,) if context.language == "en" else (context.words, phrases("en"))


def says_same(value: str, context: Context) -> bool:
    """`unchanged`, `COM4 (unchanged)`, `n/a`."""
    bare = clean(value).strip(" .")
    if bare.casefold() in NOTHING:
        return True
    inside = re.search(r"[(（]([^()（）]{2,30})[)）]\s*$", bare)
    said = [bare, *([inside[1]] if inside else [])]
    halves = [half for half in re.split(r"\s/\s", bare) if half]
    if len(halves) > 1 and all(says_same(half, context) for half in halves):
        return True  # `unchanged / inchangé`
    return any(
        w.pattern("sheet.same").fullmatch(text)
        for text in said
        for w in (*_spoken(context), every_language())
    )


def sort(block: list[tuple[str, str, str]], context: Context) -> Sorted:
    """The block's (key, value, line) triples, sorted."""
    found = Sorted()
    words = _spoken(context)
    for number, (raw, value, _) in enumerate(block):
        key = _LEADERS.sub("", clean(raw)).strip("*- ")
        if not key or says_same(value, context) or (_BOX.match(value) and not _TICKED.search(value)):
            found.aside.add(number)
            continue
        if any(w.pattern("form.old").match(key) or w.pattern("form.private").search(key) for w in words):
            found.aside.add(number)
        elif any(w.pattern("form.out").fullmatch(key) for w in words):
            found.out = number
        elif any(w.pattern("form.attends").match(key) for w in words):
            found.attends.add(number)
        elif _is_own(value, context):
            found.aside.add(number)
        elif title := _honorifics().get(ticked(value).strip(" .").casefold()):
            found.keys[number] = "honorific"  # `Mr/Ms: Ms`, `Title: Mr`
            found.values[number] = title
        else:
            found.keys[number] = _plain(key, words)
            found.values[number] = given_first(key, ticked(value), context)
    return found


@cache
def _honorifics() -> dict[str, str]:
    table = every_language().table("contact.honorific_as")
    return {word.strip(" .").casefold(): value for value, written in table.items() for word in written}


def _is_own(value: str, context: Context) -> bool:
    """Whether the value is the organization for which the form is sent: `Region: RCC`."""
    own = context.own
    if own is None or len(value) > 120:
        return False
    said = folded(re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", value))
    spoken = _spoken(context)
    if said in (folded(own.code), folded(own.name)):
        return True
    return any(w.pattern(f"organization.{own.code}").fullmatch(clean(value)) for w in spoken)


def _plain(key: str, words: tuple[Phrases, ...]) -> str:
    """The key without "new", and `Person concerned` as the name it asks for."""
    if any(w.pattern(f"form.{name}").fullmatch(key) for w in words for name in ("person", "in")):
        return "name"
    for one in words:
        if (about := one.pattern("form.concerned").search(key)) and about.start() > 2:
            return key[: about.start()].strip(" -")  # `Text concerned`
    for one in words:
        for found in (one.pattern("form.new").match(key), *one.pattern("form.new").finditer(key)):
            rest = (key[: found.start()] + key[found.end() :]).strip(" :-") if found else ""
            if len(rest) > 1:
                return rest
    return key


def field_of(target: str, key: str, context: Context) -> str | None:
    """The field a key names: as a whole, or by one of its halves (`Title / name` is the name)."""
    if key == "honorific":
        return key if target == "contact" else None
    if whole := heading(target, key, context) or heading(target, _unowned(key, context), context):
        return whole
    pieces = [
        piece for piece in re.split(r"[/(),;]|\s[-–]\s|\s(?:and|or|et|ou|y|o|и|или)\s", key) if piece.strip()
    ]
    told = [f for piece in pieces if (f := heading(target, piece.strip(), context))]
    return "name" if "name" in told else told[0] if told else None


def registration(keys: list[str], context: Context) -> tuple[str, dict[int, str]] | None:
    """A form that asks who takes part: of a person, whatever else it says of the meeting."""
    columns: dict[int, str] = {}
    for number, key in enumerate(keys):
        field = field_of("contact", key, context)
        if field and field not in columns.values():
            columns[number] = field
    told = set(columns.values())
    return ("contact", columns) if "name" in told or {"given", "family"} <= told else None


def _unowned(key: str, context: Context) -> str:
    """`CITEL coordinator`, `Our coordinator`, `Coordinator for CITEL` without whose it is."""
    code = re.escape(context.organization or "-")
    return re.sub(
        rf"^(?:{code}|our|notre|nuestr[ao]|наш[аие]?)\s+|\s+(?:(?:of|for|in|de|du|pour|para|от)\s+)?{code}$",
        "", key, flags=re.I,
    )  # fmt: skip


def bare_key(key: str) -> str:
    """The key of such a line without signs around it."""
    return clean(key).strip("*- ")


@lru_cache(maxsize=2048)
def kind_of(key: str, language: str) -> str:
    """Whether the key stands before what is on file, what is to be there, or the name of a field."""
    for words in dict.fromkeys((phrases(language), phrases("en"))):
        for kind, name in (
            ("old", "sheet.was"),
            ("new", "sheet.now"),
            ("field", "form.field"),
            ("request", "form.request"),
        ):
            if words.pattern(name).fullmatch(key):
                return kind
    return ""


@lru_cache(maxsize=512)
def asked_for(value: str, language: str) -> str:
    """What becomes of a whole entry: `deletion`, `cancelled`; empty where it is only corrected."""
    if len(value) > 60:
        return ""
    for words in dict.fromkeys((phrases(language), phrases("en"))):
        if words.pattern("form.emptied").fullmatch(value.strip(" .()")):
            return "removed"
        for name, outcome in _OUTCOMES:
            if words.has(name, value) and not words.has("modality.negation", value):
                return outcome
    return ""


_OUTCOMES = (
    ("meeting.cancel", "cancelled"),
    ("meeting.postpone", "postponed"),
    ("position.withdraw", "withdrawn"),
)


def request_of(line: str, language: str) -> str:
    """`Nature of change: deletion`, `( ) correction (x) deletion`: what is asked for the entry."""
    match = LINE.fullmatch(line) if len(line) <= 400 else None
    if match and match["value"]:
        is_request = kind_of(bare_key(match["key"]), language) == "request"
        return asked_for(ticked(clean(match["value"])), language) if is_request else ""
    chosen = ticked(line.strip())
    return asked_for(chosen, language) if chosen != line.strip() else ""


def amendment_lines(text: str, language: str) -> frozenset[str]:
    """The lines (stripped) of blocks that tell a change line by line, with that above them which names the
    record; none where no line says what is to be there, or none what stands there or in which field.
    """
    if not any(sign in text for sign in (":", "：", "→", "    ", "\t", "...", "…", "___")):
        return frozenset()
    kinds: set[str] = set()
    found: set[str] = set()
    above = ""
    for line in text.split("\n"):
        match = LINE.fullmatch(line) if len(line) <= 400 and line.count("\t") < 2 else None
        kind = kind_of(bare_key(match["key"]), language) if match and match["value"] else ""
        if kind == "request" or (match is None and _TICKED.search(line)):
            kind = "request" if request_of(line, language) else ""
        if kind:
            kinds.add(kind)
            found |= {line.strip(), above} - {""}
            above = ""
        elif line.strip():
            above = line.strip() if match else ""
    told = "request" in kinds or ("new" in kinds and kinds & {"old", "field"})
    return frozenset(found) if told else frozenset()
