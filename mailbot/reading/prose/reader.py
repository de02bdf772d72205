"""The prose reader: sentences, then each subject in turn; a subject that fails leaves the others standing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

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
from mailbot.reading.prose.sentences import MAX_READ, Sentences, sentences
from mailbot.reading.prose.turned_down import without_turned_down
from mailbot.reading.prose.typed_rows import typed_rows
from mailbot.reading.rows import is_row
from mailbot.reading.values import folded

logger = logging.getLogger(__name__)


def read_prose(material: Material, context: Context) -> list[Result]:
    every = sentences(material.reply, context)
    stage = _stage(every, material, context)
    attending = guarded("participations", lambda: participations.read(stage, context))
    proposed = guarded("positions", lambda: positions.read(stage, context))
    lasting = _without_texts(_lasting(stage, attending, context), proposed, context)
    taken: set[int] = set()
    moves = guarded("replacements", lambda: _moves(lasting, context, taken))
    results = [
        *moves,
        *guarded("contacts", lambda: contacts.read(lasting, context, taken, moves)),
        *guarded("signature", lambda: new_signature.read(material, context, lasting)),
        *guarded("digits", lambda: last_digits.read(lasting, material.reply.quoted, context)),
        *guarded("forms", lambda: announcing.read(material, context)),
        *guarded("forms of attendance", lambda: form_attendance.read(material, context)),
        *proposed,
        *guarded("meetings", lambda: meetings.read(stage, context)),
        *guarded("views", lambda: views.read(stage, context)),
        *attending,
    ]
    again = partial(_of_contacts, context=context)
    results += guarded("answers to rows", lambda: row_answers.read(stage, context, results))
    results += guarded("names", lambda: which_person.read(lasting, context, results, again))
    results += guarded("words on file", lambda: _not_yet(old_words.read(stage, context), results))
    results = guarded("rumours", lambda: questions.without_unfounded(stage, results), results)
    results += guarded("questions", lambda: questions.read(stage, context, results, bool(material.parts)))
    return [*(_as_written(result, every.ticked) for result in results), *_unread(every, stage)]


def guarded(name: str, subject: Callable[[], list[Result]], otherwise: Sequence[Result] = ()) -> list[Result]:
    """What the reader of a subject finds; where it fails, ``otherwise`` and a doubt in its place."""
    try:
        return subject()
    except Exception:
        # whatever the input did to one subject, the others still have to be read
        logger.exception("prose: %s", name)
        told = f"The reader of {name} failed on this message; please read it yourself."
        return [*otherwise, Doubt(told, (), "body", "prose", "failure")]


def _stage(every: Sentences, material: Material, context: Context) -> list[Scene]:
    """The sentences but for those of forms and tables, which have readers of their own."""
    text = material.reply.new_text
    forms = form_lines(text, context)
    rows = typed_rows(text[:MAX_READ], context)
    found = [s for s in every if not is_row(s.text) and not (rows and folded(s.text) in rows)]
    written = every.ticked
    kept = [s for s in found if not any(written.get(s.text, s.text).strip() in line for line in forms)]
    return without_refuted(without_turned_down(without_marks(scenes(kept, context))))


def _moves(stage: Sequence[Scene], context: Context, taken: set[int]) -> list[Result]:
    """Who comes and goes; the numbers of the sentences that say so are added to ``taken``."""
    found, numbers = replacements.read(stage, context)
    taken |= numbers
    return found


def _of_contacts(stage: Sequence[Scene], context: Context) -> list[Result]:
    taken: set[int] = set()
    moves = _moves(stage, context, taken)
    return [*moves, *contacts.read(stage, context, taken, moves)]


def _not_yet(found: Sequence[Finding], results: Sequence[Result]) -> list[Result]:
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


def _unread(every: Sentences, stage: Sequence[Scene]) -> list[Result]:
    """The doubt about what is more than is read at once: the rest of the mail, or a crowded sentence."""
    text = every.unread or next((scene.text for scene in stage if scene.is_crowded), "")
    begins = text if len(text) <= 60 else f"{text[:60]}…"
    told = f"This is more than is read at once; please read yourself from {begins!r} on."
    return [Doubt(told, (text[:200],), "body", "prose", "too long")] if text else []
