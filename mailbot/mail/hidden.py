"""HTML without what its reader does not see: a decision must not hang on words that only a program finds.

Told by the element itself: `hidden`, and styles that hide it or make it as small as nothing. What a style
sheet hides, or a colour on its own ground, is not found. Nothing is fetched.
"""

from __future__ import annotations

import re

from mailbot.mail.html import MAX_HTML
from mailbot.mail.nesting import shallow

_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|(?:font-size|max-height|opacity)\s*:\s*0(?![.\d]*[1-9])",
    re.I,
)
_ATTRIBUTE = re.compile(r"<[a-z][^>]{0,2000}\shidden(?=[\s>=])", re.I)


def visible_html(html: str) -> str:
    """The HTML without its hidden elements; as it is where there are none."""
    html = html[:MAX_HTML]
    if _HIDES.search(html) is None and _ATTRIBUTE.search(html) is None:
        return html
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(shallow(html))
    for node in tree.css("[style], [hidden]"):
        attributes = node.attributes or {}
        if "hidden" in attributes or _HIDES.search(attributes.get("style") or ""):
            node.decompose()
    return tree.html or ""
