"""`/console/cases/ID/add`: the change that a reader missed, entered by hand; the mail is its source.

Two steps, each a page of its own: which record (`?target=contact&id=cept-1`, or a new one of an
organization), then its values and the words of the mail that say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from mailbot.directory.change import Change, FieldChange, Op
from mailbot.directory.records import values
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.console import words
from mailbot.doors.web.console.amending import values_in
from mailbot.doors.web.console.deciding import count_in, refused
from mailbot.doors.web.console.desk import Number, case_at, officer, page
from mailbot.doors.web.console.inputs import inputs
from mailbot.doors.web.console.mail_view import view_of
from mailbot.doors.web.forms import Posted, posted
from mailbot.doors.web.links import Links
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.errors import AskPerson, InputRefused
from mailbot.review.adding import MAX_EVIDENCE, add
from mailbot.review.entering import TARGETS, enterable
from mailbot.wording import N_

OPS: dict[str, tuple[Op, str]] = {
    "update": ("update", N_("change an entry")), "add": ("add", N_("add an entry")),
    "remove": ("remove", N_("remove an entry")),
}  # fmt: skip


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console/cases")
    edits = posted(site, "edit")

    @made.api_route("/{number}/add", methods=["GET", "HEAD"])
    def form(request: Request, number: Number) -> Response:
        """Which record, or its fields."""
        visitor = site.require(request, "edit")
        return _form(site, request, visitor, number, _asked(request.query_params, site.directory()))

    @made.post("/{number}/add")
    def keep(request: Request, number: Number, sent: Posted = edits) -> Response:
        """Add it to the case; it waits for a decision as any other."""
        visitor, form = sent
        asked = _asked({name: form.get(name, most=300) for name in ("target", "op", "id", "organization")},
                       site.directory())  # fmt: skip
        if asked is None:
            raise HTTPException(422)
        evidence = tuple(form.all("evidence", most=MAX_EVIDENCE))
        given = values_in(form) if asked["op"] != "remove" else {}
        try:
            with site.wiring.store.begin() as session:
                case_at(session, number)
                made_number = add(session, number, _change(asked, given, evidence), officer(visitor),
                                  visitor.now, version=count_in(form, "version"), door="web")  # fmt: skip
        except InputRefused as exc:
            problems = {each.path: each.text for each in exc.problems}
            return _form(site, request, visitor, number, asked, given, evidence, problems, str(exc))
        except AskPerson as exc:
            return refused(site, request, visitor, number, form, str(exc))
        place = Links(request, visitor)(f"console/cases/{number}", done="add")
        return Response(status_code=303, headers={"Location": f"{place}#change-{made_number}"})

    return made


def _asked(query: Mapping[str, str], directory: Directory) -> dict[str, Any] | None:
    """The record that is meant, where all of it is known."""
    target, op = query.get("target", ""), query.get("op", "")
    if target not in TARGETS or op not in OPS:
        return None
    if op == "add":
        known = {each.code for each in directory.organizations}
        organization = query.get("organization", "")
        found: dict[str, Any] = {
            "target": target,
            "op": op,
            "id": None,
            "organization": organization,
            "record": {},
        }
        return found if organization in known else None
    record = directory.get(target, query.get("id", ""))
    if record is None:
        return None
    return {
        "target": target, "op": op, "id": record.key, "organization": getattr(record, "organization", None),
        "record": values(record),
    }  # fmt: skip


def _change(asked: Mapping[str, Any], given: Mapping[str, str], evidence: tuple[str, ...]) -> Change:
    """What was entered, without the fields that stay as they are."""
    before = {name: "" if value is None else str(value) for name, value in asked["record"].items()}
    told = {name: value for name, value in given.items() if value != before.get(name, "")}
    fields = {name: FieldChange(asked["record"].get(name), value or None) for name, value in told.items()}
    return Change(asked["target"], asked["op"], asked["id"], asked["organization"], fields, evidence)


def _form(
    site: Site, request: Request, visitor: Visitor, number: int, asked: dict[str, Any] | None,
    given: Mapping[str, str] | None = None, evidence: tuple[str, ...] = (),
    problems: Mapping[str, str] | None = None, problem: str = "",
) -> Response:  # fmt: skip
    directory, query = site.directory(), request.query_params
    with site.wiring.store.read() as session:
        case = case_at(session, number)
        mail = view_of(session, case)
    fields: tuple[Any, ...] = ()
    if asked is not None and asked["op"] != "remove":
        known = [name for name in enterable(asked["target"], asked["op"]) if name != "organization"]
        fields = inputs(
            asked["target"], asked["op"], known, {**asked["record"], **(given or {})}, directory, visitor.say,
            organization=asked["organization"], problems=problems,
        )  # fmt: skip
    named: Mapping[str, Any] = asked or query
    chosen = {
        "target": named.get("target") if named.get("target") in TARGETS else "contact",
        "op": named.get("op") if named.get("op") in OPS else "update",
        "organization": named.get("organization", case.organization) or "",
    }
    whose = chosen["organization"]
    records = [
        record
        for record in directory.of_kind(str(chosen["target"]))
        if not whose or getattr(record, "organization", None) == whose
    ]
    return page(
        site, request, visitor, "add", status=422 if problem else 200, case=case, mail=mail, asked=asked,
        inputs=fields, evidence="\n".join(evidence), problem=problem, chosen=chosen, records=records,
        words=words, ops=OPS, directory=directory, most=MAX_EVIDENCE, given=given or {},
    )  # fmt: skip
