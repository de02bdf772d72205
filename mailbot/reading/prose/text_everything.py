"""Texts meant without being named: all of the organization's, all of a list, the new ones in it, or the one
that the subject of the mail names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.prose.new_texts import says_action
from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef

Said = tuple[tuple[TextRef, ...], str]
_RELATIVE = re.compile(r"\s*[,،，(]\s*\S")


def group_meant(scene: Scene, said: Sequence[TextRef]) -> tuple[TextRef, ...]:
    """Of the texts named before those that the sentence sums up: `all of them`, `the two new rows`."""
    if not said:
        return ()
    if scene.has("position.new_rows"):
        held = scene.context.directory
        mine = scene.context.organization
        return tuple(ref for ref in said if held.get("position", f"{mine}/{ref.id}") is None)
    return tuple(said) if scene.has("position.all_of_them") else ()


def of_subject_line(scene: Scene) -> tuple[TextRef, ...]:
    """The texts of the mail's subject, where the sentence speaks of a row: `The status is now agreed.`"""
    context = scene.context
    if not re.search(r"\d|\bNew", context.subject) or not _speaks_of_row(scene):
        return ()
    subject = scene.saying(context.subject)
    if context.organization is None or (
        subject.others and context.organization not in [code for _, _, code in subject.organizations]
    ):
        return ()
    return tuple(ref for ref in subject.texts if ref.known)


def _speaks_of_row(scene: Scene) -> bool:
    names = ("table", "status_field", "withdraw", "value_summary", "coordinator_set")
    if any(scene.has(f"position.{name}") for name in names):
        return not scene.has("meeting.noun")
    if scene.has("position.talk") or scene.has("meeting.noun"):
        return False
    if any(scene.has(name) for name in ("view.proposal_noun", "text.noun", "view.anaphor")):
        return True
    words = scene.context.words
    opens = words.pattern("position.pronoun").match(scene.text) is not None
    stages = (*words.patterns("position.status").values(), words.pattern("position.withdraw"))
    opens = opens or any(stage.match(scene.text) for stage in stages)  # "Approved by Com-ITU on Thursday."
    return opens or re.search(r"\b(?:MOD|SUP|NOC)\b", scene.text) is not None


def all_ours(scene: Scene) -> list[Said]:
    """`All our texts except 98 are agreed`: every position of the sender's organization but those.

    What is said of the exceptions stands behind them: `apart from 98, which stays preliminary`.
    """
    mark = scene.context.words.pattern("position.all_ours").search(scene.text)
    if mark is None or scene.others or not says_action(scene.text, scene.context):
        return []
    if scene.has_in("modality.negation", scene.text[max(0, mark.start() - 12) : mark.start()]):
        return []  # "not all our texts"
    left_out = {ref.id for ref in scene.texts}
    if left_out and not scene.has("position.except"):
        return []
    own = [p.text for p in scene.context.directory.positions if p.organization == scene.context.organization]
    keys = tuple(TextRef(*mark.span(), key, mark[0]) for key in own if key not in left_out)
    last = max((ref.end for ref in scene.texts), default=mark.end())
    between = scene.text[mark.end() : min((ref.start for ref in scene.texts), default=len(scene.text))]
    behind = scene.text[max(last, mark.end()) :]
    if last > mark.end() and says_action(between, scene.context):
        out = [(keys, between)]  # "all are agreed except 98, which ..."
        aside = behind if _RELATIVE.match(behind) else ""
        return [*out, (tuple(scene.texts), aside)] if aside else out
    return [(keys, behind if says_action(behind, scene.context) else scene.text)]


def the_others(scene: Scene, said: Sequence[TextRef], topic: Sequence[TextRef]) -> list[tuple[TextRef, ...]]:
    """`The others have been adopted.`, in a sentence of its own: all of the list but those named last.

    Where no list is left, nothing is said of those named last all the same.
    """
    mark = scene.context.words.pattern("position.rest").search(scene.text)
    if mark is None or not topic or not says_action(scene.text, scene.context):
        return []
    last = {ref.id for ref in topic}
    others = {ref.id: ref for ref in said if ref.id not in last}
    if len(others) < 2 and scene.context.words.pattern("position.rest_as_whole").fullmatch(mark[0]):
        return []  # "the rest, namely the status, stays" is about the text itself
    return [tuple(others.values())]


def the_rest(scene: Scene, said: Sequence[TextRef]) -> list[tuple[tuple[TextRef, ...], Scene]]:
    """`Only 45 is still preliminary, the rest are agreed`: the texts named, and the others of the list.

    The list is what was said before, or all of the organization's where the sentence speaks of its rows.
    """
    if not scene.texts or scene.others:
        return []
    marks = [m.start() for m in scene.context.words.pattern("position.rest").finditer(scene.text)]
    last = max(ref.end for ref in scene.texts)
    if len(marks) != 1 or marks[0] < last or not says_action(scene.text[marks[0] :], scene.context):
        return []
    named = {ref.id for ref in scene.texts}
    pool = [ref for ref in said if len(said) > 1]
    if not pool and scene.has("position.our_rows"):
        own = [
            p.text for p in scene.context.directory.positions if p.organization == scene.context.organization
        ]
        pool = [TextRef(marks[0], marks[0], key, "") for key in own]
    others = {ref.id: ref for ref in pool if ref.id not in named}
    if not others or not named & {ref.id for ref in pool}:
        return []
    before = scene.text[: marks[0]].rstrip(" ,;،؛，；–—-")
    behind = scene.saying(scene.text[marks[0] :])
    return [(tuple(scene.texts), scene.saying(before)), (tuple(others.values()), behind)]
