"""HTML turned to text with its structure kept: paragraphs, lists, table rows as `a | b`, quotes as `> `.

What is struck out (`<s>`, `<del>`, line-through) is left out, for it is what the writer deleted. A line that
is wholly in a colour of its own begins with `COLOURED`: people answer so inside what they quote ("my remarks
in blue"). Nothing is fetched and no script is looked at. The walk is iterative and bounded.
"""

from __future__ import annotations

import re
from typing import Any

from mailbot.mail.nesting import shallow
from mailbot.mail.spacing import has_typed_gaps, is_line

MAX_HTML = 2_000_000
MAX_NODES = 200_000
MAX_LINE = 20_000  # characters; a longer one is broken
MAX_QUOTE = 50
_MARKS = re.compile(r"<(?:s|del|strike)[\s>]|text-decoration[^;\"']{0,40}line-through", re.I)
_SKIP = {
    "script",
    "style",
    "head",
    "title",
    "template",
    "noscript",
    "o:p",
    "svg",
    "object",
    "iframe",
    "-comment",
}
_BLOCK = {
    "p", "div", "ul", "ol", "li", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr",
    "blockquote", "section", "article", "header", "footer", "address", "dl", "dt", "dd", "tbody", "thead",
}  # fmt: skip
COLOURED = "\ue000"  # a private character; `reply.split` takes it away again
_COLOUR = re.compile(r"(?:^|[;\s])color\s*:\s*([^;]+)", re.I)
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})")
_NAMED = {
    "red": "ff0000", "blue": "0000ff", "green": "008000", "darkred": "8b0000", "darkblue": "00008b",
    "navy": "000080", "maroon": "800000", "purple": "800080", "orange": "ffa500", "darkgreen": "006400",
    "crimson": "dc143c", "brown": "a52a2a", "magenta": "ff00ff", "teal": "008080", "royalblue": "4169e1",
    "firebrick": "b22222", "orangered": "ff4500", "mediumblue": "0000cd", "violet": "ee82ee",
}  # fmt: skip
_VIVID = 60  # least distance between the strongest and the weakest of red, green, blue
_PARAGRAPH = {"p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}


def has_marks(html: str) -> bool:
    """Whether something is struck out."""
    return _MARKS.search(html[:MAX_HTML]) is not None


def is_struck(tag: str, style: str | None) -> bool:
    return tag in {"s", "del", "strike"} or "line-through" in (style or "").lower()


def is_coloured(tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether the element's text has a colour that is no black, grey or white; links have theirs anyway."""
    if tag == "a":
        return False
    found = _COLOUR.search(attributes.get("style") or "")
    value = (found[1] if found else attributes.get("color") or "").strip().lower()
    value = _NAMED.get(value, value.lstrip("#"))
    if (numbers := _RGB.match(value)) is not None:
        parts = [int(number) for number in numbers.groups()]
    elif re.fullmatch(r"[0-9a-f]{6}|[0-9a-f]{3}", value):
        width = len(value) // 3
        parts = [int((value[i : i + width] * 2)[:2], 16) for i in range(0, len(value), width)]
    else:
        return False
    return max(parts) - min(parts) >= _VIVID


class _Writer:
    def __init__(self, show_colours: bool, typed_gaps: bool) -> None:
        self.show_colours = show_colours
        self.typed_gaps = typed_gaps  # whether empty paragraphs part the text, as in Outlook's
        self.colours = 0  # how many coloured elements are open
        self.coloured = True  # whether all of the line so far is
        self.lines: list[str] = []
        self.line = ""
        self.quote = 0
        self.cells = 0
        self.preformatted = 0
        self.lists: list[int] = []

    def text(self, text: str) -> None:
        self.coloured = self.coloured and (self.colours > 0 or not text.strip())
        if self.preformatted:
            first, *rest = text.split("\n")
            self.line += first
            for line in rest:
                self.end()
                self.line = line
            return
        text = re.sub(r"[ \t\r\n\f\xa0]+", " ", text)
        if self.line.endswith(" ") or not self.line:
            text = text.lstrip(" ")
        self.line += text
        if len(self.line) > MAX_LINE:
            self.end()

    def end(self, force: bool = True) -> None:
        """Ends the line; inside a table cell a line end is a blank, so that a row stays one line."""
        if self.cells and not force:
            self.line = self.line.rstrip() + " " if self.line.strip() else self.line
            return
        if self.line.strip() or force:
            mark = ">" * min(self.quote, MAX_QUOTE) + " " if self.quote else ""
            mark += COLOURED if self.show_colours and self.coloured else ""
            self.lines.append((mark + self.line.rstrip()).rstrip(" ") if self.line.strip() else mark.rstrip())
        self.line, self.coloured = "", True

    def gap(self) -> None:
        if not self.cells:
            self.end(force=False)
            if self.lines and self.lines[-1].strip("> "):
                self.lines.append(">" * min(self.quote, MAX_QUOTE))


def _children(node: Any) -> list[Any]:
    return list(node.iter(include_text=True))


def to_text(html: str, *, colours: bool = False) -> str:
    """The text of the HTML; at most `MAX_HTML` characters and `MAX_NODES` nodes are read.

    With ``colours`` lines in a colour of their own begin with `COLOURED`.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(shallow(html[:MAX_HTML]))
    if tree.body is None:
        return ""
    writer = _Writer(colours, has_typed_gaps(html))
    # (node, phase): 0 opens an element, 1 closes it
    pending: list[tuple[Any, int]] = [(tree.body, 0)]
    seen = 0
    while pending and seen < MAX_NODES:
        node, phase = pending.pop()
        seen += 1
        tag = node.tag or ""
        if tag == "-text":
            writer.text(node.text_content or "")
        elif phase:
            _close(writer, tag, is_line(tag, node.attributes, writer.typed_gaps))
            writer.colours -= is_coloured(tag, node.attributes or {})
        elif tag not in _SKIP and not is_struck(tag, (node.attributes or {}).get("style")):
            _open(writer, tag, node)
            writer.colours += is_coloured(tag, node.attributes or {})
            pending.append((node, 1))
            pending += [(child, 0) for child in reversed(_children(node))]
    writer.end(force=False)
    return re.sub(r"(?:\n>*)+\Z", "", re.sub(r"\n{3,}", "\n\n", "\n".join(writer.lines))).strip("\n")


def _open(writer: _Writer, tag: str, node: Any) -> None:
    if tag == "br":
        writer.end(force=not writer.cells)
        return
    if tag == "hr":
        writer.gap()
        return
    if tag in _PARAGRAPH and not is_line(tag, node.attributes, writer.typed_gaps):
        writer.gap()
    elif tag in _BLOCK:
        writer.end(force=False)
    if tag == "blockquote":
        writer.quote += 1
    elif tag in ("ol", "ul"):
        start = re.fullmatch(r"\s*([0-9]{1,9})\s*", (node.attributes or {}).get("start") or "1")
        writer.lists.append(0 if tag == "ul" else int(start[1]) if start else 1)
    elif tag == "li" and writer.lists:
        number = writer.lists[-1]
        writer.line = f"{number}. " if number else "- "
        writer.lists[-1] += 1 if number else 0
    elif tag in ("td", "th"):
        if writer.line.strip():
            writer.line = writer.line.rstrip() + " | "
        elif _before(node):
            writer.line += "- | "
        writer.cells += 1
    elif tag == "pre":
        writer.preformatted += 1


def _before(node: Any) -> bool:
    """Whether the row has an earlier cell (then an empty one keeps its place)."""
    other = node.prev
    while other is not None:
        if other.tag in ("td", "th"):
            return True
        other = other.prev
    return False


def _close(writer: _Writer, tag: str, is_line: bool) -> None:
    if tag in ("td", "th"):
        if not writer.line.strip() or writer.line.rstrip().endswith("|"):
            writer.line = writer.line.rstrip() + (" - " if writer.line.strip() else "")
        writer.cells -= 1
    elif tag in ("ol", "ul"):
        if writer.lists:
            writer.lists.pop()
    elif tag == "pre":
        writer.preformatted -= 1
    if tag in _PARAGRAPH and not (is_line and writer.line.strip()):
        writer.gap()
    elif tag in _BLOCK:
        writer.end(force=False)
    if tag == "blockquote":
        writer.end(force=False)
        writer.quote = max(0, writer.quote - 1)
