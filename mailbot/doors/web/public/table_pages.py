"""The facts of one text's page and of one cell's.

Everybody reads what an organization says, since when, and that it came from the organization; the mail's
words, who wrote them and who approved are for TSB.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from fastapi import HTTPException

from mailbot.directory.consensus import committee_of
from mailbot.directory.degree import words
from mailbot.directory.history import Entry, cells, entries
from mailbot.directory.records import Contact, Document, Position, View
from mailbot.directory.snapshot import Directory
from mailbot.directory.trends import turns
from mailbot.directory.words import ACTIONS, STATUSES, field_name
from mailbot.doors.web.public.shown import Shown
from mailbot.doors.web.public.table_chart import of_text
from mailbot.doors.web.public.table_consensus import Consensus
from mailbot.doors.web.public.table_rows import every_row, slug
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.outbound.times import short_day
from mailbot.outbound.words import view_words
from mailbot.wording import Wording

_PUBLIC_FIELDS = ("action", "status", "summary", "document", "committee")


@dataclass(frozen=True)
class Told:
    """A step of a position's history. ``entry`` is for TSB only."""

    day: str
    op: str
    organization: str | None
    fields: tuple[tuple[str, str | None, str | None], ...]
    taken_back: bool = False
    entry: Entry | None = field(default=None, repr=False)


def text_facts(seen: Shown, consensus: Consensus, visitor: Visitor, text: str) -> dict[str, Any]:
    """What `public/table_text.html` shows. Raises 404 where there is no such text."""
    directory, assessed = seen.directory, consensus.now()
    if text not in assessed:
        raise HTTPException(404, "there is no such text")
    row = next(each for each in every_row(directory, {text: assessed[text]}))
    points = consensus.trend(visitor.now).texts.get(text, ())
    views = [view for view in directory.views if view.text == text]
    like = [each for reason in row.assessment.reasons for each in reason.names.get("texts", ())]
    return {
        "row": row, "record": directory.get("text", text), "committee": _committee(directory, text),
        "reasons": [words(reason, visitor.say) for reason in row.assessment.reasons],
        "views": _said(views, visitor.say), "outrun": _outrun(consensus.site, views),
        "standing": {p.organization for p in directory.positions if p.text == text and _stands(p)},
        "organizations": directory.organizations, "like": [(each, slug(each)) for each in like],
        "chart": of_text(points), "points": turns(points), "day": _day(visitor.say),
    }  # fmt: skip


def _outrun(site: Site, views: list[View]) -> set[str]:
    """The keys of views that are older than the action of the position that they are about: they count, but
    somebody should ask whether they still hold."""
    found = set()
    with site.wiring.store.read() as session:
        for view in views:
            about = cells(session, "position", f"{view.about}/{view.text}") if view.about else {}
            said = cells(session, "view", view.key)
            if "action" in about and "stance" in said and about["action"].since > said["stance"].since:
                found.add(view.key)
    return found


def _stands(position: Position) -> bool:
    return position.status != "withdrawn"


def _committee(directory: Directory, text: str) -> Any:
    code = committee_of(directory, text)
    return directory.get("committee", code) if code else None


def cell_facts(site: Site, seen: Shown, visitor: Visitor, organization: str, text: str) -> dict[str, Any]:
    """What `public/table_cell.html` shows. Raises 404 where the organization never said anything on it."""
    directory, key = seen.directory, f"{organization}/{text}"
    position = directory.get("position", key)
    if "\x00" in key:  # PostgreSQL takes none in a text
        raise HTTPException(404, "there is no such text")
    with site.wiring.store.read() as session:
        history = entries(session, "position", key)
        origins = cells(session, "position", key)
    said = [view for view in directory.views if view.text == text and view.organization == organization]
    if not (history or position or said):
        raise HTTPException(404, "this organization has said nothing on this text")
    assert position is None or isinstance(position, Position)
    inside = visitor.may("see")
    about = [view for view in directory.views if view.text == text and view.about == organization]
    return {
        "position": position, "code": organization, "text": text, "slug": slug(text),
        "title": dict(directory.titles).get(text, ""),
        "organization": directory.get("organization", organization),
        "document": _document(directory, position), "coordinator": _coordinator(directory, position),
        "about": _said(about, visitor.say), "said": _said(said, visitor.say),
        "since": max((origin.since for origin in origins.values()), default=None),
        "short": lambda moment: _short(moment, seen, visitor.say),
        "origins": [(field_name(name, visitor.say), _word(name, origin.value, visitor.say), origin)
                    for name, origin in origins.items()
                    if origin.value is not None and name not in ("organization", "text")] if inside else [],
        "history": [_told(each, seen, visitor, inside=inside) for each in reversed(history)],
    }  # fmt: skip


def _said(views: list[View], say: Wording) -> list[tuple[View, str]]:
    return [(view, view_words(view, say)) for view in views]


def _document(directory: Directory, position: Position | None) -> Document | str | None:
    if position is None or position.document is None:
        return None
    found = directory.get("document", position.document)
    return found if isinstance(found, Document) else position.document


def _coordinator(directory: Directory, position: Position | None) -> Contact | None:
    """Who is published; of others not even the id is told."""
    found = directory.get("contact", position.coordinator) if position else None
    return found if isinstance(found, Contact) else None


def _told(entry: Entry, seen: Shown, visitor: Visitor, *, inside: bool) -> Told:
    say = visitor.say
    names = [n for n in entry.fields if inside or n in _PUBLIC_FIELDS] if entry.op != "remove" else []
    told = []
    for name in names:
        old, new = (_word(name, value, say) for value in entry.fields[name])
        if (old or new) and name not in ("organization", "text"):
            told.append((field_name(name, say), old, new))
    return Told(
        _short(entry.at, seen, say), entry.op, entry.organization, tuple(told), entry.undoes is not None,
        entry if inside else None,
    )  # fmt: skip


_VALUES: Mapping[str, Mapping[str, str]] = {"action": ACTIONS, "status": STATUSES}


def _word(name: str, value: Any, say: Wording) -> str | None:
    if value is None:
        return None
    known = _VALUES.get(name, {})
    return say(known[value]) if value in known else str(value)


def _short(moment: datetime, seen: Shown, say: Wording) -> str:
    return short_day(moment.astimezone(seen.directory.zone).date(), say.language)


def _day(say: Wording) -> Any:
    def told(moment: date) -> str:
        return short_day(moment, say.language)

    return told
