"""What is left of the words on a text without what is denied, past, or told before and not so any more."""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.prose.clauses import stated
from mailbot.reading.prose.new_texts import says_action
from mailbot.reading.prose.position_old import is_old
from mailbot.reading.prose.position_values import action_hits, new_action, new_status
from mailbot.reading.prose.window import Window

_STOP = r"[,;:،؛，；：。]"


def standing(window: Window, context: Context) -> Window | None:
    """The window without what is denied or past; None if nothing is left.

    A denial elsewhere in the sentence counts too, unless a comma and the text's own name set the window off.
    """
    words, scene = context.words, window.scene
    text = words.pattern("position.was").sub(" ", window.text)
    place = scene.text.find(window.text)
    before = scene.text[:place] if place > 0 else ""
    apart = re.search(r"[,;:()，；、]\s*(?:\w+\s){0,3}$", before) is not None
    apart = apart or words.has("position.but", before[-24:])  # "not 55 but 54"
    if scene.opens_long_ago and not words.has("position.now", text):
        return None
    if scene.past and words.pattern("modality.past").search(text) and not words.has("position.now", text):
        since = _since(text, "modality.past", context)
        if since is None:
            return None
        text = since
    text = behind_new_mind(text, context) or text
    if _told_before(text, context):
        since = _since(text, "position.told_before", context)
        if since is None:
            return None
        text = since
    if not scene.denied or _only_by_withdrawal(scene.text, context) or _only_by_noc(scene.text, context):
        return replace(window, text=text)
    if _denied_elsewhere(window, context):
        return replace(window, text=text)
    if rest := _instead(text, context):
        return replace(window, text=rest)
    left = stated(text, context)
    denial = words.pattern("modality.denial")
    settled = denial.search(window.text) is not None and not denial.search(text)  # "no longer a draft"
    if left is not None and (left != text or apart or settled):
        return replace(window, text=left)
    if (rest := _given_up_after(text, context)) and not words.has("position.falsely", scene.text):
        return replace(window, text=rest)
    spoken = action_hits(text, context)
    turned = any(is_old(text, spoken, number, context) for number in range(len(spoken)))
    return replace(window, text=text) if turned and len(spoken) > 1 else None


def _denied_elsewhere(window: Window, context: Context) -> bool:
    """`65 and 96 were endorsed, the one on 100 was not`: of several texts, only a later one is denied."""
    scene = window.scene
    place = scene.text.find(window.text)
    if window.carried or place < 0 or len({ref.start for ref in scene.texts}) < 2:
        return False
    end = place + len(window.text)
    held = any(place <= ref.start < end for ref in scene.texts)
    before = scene.text[:end]
    denied = context.words.has("modality.denial", before) or context.words.has("modality.negation", before)
    return held and end < len(scene.text) and not denied


def _given_up_after(text: str, context: Context) -> str:
    """`it does not survive: the group decided to drop it`: what is given up behind the denial."""
    marks = list(re.finditer(r"[:;：；]|\s[–—-]\s", text))
    rest = text[marks[-1].end() :] if marks else ""
    words = context.words
    denied = words.has("modality.denial", rest) or words.has("modality.negation", rest)
    return rest if words.has("position.withdraw", rest) and not denied else ""


def _instead(text: str, context: Context) -> str:
    """`we do not stay with NOC: it was decided to modify`: another action behind the denial of the first."""
    head, colon, rest = text.partition(": ")
    words = context.words
    denied = words.has("modality.denial", rest) or words.has("modality.negation", rest)
    if not colon or denied or words.has("modality.hypothesis", rest) or words.has("position.falsely", text):
        return ""
    known = action_hits(head, context) and words.has("modality.denial", head)
    return rest if known and new_action(rest, context, carried=True) else ""


def _told_before(text: str, context: Context) -> bool:
    """`we had told you that no change was needed`: an action or a stage in the clause of what was told."""
    told = context.words.pattern("position.told_before").search(text)
    if told is None:
        return False
    clause = re.split(_STOP, text[told.end() :])[0]
    return says_action(clause, context)


def behind_new_mind(text: str, context: Context) -> str:
    """What follows `we changed our mind: ...`, where it names an action; else nothing."""
    turn = context.words.pattern("position.no_entry").search(text)
    rest = text[turn.end() :] if turn else ""
    return rest if rest and new_action(rest, context, carried=True) else ""


def _since(text: str, marks: str, context: Context) -> str | None:
    """What holds now, behind a clause on the past: `we used to think ..., but now we modify it`."""
    words = context.words
    past = list(words.pattern(marks).finditer(text))[-1]
    turns = list(words.pattern("position.but").finditer(text, past.end()))
    turns += [m for m in re.finditer(r"[;；]|\s[–—-]\s", text) if m.start() > past.end()]
    if not turns:
        return None
    rest = text[min(m.start() for m in turns) :]
    return rest if action_hits(rest, context) or new_status(rest, context) else None


def _only_by_noc(text: str, context: Context) -> bool:
    """`we do not modify 20` denies nothing either: it is an action."""
    bare = context.words.pattern("position.action.NOC").sub(" ", text)
    if bare == text:
        return False
    bare = context.words.pattern("position.no_change_meant").sub(" ", bare)  # "does not intend to modify it"
    return not context.words.pattern("modality.denial").search(bare)


def _only_by_withdrawal(text: str, context: Context) -> bool:
    """`will not be pursued` denies nothing: it withdraws."""
    words = context.words
    bare = words.pattern("position.withdraw").sub(" ", text)
    return bare != text and not words.pattern("modality.denial").search(bare)
