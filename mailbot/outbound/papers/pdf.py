"""Document → PDF by typst, in all scripts, as PDF/A-2u: an archive can keep it, and its text can be found.

The typesetting is `templates/papers/_layout.typ`; the document is handed to it as JSON (see
`directory.exports.typesetting`). Reads fonts and that file.
"""

from __future__ import annotations

from datetime import datetime

from babel import Locale
from typst import Fonts

from mailbot.directory.exports.typesetting import CONTENT_TYPE as CONTENT_TYPE
from mailbot.directory.exports.typesetting import PACKAGES as PACKAGES
from mailbot.directory.exports.typesetting import PREFERRED, typeset
from mailbot.directory.exports.typesetting import NoFont as NoFont
from mailbot.outbound.papers.document import Document, as_json, plain
from mailbot.outbound.papers.source import PAPERS

LAYOUT = PAPERS / "_layout.typ"


def pdf(document: Document, now: datetime, fonts: Fonts | None = None) -> bytes:
    """The file. Raises NoFont; UsageError where the layout is wrong."""
    (made,) = typeset(LAYOUT, _handed_over(document, now), now, fonts=fonts)
    return made


def pages(document: Document, now: datetime, fonts: Fonts | None = None) -> list[bytes]:
    """The pages as PNG, to look at."""
    return typeset(LAYOUT, _handed_over(document, now), now, fonts=fonts, form="png")


def unshown(languages: tuple[str, ...], fonts: Fonts | None = None) -> dict[str, str]:
    """The languages that no PDF can be made in, each with the reason."""
    found: dict[str, str] = {}
    for language in languages:
        name = Locale.parse(language).get_display_name(language) or language
        try:
            pdf(_sample(language, name), datetime.fromisoformat("2021-01-01T00:00:00+00:00"), fonts)
        except NoFont as exc:
            found[language] = str(exc)
    return found


def _sample(language: str, text: str) -> Document:
    return Document("sample", language, "ltr", text, (), (), text, "", "", "")


def _handed_over(document: Document, now: datetime) -> dict[str, object]:
    return {
        **as_json(document),
        "fonts": list(PREFERRED),
        "heading": document.heading,
        "plain_title": plain(document.title),
        "made": [now.year, now.month, now.day],
    }
