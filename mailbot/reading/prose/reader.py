"""The prose reader: sentences, then each subject in turn; a subject that fails leaves the others standing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from mailbot.mail.reply import Reply
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Material, Result
from mailbot.reading.form import form_lines
from mailbot.reading.prose import (
    announcing,
    contacts,
    form_attendance,
    last_digits,
    meetings,
    new_signature,
    old_words,
    participations,
    positions,
    questions,
    replacements,
    row_answers,
    views,
    which_person,
)
from mailbot.reading.prose.dictated import without_marks
from mailbot.reading.prose.refuted import without_refuted
from mailbot.reading.prose.scene import Scene, scenes
from mailbot.reading.prose.sentences import MAX_READ, sentences
from mailbot.reading.prose.turned_down import without_turned_down
from mailbot.reading.prose.typed_rows import typed_rows
from mailbot.reading.rows import is_row
from mailbot.reading.values import folded

logger = logging.getLogger(__name__)


def read_prose(material: Material, context: Context) -> list[Result]:
    forms = form_lines(material.reply.new_text, context)
    every = sentences(material.reply, context)
    rows = typed_rows(material.reply.new_text[:MAX_READ], context)
    found = [s for s in every if not is_row(s.text) and not (rows and folded(s.text) in rows)]
    written = every.ticked
    kept = [s for s in found if not any(written.get(s.text, s.text).strip() in line for line in forms)]
    stage = without_refuted(without_turned_down(without_marks(scenes(kept, context))))
    results: list[Result] = []
    taken: set[int] = set()
    attending: list[Result] = []
    try:
        attending = participations.read(stage, context, taken)
    except Exception:
        logger.exception("prose: participations")
        results = [_failed("participations")]
    proposed: list[Result] = []
    try:
        proposed = positions.read(stage, context)
    except Exception:
        logger.exception("prose: positions")
        results.append(_failed("positions"))
    lasting = _without_texts(_lasting(stage, attending, context), proposed, context)
    moves: list[Result] = []
    try:
        moves, taken = replacements.read(lasting, context)
        results += moves
    except Exception:
        logger.exception("prose: replacements")
        results.append(_failed("replacements"))
    subjects: tuple[tuple[str, Callable[[], list[Result]]], ...] = (
        ("contacts", lambda: contacts.read(lasting, context, taken, moves)),
        ("signature", lambda: new_signature.read(material, context, lasting)),
        ("digits", lambda: last_digits.read(lasting, material.reply.quoted, context)),
        ("forms", lambda: announcing.read(material, context) + form_attendance.read(material, context)),
        ("positions", lambda: proposed),
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
    try:
        results += row_answers.read(stage, context, results)
    except Exception:
        logger.exception("prose: answers to rows")
        results.append(_failed("answers to rows"))
    try:
        results += which_person.read(lasting, context, results, lambda part: _of_contacts(part, context))
    except Exception:
        logger.exception("prose: which person")
        results.append(_failed("names"))
    results += _not_yet(old_words.read(stage, context), results)
    results = questions.without_unfounded(stage, results)
    results += questions.read(stage, context, results, bool(material.parts))
    rest = every.unread or next((scene.text for scene in stage if scene.is_crowded), "")
    results = [_as_written(result, every.ticked) for result in results]
    return [*results, _unread(rest)] if rest else results


def _of_contacts(stage: Sequence[Scene], context: Context) -> list[Result]:
    moves, taken = replacements.read(stage, context)
    return [*moves, *contacts.read(stage, context, taken, moves)]


def _not_yet(found: list[Finding], results: list[Result]) -> list[Finding]:
    """Those whose sentences nobody has read."""
    spoken = {line for result in results if isinstance(result, Finding) for line in result.evidence}
    return [finding for finding in found if not spoken.intersection(finding.evidence)]


def _as_written(result: Result, ticked: dict[str, str]) -> Result:
    """The result with lines of boxes as the sender left them for its evidence."""
    if not ticked:
        return result
    return replace(result, evidence=tuple(ticked.get(line, line) for line in result.evidence))


def read_answer(reply: Reply, context: Context) -> list[Result]:
    """What a text that answers a row of a table says of that row's record."""
    stage = scenes(sentences(reply, context), context)
    results, taken = replacements.read(stage, context)
    results += contacts.read(stage, context, taken)
    results += positions.read(stage, context)
    results += meetings.read(stage, context)
    sure = [result for result in results if isinstance(result, Finding)]
    sure += [r for r in row_answers.read(stage, context, sure) if isinstance(r, Finding)]
    return [*sure, *(_unsure(scene) for scene in stage if scene.doubted or scene.asks)]


def _unsure(scene: Scene) -> Doubt:
    return Doubt(f"A remark beside a row: {scene.text}", (scene.text,), "body", "prose", "remark")


def _lasting(stage: list[Scene], attending: list[Result], context: Context) -> list[Scene]:
    """The sentences that may change the contact sheet: who stands in or joins once does not."""
    once = {line for result in attending for line in result.evidence}
    return [
        Scene(replace(s.sentence, text=""), context)
        if s.text in once and not s.phones and not s.has("attendance.permanent")
        else s
        for s in stage
    ]


def _without_texts(stage: list[Scene], proposed: list[Result], context: Context) -> list[Scene]:
    """The sentences that may change the contact sheet: who takes over a Resolution replaces nobody there."""
    lines = {
        line
        for result in proposed
        if isinstance(result, Finding) and "coordinator" in result.values
        for line in result.evidence
    }
    committees = context.words.patterns("contact.committee").values()
    return [
        Scene(replace(s.sentence, text=""), context)
        if s.text in lines
        and not (
            s.phones or s.emails or s.has("contact.leaving") or any(p.search(s.text) for p in committees)
        )
        else s
        for s in stage
    ]


def _unread(text: str) -> Doubt:
    begins = text if len(text) <= 60 else f"{text[:60]}…"
    told = f"This is more than is read at once; please read yourself from {begins!r} on."
    return Doubt(told, (text[:200],), "body", "prose", "too long")


def _failed(name: str) -> Doubt:
    return Doubt(
        f"The reader of {name} failed on this message; please read it yourself.",
        (),
        "body",
        "prose",
        "failure",
    )
