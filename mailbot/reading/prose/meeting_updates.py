"""What a sentence changes of one meeting on file, or what has to be asked about it."""

from __future__ import annotations

from dataclasses import replace

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.clauses import stated
from mailbot.reading.prose.meeting_clauses import hangs, part, without_reasons
from mailbot.reading.prose.meeting_cores import main_clause, told_aside, without_asides
from mailbot.reading.prose.meeting_host import host_gone
from mailbot.reading.prose.meeting_month import leaves_month
from mailbot.reading.prose.meeting_names import candidates
from mailbot.reading.prose.meeting_taken_back import without_old
from mailbot.reading.prose.meeting_values import Values, values
from mailbot.reading.prose.scene import Scene

READER = "prose"


def doubt(text: str, scene: Scene, rule: str) -> Doubt:
    return Doubt(f"{text} {scene.text}", (scene.text,), "body", READER, rule)


def update(scene: Scene, context: Context, meeting: Meeting, leaves: bool = False) -> list[Result]:
    """What the sentence says of a meeting on file; where its reasons hide that, what it says without them."""
    if scene.has("meeting.dropped"):
        rest = part(scene, scene.text.rpartition(": ")[2])
        if rest.text == scene.text or rest.has("meeting.dropped") or not rest.has("meeting.noun"):
            return []
        return [replace(r, evidence=(scene.text,)) for r in update(rest, context, meeting)]
    results = _said(without_asides(scene), scene, context, meeting, leaves)
    if any(isinstance(r, Finding) for r in results) or scene.doubted:
        return results

    def fits(text: str) -> bool:
        return candidates(part(scene, text), context) == [meeting]

    cores = without_reasons(scene)
    main = main_clause(scene, fits)
    for core in [*cores, main] if main else cores:
        found = _said(core, scene, context, meeting, leaves)
        if any(isinstance(r, Finding) for r in found):
            return found
    aside = None if results else told_aside(scene, fits)
    return _said(aside, scene, context, meeting, leaves) if aside else results


def _said(whole: Scene, scene: Scene, context: Context, meeting: Meeting, leaves: bool) -> list[Result]:
    """What a sentence, or what is left of it, says; ``scene`` is the sentence as written."""
    evidence, scene = scene, whole
    kept = _stated(scene, context, meeting)
    said = values(kept or scene, context, meeting, leaves)
    if not said or hangs(scene):
        return []
    past = scene.bygone or (scene.past and not ("starts" in said or scene.has("meeting.now")))
    asks = scene.asks and not scene.has("modality.no_request")  # "could you please replace ...?" does not
    certain = kept is not None and not (kept.supposed or scene.doubted or asks or past)
    if meeting.organization != context.organization:
        if certain or scene.doubted:
            return [doubt(f"A meeting of {meeting.organization} ({meeting.title}):", scene, "authority")]
        return []
    if scene.doubted and kept is not None:
        return [doubt("Not certain; please check:", scene, "doubt")]
    if not certain:
        return []
    if said.get("status") == "confirmed" and _only_refutes(evidence):
        said = {name: value for name, value in said.items() if name != "status"}
    if not said:
        return []
    if "unclear" in said:
        return [doubt(f"{meeting.title}: {said['unclear']}", scene, "dates")]
    return [_finding(meeting, said, evidence)]


def _only_refutes(scene: Scene) -> bool:
    """`It will take place as announced, contrary to what the press wrote`: nothing is new."""
    return scene.has("meeting.rumour") and not scene.has("meeting.confirm_word")


def _finding(meeting: Meeting, said: Values, scene: Scene) -> Finding:
    return Finding(
        "meeting",
        "update",
        meeting.title,
        meeting.id,
        None,
        said,
        (scene.text,),
        "body",
        0.93,
        READER,
        "meeting",
    )


def _stated(scene: Scene, context: Context, meeting: Meeting) -> Scene | None:
    """The sentence without its denied clauses; None if it only denies.

    "Will not take place" is no denial, nor is a value on file that is taken back.
    """
    if not scene.denied:
        return scene
    if leaves_month(scene, meeting) or host_gone(scene, meeting):
        return scene
    bare = context.words.pattern("meeting.cancel").sub(" ", without_old(scene, meeting).text)
    if not context.words.pattern("modality.denial").search(bare):
        return scene
    text = stated(scene.text, context)
    return Scene(replace(scene.sentence, text=text), context) if text else None
