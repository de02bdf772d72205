"""`/console/cases/ID/amend/N`: an officer or editor corrects what a mail asks for, before it is decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from mailbot.directory.apply import current
from mailbot.directory.change import Change
from mailbot.doors.web.console.deciding import count_in, refused
from mailbot.doors.web.console.desk import NO_CASE, Number, case_at, officer, page
from mailbot.doors.web.console.inputs import inputs
from mailbot.doors.web.forms import Form, Posted, posted
from mailbot.doors.web.links import Links
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import AskPerson, InputRefused
from mailbot.outbound.cases.lines import change_line
from mailbot.review.amending import amend
from mailbot.review.case import Item
from mailbot.review.entering import enterable

MOST_VALUE = 10_000
_PREFIX = "value-"


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console/cases")
    edits = posted(site, "edit")

    @made.api_route("/{number}/amend/{change}", methods=["GET", "HEAD"])
    def form(request: Request, number: Number, change: Number) -> Response:
        """The values, to be corrected."""
        return _form(site, request, site.require(request, "edit"), number, change)

    @made.post("/{number}/amend/{change}")
    def keep(request: Request, number: Number, change: Number, sent: Posted = edits) -> Response:
        """Keep what was corrected; it still waits for a decision."""
        visitor, form = sent
        version = count_in(form, "version")
        try:
            with site.wiring.store.begin() as session:
                item = _item(case_at(session, number).items, change)
                fields, drop = _given(item.change, form)
                amend(session, number, change, fields, officer(visitor), visitor.now, drop=drop,
                      version=version, door="web")  # fmt: skip
        except InputRefused as exc:
            problems = {each.path: each.text for each in exc.problems}
            return _form(site, request, visitor, number, change, values_in(form), problems, str(exc))
        except AskPerson as exc:
            return refused(site, request, visitor, number, form, str(exc))
        place = Links(request, visitor)(f"console/cases/{number}", done="amend")
        return Response(status_code=303, headers={"Location": f"{place}#change-{change}"})

    return made


def values_in(form: Form) -> dict[str, str]:
    """The values that were entered, by the name of their field."""
    names = [name.removeprefix(_PREFIX) for name, _ in form.fields if name.startswith(_PREFIX)]
    return {name: form.get(_PREFIX + name, most=MOST_VALUE) for name in names}


def _given(change: Change, form: Form) -> tuple[dict[str, str], list[str]]:
    """The values that differ from the change's, and the fields to leave as they are on file."""
    drop = [name for name in form.all("drop", most=40) if name in change.fields]
    before = {name: "" if field.new is None else str(field.new) for name, field in change.fields.items()}
    entered = {name: value for name, value in values_in(form).items() if name not in drop}
    told = {name: value for name, value in entered.items() if value != before.get(name, "")}
    further = form.get("further", most=40)
    return {name: value for name, value in told.items() if name in change.fields or name == further}, drop


def _item(items: tuple[Item, ...], number: int) -> Item:
    found = next((item for item in items if item.number == number), None)
    if found is None or found.change.op == "remove":
        raise HTTPException(404, NO_CASE)
    return found


def _form(
    site: Site, request: Request, visitor: Visitor, number: int, change: int,
    given: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None, problem: str = "",
) -> Response:  # fmt: skip
    directory = site.directory()
    with site.wiring.store.read() as session:
        case = case_at(session, number)
        item = _item(case.items, change)
        wanted = item.change
        on_file: dict[str, Any] = (current(session, wanted.target, wanted.id) if wanted.id else None) or {}
    stated = {name: field.new for name, field in wanted.fields.items()}
    further = request.query_params.get("further", "")
    others = [name for name in enterable(wanted.target, wanted.op) if name not in wanted.fields]
    shown = [*wanted.fields, *([further] if further in others else [])]
    values = {**on_file, **stated, **(given or {})}
    return page(
        site, request, visitor, "amend", status=422 if problem else 200, case=case, item=item,
        line=change_line(wanted, directory, visitor.say), on_file=on_file, further=further, problem=problem,
        others=inputs(wanted.target, wanted.op, others, {}, directory, visitor.say),
        inputs=inputs(wanted.target, wanted.op, shown, values, directory, visitor.say,
                      organization=wanted.organization, problems=problems),
    )  # fmt: skip
