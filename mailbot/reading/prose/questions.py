"""What the sender asks, and what he reports of others: questions for TSB that change nothing.

Only sentences no other reader has taken up, and at most a few: an officer reads the mail anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Result
from mailbot.reading.prose.scene import Scene

READER = "prose"
MOST = 5


def read(scenes: Sequence[Scene], context: Context, results: Sequence[Result]) -> list[Result]:
    spoken = {line for result in results for line in result.evidence}
    found: list[Result] = []
    for scene in scenes:
        if scene.text in spoken or len(found) >= MOST:
            continue
        doubt = _asked(scene) or _reported(scene, context)
        if doubt is not None:
            found.append(doubt)
    return found


def _asked(scene: Scene) -> Doubt | None:
    if scene.has("modality.no_request"):
        return None
    if not (scene.asks or scene.has("modality.request")):
        return None
    return Doubt(f"The sender asks: {scene.text}", (scene.text,), "body", READER, "request")


def _reported(scene: Scene, context: Context) -> Doubt | None:
    """A claim about another organization's entries, or about a change the writer is not sure of."""
    speaks_of_others = bool(scene.others) and context.organization not in [
        c for _, _, c in scene.organizations
    ]
    if speaks_of_others and not scene.denied and not scene.supposed and scene.has("modality.claim"):
        about = ", ".join(scene.others)
        text = f"About {about}; please check there: {scene.text}"
        return Doubt(text, (scene.text,), "body", READER, "authority")
    changes = any(
        scene.has(name)
        for name in (
            "contact.leaving",
            "contact.replaced_by",
            "position.withdraw",
            "meeting.cancel",
            "meeting.postpone",
            "meeting.moved",
        )
    )
    if scene.others and scene.has("modality.hearsay") and not scene.denied:
        return Doubt(f"Reported, to be checked: {scene.text}", (scene.text,), "body", READER, "hearsay")
    if scene.denied or (scene.supposed and not scene.doubted) or not changes:
        return None
    if scene.doubted:
        return Doubt(f"Reported, to be checked: {scene.text}", (scene.text,), "body", READER, "hearsay")
    if scene.others and context.organization not in [code for _, _, code in scene.organizations]:
        return Doubt(
            f"About {', '.join(scene.others)}; please check there: {scene.text}",
            (scene.text,),
            "body",
            READER,
            "authority",
        )
    return None
