"""A paper's source, `templates/papers/<kind>.md`, with facts in one language → the typed document.

The source is Markdown with Jinja, in a sandbox; every name must be defined. Before the text come lines
`name: value` between two lines `---`: `form`, `number`, `title` and, where it differs, `subject`. Whatever an
expression gives is escaped for Markdown (`markdown.escaped`), so no data, and no translation, is ever markup;
a body that an officer wrote comes as `Written` and is. Reads the templates and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailbot.errors import UsageError
from mailbot.outbound.composing import sandbox
from mailbot.outbound.papers.document import Document, plain
from mailbot.outbound.papers.markdown import blocks, escaped, line, placeholder
from mailbot.outbound.times import comma, short_day
from mailbot.resources import TEMPLATES
from mailbot.wording import N_, SHIPPED_WORDINGS, SOURCE, Wording

PAPERS = TEMPLATES / "papers"
PAGE = N_("Page {page} of {pages}")
_HEAD = ("form", "number", "title", "subject")
_FRONT = re.compile(r"\s*---\n(.*?)\n---(?:\n(.*))?\Z", re.DOTALL)


def kinds(folder: Path = PAPERS) -> tuple[str, ...]:
    """The papers there is a source for."""
    return tuple(sorted(path.stem for path in folder.glob("*.md") if not path.name.startswith("_")))


def written(
    kind: str, facts: Mapping[str, Any], say: Wording, *, series: str, date: str, folder: Path = PAPERS
) -> Document:
    """The paper in the language of ``say``. Raises UsageError that names the template where it is wrong."""
    where = f"templates/papers/{kind}.md"
    try:
        source = environment(folder, say).get_template(f"{kind}.md").render(facts)
    except TemplateError as exc:
        lineno = getattr(exc, "lineno", None)
        raise UsageError(
            f"{where}{f', line {lineno}' if lineno else ''}: {type(exc).__name__}: {exc}"
        ) from exc
    head, body = _parts(source, where)
    title = line(head["title"])
    return Document(
        kind=kind, language=say.language,
        direction=cast("Literal['ltr', 'rtl']", say.direction),
        form=plain(line(head["form"])), number=line(head.get("number", "")), title=title,
        subject=plain(line(head["subject"])) if "subject" in head else plain(title),
        series=series, date=date, page=say(PAGE), blocks=blocks(body),
    )  # fmt: skip


def _parts(source: str, where: str) -> tuple[dict[str, str], str]:
    found = _FRONT.match(source)
    if found is None:
        raise UsageError(f"{where}: must begin with lines `name: value` between two lines `---`")
    head: dict[str, str] = {}
    for each in found[1].splitlines():
        name, colon, value = each.partition(":")
        if each.strip() and (not colon or name not in _HEAD):
            raise UsageError(f"{where}: {each!r}: expected one of {', '.join(_HEAD)}, a colon and a value")
        if each.strip():
            head[name] = value.strip()
    if missing := [name for name in ("form", "title") if not head.get(name)]:
        raise UsageError(f"{where}: {missing[0]} is missing")
    return head, found[2] or ""


@cache
def environment(folder: Path, say: Wording) -> ImmutableSandboxedEnvironment:
    """The sources of ``folder`` in one language."""
    made = sandbox(folder, say, autoescape=False, finalize=escaped)
    made.globals.update(placeholder=placeholder, comma=comma(say.language))
    made.filters["short_day"] = lambda moment: short_day(moment, say.language)
    return made


def check_sources(folder: Path = PAPERS) -> int:
    """How many sources there are. Raises UsageError for one that cannot be read."""
    made = environment(folder, SHIPPED_WORDINGS.of(SOURCE))
    for kind in kinds(folder):
        try:
            made.get_template(f"{kind}.md")
        except TemplateError as exc:
            raise UsageError(f"templates/papers/{kind}.md: {type(exc).__name__}: {exc}") from exc
    return len(kinds(folder))
