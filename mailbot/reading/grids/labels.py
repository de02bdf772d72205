"""A label that names a record and perhaps a field of it: `Phone of Ada Verne`, `Resolution 7, status`.

The record is told by the texts, people and meetings named in it, the field by what is left beside the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.reading import people, texts
from mailbot.reading.context import Context
from mailbot.reading.grids.heading_words import field_of
from mailbot.reading.grids.headings import languages
from mailbot.reading.values import clean

MAX_LABEL = 140  # characters
_WORDS = 4  # of the name of a field
_NO_FIELD = {"name", "text", "title", "key", "remark", "organization", "given", "family"}
_JOINT = re.compile(r"[,;:()\[\]/·]|\s[-–—]\s|['’]s\b|’s\b|(?<=[\u3400-\u9fff])的|，|：|（|）|、")
_ARABIC = re.compile(r"[\u0621-\u0652]{3,}")


@dataclass(frozen=True)
class Label:
    """The record (target, subject as written or on file, key) and the field, where one is named."""

    target: str
    subject: str
    key: str
    field: str | None

    @property
    def about(self) -> tuple[str, str, str]:
        return self.target, self.subject, self.key


def label(cell: str, context: Context) -> Label | None:
    """The one record that the label names; None where it names none, several, or one of another region."""
    text = clean(cell)
    if not 3 < len(text) <= MAX_LABEL or "@" in text:
        return None
    asked = ("label", text, context.organization, context.language)
    if asked not in context.kept:
        context.kept[asked] = _label(text, context)
    found: Label | None = context.kept[asked]
    return found


def foreign(cell: str, context: Context) -> str | None:
    """The other organization whose record the label names: `CEPT, Resolution 22`."""
    words = set(re.split(r"[\s,;:()/|'’]+", cell))
    codes = {o.code for o in context.directory.organizations} - {context.organization}
    return (
        next(iter(words & codes)) if len(words & codes) == 1 and context.organization not in words else None
    )


def _label(text: str, context: Context) -> Label | None:
    named = {t.id: t for t in texts.mentions(text, context)}
    if len(named) > 1:
        return None
    if named:
        found = next(iter(named.values()))
        rest = f"{text[: found.start]} , {text[found.end :]}"
        return Label("position", found.id, found.id, _field("position", rest, context))
    own = [p for p in people.people(text, context) if p.contact and p.contact in context.own_contacts]
    if len({p.contact for p in own}) > 1:
        return None
    if own and (contact := own[0].contact):
        rest = f"{text[: own[0].start]} , {text[own[0].end :]}"
        return Label("contact", contact.name, contact.id, _field("contact", rest, context))
    return _meeting(text, context)


def _meeting(text: str, context: Context) -> Label | None:
    from mailbot.reading.prose.meeting_names import candidates
    from mailbot.reading.prose.scene import Scene
    from mailbot.reading.prose.sentences import Sentence

    found = candidates(Scene(Sentence(text, 0), context), context)
    if len(found) != 1 or found[0].organization != context.organization:
        return None
    return Label("meeting", found[0].title, found[0].id, _field("meeting", text, context))


def _field(target: str, text: str, context: Context) -> str | None:
    """The field that a piece of the label names, or the longest run of words in it that does."""
    pieces = [piece for p in _JOINT.split(text) if (piece := p.strip(" .-–—:"))]
    whole = {f for piece in pieces if (f := _named(target, piece, context))}
    if len(whole) == 1:
        return whole.pop()
    for size in range(_WORDS, 0, -1):
        found = {
            field
            for piece in pieces
            for run in _runs(piece.split(), size)
            if (field := _named(target, run, context))
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _runs(words: list[str], size: int) -> list[str]:
    return [" ".join(words[n : n + size]) for n in range(len(words) - size + 1)]


def _named(target: str, text: str, context: Context) -> str | None:
    if not text or re.search(r"\d", text):
        return None
    spoken = languages(context)
    field = field_of(target, text, spoken)
    if field is None and _ARABIC.fullmatch(text) and not text.startswith("ال"):
        field = field_of(target, f"ال{text}", spoken)  # `هاتف السيدة ...`
    if field == "title" and target == "meeting" and re.match(_TITLE, text):
        return field
    return None if field in _NO_FIELD else field


_TITLE = re.compile(r"(?i)(?:title|name|titre|nom|t[íi]tulo|nombre|назван|наимен|العنوان|عنوان|名称|标题)")
