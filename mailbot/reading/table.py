"""Tables with headings of the region's own, in the body: `Text | Action | Status` and rows below.

`read_rows` is shared with the readers of sheets and CSV files. Headings are looked up in the message's
language and English; the rows that repeat what is on file yield nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.entries import best_target, finding
from mailbot.reading.findings import Material, Result
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells, is_row

READER = "table"


def read(material: Material, context: Context) -> list[Result]:
    results: list[Result] = []
    group: list[tuple[str, ...]] = []
    for line in [*material.reply.new_text.split("\n"), ""]:
        if is_row(line) or ("|" in line and group and line.strip()):
            group.append(cells(line))
            continue
        if line.strip() or group:
            results += read_rows(group, context, "body")
            group = []
    return results


def read_rows(
    rows: Sequence[Sequence[str]], context: Context, source: str, reader: str = READER
) -> list[Result]:
    """What a table says: its headings are the first row (of five) that names fields."""
    for number, row in enumerate(rows[:5]):
        found = best_target(list(row), context)
        if found is None:
            continue
        target, columns = found
        results: list[Result] = []
        for line in rows[number + 1 :]:
            if kind_of(tuple(line), context) is not None and target != "contact" and len(line) == 5:
                continue  # a row of our own table, compared elsewhere
            row_values = {field: line[column] for column, field in columns.items() if column < len(line)}
            organization = row_values.pop("organization", None)
            if (
                organization
                and organization.strip() not in (context.organization, "")
                and _is_code(organization, context)
            ):
                continue
            evidence = " | ".join(cell for cell in line if cell)
            result = finding(target, row_values, context, evidence, source, reader)
            if result is not None:
                results.append(result)
        return results
    return []


def _is_code(cell: str, context: Context) -> bool:
    return any(o.code == cell.strip() for o in context.directory.organizations)
