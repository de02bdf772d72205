"""`/console`: what waits for a decision, and deciding several at once; `/console/cases`: all cases.

Several are decided each for itself. What is held, what needs to be confirmed and what has changed since the
list was shown is left alone, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from mailbot.doors.web.console import words
from mailbot.doors.web.console.case import done_in
from mailbot.doors.web.console.desk import officer, page, rules
from mailbot.doors.web.console.rows import NOBODY, ONLY, ORDERS, Filters, in_order, rows_of
from mailbot.doors.web.forms import Form, Posted, posted
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.review.decisions import Decision, Verb
from mailbot.review.ranking import ranked
from mailbot.review.searching import find_cases
from mailbot.review.several import MOST, decide_many
from mailbot.wording import N_

SHOWN = 100  # rows; what lies behind them is filtered for
PAGE = 50
SEARCHED = ("pending", "held", "partly", "approved", "rejected", "undone", "replaced")
NEEDS_A_LOOK = N_("It needs a closer look; open it and confirm.")
NOTHING_CHOSEN = N_("Nothing was selected, so nothing was done.")
NO_REASON = N_("To reject, say why: the sender will read it.")


@dataclass(frozen=True)
class Done:
    """What became of one of several. ``left`` says why something of it still waits; the first is a text of
    the catalogues or comes from the decision itself."""

    number: int
    state: str = ""
    done: int = 0
    left: tuple[str, ...] = ()


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console")
    decides = posted(site, "decide")

    @made.api_route("", methods=["GET", "HEAD"])
    def queue(request: Request) -> Response:
        """The queue."""
        return _queue(site, request, site.require(request, "see"), request.query_params)

    @made.post("")
    def several(request: Request, sent: Posted = decides) -> Response:
        """Approve or reject the selected ones."""
        visitor, form = sent
        verb: Verb = "reject" if form.get("verb") == "reject" else "approve"
        chosen, reason = _chosen(form), form.get("reason") or None
        if not chosen or (verb == "reject" and reason is None):
            problem = NOTHING_CHOSEN if not chosen else NO_REASON
            return _queue(site, request, visitor, request.query_params, problem=problem, status=422)
        done = _decide(site, visitor, verb, chosen, reason)
        return _queue(site, request, visitor, request.query_params, results=done)

    @made.api_route("/cases", methods=["GET", "HEAD"])
    def cases(request: Request) -> Response:
        """All cases, the newest first."""
        visitor = site.require(request, "see")
        return _search(site, request, visitor)

    return made


def _queue(
    site: Site, request: Request, visitor: Visitor, query: Mapping[str, str], *,
    problem: str = "", results: Sequence[Done] = (), status: int = 200,
) -> Response:  # fmt: skip
    filters, directory = Filters.of(query), site.directory()
    with site.wiring.store.read() as session:
        found = ranked(session, visitor.now)
    rows = rows_of(found, directory, visitor.say, officer(visitor))
    wanted = in_order([row for row in rows if filters.wants(row)], filters.order)
    codes = sorted({row.case.organization for row in rows if row.case.organization})
    nobody = [NOBODY] if any(row.case.organization is None for row in rows) else []
    choices: dict[str, Any] = {
        "kinds": words.KINDS, "only": ONLY, "orders": ORDERS, "codes": codes + nobody, "nobody": NOBODY,
    }  # fmt: skip
    return page(
        site, request, visitor, "queue", status=status, rows=wanted[:SHOWN], found=len(wanted),
        total=len(rows), filters=filters, choices=choices, words=words, problem=problem, results=results,
        done=done_in(request),
    )  # fmt: skip


def _search(site: Site, request: Request, visitor: Visitor) -> Response:
    query = request.query_params
    asked, state = query.get("q", "")[:200], query.get("state", "")
    states = (state,) if state in SEARCHED else ()
    number = query.get("page", "1")
    at = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 6 else 1
    with site.wiring.store.read() as session:
        found = find_cases(
            session, asked, organization=query.get("organization") or None, states=states,
            page=max(1, at), size=PAGE,
        )  # fmt: skip
    return page(
        site, request, visitor, "cases", found=found, asked=asked, state=state if states else "",
        organization=query.get("organization", "")[:100], at=max(1, at), last=max(1, -(-found.total // PAGE)),
        states=SEARCHED, words=words, directory=site.directory(),
    )  # fmt: skip


def _chosen(form: Form) -> list[tuple[int, int]]:
    """(case, version) of each selected row."""
    chosen = []
    for value in form.all("case", most=40):
        number, _, version = value.partition(":")
        if not all(each.isascii() and each.isdigit() and len(each) < 10 for each in (number, version)):
            raise HTTPException(422)
        chosen.append((int(number), int(version)))
    return list(dict(chosen).items())[:MOST]


def _decide(
    site: Site, visitor: Visitor, verb: Verb, chosen: list[tuple[int, int]], reason: str | None
) -> list[Done]:
    with site.wiring.store.begin() as session:
        doubtful = _doubtful(site, session, visitor) if verb == "approve" else set()
        plain = [
            (number, Decision(verb, officer(visitor), (), reason, version=version))
            for number, version in chosen if number not in doubtful
        ]  # fmt: skip
        outcomes = decide_many(session, plain, visitor.now, rules(site))
    done = [
        Done(each.set_id, each.outcome.state, len(each.outcome.done) + len(each.outcome.seconded),
             tuple(each.outcome.left.values()))
        if each.outcome else Done(each.set_id, left=(each.refused or "",))
        for each in outcomes
    ]  # fmt: skip
    looked = [Done(number, left=(NEEDS_A_LOOK,)) for number, _ in chosen if number in doubtful]
    return [*done, *looked]


def _doubtful(site: Site, session: Session, visitor: Visitor) -> set[int]:
    """The cases that nobody approves in passing."""
    rows = rows_of(ranked(session, visitor.now), site.directory(), visitor.say, officer(visitor))
    return {int(row.case.id) for row in rows if row.doubts}
