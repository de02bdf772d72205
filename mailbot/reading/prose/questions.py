"""What the sender asks, and what he reports of others: questions for TSB that change nothing.

Only sentences no other reader has taken up, and at most a few: an officer reads the mail anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.events import named
from mailbot.reading.prose.namesakes import left_open, which_namesake, which_role
from mailbot.reading.prose.reported import reported
from mailbot.reading.prose.requests import asked
from mailbot.reading.prose.scene import Scene

READER = "prose"
MOST = 5


def read(
    scenes: Sequence[Scene], context: Context, results: Sequence[Result], attached: bool = False
) -> list[Result]:
    """``attached``: what a polite request asks to be entered may stand in a file."""
    spoken = {line for result in results for line in result.evidence}
    found: list[Result] = []
    for number, scene in enumerate(scenes):
        if scene.text in spoken or len(found) >= MOST:
            continue
        after = scenes[number + 1] if number + 1 < len(scenes) else None
        others = bool(results) or (attached and scene.has("contact.list_noun"))
        doubt = asked(scene, others) or reported(scene, after, context)
        doubt = doubt or which_namesake(scene, scenes) or left_open(scene, results)
        doubt = doubt or (None if others else which_role(scene, scenes))
        if doubt is not None and scene.asks and after is not None and _answers(after):
            continue  # "Should it be suppressed? We do not think so."
        if doubt is not None and not (doubt.rule != "request" and _unfounded(scenes, number)):
            found.append(doubt)
    if not results and not found and context.organization is None:
        found = _of_a_stranger(scenes)
    return found


def _answers(scene: Scene) -> bool:
    """Whether the sentence answers the question that the writer has put himself."""
    return scene.context.words.pattern("modality.self_answer").match(scene.text.lstrip(" ¡–—-")) is not None


def _of_a_stranger(scenes: Sequence[Scene]) -> list[Result]:
    """What somebody of no organization on file wants to have entered."""
    known = any(s.organizations or any(p.contacts for p in s.people) for s in scenes)
    wanted = [s for s in scenes if _is_wanted(s, known)]
    return [
        Doubt(
            f"The sender belongs to no organization on file; is this to be made: {scene.text}",
            (scene.text,), "body", READER, "stranger",
        )
        for scene in wanted[:1]
    ]  # fmt: skip


def _is_wanted(scene: Scene, known: bool) -> bool:
    """Whether it asks for an entry, or tells something new of what is on file.

    ``known``: the letter speaks of an organization or somebody on file.
    """
    if (scene.has("modality.apply") or scene.has("contact.list_noun")) and (
        scene.emails or scene.says_i or scene.people
    ):
        return True
    if scene.asks or not scene.asserted or scene.past:
        return False
    if scene.texts or any(p.contacts for p in scene.people):
        return any(scene.has(name) for name in ("contact.change", "position.proposal")) or _says_value(scene)
    return scene.has("meeting.noun") and known and bool(scene.periods or scene.cities)


def _says_value(scene: Scene) -> bool:
    words = scene.context.words
    named = [p for key in ("position.action", "position.status") for p in words.patterns(key).values()]
    return bool(scene.phones or scene.emails) or any(pattern.search(scene.text) for pattern in named)


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
