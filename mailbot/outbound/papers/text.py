"""Document → plain text for a mail: 76 columns, Chinese counted double. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.outbound.papers.document import (
    Block,
    Document,
    Heading,
    Items,
    Line,
    Paragraph,
    Quote,
    Rule,
    Table,
    plain,
)
from mailbot.outbound.wrapping import WIDTH, columns, padded, wrapped

_LABELS = 30  # columns that labels of a form take at most


def text(document: Document) -> str:
    """The paper's text with its form and number above it."""
    head = [document.heading.upper(), document.date]
    return "\n".join([*(each for each in head if each), "", *_blocks(document.blocks, 0)]).strip() + "\n"


def _blocks(blocks: Iterable[Block], indent: int) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += [*_block(block, indent), ""]
    return lines


def _block(block: Block, indent: int) -> list[str]:
    if isinstance(block, Heading):
        words = plain(block.line)
        return [wrapped(words.upper() if block.level == 1 else words, indent)]
    if isinstance(block, Paragraph):
        return [wrapped(plain(block.line), indent)]
    if isinstance(block, Items):
        return _items(block, indent)
    if isinstance(block, Table):
        return _table(block, indent) if block.header else _form(block, indent)
    if isinstance(block, Quote):
        inside = "\n".join(_blocks(block.blocks, 0)).strip()
        return [" " * indent + f"| {line}".rstrip() for line in inside.split("\n")]
    assert isinstance(block, Rule)
    return [" " * indent + "-" * (WIDTH - indent)]


def _items(block: Items, indent: int) -> list[str]:
    """Each item behind its mark; items of one short paragraph stand close together."""
    lines: list[str] = []
    for number, item in enumerate(block.items, block.start or 0):
        mark = "- " if block.start is None else f"{number}. "
        inside = "\n".join(_blocks(item, indent + len(mark))).rstrip()
        lines.append(" " * indent + mark + inside[indent + len(mark) :])
        if block.start is not None:
            lines.append("")
    return lines[:-1] if block.start is not None else lines


def _form(block: Table, indent: int) -> list[str]:
    """`Source:    TSAG`, what they say below one another."""
    width = min(_LABELS, max((columns(plain(row[0])) for row in block.rows), default=0) + 2)
    lines = []
    for label, *cells in block.rows:
        words = plain(label)
        said = wrapped(" ".join(_said(cells)), indent + width)
        named = padded(f"{words}:" if words and not words.endswith(":") else words, width)
        long = columns(named) > width
        lines += (
            [" " * indent + named.rstrip(), said] if long else [" " * indent + named + said[indent + width :]]
        )
    return [line.rstrip() for line in lines]


def _table(block: Table, indent: int) -> list[str]:
    lines = [" | ".join(_said(block.header))]
    return [wrapped(line, indent, 2) for line in (*lines, *(" | ".join(_said(row)) for row in block.rows))]


def _said(cells: Iterable[Line]) -> list[str]:
    return [" ".join(plain(cell).split()) or "-" for cell in cells]
