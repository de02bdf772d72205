"""Markdown → blocks of a document, and data → Markdown that says just that data. Pure.

CommonMark with tables. HTML is text, images are their words, links lead to http, https and mailto only.
`[[TSB to add: ...]]` is a placeholder where an author has written it; from data, which is escaped, it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

from mailbot import text
from mailbot.outbound.papers.document import (
    TO_ADD,
    Block,
    Break,
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
    Text,
)

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{}~])")  # all of ASCII but the bar
_URL = re.compile(
    r"https?://[^\s<>\"'()\[\]{}|\\^`«»“”、。，；）]+[^\s<>\"'()\[\]{}|\\^`«»“”、。，；）.,:;!?]"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d\d-\d{1,2}:\d\d(?: (?:UTC[+-]?[\d:]*|[A-Z]{2,5}\b))?")
_SPECIAL = re.compile(f"{_URL.pattern}|{_CLOCK.pattern}")
_OPEN = f"[[{TO_ADD}"
_PLAIN = Text("")
_LEVELS = 3
_SCHEMES = ("http://", "https://", "mailto:")


class Written(str):
    """Markdown that an author wrote, or that is escaped already: it is not escaped (again)."""

    __slots__ = ()


def escaped(value: object) -> str:
    """Data as Markdown that reads as this very text, on one line; what hides or turns text is written out."""
    if isinstance(value, Written):
        return value
    line = " ".join(str("" if value is None else value).split())
    return _PUNCTUATION.sub(r"\\\1", text.visible(line)).replace("|", "&#124;")


def placeholder(what: str) -> Written:
    """`[[TSB to add: URL of TD852]]`."""
    return Written(_OPEN + " ".join(re.sub(r"[\[\]|]", " ", text.visible(what)).split()) + "]]")


def blocks(source: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text."""
    return tuple(_blocks(SyntaxTreeNode(_parser().parse(source)).children))


def line(source: str) -> Line:
    """One line of Markdown."""
    return _joined(_inlines(SyntaxTreeNode(_parser().parseInline(" ".join(source.split()))).children))


@cache
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    made.inline.ruler.before("link", "placeholder", _placeholder_rule)
    return made


def _placeholder_rule(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(_OPEN, state.pos):
        return False
    end = state.src.find("]]", state.pos + len(_OPEN), state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("placeholder", "", 0)
        token.content = state.src[state.pos + len(_OPEN) : end]
    state.pos = end + 2
    return True


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        if node.type == "heading":
            yield Heading(min(int(node.tag[1:]), _LEVELS), _line(node))
        elif node.type == "paragraph":
            yield Paragraph(_line(node))
        elif node.type in ("bullet_list", "ordered_list"):
            start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
            yield Items(tuple(tuple(_blocks(item.children)) for item in node.children), start)
        elif node.type == "table":
            yield _table(node)
        elif node.type == "blockquote":
            yield Quote(tuple(_blocks(node.children)))
        elif node.type == "hr":
            yield Rule()
        elif node.type in ("fence", "code_block"):
            yield Paragraph(_code(node.content))


def _table(node: SyntaxTreeNode) -> Table:
    header: tuple[Line, ...] = ()
    rows: list[tuple[Line, ...]] = []
    for part in node.children:
        for row in part.children:
            cells = tuple(_line(cell) for cell in row.children)
            if part.type == "thead":
                header = cells if any(cells) else ()
            else:
                rows.append(cells)
    return Table(tuple(rows), header)


def _code(content: str) -> Line:
    parts: list[Inline] = []
    for each in content.rstrip("\n").split("\n"):
        parts += [Text(_shown(each), code=True), Break()]
    return tuple(parts[:-1])


def _line(node: SyntaxTreeNode) -> Line:
    return _joined(each for inline in node.children for each in _inlines(inline.children))


def _inlines(nodes: Sequence[SyntaxTreeNode], look: Text = _PLAIN) -> Iterator[Inline]:
    for node in nodes:
        if node.type in ("text", "text_special"):
            yield from _linked(replace(look, text=_shown(node.content)))
        elif node.type == "softbreak":
            yield replace(look, text=" ")
        elif node.type == "hardbreak":
            yield Break()
        elif node.type == "placeholder":
            yield Placeholder(" ".join(_shown(node.content).split()))
        elif node.type == "code_inline":
            yield replace(look, text=_shown(node.content), code=True)
        elif node.type == "strong":
            yield from _inlines(node.children, replace(look, bold=True))
        elif node.type == "em":
            yield from _inlines(node.children, replace(look, italic=True))
        elif node.type == "link":
            yield from _link(node, look)
        else:
            yield from _inlines(node.children, look)


def _link(node: SyntaxTreeNode, look: Text) -> Iterator[Inline]:
    """A link whose words do not say where it leads shows its address, too: a paper may be printed."""
    url = text.visible(str(node.attrs.get("href", "")))
    inside = list(_inlines(node.children, look))
    words = "".join(each.text for each in inside)
    if not url.lower().startswith(_SCHEMES) or any(isinstance(each, Placeholder) for each in inside):
        yield from inside
        return
    shown = url.removeprefix("mailto:")
    if words in (url, shown):
        yield Link(words, url, look.bold)
    else:
        yield replace(look, text=f"{words} (")
        yield Link(shown, url, look.bold)
        yield replace(look, text=")")


def _linked(part: Text) -> Iterator[Inline]:
    """Addresses of web pages in plain text become links; hours are kept together."""
    at = 0
    for found in _SPECIAL.finditer(part.text):
        if found.start() > at:
            yield replace(part, text=part.text[at : found.start()])
        is_clock = found[0][0].isdigit()
        yield replace(part, text=found[0], clock=True) if is_clock else Link(found[0], found[0], part.bold)
        at = found.end()
    if at < len(part.text):
        yield replace(part, text=part.text[at:])


def _joined(parts: Iterator[Inline]) -> Line:
    """Neighbours of the same look as one."""
    made: list[Inline] = []
    for part in parts:
        last = made[-1] if made else None
        if (
            isinstance(part, Text)
            and isinstance(last, Text)
            and replace(last, text="") == replace(part, text="")
        ):
            made[-1] = replace(last, text=last.text + part.text)
        else:
            made.append(part)
    return tuple(made)


def _shown(content: str) -> str:
    return text.visible(content)
