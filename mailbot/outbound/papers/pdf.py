"""Document → PDF by typst, in all scripts, as PDF/A-2u: an archive can keep it, and its text can be found.

The typesetting is `templates/papers/_layout.typ`; the document is handed to it as JSON, so nothing of its
text is ever typst markup. Fonts are those of the system's font folders, Noto before others. PDF/A allows no
glyph that is missing, so text that no font can show is an error (`NoFont`) that says what to install, never a
box. Reads fonts and that file; the same document, `now` and fonts make the same bytes.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache

from babel import Locale
from typst import Compiler, Fonts, TypstError

from mailbot.errors import UsageError
from mailbot.outbound.papers.document import Document, as_json, plain
from mailbot.outbound.papers.source import PAPERS

CONTENT_TYPE = "application/pdf"
LAYOUT = PAPERS / "_layout.typ"
PACKAGES = "fonts-noto-core and fonts-noto-cjk"
_UNSHOWN = re.compile(r"the text `\"(.*?)\"` could not be displayed")
_PREFERRED = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC")


class NoFont(UsageError):
    """No font of this machine shows some of the text."""

    def __init__(self, shown: str) -> None:
        super().__init__(f"no font here shows “{shown}”: no PDF; on Debian install {PACKAGES}")


def pdf(document: Document, now: datetime, fonts: Fonts | None = None) -> bytes:
    """The file. Raises NoFont; UsageError where the layout is wrong."""
    (made,) = _compiled(document, now, fonts, "pdf")
    return made


def pages(document: Document, now: datetime, fonts: Fonts | None = None) -> list[bytes]:
    """The pages as PNG, to look at."""
    return _compiled(document, now, fonts, "png")


def _compiled(document: Document, now: datetime, fonts: Fonts | None, form: str) -> list[bytes]:
    compiler = Compiler(
        LAYOUT.read_bytes(),
        root=str(PAPERS),
        font_paths=fonts or system_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_handed_over(document, now), ensure_ascii=False)},
    )
    try:
        if form == "png":
            made = compiler.compile(format="png", ppi=80)
        else:
            made = compiler.compile(format="pdf", pdf_standards=["a-2u"], timestamp=int(now.timestamp()))
    except TypstError as exc:
        if found := _UNSHOWN.search(exc.message):
            raise NoFont(found[1]) from exc
        raise UsageError(f"templates/papers/{LAYOUT.name}: {exc.message}") from exc
    assert made is not None
    return made if isinstance(made, list) else [made]


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
        "fonts": list(_PREFERRED),
        "heading": document.heading,
        "plain_title": plain(document.title),
        "made": [now.year, now.month, now.day],
    }


@cache
def system_fonts() -> Fonts:
    """The fonts in the system's folders, and those that typst brings along; looked for once."""
    return Fonts()
