"""typst, for papers and exports: a layout from `templates/`, what it shows as JSON, fonts of the system.

Texts are never typst markup, for a layout gets them as data. Fonts are those of the system's font folders,
Noto before others. As PDF/A-2u allows no glyph that is missing, text that no font can show is an error
(`NoFont`) that says what to install, never a box. The same data, `now` and fonts make the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from typst import Compiler, Fonts, TypstError

from mailbot.errors import UsageError

CONTENT_TYPE = "application/pdf"
PACKAGES = "fonts-noto-core and fonts-noto-cjk"
PREFERRED = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC")
_UNSHOWN = re.compile(r"the text `\"(.*?)\"` could not be displayed")


class NoFont(UsageError):
    """No font of this machine shows some of the text."""

    def __init__(self, shown: str) -> None:
        super().__init__(f"no font here shows “{shown}”: no PDF; on Debian install {PACKAGES}")


def typeset(
    layout: Path, data: Mapping[str, object], now: datetime, *, fonts: Fonts | None = None, form: str = "pdf"
) -> list[bytes]:
    """The PDF, a list of one; with ``form`` `png` each page as a picture. The layout gets ``data`` as JSON in
    `sys.inputs.document`. Raises NoFont; UsageError where the layout is wrong."""
    compiler = Compiler(
        layout.read_bytes(),
        root=str(layout.parent),
        font_paths=fonts or system_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
    )
    try:
        if form == "png":
            made = compiler.compile(format="png", ppi=80)
        else:
            made = compiler.compile(format="pdf", pdf_standards=["a-2u"], timestamp=int(now.timestamp()))
    except TypstError as exc:
        if found := _UNSHOWN.search(exc.message):
            raise NoFont(found[1]) from exc
        raise UsageError(f"templates/{layout.parent.name}/{layout.name}: {exc.message}") from exc
    assert made is not None
    return made if isinstance(made, list) else [made]


@cache
def system_fonts() -> Fonts:
    """The fonts in the system's folders, and those that typst brings along; looked for once."""
    return Fonts()
