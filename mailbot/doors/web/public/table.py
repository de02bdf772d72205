"""`/table`: texts by organizations with the degree of consensus; what two organizations have in common.

    /table?committee=COM3&organization=CEPT&action=MOD&status=draft&class=common_ground&sort=least&q=numbering
    /table/text/Resolution%2020    /table/cell/CEPT/Resolution%2020
    /table/compare?a=CEPT&b=ATU    /table/matrix

Ids of texts are steps of addresses as they are, percent-encoded. What it says is `docs/consensus.md`'s.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from mailbot.directory.commonality import RELATIONS, compare, matrix, pair, totals
from mailbot.directory.degree import DEGREES
from mailbot.directory.snapshot import Directory
from mailbot.directory.words import ACTIONS, STATUSES
from mailbot.doors.web.links import Links
from mailbot.doors.web.public.shown import Shown, shown
from mailbot.doors.web.public.table_chart import of_all
from mailbot.doors.web.public.table_consensus import Consensus
from mailbot.doors.web.public.table_pages import cell_facts, text_facts
from mailbot.doors.web.public.table_rows import SORTS, STANCES, Asked, Cell, Row, every_row, sections
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.wording import Wording

_WORDS: dict[str, Any] = {"actions": ACTIONS, "statuses": STATUSES, "degrees": DEGREES, "stances": STANCES}


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/table")
    consensus = Consensus(site)

    @made.api_route("", methods=["GET", "HEAD"])
    def table(request: Request) -> Response:
        """All texts, or those that the address asks for."""
        return _answer(
            site, request, "table", lambda seen, visitor: _table(seen.directory, consensus, request, visitor)
        )

    @made.api_route("/matrix", methods=["GET", "HEAD"])
    def commonalities(request: Request) -> Response:
        """Region by region, Committee by Committee, and over time."""
        return _answer(site, request, "table_matrix", lambda seen, visitor: _matrix(seen, consensus, visitor))

    @made.api_route("/compare", methods=["GET", "HEAD"])
    def comparison(request: Request) -> Response:
        """Two organizations on every text on which one of them speaks."""
        return _answer(site, request, "table_compare",
                       lambda seen, _: _compare(seen.directory, consensus, request))  # fmt: skip

    @made.api_route("/text/{text:path}", methods=["GET", "HEAD"])
    def text(request: Request, text: str) -> Response:
        """One text: who says what, the class with its reasons, how it came about."""
        return _answer(site, request, "table_text",
                       lambda seen, visitor: text_facts(seen, consensus, visitor, text))  # fmt: skip

    @made.api_route("/cell/{organization}/{text:path}", methods=["GET", "HEAD"])
    def cell(request: Request, organization: str, text: str) -> Response:
        """One organization on one text, and where that comes from."""
        return _answer(site, request, "table_cell",
                       lambda seen, visitor: cell_facts(site, seen, visitor, organization, text))  # fmt: skip

    return made


def _answer(site: Site, request: Request, name: str, facts: Any) -> Response:
    visitor = site.visitor(request)
    seen = shown(site, visitor)
    headers, unchanged = site.unchanged(request, visitor, seen.version)
    if unchanged is not None:
        return unchanged
    found = facts(seen, visitor)
    return site.page(request, f"public/{name}", visitor, headers=headers, **_WORDS, **found)


def _table(directory: Directory, consensus: Consensus, request: Request, visitor: Visitor) -> dict[str, Any]:
    asked = Asked.of(request.query_params, directory)
    assessed = consensus.now()
    found = sections(directory, assessed, asked)
    go = Links(request, visitor)
    return {
        "asked": asked, "sections": found, "sorts": SORTS, "of": len(assessed),
        "count": sum(len(section.rows) + len(section.silent) for section in found),
        "lines": lambda rows: [_line(row, go, visitor.say) for row in rows],
        "organizations": directory.organizations, "committees": directory.committees,
    }  # fmt: skip


def _line(row: Row, go: Links, say: Wording) -> tuple[Any, ...]:
    """A row as the template's loop unpacks it: the sandbox looks at every attribute, and there are
    thousands."""
    cells = [_cell(cell, go, say) for cell in row.cells]
    found = row.assessment
    return go(row.path), row.text, row.title, cells, found.degree, found.number


def _cell(cell: Cell | None, go: Links, say: Wording) -> tuple[str, str, str, str]:
    """(address, mark, word, status)"""
    if cell is None:
        return "", "", "", ""
    if cell.position is None:
        return go(cell.path), "", say(STANCES[cell.stance or "comment"]), ""
    action, status = cell.position.action, cell.position.status
    word = say(ACTIONS[action]) if action else "?"
    return go(cell.path), action or "", word, say(STATUSES[status]) if status else ""


def _matrix(seen: Shown, consensus: Consensus, visitor: Visitor) -> dict[str, Any]:
    directory, assessed = seen.directory, consensus.now()
    codes = [each.code for each in directory.organizations]
    trend = consensus.trend(visitor.now)
    return {
        "organizations": directory.organizations, "pairs": matrix(assessed, codes),
        "totals": totals(directory, assessed), "committees": {c.code: c.name for c in directory.committees},
        "trend": trend, "chart": of_all(trend),
    }  # fmt: skip


def _compare(directory: Directory, consensus: Consensus, request: Request) -> dict[str, Any]:
    codes = [each.code for each in directory.organizations]
    asked = [request.query_params.get(name, "") for name in ("a", "b")]
    if any(code and code not in codes for code in asked):
        raise HTTPException(404, "there is no such organization")
    a, b = asked[0] or next(iter(codes), ""), asked[1]
    b = b or next((code for code in codes if code != a), "")
    assessed = consensus.now()
    found = compare(assessed, a, b) if a != b else {}
    at = {code: number for number, code in enumerate(codes)}
    rows = [(row, row.cells[at[a]], row.cells[at[b]], found[row.text])
            for row in every_row(directory, assessed) if row.text in found]  # fmt: skip
    rows.sort(key=lambda row: list(RELATIONS).index(row[3]))
    return {"organizations": directory.organizations, "a": a, "b": b, "rows": rows,
            "relations": RELATIONS, "pair": pair(assessed, a, b) if a != b else None}  # fmt: skip
