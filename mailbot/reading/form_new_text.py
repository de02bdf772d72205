"""The particulars of a proposed new Resolution, line by line, whatever the sender calls them.

`Name of the text: ...`, `Ripeness: draft`, `Person in charge: Ms X`, `In brief: ...`: beside a sentence that
announces a new Resolution the values themselves tell what they are: a stage, an action, somebody on file; of
the others the first is the title, and the next one, or the one named so, the summary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading import form_keys, normal, people, texts
from mailbot.reading.context import Context
from mailbot.reading.entries import NOTHING
from mailbot.reading.honorifics import split_name
from mailbot.reading.values import clean, emails, phone_spans

Line = tuple[str, str, str]  # key, value, as written
_LEAST, _MOST = 2, 8  # lines
_SHORT = 4  # words of a stage or an action
_NAME = 6  # words of a person's name with a title of courtesy
_TITLE = 30  # words
_BESIDE = 500  # characters above and below
_PARTS = re.compile(r"\n\s*\n")


def particulars(block: Sequence[Line], text: str, context: Context) -> dict[str, str]:
    """The fields of the new Resolution that the block describes; empty where it describes none."""
    if not _LEAST <= len(block) <= _MOST or not _is_announced(block, text, context):
        return {}
    row: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for key, value, _ in block:
        said = clean(value).strip()
        if said.casefold() in NOTHING:
            continue
        if emails(said) or phone_spans(said) or texts.mentions(f"{key} {said}", context):
            return {}
        named = _kind(said, context)
        if not named:
            rest.append((form_keys.field_of("position", form_keys.bare_key(key), context) or "", said))
        elif row.setdefault(named, said) != said:
            return {}
    if not rest or len(rest) > 3:
        return {}
    titles = [said for key, said in rest if key in ("title", "text")] or [rest[0][1]]
    others = [(key, said) for key, said in rest if said != titles[0]]
    about = [said for key, said in others if key == "summary"] or [said for _, said in others]
    if len(titles[0].split()) > _TITLE or not row:
        return {}
    row["title"] = titles[0].rstrip(".")
    if about:
        row["summary"] = about[0]
    return row


def _kind(said: str, context: Context) -> str:
    """Which closed field the value is of by itself."""
    words = len(said.split())
    bare = said.strip(" .")
    for field in ("status", "action"):
        if words <= _SHORT and normal.choice("position", field, bare, context):
            return field
    if words <= _NAME:
        found = people.find(split_name(bare, context)[1], context)
        if len([c for c in found if c.organization == context.organization]) == 1:
            return "coordinator"
    return ""


def _is_announced(block: Sequence[Line], text: str, context: Context) -> bool:
    """Whether the words right above, right below or in the subject announce one and leave nothing open."""
    begin = max(text.find(block[0][2]), 0)
    end = max(text.find(block[-1][2], begin), begin) + len(block[-1][2])
    above, below = text[max(begin - _BESIDE, 0) : begin].rstrip(), text[end : end + _BESIDE].lstrip()
    beside = [context.subject, _PARTS.split(above)[-1], _PARTS.split(below)[0]]
    words = context.words
    told = [part for part in beside if words.has("position.new_resolution", part)]
    return bool(told) and not any(
        words.has(name, part)
        for part in beside[1:]
        for name in ("modality.nothing_decided", "modality.doubt", "position.nothing_yet")
    )
