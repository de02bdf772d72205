"""The prose reader: sentences, then each subject in turn; a subject that fails leaves the others standing."""

from __future__ import annotations

import logging
from collections.abc import Callable

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Material, Result
from mailbot.reading.form import form_lines
from mailbot.reading.prose import (
    contacts,
    meetings,
    participations,
    positions,
    questions,
    replacements,
    views,
)
from mailbot.reading.prose.scene import scenes
from mailbot.reading.prose.sentences import sentences
from mailbot.reading.rows import is_row

logger = logging.getLogger(__name__)


def read_prose(material: Material, context: Context) -> list[Result]:
    forms = form_lines(material.reply.new_text, context)
    found = [s for s in sentences(material.reply, context) if not is_row(s.text)]
    kept = [s for s in found if not any(s.text in line for line in forms)] if forms else found
    stage = scenes(kept, context)
    results: list[Result] = []
    taken: set[int] = set()
    try:
        results, taken = replacements.read(stage, context)
    except Exception:
        logger.exception("prose: replacements")
        results = [_failed("replacements")]
    subjects: tuple[tuple[str, Callable[[], list[Result]]], ...] = (
        ("contacts", lambda: contacts.read(stage, context, taken)),
        ("positions", lambda: positions.read(stage, context)),
        ("meetings", lambda: meetings.read(stage, context)),
        ("views", lambda: views.read(stage, context)),
        ("participations", lambda: participations.read(stage, context, taken)),
    )
    for name, subject in subjects:
        try:
            results += subject()
        except Exception:
            logger.exception("prose: %s", name)
            results.append(_failed(name))
    return results + questions.read(stage, context, results)


def _failed(name: str) -> Doubt:
    return Doubt(
        f"The reader of {name} failed on this message; please read it yourself.",
        (),
        "body",
        "prose",
        "failure",
    )
