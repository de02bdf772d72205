"""What stands in the letter around a form: whom it names, and whether the form is an old one."""

from __future__ import annotations

import re

from mailbot.reading import people
from mailbot.reading.context import Context

MAX_AROUND, MAX_ABOVE = 10_000, 2_000  # characters of the letter in which people are looked for


def around(text: str, context: Context) -> list[people.Person]:
    """Everybody named in the text around the forms; asked for each form, worked out once."""
    asked = ("form around", text)
    if asked not in context.kept:
        context.kept[asked] = people.people(text[:MAX_AROUND], context)
    found: list[people.Person] = context.kept[asked]
    return found


def is_announced(line: str, text: str, context: Context) -> bool:
    """Whether the letter says more of the person of the form: it names people, or a sentence opens it."""
    before = text.partition(line)[0].rstrip()
    return before.endswith((":", "：")) or bool(around(text, context))


def above(line: str, text: str, context: Context) -> list[people.Person]:
    """Who is named in the last sentences above the form."""
    before = text.partition(line)[0].rstrip()
    last = re.split(r"\n\s*\n|(?<=[.!?。！？])\s+", before)[-1]
    named = people.people(last[-MAX_ABOVE:], context)
    return [p for p in named if p.contacts or p.honorific or " " in p.name]


def is_set_aside(line: str, text: str, context: Context) -> bool:
    """Whether the line above says that the form is an old one, or an example: `last year we sent you:`."""
    before = text.partition(line)[0].rstrip()
    last = re.split(r"\n\s*\n|(?<=[.!?。！？])\s+", before)[-1] if before.endswith((":", "：")) else ""
    return 0 < len(last) <= MAX_ABOVE and any(
        context.words.has(f"sheet.{name}", last) for name in ("void", "former")
    )
