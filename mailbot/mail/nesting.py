"""HTML whose elements are not nested deeper than anybody writes.

Parsers look through the open elements at every tag (HTML Living Standard, "has an element in scope"), so that
100,000 open `<div>` take half a minute. What lies deeper than `MAX_DEPTH` loses its tags and keeps its text.
Elements that are never closed in practice (`<p>`, `<li>`, cells) do not count: the next one closes them.
"""

from __future__ import annotations

import re

MAX_DEPTH = 400
MAX_TAG = 20_000  # characters of one tag; attributes are compared with each other
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})[^>]*>?")
_UNCOUNTED = frozenset({
    "p", "li", "td", "tr", "th", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "colgroup",
    "rp", "rt", "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
    "track", "wbr",
})  # fmt: skip


def shallow(html: str) -> str:
    """The HTML itself where it is not nested so deep, else without the opening tags that go too far."""
    if len(html) <= MAX_TAG and html.count("<") <= MAX_DEPTH:
        return html
    open_elements: dict[str, int] = {}
    depth = 0

    def kept(found: re.Match[str]) -> str:
        nonlocal depth
        name = found[2].lower()
        if len(found[0]) > MAX_TAG:
            return " "
        if name in _UNCOUNTED:
            return found[0]
        if found[1]:
            if open_elements.get(name, 0):
                open_elements[name] -= 1
                depth -= 1
        elif depth >= MAX_DEPTH:
            return " "
        else:
            open_elements[name] = open_elements.get(name, 0) + 1
            depth += 1
        return found[0]

    return _TAG.sub(kept, html)
