"""One row of a table, its columns named: what it says now and what it said before the marks in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mailbot.directory.records import Record, values
from mailbot.reading import countries
from mailbot.reading.cities import at, cities
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, FindingOp, Result
from mailbot.reading.grids.cells import Unreadable, is_nothing, is_same, value
from mailbot.reading.grids.model import RowState
from mailbot.reading.values import clean, folded, same

READER = "grid"
_FREE = ("place", "affiliation", "job_title", "summary")
_SHORTENED = ("place", "affiliation")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True)
class Source:
    """Where the table stands: its part of the mail, and the name of the reader for explanations."""

    source: str
    reader: str = READER


@dataclass(frozen=True)
class Entry:
    """``new`` and ``old`` map fields to cells as written; ``marked`` are the fields with marks in them."""

    target: str
    new: Mapping[str, str]
    old: Mapping[str, str]
    marked: frozenset[str]
    state: RowState
    evidence: str
    source: Source
    context: Context  # of the organization whose row it is, in the table's language
    has_roles: bool = True  # whether the table says what its people are
    remark: str = ""  # what is written beside the row
    doubts: list[Result] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return any(folded(self.new.get(f, "")) != folded(self.old.get(f, "")) for f in self.marked)

    def find(
        self, op: FindingOp, subject: str, key: str | None, values: Mapping[str, object], rule: str
    ) -> Finding:
        return Finding(
            self.target, op, subject, key, None, dict(values), (self.evidence,), self.source.source, 0.94,
            self.source.reader, rule,
        )  # fmt: skip

    def ask(self, text: str, rule: str = "row") -> Doubt:
        return Doubt(text, (self.evidence,), self.source.source, self.source.reader, rule)

    def values(self, fields: Iterable[str], country: str | None = None) -> dict[str, object]:
        """What the row gives for the fields; a value that was deleted is None, an empty cell says nothing."""
        out: dict[str, object] = {}
        for name in fields:
            text = self.new.get(name, "")
            if name != "action" and is_same(text, self.context):
                continue
            if is_nothing(text):
                if name in self.marked and not is_nothing(self.old.get(name, "")):
                    out[name] = None
                continue
            try:
                found = value(self.target, name, text, self.context, country)
            except Unreadable:
                self.doubts.append(
                    self.ask(f"{name.replace('_', ' ')} {text!r} could not be read; what is meant?", "cell")
                )
                continue
            if found is not None:
                out[name] = found
        return out

    def news(self, given: dict[str, object], record: Record) -> dict[str, object]:
        """The values without those that only repeat what the sender was shown, even if the file has moved on,
        and without free text that says shorter, or in another language, what is on file.
        """
        shown = self.context.seen(self.target, record.key)
        before = values(shown) if shown is not None else {}
        now = values(record)

        def is_news(name: str, value: object) -> bool:
            if name in self.marked or value is None:
                return True
            if name in before and same(name, before[name], value):
                return False
            return name not in _FREE or not _says(str(value), now.get(name), name, self.context.language)

        return {name: value for name, value in given.items() if is_news(name, value)}


def _says(written: str, on_file: str | None, name: str, language: str) -> bool:
    if not on_file:
        return False
    if bool(_LATIN.search(written)) != bool(_LATIN.search(on_file)):
        return name != "place" or not _elsewhere(written, on_file, language)
    left, right = folded(written).split(), folded(on_file).split()
    if name in _SHORTENED and (set(left) <= set(right) or _is_short_for(written, right)):
        return True
    if name == "place" and _same_city(written, on_file):
        return True  # `Oslo` for `Oslo, Norway`, `ECO` for European Communications Office
    if language == "en" or (name not in _SHORTENED and set(right) < set(left)):
        return False  # `Senior Policy Analyst` is no translation of `Policy Analyst`
    from rapidfuzz.fuzz import ratio

    return ratio(" ".join(left), " ".join(right)) >= 80  # `Lisbonne, Portugal`


def _same_city(written: str, on_file: str) -> bool:
    """`Tallinn, Estonie` for `Tallinn, Estonia`."""
    (city, _, land), (other, _, there) = written.rpartition(","), on_file.rpartition(",")
    code = countries.code(clean(land))
    return (
        bool(city)
        and folded(city) == folded(other)
        and code is not None
        and code == countries.code(clean(there))
    )


def _elsewhere(written: str, on_file: str, language: str) -> bool:
    """Whether the place names a city that is known, and is not the one on file: `Алматы` for Tashkent."""
    named = cities(written, language)
    return bool(named) and not at(on_file, written, language)


def _is_short_for(written: str, words: list[str]) -> bool:
    """Whether capitals are the first letters of the words, small words left out or not."""
    letters = "".join(word[0] for word in words)
    longer = "".join(word[0] for word in words if len(word) > 3)
    short = written.casefold()
    begins = len(short) > 2 and any(all_.startswith(short) for all_ in (letters, longer))
    return written.isupper() and len(written) > 1 and (begins or short in (letters, longer))
