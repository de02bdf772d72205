"""Document → HTML for the body of a mail: CSS inlined, no colours that a dark background swallows. Pure.

It is a fragment below the mail's own heading (`templates/mail/_base`), readable at phone width: tables take
the width there is, and wide ones scroll by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from mailbot.outbound.papers.document import (
    Block,
    Break,
    Document,
    Heading,
    Inline,
    Items,
    Line,
    Link,
    Paragraph,
    Placeholder,
    Quote,
    Rule,
    Table,
)

_SIZES = {1: 18, 2: 17, 3: 16}
_TO_ADD = Markup('<b style="background-color:#fde68a;color:#1f2937;">{}</b>')
_CLOCK = Markup('<span dir="ltr" style="white-space:nowrap;">{}</span>')
_LABEL = Markup(
    '<tr><th scope="row" class="m" style="text-align:{start};vertical-align:top;font-weight:normal;'
    'color:#667080;padding:3px {pad};width:96px;">{label}</th>'
    '<td style="vertical-align:top;padding:3px 0;">{value}</td></tr>\n'
)
_CELL = Markup(
    '<{tag} style="text-align:{start};vertical-align:top;border-bottom:{line};padding:5px {pad};">'
    "{text}</{tag}>"
)


def html(document: Document) -> Markup:
    """The paper's text; its title stands in the mail's own heading."""
    return _Writer(document.direction == "rtl").blocks(document.blocks)


class _Writer:
    def __init__(self, rtl: bool) -> None:
        self.start, self.end = ("right", "left") if rtl else ("left", "right")
        self.rtl = rtl

    def pad(self, width: int) -> str:
        """The rest of a padding that keeps ``width`` towards the next cell."""
        return f"0 3px {width}px" if self.rtl else f"{width}px 3px 0"

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        return Markup("").join(self.block(each) for each in blocks)

    def block(self, block: Block) -> Markup:
        if isinstance(block, Heading):
            made = Markup(
                '<h{n} style="margin:22px 0 6px 0;font-size:{size}px;line-height:1.3;">{text}</h{n}>\n'
            )
            return made.format(n=block.level + 1, size=_SIZES[block.level], text=self.line(block.line))
        if isinstance(block, Paragraph):
            return Markup("<p>{}</p>\n").format(self.line(block.line))
        if isinstance(block, Items):
            return self.items(block)
        if isinstance(block, Table):
            return self.table(block) if block.header else self.form(block)
        if isinstance(block, Quote):
            style = f"margin:8px 0;padding-{self.start}:12px;border-{self.start}:3px solid #9aa3af;"
            return Markup('<div style="{}">{}</div>\n').format(style, self.blocks(block.blocks))
        assert isinstance(block, Rule)
        return Markup('<hr style="border:0;border-top:1px solid #9aa3af;margin:16px 0;">\n')

    def items(self, block: Items) -> Markup:
        tag = "ul" if block.start is None else "ol"
        start = Markup(' start="{}"').format(block.start) if block.start not in (None, 1) else Markup("")
        item = Markup('<li style="margin:0 0 8px 0;">{}</li>\n')
        inside = Markup("").join(item.format(self.item(each)) for each in block.items)
        margins = f"margin:4px 0;padding-{self.end}:0;padding-{self.start}:24px;"
        return Markup('<{tag}{start} style="{style}">\n{inside}</{tag}>\n').format(
            tag=tag, start=start, style=margins, inside=inside
        )

    def item(self, blocks: tuple[Block, ...]) -> Markup:
        """An item's first paragraph stands beside its mark, without a paragraph's margins."""
        if blocks and isinstance(blocks[0], Paragraph):
            return self.line(blocks[0].line) + self.blocks(blocks[1:])
        return self.blocks(blocks)

    def form(self, block: Table) -> Markup:
        head = Markup(
            '<table role="presentation" cellpadding="0" cellspacing="0" '
            'style="border-collapse:collapse;width:100%;margin:8px 0 16px 0;">\n'
        )
        rows = Markup("").join(
            _LABEL.format(start=self.start, pad=self.pad(14), label=self.line(row[0]),
                          value=Markup(" ").join(self.line(cell) for cell in row[1:]))
            for row in block.rows
        )  # fmt: skip
        return head + rows + Markup("</table>\n")

    def table(self, block: Table) -> Markup:
        head = Markup(
            '<div style="overflow-x:auto;">\n<table cellpadding="0" cellspacing="0" '
            'style="border-collapse:collapse;width:100%;font-size:14px;margin:4px 0 10px 0;">\n'
        )
        rows = [self.row(block.header, "th", "2px solid #9aa3af")]
        rows += [self.row(row, "td", "1px solid #c4cad3") for row in block.rows]
        return head + Markup("").join(rows) + Markup("</table>\n</div>\n")

    def row(self, cells: tuple[Line, ...], tag: str, line: str) -> Markup:
        made = [_CELL.format(tag=tag, start=self.start, line=line, pad=self.pad(8).replace("3px", "5px"),
                             text=self.line(cell)) for cell in cells]  # fmt: skip
        return Markup("<tr>{}</tr>\n").format(Markup("").join(made))

    def line(self, line: Line) -> Markup:
        return Markup("").join(self.inline(each) for each in line)

    def inline(self, part: Inline) -> Markup:
        if isinstance(part, Break):
            return Markup("<br>\n")
        if isinstance(part, Placeholder):
            return _TO_ADD.format(part.text)
        if isinstance(part, Link):
            made = Markup('<a href="{}" style="overflow-wrap:anywhere;">{}</a>').format(part.url, part.text)
        else:
            made = Markup("<code>{}</code>").format(part.text) if part.code else escape(part.text)
            made = _CLOCK.format(made) if part.clock else made
            made = Markup("<i>{}</i>").format(made) if part.italic else made
        return Markup("<b>{}</b>").format(made) if part.bold else made
