"""What the sender reports of others' entries, or is not sure of: TSB asks whoever owns them.

Hearsay is told by its words, or by the sentence behind it ("perhaps you can verify with them"); that it is
news, by a word of change or by a value that is not on file.
"""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt
from mailbot.reading.plausible import is_no_name
from mailbot.reading.prose.foreign import only_repeats
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.windows import of_others
from mailbot.reading.values import folded

READER = "prose"
_CHANGES = (
    "contact.leaving", "contact.replaced_by", "position.withdraw",
    "meeting.cancel", "meeting.postpone", "meeting.moved",
)  # fmt: skip
_RECORDS = (
    "meeting.noun", "contact.list_noun", "contact.phone_field", "contact.email_field", "contact.title_label",
    "contact.committee_named", "contact.wrong", "position.proposal", "modality.rows",
)  # fmt: skip
_ACTIONS = ("position.action", "position.action_noun")
_TOWN = re.compile(r"\b(?:to|in|at|from|à|au|en|a|de)\s([A-ZÀ-Þ][\w'’-]{2,})")


def reported(scene: Scene, after: Scene | None, context: Context) -> Doubt | None:
    """A claim about another organization's entries, or about a change the writer is not sure of."""
    if scene.denied and not (scene.has("modality.hearsay") or scene.has("modality.told")):
        return None
    about = ", ".join(scene.others)
    theirs = of_others(scene)
    hearsay = Doubt(f"Reported, to be checked: {scene.text}", (scene.text,), "body", READER, "hearsay")
    if theirs and _is_told(scene, after) and _is_news(scene, after):
        open_still = _is_to_verify(scene) or _is_to_verify(after)
        return hearsay if open_still or not only_repeats(scene, context) else None
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
    if _is_told(scene, after) and _is_to_verify(after) and _of_others_only(scene):
        return hearsay
    if _of_stranger(scene, context):
        return Doubt(
            f"About somebody of another organization; please check there: {scene.text}",
            (scene.text,), "body", READER, "authority",
        )  # fmt: skip
    if (scene.doubted or scene.supposed) and _names_record(scene, context):
        return hearsay
    changes = any(scene.has(name) for name in _CHANGES)
    if scene.denied or (scene.supposed and not scene.doubted) or not changes:
        return None
    if scene.doubted:
        return hearsay if _names_anybody(scene) else None
    return authority if theirs and not only_repeats(scene, context) else None


def _of_others_only(scene: Scene) -> bool:
    """Whether everybody named is on file, and none of them is the sender's."""
    meant = [c for p in scene.people for c in p.contacts]
    return bool(meant) and all(c.organization != scene.context.organization for c in meant)


def _is_told(scene: Scene, after: Scene | None) -> bool:
    """Whether the writer has it from others, or asks to have it verified there."""
    if scene.has("modality.witnessed"):
        return False
    return scene.doubted or scene.has("modality.told") or _is_to_verify(scene) or _is_to_verify(after)


def _is_to_verify(scene: Scene | None) -> bool:
    return scene is not None and scene.has("asking.verify")


def _is_news(scene: Scene, after: Scene | None) -> bool:
    """Whether a change is told: by its words, by an action, by a place or a day that is not on file."""
    if not _names_rows(scene):
        return False
    if scene.has("modality.claim") or any(scene.has(name) for name in _CHANGES):
        return True
    if not (scene.supposed or scene.doubted or _is_to_verify(scene) or _is_to_verify(after)):
        return False
    if scene.texts:
        words = scene.context.words
        named = [p for key in _ACTIONS for p in words.patterns(key).values()]
        return any(pattern.search(scene.text) for pattern in named)
    return scene.has("meeting.noun") and _differs(scene)


def _differs(scene: Scene) -> bool:
    """Whether a city or a day named is not that of a meeting of the organization spoken of."""
    theirs = [m for m in scene.context.directory.meetings if m.organization in scene.others]
    places = " ".join(folded(m.place or "") for m in theirs)
    bodies = {start for start, _, _ in scene.organizations}
    written = [m[1] for m in _TOWN.finditer(scene.text) if m.start(1) not in bodies]
    towns = [city.english for city in scene.cities] or written
    if any(folded(town) not in places and not is_no_name(town) for town in towns):
        return True
    known = [(m.starts, m.ends) for m in theirs]
    return any(not any(p.first <= last and first <= p.last for first, last in known) for p in scene.periods)


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
    ours = scene.has("modality.rows") or scene.has("contact.list_noun")
    amiss = ours and not scene.others and scene.has("asking.amiss")
    if value or (field and wrong) or amiss:
        return True
    if not scene.has("modality.hearsay"):
        return False
    strangers = any(c.organization != context.organization for p in scene.people for c in p.contacts)
    changes = any(scene.has(name) for name in (*_CHANGES, "modality.claim"))
    changes = changes or (scene.has("meeting.noun") and _differs(scene))
    return changes and bool(scene.others or strangers or scene.texts)
