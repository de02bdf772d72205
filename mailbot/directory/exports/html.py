"""Report → one HTML page that needs nothing else: readable on a phone, printable, in any direction. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mailbot.directory.exports.report import Cell, Part, Report, Row, Table
from mailbot.resources import TEMPLATES

STYLE = TEMPLATES / "exports" / "page.css"


def html(report: Report) -> bytes:
    """The page, UTF-8. Texts are escaped; nothing is loaded, no script is in it."""
    return "\n".join(_page(report)).encode() + b"\n"


def _page(report: Report) -> Iterator[str]:
    title = escape(report.title)
    yield f'<!DOCTYPE html>\n<html lang="{escape(report.language)}" dir="{report.direction}">\n<head>'
    yield '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>\n{STYLE.read_text(encoding='utf-8').strip()}\n</style>\n</head>"
    yield f"<body>\n<main>\n<h1>{title}</h1>\n<p>{escape(report.made)}</p>"
    for table in report.tables:
        yield from _table(table)
    yield "</main>\n</body>\n</html>"


def _table(table: Table) -> Iterator[str]:
    yield f"<h2>{escape(table.title)}</h2>"
    if table.note:
        yield f"<p>{escape(table.note)}</p>"
    whole = sum(column.share for column in table.columns)
    shares = "".join(f'<col style="width:{column.share / whole:.1%}">' for column in table.columns)
    yield f'<div class="scroll">\n<table>\n<colgroup>{shares}</colgroup>\n<thead><tr>'
    yield "".join(f'<th scope="col">{escape(column.heading)}</th>' for column in table.columns)
    yield "</tr></thead>"
    opened = False
    for row in table.rows:
        if row.is_group or not opened:
            yield "</tbody>\n<tbody>" if opened else "<tbody>"
            opened = True
        yield _row(row, table)
    yield ("</tbody>\n" if opened else "") + "</table>\n</div>"


def _row(row: Row, table: Table) -> str:
    if row.is_group:
        text = escape(row.cells[0][0].text)
        return f'<tr><th scope="rowgroup" colspan="{len(table.columns)}"><bdi>{text}</bdi></th></tr>'
    cells = [f'<th scope="row">{_cell(row.cells[0])}</th>']
    for column, cell in zip(table.columns[1:], row.cells[1:], strict=True):
        cells.append(f'<td data-name="{escape(column.heading)}">{_cell(cell)}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _cell(cell: Cell) -> str:
    return "<br>".join(_part(part) for part in cell)


def _part(part: Part) -> str:
    classes = " ".join(filter(None, (part.look, part.action.lower())))
    named = f' class="{classes}"' if classes else ""
    return f"<bdi{named}{' dir=ltr' if part.ltr else ''}>{escape(part.text)}</bdi>"
