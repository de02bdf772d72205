"""The tables of an HTML body -> grids: every cell with what was struck out of it and what was added.

A table that only arranges the page, with other tables in it, is none; the quoted ones are told apart by where
they stand. Nothing is fetched; the walk is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from mailbot.mail.html import MAX_HTML, is_coloured, is_struck
from mailbot.mail.nesting import shallow
from mailbot.reading.grids.model import EMPTY, MAX_CELL, MAX_COLUMNS, MAX_ROWS, Cell, Grid, Row, struck_row
from mailbot.reading.values import clean

MAX_TABLES = 40
MAX_DEPTH = 60
MAX_NODES = 20_000  # of all tables
_SKIP = {"script", "style", "head", "title", "template", "noscript", "o:p", "svg", "object", "-comment"}
_BREAKS = {"br", "p", "div", "li"}
_QUOTES = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote")
_ANSWERED = ("divRplyFwdMsg", "appendonsend")


@dataclass(frozen=True)
class Table:
    """One table, and whether it stands in what is quoted."""

    grid: Grid
    quoted: bool


class _Reading:
    def __init__(self) -> None:
        self.left = MAX_NODES


def tables(html: str) -> list[Table]:
    """The tables with at least two columns, in order."""
    if "<table" not in html.lower():
        return []
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(shallow(html[:MAX_HTML]))
    reading = _Reading()
    out: list[Table] = []
    for node in tree.css("table")[:MAX_TABLES]:
        if node.css_first("table table") is not None or len(node.css("table")) > 1:
            continue
        grid = replace(_grid(node, reading), title=_above(node))
        if sum(sum(bool(c.text.strip() or c.old.strip()) for c in row.cells) > 1 for row in grid.rows) >= 2:
            out.append(Table(grid, _is_quoted(node)))
    return out


def _above(node: Any) -> str:
    """The line above the table."""
    for start in (node, node.parent):
        before, steps = (start.prev if start is not None else None), 0
        while before is not None and steps < 8:
            text = clean(before.text() if before.tag != "-text" else before.text_content or "")
            if text:
                return text[-300:]
            before, steps = before.prev, steps + 1
    return ""


def _is_quoted(node: Any) -> bool:
    """Whether a quotation holds the table, or a client's mark of one stands before it."""
    depth = 0
    while node is not None and depth < MAX_DEPTH:
        attributes = node.attributes or {}
        if node.tag == "blockquote" or any(q in (attributes.get("class") or "") for q in _QUOTES):
            return True
        before = node.prev
        steps = 0
        while before is not None and steps < 200:
            if (getattr(before, "attributes", None) or {}).get("id") in _ANSWERED:
                return True
            before, steps = before.prev, steps + 1
        node, depth = node.parent, depth + 1
    return False


def _grid(node: Any, reading: _Reading) -> Grid:
    rows: list[Row] = []
    above: dict[int, tuple[int, Cell]] = {}  # column -> rows it still reaches down, and the cell
    for tr in node.css("tr")[:MAX_ROWS]:
        struck = is_struck(tr.tag, (tr.attributes or {}).get("style"))
        cells: list[Cell] = []
        for td in tr.iter():
            if td.tag not in ("td", "th") or len(cells) >= MAX_COLUMNS:
                continue
            _reach_down(cells, above)
            cell = _cell(td, struck, reading)
            if (down := _number(td, "rowspan")) > 1:
                above[len(cells)] = (down - 1, cell)
            cells += [cell, *[EMPTY] * (min(_number(td, "colspan"), MAX_COLUMNS) - 1)]
        _reach_down(cells, above)
        rows.append(struck_row(Row(tuple(cells[:MAX_COLUMNS]))))
    return Grid(tuple(rows))


def _reach_down(cells: list[Cell], above: dict[int, tuple[int, Cell]]) -> None:
    while len(cells) in above:
        left, cell = above.pop(len(cells))
        if left > 1:
            above[len(cells)] = (left - 1, cell)
        cells.append(cell)


def _number(node: Any, name: str) -> int:
    value = (node.attributes or {}).get(name) or "1"
    return max(1, int(value)) if value.isdigit() and len(value) < 4 else 1


def _cell(node: Any, struck: bool, reading: _Reading) -> Cell:
    """The text without what is struck; where something is, also the text without what is coloured."""
    pieces = list(_pieces(node, struck, False, reading, 0))
    after = clean(" ".join("".join(t for t, gone, _ in pieces if not gone).split()))[:MAX_CELL]
    if not any(gone and text.strip() for text, gone, _ in pieces):
        return Cell(after)
    before = clean(" ".join("".join(t for t, gone, new in pieces if gone or not new).split()))[:MAX_CELL]
    return Cell(after) if before == after else Cell(after, before)


def _pieces(
    node: Any, struck: bool, new: bool, reading: _Reading, depth: int
) -> Iterator[tuple[str, bool, bool]]:
    """(text, struck out, added) of everything in the node."""
    for child in node.iter(include_text=True):
        reading.left -= 1
        if reading.left < 0 or depth > MAX_DEPTH:
            return
        tag = child.tag or ""
        if tag == "-text":
            yield child.text_content or "", struck, new
        elif tag not in _SKIP:
            attributes = child.attributes or {}
            gone = struck or is_struck(tag, attributes.get("style"))
            added = new or tag == "ins" or is_coloured(tag, attributes)
            if tag in _BREAKS:
                yield " ", struck, new
            yield from _pieces(child, gone, added, reading, depth + 1)
            if tag in _BREAKS:
                yield " ", struck, new
