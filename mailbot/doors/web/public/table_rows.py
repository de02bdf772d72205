"""The rows of `/table`: what the address asks for, and the texts that are left of it, by Committee. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args
from urllib.parse import quote

from mailbot.directory.consensus import Assessment, committee_of
from mailbot.directory.degree import DEGREES
from mailbot.directory.records import Position, PositionStatus
from mailbot.directory.snapshot import Directory
from mailbot.directory.words import ACTIONS
from mailbot.wording import N_

SORTS = {
    "": N_("order of the programme"),
    "text": N_("number of the text"),
    "least": N_("least agreement first"),
    "most": N_("most agreement first"),
}
STANCES = {"support": N_("supports"), "oppose": N_("opposes"), "comment": N_("comments")}
_STATUSES = get_args(PositionStatus)
_LONGEST = 100


def slug(text: str) -> str:
    """The id of a text as a step of an address: `Resolution%2020`; it stays as long as the id does."""
    return quote(text, safe="")


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what the programme does not know is left out."""

    committee: str | None = None
    organization: str | None = None
    action: str | None = None
    status: str | None = None
    degree: str | None = None
    sort: str = ""
    search: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], directory: Directory) -> Asked:
        def known(name: str, *values: object) -> str | None:
            return query[name] if query.get(name) in values else None

        return cls(
            known("committee", *(each.code for each in directory.committees)),
            known("organization", *(each.code for each in directory.organizations)),
            known("action", *ACTIONS), known("status", *_STATUSES), known("class", *DEGREES),
            known("sort", *SORTS) or "", " ".join(query.get("q", "").split())[:_LONGEST],
        )  # fmt: skip

    @property
    def is_all(self) -> bool:
        return self == Asked(sort=self.sort)


@dataclass(frozen=True)
class Cell:
    """One organization on one text: its position, or in what way it speaks without one."""

    organization: str
    path: str
    position: Position | None
    stance: str | None


@dataclass(frozen=True)
class Row:
    text: str
    title: str
    committee: str | None
    path: str
    cells: tuple[Cell | None, ...]
    assessment: Assessment


@dataclass(frozen=True)
class Section:
    """``code`` is None for texts without a Committee. ``silent`` are the texts on which nobody has spoken,
    where they are set apart: as long as nothing in particular is asked for."""

    code: str | None
    name: str | None
    rows: tuple[Row, ...]
    silent: tuple[Row, ...] = ()


def sections(directory: Directory, assessed: Mapping[str, Assessment], asked: Asked) -> tuple[Section, ...]:
    """The Committees that have texts left, each with its rows in the order that was asked for."""
    rows = [row for row in every_row(directory, assessed) if _wanted(row, asked)]
    if asked.sort:
        rows.sort(key=_KEYS[asked.sort])
    names = {each.code: each.name for each in directory.committees}
    codes = [*names, *dict.fromkeys(row.committee for row in rows if row.committee not in names)]
    apart = asked.is_all and not asked.sort

    def section(code: str | None) -> Section:
        own = [row for row in rows if row.committee == code]
        silent = tuple(row for row in own if apart and not any(row.cells))
        return Section(code, names.get(code or ""), tuple(row for row in own if row not in silent), silent)

    made = map(section, codes)
    return tuple(each for each in made if each.rows or each.silent)


def every_row(directory: Directory, assessed: Mapping[str, Assessment]) -> list[Row]:
    """A row for every text."""
    positions = {(each.text, each.organization): each for each in directory.positions}
    titles = dict(directory.titles)
    codes = [each.code for each in directory.organizations]
    return [
        Row(
            text, titles.get(text, ""), committee_of(directory, text), f"table/text/{slug(text)}",
            tuple(_cell(code, text, positions.get((text, code)), found) for code in codes), found,
        )
        for text, found in assessed.items()
    ]  # fmt: skip


def cell_path(organization: str, text: str) -> str:
    return f"table/cell/{quote(organization, safe='')}/{slug(text)}"


def _cell(code: str, text: str, position: Position | None, found: Assessment) -> Cell | None:
    voice = found.voices.get(code)
    stance = None
    if voice and position is None:
        said = (("oppose", voice.opposes), ("support", voice.supports), ("comment", voice.comments))
        stance = next((name for name, about in said if about), voice.on_text)
    if position is None and stance is None:
        return None
    return Cell(code, cell_path(code, text), position, stance)


def _wanted(row: Row, asked: Asked) -> bool:
    if asked.committee and row.committee != asked.committee:
        return False
    if asked.degree and row.assessment.degree != asked.degree:
        return False
    if (asked.organization or asked.action or asked.status) and not any(
        cell and _is_asked(cell, asked) for cell in row.cells
    ):
        return False
    return not asked.search or asked.search.casefold() in _searched(row)


def _is_asked(cell: Cell, asked: Asked) -> bool:
    """All that is asked of a position must hold of one and the same."""
    if asked.organization and cell.organization != asked.organization:
        return False
    if not (asked.action or asked.status):
        return True
    position = cell.position
    return position is not None and (
        asked.action in (None, position.action) and asked.status in (None, position.status)
    )


def _searched(row: Row) -> str:
    summaries = (cell.position.summary or "" for cell in row.cells if cell and cell.position)
    return "\n".join((row.text, row.title, *summaries)).casefold()


def _number(row: Row) -> int:
    return -1 if row.assessment.number is None else row.assessment.number


def by_number(text: str) -> tuple[str, int, str]:
    """`A.7` before `A.11`, `Resolution 2` before `Resolution 20`."""
    digits = "".join(each if each.isdigit() and each.isascii() else " " for each in text).split()
    words = text.rstrip("0123456789")
    return words, int(digits[-1][:9]) if digits and words != text else 0, text


_KEYS: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "text": lambda row: by_number(row.text),
    "least": lambda row: (_number(row) < 0, _number(row)),
    "most": lambda row: (-_number(row),),
}
