"""Runs of lines that each have a key and a value: what may be a form.

The key ends with a colon, with leaders, with a wide gap, or with a dash where it is the name of a field; the
value may stand in the next line. `Resolution 44` on a line of its own above such lines is of their entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.reading import form_keys, people, texts
from mailbot.reading.context import Context
from mailbot.reading.honorifics import split_name

MAX_UNDER = 12  # words of a value below its key
MAX_HEAD = 60  # characters of a line that names the record
Line = tuple[str, str, str]  # key, value, as written
_NUMBER = r"\s*(?:[-–•*·]\s+|\(?(?:\d{1,2}|[A-Za-z])[.)]\s+)?"
_COLON = re.compile(
    _NUMBER + r"(?P<key>[^:：|\n]{2,48}?)\s*(?:(?:\.{3,}|…+|_{3,})\s*[:：]?|[:：])\s*(?P<value>\S.*)"
)
_GAP = re.compile(_NUMBER + r"(?P<key>[^\W\d_][^:：|\n]{1,46}?)(?:[^\S\n]{4,}|\t+)(?P<value>\S.*)")
_DASH = re.compile(_NUMBER + r"(?P<key>[^\W\d_][^:：|\n=–—]{1,30}?)\s[-–—=]\s(?P<value>\S.*)")
_SEVERAL = re.compile(r"\S(?:\s{3,}|\t)\S")
_COUNTED = re.compile(r"(?:[^\W\d_]+\s){1,2}(?:no\.?\s?|№\s?|#)?\d{1,2}\W?", re.I)  # `Participant 2`
_TARGETS = ("contact", "position", "meeting")


def blocks(text: str, apart: frozenset[str], context: Context) -> Iterator[list[Line]]:
    """``apart`` are lines that another reader takes."""
    block: list[Line] = []
    open_ = before = ""
    for line in [*text.split("\n"), ""]:
        if _is_open(line):
            open_ = before = line.strip()  # a key with nothing behind it, or with its value in the next line
            continue
        under, open_ = open_, ""
        pair = _pair(line, context) if line.strip() not in apart else None
        if pair is None and under and 0 < len(line.split()) <= MAX_UNDER:
            opened = form_keys.LINE.fullmatch(under)
            assert opened is not None
            block.append((opened["key"], line.strip(), f"{under}\n{line}"))
            continue
        if pair is not None:
            head = _names_text(before, context) if before else ""
            if head or (len(block) > 1 and pair[0].strip() == block[0][0].strip()):
                yield block
                block = []  # the same key, or another heading, opens the next entry
            block += [("text", head.strip(" :："), head)] if head else []
            raw = f"{before}\n{line}" if not block and _COUNTED.fullmatch(before) else line
            block.append((pair[0], pair[1], raw))
            before = ""
            continue
        if line.strip() and block and line[:1] in " \t":
            key, value, raw = block[-1]  # a value that goes on in the next line
            block[-1] = (key, f"{value} {line.strip()}", f"{raw}\n{line}")
            continue
        yield block
        block = []
        before = line.strip() or before


def _names_text(line: str, context: Context) -> str:
    """The line, where it is nothing but a Resolution or Recommendation: a heading."""
    bare = line.strip().strip(" :：-–•*#")
    if not 2 < len(bare) <= MAX_HEAD or "|" in bare or not re.search(r"\d", bare) or len(bare.split()) > 6:
        return ""
    found = texts.find(re.sub(r"^\(?\d{1,2}[.)]\s+", "", bare), context)
    is_all = (
        found is not None
        and found.known
        and len(found.raw) * 2 >= len(bare)
        and not re.search(r"[:：].", bare)
    )
    return line.strip() if is_all and not bare.isdigit() else ""


def _pair(line: str, context: Context) -> tuple[str, str] | None:
    """(key, value) of such a line."""
    if len(line) > 2_000 or line.count("\t") > 1:
        return None  # a row of a table
    found = _COLON.fullmatch(line)
    if found is not None:
        key = found["key"]
        if re.match(r"https?$", key) or _of_somebody(key, context):
            return None
        return key, found["value"].strip()
    found = _GAP.fullmatch(line)
    if found is not None:
        value = found["value"].strip()
        return (
            None
            if _SEVERAL.search(value) and "[" not in value and "(" not in value
            else (found["key"], value)
        )
    found = _DASH.fullmatch(line)
    if found is not None and any(form_keys.field_of(t, found["key"].strip(), context) for t in _TARGETS):
        return found["key"], found["value"].strip()
    return None


def _of_somebody(key: str, context: Context) -> bool:
    """`Mr Koné - Tel: ...`: a line that says itself whose value it has, which prose reads."""
    name, dash, rest = re.sub(r"^[\s•*·-]+", "", key).partition(" - ")
    if not dash or not form_keys.field_of("contact", rest.strip(), context):
        return False
    return bool(people.find(split_name(name.strip(), context)[1], context))


def _is_open(line: str) -> bool:
    if len(line) > 400 or line.rstrip()[-1:].isalnum():
        return False
    found = form_keys.LINE.fullmatch(line)
    return found is not None and not (found["value"] or "").strip(" .:：…_")
