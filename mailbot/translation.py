"""The catalogues as a translator sees them: every text there is, what each language has, what it lacks.

`python -m mailbot.translation` brings the shipped `templates/locale/*.po` up to date with the texts.
"""

from __future__ import annotations

import os
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

import mailbot
from mailbot.directory.titles import shipped_titles
from mailbot.resources import TEMPLATES
from mailbot.wording import DATA, LANGUAGES, SHIPPED, SOURCE, read_catalogue

_KEYWORDS = {
    "N_": None, "_": None, "gettext": None, "ngettext": (1, 2), "plural": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
_HEADER = "# The texts of mailbot. Leave what stands in %(...)s and {...} as it is."
_JINJA = {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}
_TEMPLATES = [(pattern, "jinja2") for pattern in ("**.txt", "**.html", "**.md")]


@dataclass(frozen=True)
class Coverage:
    """What a language has. ``missing`` are the texts that stay English."""

    language: str
    texts: int
    missing: tuple[str, ...]


def texts() -> Catalog:
    """Every text there is, with the places that say it. English plural forms are (singular, plural)."""
    found = Catalog(project="mailbot", charset="utf-8", fuzzy=False)
    package = Path(mailbot.__file__).parent
    for folder, methods, options in (
        (TEMPLATES, _TEMPLATES, {"**.*": _JINJA}),
        (package, [("**.py", "python")], {}),
    ):
        for name, line, message, _comments, context in extract_from_dir(
            folder, method_map=methods, options_map=options, keywords=_KEYWORDS, directory_filter=_is_ours
        ):
            found.add(message, None, [(f"{folder.name}/{name}", line)], context=context)
    return found


def _is_ours(folder: str | os.PathLike[str]) -> bool:
    return Path(folder).name != "__pycache__"  # `_base` has texts, too


def with_titles(catalogue: Catalog, titles: Iterable[str]) -> Catalog:
    """The catalogue with titles from a programme, in their own context."""
    for title in titles:
        catalogue.add(title, None, [], context=DATA)
    return catalogue


def filled(language: str, titles: Iterable[str] = (), site: Path | None = None) -> Catalog:
    """All texts with the translations that the shipped catalogue and the site's have."""
    made = Catalog(locale=language, project="mailbot", charset="utf-8", fuzzy=False, header_comment=_HEADER)
    known = list(_known(language, site))
    for message in with_titles(texts(), titles):
        if message.id:
            given = next((got for each in known if (got := _string(each, message))), None)
            made.add(message.id, given, message.locations, context=message.context)
    return made


def coverage(language: str, titles: Iterable[str] = (), site: Path | None = None) -> Coverage:
    """What is translated and what is not. English lacks nothing."""
    catalogue = filled(language, titles, site)
    missing = [] if language == SOURCE else [m for m in catalogue if m.id and not _complete(m)]
    return Coverage(language, len(catalogue), tuple(_single(m) for m in missing))


def problems(catalogue: Catalog) -> list[str]:
    """What would break a mail: translations whose placeholders are not those of the English text."""
    return [
        f"{_single(message)!r}: the placeholders of the translation {text!r} differ"
        for message in catalogue
        for text in _strings(message)
        if text and _placeholders(text) != _placeholders(_single(message)) and not _fewer(message, text)
    ]


def to_po(catalogue: Catalog) -> bytes:
    """The file, in a stable form: in the order of the program, without dates."""
    written = BytesIO()
    write_po(written, catalogue, width=110, include_lineno=False)
    lines = written.getvalue().decode("utf-8").split("\n")
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Report-Msgid', '"Last-Translator')
    return "\n".join(line for line in lines if not line.startswith(dated)).encode("utf-8")


def _known(language: str, site: Path | None) -> Iterator[Catalog]:
    for folder in (site, SHIPPED):
        path = folder / f"{language}.po" if folder else None
        if path and path.is_file():
            yield read_catalogue(path, language)


def _string(catalogue: Catalog, message: Message) -> str | tuple[str, ...] | None:
    there = catalogue.get(_single(message), message.context)
    if there is None or not _complete(there):
        return None
    return there.string if isinstance(there.string, str) else tuple(there.string or ())


def _complete(message: Message) -> bool:
    return all(_strings(message))


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def _single(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def _placeholders(text: str) -> frozenset[str]:
    """`%(name)s` of templates and `{name}` of code."""
    names = {part.partition(")")[0] for part in text.split("%(")[1:]}
    try:
        names |= {name for _, name, _, _ in string.Formatter().parse(text.replace("%%", "")) if name}
    except ValueError:
        names.add("{")
    return frozenset(names)


def _fewer(message: Message, text: str) -> bool:
    """A plural form may leave its number out (`one call`), never another placeholder."""
    return isinstance(message.id, list | tuple) and _placeholders(text) <= _placeholders(message.id[1])


def main() -> None:
    for language in LANGUAGES[1:]:
        catalogue = filled(language, shipped_titles())
        (SHIPPED / f"{language}.po").write_bytes(to_po(catalogue))


if __name__ == "__main__":
    main()
