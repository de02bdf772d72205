"""What a remark beside a row says that is not the row's: the wish of one country, a debate, another's number.

The remark goes through the readers of prose with the row as its topic, and those take every value for the
row's. In a table that came back filled in, the cells hold what the region says; the remark has to say plainly
that it is to be otherwise.
"""

from __future__ import annotations

from dataclasses import replace

from mailbot.mail.phrases import every_language
from mailbot.reading import countries, people
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.grids.entry import Entry

_REACHED = ("email", "phone")
_HELD = ("action", "status")


def own_of(result: Result, entry: Entry, key: str) -> Result | None:
    """The result as far as the remark says it of the row; None if nothing of it is."""
    if not isinstance(result, Finding):
        return result
    text, words = entry.remark, every_language()
    if entry.target == "position":
        aside = words.has("sheet.remark_aside", text) or _names_others(text, entry.context)
        return _without(result, _HELD) if aside else result
    if entry.target != "contact":
        return result
    if words.has("sheet.remark_replaces", text):
        return None  # whom the row's person came after
    if result.op != "update" or not set(result.values) & set(_REACHED):
        return result
    if words.has("contact.not_for_sheet", text):
        return _without(result, _REACHED)
    if any(p.contact is None or p.contact.id != key for p in people.people(text, entry.context)):
        asked = (
            f"The remark beside {result.subject} gives an address or number of somebody else; what is it for?"
        )
        return Doubt(asked, result.evidence, result.source, result.reader, "remark")
    return result


def _names_others(text: str, context: Context) -> bool:
    """Whether a country or another region is spoken of."""
    codes = {o.code for o in context.directory.organizations if o.code != context.organization}
    return bool(countries.mentioned(text)) or bool(
        codes & set(text.replace(":", " ").replace(",", " ").split())
    )


def _without(result: Finding, names: tuple[str, ...]) -> Finding | None:
    values = {name: value for name, value in result.values.items() if name not in names}
    return replace(result, values=values) if values else None
