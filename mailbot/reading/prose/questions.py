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
_CHANGES = (
    "contact.leaving", "contact.replaced_by", "position.withdraw",
    "meeting.cancel", "meeting.postpone", "meeting.moved",
)  # fmt: skip


def read(scenes: Sequence[Scene], context: Context, results: Sequence[Result]) -> list[Result]:
    spoken = {line for result in results for line in result.evidence}
    found: list[Result] = []
    for number, scene in enumerate(scenes):
        if scene.text in spoken or len(found) >= MOST:
            continue
        doubt = _asked(scene, bool(results)) or _reported(scene, context)
        if doubt is not None and not (doubt.rule != "request" and _unfounded(scenes, number)):
            found.append(doubt)
    return found


def without_unfounded(scenes: Sequence[Scene], results: Sequence[Result]) -> list[Result]:
    """The results but for doubts about rumours that the letter itself puts right."""
    idle = {s.text for n, s in enumerate(scenes) if _unfounded(scenes, n)}
    return [
        r
        for r in results
        if not (isinstance(r, Doubt) and r.rule in ("doubt", "hearsay") and set(r.evidence) & idle)
    ]


def _unfounded(scenes: Sequence[Scene], number: int) -> bool:
    """`... is said to have withdrawn it. Neither is true.`"""
    here = scenes[number].sentence.paragraph
    near = [s for s in scenes[number : number + 3] if s.sentence.paragraph == here]
    return any(s.has("modality.unfounded") for s in near)


def _asked(scene: Scene, others: bool) -> Doubt | None:
    if scene.has("modality.no_request"):
        return None
    head = scene.context.words.pattern("modality.interrogative").match(scene.text.lstrip("¿ "))
    unmarked = head is not None and not any(c in scene.text for c in ",，،;")  # "Where can we find it"
    if not (scene.asks or unmarked or scene.has("modality.request")):
        return None
    if others and not scene.asks and scene.has("modality.apply") and not scene.has("modality.interrogative"):
        return None  # "we kindly ask you to update it": what it is about was read elsewhere
    return Doubt(f"The sender asks: {scene.text}", (scene.text,), "body", READER, "request")


def _reported(scene: Scene, context: Context) -> Doubt | None:
    """A claim about another organization's entries, or about a change the writer is not sure of."""
    if scene.denied and not scene.has("modality.hearsay"):
        return None
    about = ", ".join(scene.others)
    theirs = bool(scene.others) and context.organization not in [c for _, _, c in scene.organizations]
    authority = Doubt(
        f"About {about}; please check there: {scene.text}", (scene.text,), "body", READER, "authority"
    )
    if theirs and not scene.denied and not scene.supposed and scene.has("modality.claim"):
        return authority
    if _of_stranger(scene, context):
        return Doubt(
            f"About somebody of another organization; please check there: {scene.text}",
            (scene.text,), "body", READER, "authority",
        )  # fmt: skip
    hearsay = Doubt(f"Reported, to be checked: {scene.text}", (scene.text,), "body", READER, "hearsay")
    if (scene.doubted or scene.supposed) and _names_record(scene, context):
        return hearsay
    changes = any(scene.has(name) for name in _CHANGES)
    if scene.denied or (scene.supposed and not scene.doubted) or not changes:
        return None
    if scene.doubted:
        return hearsay
    return authority if theirs else None


def _of_stranger(scene: Scene, context: Context) -> bool:
    """Whether a number or an address of somebody of another organization is said to be wrong or new."""
    meant = [c for p in scene.people for c in p.contacts]
    if scene.supposed or not meant or any(c.organization == context.organization for c in meant):
        return False
    field = scene.has("contact.phone_field") or scene.has("contact.email_field")
    wrong = scene.has("modality.claim") or scene.has("contact.change") or scene.has("modality.negation")
    return bool(scene.phones or scene.emails) or (field and wrong)


def _names_record(scene: Scene, context: Context) -> bool:
    """Whether a doubtful sentence speaks of something on file that may have to be changed.

    A value of a person, or a change of what another organization has on file.
    """
    if not scene.doubted:
        return False
    value = bool(scene.phones or scene.emails)
    field = scene.has("contact.phone_field") or scene.has("contact.email_field")
    wrong = scene.has("modality.claim") or scene.has("contact.change") or scene.has("modality.doubt")
    if value or (field and wrong):
        return True
    if not scene.has("modality.hearsay"):
        return False
    strangers = any(c.organization != context.organization for p in scene.people for c in p.contacts)
    changes = any(scene.has(name) for name in (*_CHANGES, "modality.claim", "meeting.noun"))
    return changes and bool(scene.others or strangers or scene.texts)
