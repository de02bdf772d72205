"""The HTML form of a mail, made safe to look at: structure, tables and colours, nothing that acts or loads.

Two barriers, each enough by itself: the walk here writes out only the elements and attributes that it knows,
and nh3 (ammonia) cleans the result once more by the same lists. Pictures become their alternative text, links
their text with the address beside it. Whoever serves it adds the third, a policy that lets nothing run or
load.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from mailbot.mail.nesting import shallow

MAX_MARKUP = 500_000  # characters that are looked at, and that are written
MAX_NODES = 60_000
MAX_DEPTH = 100  # elements below that lose their tags, not their text; cleaning is quadratic in the depth
MAX_LINK = 300  # characters of an address that are shown
_TAGS = frozenset({
    "a", "abbr", "b", "big", "blockquote", "br", "caption", "center", "code", "col", "colgroup", "dd",
    "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd",
    "li", "ol", "p", "pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
})  # fmt: skip
_VOID = frozenset({"br", "hr", "col"})
_LINES = frozenset(
    {"div", "p", "section", "article", "header", "footer", "address", "main", "form", "fieldset"}
)
_DROPPED = frozenset({
    "script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "embed", "applet",
    "iframe", "frame", "frameset", "noframes", "noembed", "xmp", "plaintext", "textarea", "select",
    "option", "button", "input", "meta", "link", "base", "audio", "video", "source", "track", "canvas",
    "map", "area", "portal", "dialog", "-comment",
})  # fmt: skip
_CELL = {"colspan", "rowspan", "align", "valign", "bgcolor", "style"}
_ATTRIBUTES: dict[str, set[str]] = {
    "td": _CELL, "th": _CELL, "table": {"border", "cellpadding", "cellspacing", "bgcolor", "style"},
    "font": {"color"}, "ol": {"start", "type"}, "col": {"span"},
}  # fmt: skip
_EVERYWHERE = {"dir", "lang", "style"}
_STYLES = frozenset({
    "color", "background-color", "text-decoration", "text-decoration-line", "font-weight", "font-style",
    "text-align", "vertical-align", "direction", "white-space", "border", "border-collapse",
    "border-color", "border-style", "border-width", "border-top", "border-bottom", "border-left",
    "border-right", "padding",
})  # fmt: skip
_PLAIN = re.compile(r"[\w#%.,() -]{1,80}")
_CALLS = re.compile(r"\b(?!rgb|rgba|hsl|hsla)[\w-]+\(", re.I)  # url(), image(), var(), expression() ...
_ATTRIBUTE_VALUE = re.compile(r"[\w#%. -]{1,40}")


def safe_markup(html: str) -> str:
    """The inside of a `<body>`: only the elements, attributes and styles listed above, no address that is
    followed or loaded. Any text goes in; the time is bounded."""
    import nh3

    attributes = {tag: set(_EVERYWHERE | _ATTRIBUTES.get(tag, set())) for tag in _TAGS}
    return nh3.clean(
        _rewritten(html[:MAX_MARKUP]),
        tags=set(_TAGS),
        attributes=attributes,
        url_schemes=set(),
        link_rel=None,
        filter_style_properties=set(_STYLES),
        strip_comments=True,
    )


def _rewritten(html: str) -> str:
    """What is known of the tree, written anew; iterative, for mails are nested at will."""
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(shallow(html.replace("\0", "\ufffd"))).body
    out: list[str] = []
    size = seen = 0
    pending: list[tuple[Any, int, str]] = [(body, 0, "")] if body is not None else []
    while pending and seen < MAX_NODES:
        node, depth, closing = pending.pop()
        if closing:
            out.append(closing)
            continue
        seen += 1
        opening, closing = _written(node, depth)
        size += len(opening)
        if size > MAX_MARKUP:
            break
        out.append(opening)
        if closing:
            pending.append((None, depth, closing))
        if (node.tag or "") not in _DROPPED:
            pending += [(child, depth + 1, "") for child in reversed(list(node.iter(include_text=True)))]
    out += [closing for _, _, closing in reversed(pending) if closing]
    return "".join(out)


def _written(node: Any, depth: int) -> tuple[str, str]:
    """What opens and closes a node."""
    tag = str(node.tag or "")
    attributes: dict[str, str | None] = node.attributes or {} if tag != "-text" else {}
    if tag == "-text":
        return escape(node.text_content or "", quote=False), ""
    if tag == "img":
        alternative = " ".join((attributes.get("alt") or "").split())[:MAX_LINK]
        return (f"[{escape(alternative)}]" if alternative else ""), ""
    if tag not in _TAGS or depth > MAX_DEPTH:
        return ("", "<br>") if tag in _LINES and depth <= MAX_DEPTH else ("", "")
    opening = f"<{tag}{''.join(_kept(tag, attributes))}>"
    if tag in _VOID:
        return opening, ""
    target = _target(attributes.get("href")) if tag == "a" else ""
    return opening, f"{target}</{tag}>"


def _target(address: str | None) -> str:
    """Where a link leads, as text: whoever looks at a suspicious mail wants to know, not to go there."""
    shown = "".join((address or "").split())
    if not shown or shown.startswith("#"):
        return ""
    cut = shown if len(shown) <= MAX_LINK else shown[:MAX_LINK] + "…"
    return f" <small>[{escape(cut)}]</small>"


def _kept(tag: str, attributes: dict[str, str | None]) -> list[str]:
    allowed = _EVERYWHERE | _ATTRIBUTES.get(tag, set())
    kept = []
    for name, value in attributes.items():
        if name not in allowed or not value:
            continue
        if name == "style":
            value = _style(value)
        elif not _ATTRIBUTE_VALUE.fullmatch(value):
            continue
        if value:
            kept.append(f' {name}="{escape(value)}"')
    return kept


def _style(value: str) -> str:
    """The declarations that are known and load nothing."""
    kept = []
    for declaration in value[:4000].split(";"):
        name, _, wanted = (part.strip() for part in declaration.lower().partition(":"))
        if name in _STYLES and _PLAIN.fullmatch(wanted) and not _CALLS.search(wanted):
            kept.append(f"{name}: {wanted}")
    return "; ".join(kept)
