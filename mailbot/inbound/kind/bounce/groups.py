"""Per-recipient fields of delivery reports (RFC 3464 section 2.3, RFC 6533), wherever they stand.

Every group counts, not the first one only. Groups are told by blank lines, or by a second recipient field
where a system leaves the blank lines out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_FIELD = re.compile(r"[> \t]{0,6}([A-Za-z][A-Za-z-]{2,40})\s*:\s*(.*)")
_RECIPIENT = ("original-recipient", "final-recipient", "x-actual-recipient")
_GROUP = {*_RECIPIENT, "action", "status", "diagnostic-code", "remote-mta", "x-supplementary-info"}


@dataclass
class Group:
    """The fields of one recipient, or of the message (without a recipient field)."""

    fields: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def of_recipient(self) -> bool:
        return any(name in self.fields for name in _RECIPIENT)


def read(texts: Iterable[str]) -> list[Group]:
    """All groups of delivery-status texts, in order."""
    return [group for text in texts for group in _merged(_groups(text))]


def embedded(text: str) -> list[Group]:
    """Groups amid the words of a notice: `Final-Recipient:` with `Action:` or `Status:` beside it."""
    if not re.search(r"(?im)^[> \t]{0,6}(?:final|original)-recipient\s*:", text):
        return []
    return [
        g for g in read([text]) if g.of_recipient and {"action", "status", "diagnostic-code"} & set(g.fields)
    ]


def _groups(text: str) -> list[Group]:
    groups = [Group()]
    last = ""
    for line in text.split("\n"):
        if not line.strip():
            if groups[-1].fields:
                groups.append(Group())
            last = ""
            continue
        found = _FIELD.match(line)
        if found is None or (line[:1] in " \t" and last and found[1].lower() not in _GROUP):
            if last and line[:1] in " \t>":
                groups[-1].fields[last] += " " + line.strip(" \t>")
            continue
        last = found[1].lower()
        if last in groups[-1].fields and last in ("final-recipient", "original-recipient"):
            groups.append(Group())
        groups[-1].fields.setdefault(last, found[2].strip())
    return [group for group in groups if group.fields]


def _merged(groups: list[Group]) -> list[Group]:
    """A recipient whose action or status stands after a stray blank line gets it back."""
    out: list[Group] = []
    for group in groups:
        torn = not group.of_recipient and {"action", "status", "diagnostic-code"} & set(group.fields)
        if torn and out and out[-1].of_recipient and not {"action", "status"} & set(out[-1].fields):
            out[-1].fields = {**group.fields, **out[-1].fields}
        else:
            out.append(group)
    return out
