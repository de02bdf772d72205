"""Sentences about meetings taken apart: by meeting, behind a colon; findings that a later one undoes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.meeting_names import candidates
from mailbot.reading.prose.meeting_values import values
from mailbot.reading.prose.scene import Scene

_COMMAS = re.compile(r"[,;]\s|[，；、،]")
_MOST_PIECES = 12


def part(scene: Scene, text: str) -> Scene:
    return Scene(replace(scene.sentence, text=text), scene.context)


def per_meeting(scene: Scene, context: Context) -> list[Scene]:
    """The sentence cut where another meeting begins: `May is cancelled, July goes to Oslo`."""
    pieces = _COMMAS.split(scene.text)
    if not 2 <= len(pieces) <= _MOST_PIECES:
        return []
    cuts: list[str] = []
    names: list[str | None] = []
    for piece in pieces:
        found = candidates(part(scene, piece), context)
        name = found[0].id if len(found) == 1 and found[0].organization == context.organization else None
        if cuts and (name is None or name == names[-1]):
            cuts[-1] = f"{cuts[-1]}, {piece}"
        else:
            cuts.append(piece)
            names.append(name)
    return (
        [part(scene, cut) for cut in cuts] if len({n for n in names if n}) > 1 and None not in names else []
    )


def behind_colon(scene: Scene, context: Context, spoken_of: Meeting | None) -> Scene:
    """What stands behind a colon, where it is about the meeting: `Not a secret: the 3rd meeting ...`, `No:
    it simply moves to ...`.
    """
    head, colon, tail = scene.text.rpartition(": ")
    if not colon or not (Scene(replace(scene.sentence, text=head), context).denied or scene.supposed):
        return scene
    rest = Scene(replace(scene.sentence, text=tail), context)
    named = rest.has("meeting.noun") and candidates(rest, context)
    return rest if named or (spoken_of is not None and values(rest, context, spoken_of)) else scene


def moved_after_all(results: Sequence[Result]) -> list[Result]:
    """`will not be held on 22-26 February. ... The new dates are ...`: then it is neither off nor open."""
    moved = {r.key for r in results if isinstance(r, Finding) and "starts" in r.values}
    out: list[Result] = []
    for result in results:
        if isinstance(result, Finding) and result.key in moved and "starts" not in result.values:
            ended = result.values.get("status") in ("postponed", "cancelled")
            kept = {k: v for k, v in result.values.items() if not (k == "status" and ended)}
            out += [replace(result, values=kept)] if kept else []
        else:
            out.append(result)
    return out
