"""The prose reader: sentences, then each subject in turn; a subject that fails leaves the others standing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Material, Result
from mailbot.reading.form import form_lines
from mailbot.reading.prose import (
    announcing,
    contacts,
    meetings,
    participations,
    positions,
    questions,
    replacements,
    views,
)
from mailbot.reading.prose.scene import Scene, scenes
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
    attending: list[Result] = []
    try:
        attending = participations.read(stage, context, taken)
    except Exception:
        logger.exception("prose: participations")
        results = [_failed("participations")]
    lasting = _lasting(stage, attending, context)
    try:
        moves, taken = replacements.read(lasting, context)
        results += moves
    except Exception:
        logger.exception("prose: replacements")
        results.append(_failed("replacements"))
    subjects: tuple[tuple[str, Callable[[], list[Result]]], ...] = (
        ("contacts", lambda: contacts.read(lasting, context, taken)),
        ("forms", lambda: announcing.read(material, context)),
        ("positions", lambda: positions.read(stage, context)),
        ("meetings", lambda: meetings.read(stage, context)),
        ("views", lambda: views.read(stage, context)),
        ("participations", lambda: attending),
    )
    for name, subject in subjects:
        try:
            results += subject()
        except Exception:
            logger.exception("prose: %s", name)
            results.append(_failed(name))
    return results + questions.read(stage, context, results)


def _lasting(stage: list[Scene], attending: list[Result], context: Context) -> list[Scene]:
    """The sentences that may change the contact sheet: who stands in or joins once does not."""
    once = {line for result in attending for line in result.evidence}
    return [
        Scene(replace(s.sentence, text=""), context)
        if s.text in once and not s.phones and not s.has("attendance.permanent")
        else s
        for s in stage
    ]


def _failed(name: str) -> Doubt:
    return Doubt(
        f"The reader of {name} failed on this message; please read it yourself.",
        (),
        "body",
        "prose",
        "failure",
    )
