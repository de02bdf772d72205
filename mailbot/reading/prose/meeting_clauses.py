"""Sentences about meetings taken apart: by meeting, behind a colon; findings that a later one undoes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.directory.records import Meeting
from mailbot.mail.hanzi import HAN
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.ordinals import of_meetings, ordinals
from mailbot.reading.prose.meeting_names import candidates
from mailbot.reading.prose.meeting_values import values
from mailbot.reading.prose.scene import Scene

_COMMAS = re.compile(r"[,;]\s|[，；、،]")
_TWO = 2
_OFF = ("meeting.cancel", "meeting.postpone")
_MOST_PIECES = 12
_COMMA = re.compile(r"[,;:(，；：（،]")
_OPENING = 3  # characters: a sentence that begins with its reason
_REASON_END = re.compile(r"[,;，；،]")


def part(scene: Scene, text: str) -> Scene:
    return Scene(replace(scene.sentence, text=text), scene.context)


def hangs(scene: Scene) -> bool:
    """Whether the sentence opens with an "if": whatever it is cut down to hangs on that."""
    text = scene.bare.lstrip(" ,")
    found = scene.context.words.pattern("attendance.if_word").match(text)
    stop = re.search(r"[,:，：،]", text[found.end() :]) if found else None
    return found is not None and (stop is None or stop[0] not in ":：")  # `Если коротко: ...`


def per_meeting(scene: Scene, context: Context) -> list[tuple[Scene, Meeting]]:
    """The sentence cut where another meeting begins: `May is cancelled, July goes to Oslo`."""
    pieces = _COMMAS.split(scene.text)
    if not 2 <= len(pieces) <= _MOST_PIECES:
        return []
    own = {m.id: m for m in context.directory.meetings if m.organization == context.organization}
    cuts: list[str] = []
    names: list[str | None] = []
    for piece in pieces:
        found = candidates(part(scene, piece), context)
        name = found[0].id if len(found) == 1 and found[0].organization == context.organization else None
        name = name or (_by_ordinal(piece, context) if cuts else None)
        if cuts and (name is None or name == names[-1]):
            cuts[-1] = f"{cuts[-1]}, {piece}"
        else:
            cuts.append(piece)
            names.append(name)
    told = [(part(scene, cut), own[name]) for cut, name in zip(cuts, names, strict=True) if name]
    return told if len(set(names)) > 1 and len(told) == len(cuts) else []


def at_and(scene: Scene, context: Context) -> list[tuple[Scene, Meeting]]:
    """The sentence cut at the "and" that stands between two meetings and what is said of each."""
    for found in context.words.pattern("attendance.and").finditer(scene.text):
        halves = (part(scene, scene.text[: found.start()]), part(scene, scene.text[found.end() :]))
        named = [candidates(half, context) for half in halves]
        if any(len(one) != 1 or one[0].organization != context.organization for one in named):
            continue
        told = [values(half, context, one[0]) for half, one in zip(halves, named, strict=True)]
        if named[0] != named[1] and any(told):
            return [(half, one[0]) for half, one in zip(halves, named, strict=True)]
    return []


def both(scene: Scene, context: Context) -> list[Meeting]:
    """`both our meetings will be virtual`: the two that are still to come; one date holds of one only."""
    if scene.periods or scene.has("meeting.attending") or not scene.has("meeting.both"):
        return []
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    coming = [m for m in own if m.starts >= context.today and m.status != "cancelled"]
    return coming if len(coming) == _TWO else []


def _by_ordinal(piece: str, context: Context) -> str | None:
    """`..., and the 9th is cancelled`: an ordinal at the head of a piece, without the word for a meeting."""
    head = " ".join(piece.split()[:4]) if not HAN.search(piece) else piece[:8]
    numbers = ordinals(head, context)
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    fits = [m.id for m in own if numbers & ordinals(m.title, context)] if len(numbers) == 1 else []
    return fits[0] if len(fits) == 1 else None


def named_first(scene: Scene, context: Context) -> tuple[Meeting, Scene] | None:
    """The meeting that follows or precedes another one, and the sentence without that other one."""
    found = context.words.pattern("meeting.relation").search(scene.text)
    if found is None:
        return None
    head = candidates(part(scene, scene.text[: found.start()]), context)
    ends = [m.start() for m in _COMMA.finditer(scene.text, found.end())]
    ends += [m.start() for m in context.words.pattern("attendance.and").finditer(scene.text, found.end())]
    end = min([*ends, *(p.start for p in scene.periods if p.start > found.end())], default=len(scene.text))
    rest = scene.text[found.end() : end]
    other = candidates(part(scene, rest), context)
    if len(head) != 1 or head[0].organization != context.organization or not other or other == head:
        return None
    return head[0], part(scene, f"{scene.text[: found.start()]}{scene.text[end:]}")


def goes_before(scene: Scene, context: Context) -> bool:
    """`The seminar on numbering (12 August) precedes our 6th meeting`: told of another than that."""
    found = context.words.pattern("meeting.relation").search(scene.text)
    if found is None or found.start() <= _OPENING:
        return False
    head, rest = scene.text[: found.start()], scene.text[found.end() :]
    first = context.words.pattern("meeting.noun").search(head)
    if first is None or of_meetings(head, context) or any(context.words.has(name, head) for name in _OFF):
        return False
    counted = of_meetings(rest, context)
    return bool(counted) and len(candidates(part(scene, rest), context)) == 1


def is_reference(scene: Scene, context: Context) -> bool:
    """`Before the 9th meeting, 1-2 April, drafting groups meet`: the meeting only tells when."""
    if _is_purpose(scene, context):
        return True
    found = context.words.pattern("meeting.relation").search(scene.text)
    if found is None or found.start() > _OPENING:
        return False
    end = _COMMA.search(scene.text, found.end())
    own = candidates(part(scene, scene.text[: end.start()]), context) if end else []
    return bool(own) and end is not None and not candidates(part(scene, scene.text[end.end() :]), context)


def _is_purpose(scene: Scene, context: Context) -> bool:
    """`National experts meet on 15-17 March to prepare for our third meeting`: named for its sake only."""
    found = context.words.pattern("meeting.purpose").search(scene.text)
    if found is None or scene.has_in("meeting.noun", scene.text[: found.start()]):
        return False
    return bool(scene.text[: found.start()].strip()) and not candidates(
        part(scene, scene.text[: found.start()]), context
    )


def behind_colon(scene: Scene, context: Context, spoken_of: Meeting | None) -> Scene:
    """What stands behind a colon, where it is about the meeting: `Not a secret: the 3rd meeting ...`, `No:
    it simply moves to ...`.
    """
    head, colon, tail = scene.text.rpartition(": ")
    before = Scene(replace(scene.sentence, text=head), context)
    if not colon or not (before.denied or scene.supposed or before.past or before.has("meeting.bygone")):
        return scene
    rest = Scene(replace(scene.sentence, text=tail), context)
    named = rest.has("meeting.noun") and candidates(rest, context)
    return rest if named or (spoken_of is not None and values(rest, context, spoken_of)) else scene


def without_reasons(scene: Scene) -> list[Scene]:
    """The sentence without what tells why: `is put off since the interpreters could not come`, `will be
    virtual: nobody was able to travel`.
    """
    out: list[Scene] = []
    text = scene.text
    news = scene.context.words.pattern("attendance.except_clause").search(text)
    if news is not None:
        out.append(part(scene, text[news.end() :]))  # "nothing changes, except that ..."
    found = scene.context.words.pattern("meeting.reason").search(text)
    if found is not None:
        behind = _REASON_END.search(text, found.end())
        if found.start() < _OPENING:
            rest = text[behind.end() :] if behind else ""
        else:
            rest = text[: found.start()] + (text[behind.start() :] if behind else "")
        out += [part(scene, rest)] if len(rest.split()) > 1 or HAN.search(rest) else []
    off = [m.end() for name in _OFF for m in scene.context.words.pattern(name).finditer(text)]
    denial = scene.context.words.pattern("modality.denial").search(text, min(off)) if off else None
    ends = [m.start() for m in _REASON_END.finditer(text)]
    ends += [m.start() for m in scene.context.words.pattern("attendance.and").finditer(text)]
    cut = [end for end in ends if denial and min(off) <= end <= denial.start()]
    if cut:
        out.append(part(scene, text[: cut[-1]]))  # "is called off and will not be replaced"
    head, colon, tail = text.partition(": ")
    if (
        colon
        and len(head.split()) > 2
        and not Scene(replace(scene.sentence, text=tail), scene.context).periods
    ):
        out.append(part(scene, head))
    return out


def moved_after_all(results: Sequence[Result], context: Context) -> list[Result]:
    """`will not be held on 22-26 February. ... The new dates are ...`: then it is neither off nor open; nor
    is what only cannot be received where it was to be, once another place is told.
    """
    moved = {r.key for r in results if isinstance(r, Finding) and "starts" in r.values}
    out: list[Result] = []
    for number, result in enumerate(results):
        if not isinstance(result, Finding) or "starts" in result.values:
            out.append(result)
            continue
        ended = result.values.get("status") in ("postponed", "cancelled")
        elsewhere = not _said_off(result, context) and any(
            isinstance(r, Finding) and r.key == result.key and "place" in r.values
            for r in results[number + 1 :]
        )
        if ended and (result.key in moved or elsewhere):
            kept = {k: v for k, v in result.values.items() if k != "status"}
            out += [replace(result, values=kept)] if kept else []
        else:
            out.append(result)
    return out


def _said_off(finding: Finding, context: Context) -> bool:
    """Whether a word says that the meeting is off, and not only that its month is."""
    return any(context.words.has(name, line) for name in _OFF for line in finding.evidence)
