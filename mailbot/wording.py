"""The words of our mails, papers and pages in six languages: gettext catalogues, read from PO files.

English is the source: a text without a translation stays English, and `missing` names it. The shipped
catalogues lie in `templates/locale/<language>.po`; a site may keep further ones in a folder of its own, whose
entries win. Reads files and nothing else.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.errors import UsageError
from mailbot.resources import TEMPLATES

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

SOURCE = "en"
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
SHIPPED = TEMPLATES / "locale"
DATA = "programme"  # context of titles that come from the programme file: events, Committees, organizations
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def N_(message: str) -> str:  # noqa: N802 - gettext's own name: marks a text for extraction
    """The text as it is; it is translated where it is shown."""
    return message


@dataclass(frozen=True)
class Wording:
    """One language's words. ``language`` is ISO 639-1."""

    language: str
    _catalogue: gettext.NullTranslations = field(repr=False, compare=False)

    def __call__(self, message: str) -> str:
        return self._catalogue.gettext(message) if message else ""

    def plural(self, singular: str, plural: str, number: int) -> str:
        return self._catalogue.ngettext(singular, plural, number)

    def context(self, context: str, message: str) -> str:
        """The text as it is meant in ``context`` (gettext's msgctxt)."""
        return self._catalogue.pgettext(context, message) if message else ""

    def data(self, title: str) -> str:
        """A title from the programme file, where the catalogue knows it; else as it is."""
        return self.context(DATA, title)

    @property
    def direction(self) -> str:
        return "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"

    @property
    def gettext_callables(self) -> Mapping[str, object]:
        """What Jinja's i18n extension wants."""
        known = self._catalogue
        return {"gettext": known.gettext, "ngettext": known.ngettext,
                "pgettext": known.pgettext, "npgettext": known.npgettext}  # fmt: skip


@dataclass(frozen=True)
class Wordings:
    """All languages there are: the shipped ones, and ``site``'s own catalogues before them."""

    site: Path | None = None
    _known: dict[str, Wording] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        own = sorted(path.stem for path in self.site.glob("*.po")) if self.site else []
        return tuple(dict.fromkeys((*LANGUAGES, *own)))

    def of(self, *wanted: str | None) -> Wording:
        """The first of the languages ``wanted`` that there is, else English."""
        language = next((each for each in wanted if each and each in self.languages), SOURCE)
        if language not in self._known:
            self._known[language] = Wording(language, _translations(language, self.site))
        return self._known[language]


def read_catalogue(path: Path, language: str) -> Catalog:
    """A PO file. Raises UsageError that names the file and the line."""
    from babel.messages.pofile import PoFileError, read_po  # who only marks texts does without

    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError, OSError) as exc:
        raise UsageError(f"{path}: no PO file that can be read: {exc}") from exc


@cache
def _translations(language: str, site: Path | None) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo

    found: gettext.NullTranslations = gettext.NullTranslations()
    for folder in (SHIPPED, site):
        path = folder / f"{language}.po" if folder else None
        if path is None or not path.is_file():
            continue
        compiled = BytesIO()
        write_mo(compiled, read_catalogue(path, language))
        compiled.seek(0)
        newer = gettext.GNUTranslations(compiled)
        newer.add_fallback(found)
        found = newer
    return found


SHIPPED_WORDINGS = Wordings()
