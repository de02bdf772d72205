"""What the sender asks, and what he reports of others: questions for TSB that change nothing.

Only sentences no other reader has taken up, and at most a few: an officer reads the mail anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.events import named
from mailbot.reading.prose.foreign import only_repeats
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.windows import of_others

READER = "prose"
MOST = 5
_CHANGES = (
    "contact.leaving", "contact.replaced_by", "position.withdraw",
    "meeting.cancel", "meeting.postpone", "meeting.moved",
)  # fmt: skip
_RECORDS = (
    "meeting.noun", "contact.list_noun", "contact.phone_field", "contact.email_field", "contact.title_label",
    "contact.committee_named", "contact.wrong", "position.proposal", "modality.rows",
)  # fmt: skip


def read(
    scenes: Sequence[Scene], context: Context, results: Sequence[Result], attached: bool = False
) -> list[Result]:
    """``attached``: what a polite request asks to be entered may stand in a file."""
    spoken = {line for result in results for line in result.evidence}
    found: list[Result] = []
    for number, scene in enumerate(scenes):
        if scene.text in spoken or len(found) >= MOST:
            continue
        doubt = _asked(scene, bool(results) or (attached and scene.has("contact.list_noun"))) or _reported(
            scene, context
        )
        if doubt is not None and not (doubt.rule != "request" and _unfounded(scenes, number)):
            found.append(doubt)
    if not results and not found and context.organization is None:
        found = _of_a_stranger(scenes)
    return found


def _of_a_stranger(scenes: Sequence[Scene]) -> list[Result]:
    """What somebody of no organization on file wants to have entered."""
    wanted = [s for s in scenes if s.has("modality.apply") and (s.emails or s.says_i or s.people)]
    return [
        Doubt(
            f"The sender belongs to no organization on file; is this to be made: {scene.text}",
            (scene.text,), "body", READER, "stranger",
        )
        for scene in wanted[:1]
    ]  # fmt: skip


def without_unfounded(scenes: Sequence[Scene], results: Sequence[Result]) -> list[Result]:
    """The results but for doubts about rumours that the letter itself puts right, and about which meeting is
    meant where the sentence speaks of one of ITU's and who comes to it.
    """
    idle = {s.text for n, s in enumerate(scenes) if _unfounded(scenes, n)}
    come = {
        line for r in results if isinstance(r, Finding) and r.target == "participation" for line in r.evidence
    }
    open_ones = {e for r in results if isinstance(r, Doubt) and r.rule == "which" for e in r.evidence}
    ours = [s for s in scenes if s.text in open_ones and s.has("attendance.verb")]
    come |= {s.text for s in ours if named(s.text, s.context).ids}

    def is_idle(doubt: Doubt) -> bool:
        said = set(doubt.evidence)
        if doubt.rule == "which" and said & come:
            return True
        return doubt.rule in ("doubt", "hearsay", "which") and bool(said & idle)

    return [r for r in results if not (isinstance(r, Doubt) and is_idle(r))]


def _unfounded(scenes: Sequence[Scene], number: int) -> bool:
    """`... is said to have withdrawn it. Neither is true.`"""
    here = scenes[number].sentence.paragraph
    near = [s for s in scenes[number : number + 3] if s.sentence.paragraph == here]
    return any(s.has("modality.unfounded") for s in near)


def _asked(scene: Scene, others: bool) -> Doubt | None:
    told = scene.asks and scene.has("modality.request") and scene.has("modality.tell")
    idle = scene.has("modality.no_request") and not told
    done = others and not _wants_answer(scene)
    ours = idle and scene.asks and not others and bool(named(scene.text, scene.context).ids)
    if idle and not ours and (done or not scene.asks or not scene.has("modality.apply")):
        return None  # "can you correct it?" asks for what was not understood, where nothing was
    head = scene.context.words.pattern("modality.interrogative").match(scene.text.lstrip("¿ "))
    unmarked = head is not None and not any(c in scene.text for c in ",，،;")  # "Where can we find it"
    if not (scene.asks or unmarked or scene.has("modality.request")):
        return None
    if done and scene.has("modality.apply") and scene.has("modality.polite.words"):
        return None  # "could you please add one more": it was
    if others and not scene.asks and scene.has("modality.apply") and not scene.has("modality.interrogative"):
        return None  # "we kindly ask you to update it": what it is about was read elsewhere
    return Doubt(f"The sender asks: {scene.text}", (scene.text,), "body", READER, "request")


def _wants_answer(scene: Scene) -> bool:
    """Whether something is to be told or sent, whatever else is to be entered."""
    return scene.has("modality.interrogative") or scene.has("modality.tell")


def _reported(scene: Scene, context: Context) -> Doubt | None:
    """A claim about another organization's entries, or about a change the writer is not sure of."""
    if scene.denied and not (scene.has("modality.hearsay") or scene.has("modality.told")):
        return None
    about = ", ".join(scene.others)
    theirs = of_others(scene)
    authority = Doubt(
        f"About {about}; please check there: {scene.text}", (scene.text,), "body", READER, "authority"
    )
    if (
        theirs
        and _names_rows(scene)
        and not scene.denied
        and not scene.supposed
        and scene.has("modality.claim")
    ):
        return None if only_repeats(scene, context) else authority
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
        return hearsay if _names_anybody(scene) else None
    return authority if theirs and not only_repeats(scene, context) else None


def _names_rows(scene: Scene) -> bool:
    """Whether something on file is named: not in `CITEL has submitted a contribution to TSAG`."""
    if scene.texts or scene.people or scene.phones or scene.emails or any(map(scene.has, _RECORDS)):
        return True
    return any(p.search(scene.text) for p in scene.context.words.patterns("position.action").values())


def _names_anybody(scene: Scene) -> bool:
    """Whether there is something to verify: not in `I am no longer sure of the figure`."""
    if _names_rows(scene) or scene.others:
        return True
    return any(p.search(scene.text) for p in scene.context.words.patterns("contact.role_noun").values())


def _of_stranger(scene: Scene, context: Context) -> bool:
    """Whether a number or an address of somebody of another organization is said to be wrong or new."""
    meant = [c for p in scene.people for c in p.contacts]
    moved = scene.has("attendance.verb") or scene.has("attendance.excuse") or scene.has("meeting.noun")
    told = (bool(scene.phones or scene.emails) or moved) and scene.has("modality.told")
    if not meant or any(c.organization == context.organization for c in meant):
        return False
    if scene.has("modality.courtesy") and not (scene.phones or scene.emails):
        return False  # `congratulations to Ms X on her new post`
    if scene.supposed and not told:
        return False
    field = scene.has("contact.phone_field") or scene.has("contact.email_field")
    wrong = scene.has("modality.claim") or scene.has("contact.change") or scene.has("modality.negation")
    return told or bool(scene.phones or scene.emails) or (field and wrong)


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
