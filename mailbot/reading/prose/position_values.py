"""What is said of a position: its action, its status, its summary, who coordinates it."""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.prose.clauses import stated
from mailbot.reading.prose.windows import QUOTED, Window
from mailbot.reading.values import clean

STAGES = ("preliminary", "draft", "agreed", "submitted", "withdrawn")
_ARROW = re.compile(r"\s*(?:->|-->|→|=>|⇒)")


def standing(window: Window, context: Context) -> Window | None:
    """The window without what is denied or past; None if nothing is left.

    A denial elsewhere in the sentence counts too, unless a comma and the text's own name set the window off.
    """
    words, scene = context.words, window.scene
    text = words.pattern("position.was").sub(" ", window.text)
    place = scene.text.find(window.text)
    apart = place > 0 and re.search(r"[,;:()，；、]\s*(?:\w+\s){0,3}$", scene.text[:place]) is not None
    if scene.past and words.pattern("modality.past").search(text) and not words.has("position.now", text):
        return None
    if not scene.denied or _only_by_withdrawal(scene.text, context):
        return replace(window, text=text)
    left = stated(text, context)
    denial = words.pattern("modality.denial")
    settled = denial.search(window.text) is not None and not denial.search(text)  # "no longer a draft"
    if left is not None and (left != text or apart or settled):
        return replace(window, text=left)
    spoken = _hits(text, context)
    turned = any(_is_old(text, spoken, number, context) for number in range(len(spoken)))
    return replace(window, text=text) if turned and len(spoken) > 1 else None


def _only_by_withdrawal(text: str, context: Context) -> bool:
    """`will not be pursued` denies nothing: it withdraws."""
    words = context.words
    bare = words.pattern("position.withdraw").sub(" ", text)
    return bare != text and not words.pattern("modality.denial").search(bare)


def _is_said(text: str, hits: list[tuple[int, str, bool]], context: Context, carried: bool) -> bool:
    """Whether an action in words is proposed: a verb that proposes, or right behind the text's name."""
    if context.words.pattern("position.action_cue").search(text):
        return True
    if carried:
        return False
    if context.words.pattern("position.near_cue").search(text):
        return True
    start = hits[0][0]
    if re.search(r",\s*(?:an?\s)?$", text[:start]) and re.match(r"\w+\s*(?:[,.;(]|$)", text[start:]):
        return True
    return re.search(r"(?:[:：=–—(-]|\bto)\s*(?:\w+\s){0,2}$", text[:start]) is not None


def _hits(text: str, context: Context) -> list[tuple[int, str, bool]]:
    """(place, action, is a code) of every action named, codes in capitals only."""
    found: list[tuple[int, int, str, bool]] = []
    for name, pattern in context.words.patterns("position.action").items():
        for match in pattern.finditer(text):
            is_code = match[0].upper() == name
            if is_code and match[0] != name:
                continue  # "add", "mod" in small letters are verbs
            found.append((match.start(), match.end(), name, is_code))
    # the longest reading counts: "no change" holds "change", `不修改` holds `修改`
    found = [h for h in found if not any(o[0] <= h[0] and h[1] <= o[1] and o[:2] != h[:2] for o in found)]
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    return [(start, name, code) for start, _, name, code in found]


def new_action(text: str, context: Context, carried: bool = False) -> str | None:
    """The new action, "" if none is named, None if several are left."""
    hits = _hits(text, context)
    codes = [hit for hit in hits if hit[2]]
    if not hits or (not codes and not _is_said(text, hits, context, carried)):
        return ""
    # where codes stand, words only explain them: "a modification (MOD)", "please modify the entry to NOC"
    spoken = codes or hits
    names = list(
        dict.fromkeys(
            name for number, (_, name, _) in enumerate(spoken) if not _is_old(text, spoken, number, context)
        )
    )
    if len(names) > 1:
        return None
    return names[0] if names else ""


def _is_old(text: str, spoken: list[tuple[int, str, bool]], number: int, context: Context) -> bool:
    """Whether the action named is the one that no longer holds: `instead of SUP`, `from SUP to MOD`."""
    words = context.words
    start, name, is_code = spoken[number]
    following = spoken[number + 1][0] if number + 1 < len(spoken) else None
    if is_code and following is not None:
        between = text[start + len(name) : following].strip(" \"'“”«»")
        if re.fullmatch(r"->|-->|→|=>|⇒", between) or words.pattern("position.from_to").fullmatch(between):
            return True
    floor = spoken[number - 1][0] if number else 0
    before = text[max(floor, start - 34) : start]
    marks = list(words.pattern("position.given_up").finditer(before))
    gap = before[marks[-1].end() :] if marks else ""
    return bool(marks) and len(gap.split()) <= 4 and not re.search(r"[,;:]|\b(?:to|by)\b", gap)


def new_status(text: str, context: Context) -> dict[str, str]:
    """The furthest stage the words give the position; none where it is still to come, or no longer holds."""
    words = context.words
    hits: list[tuple[int, str]] = []
    for name, pattern in words.patterns("position.status").items():
        hits += [(m.start(), name) for m in pattern.finditer(text) if not _ARROW.match(text, m.end())]
    fresh = []
    for start, name in sorted(hits):
        before = text[max(0, start - 30) : start]
        if _marked(before, "position.old_status", context) or _marked(before, "modality.negation", context):
            continue  # "not agreed", `не принято`
        if words.pattern("position.status_noise").search(text[max(0, start - 20) : start + 24]):
            continue
        fresh.append(name)
    names = list(dict.fromkeys(fresh))
    names.sort(key=STAGES.index)  # "adopted, and sent to ITU on Monday": the furthest stage it has reached
    if not names:
        return {}
    names = names[-1:]
    place = next(start for start, name in sorted(hits) if name == names[0])
    clause = re.split(r"[;.,，、]\s?|\s[–—-]\s", text[:place])[-1]
    if words.pattern("position.future").search(clause):
        return {}
    following = re.split(r"[;.,，、]\s?", text[place:])[0]
    said = words.pattern("position.status_field").search(text)
    if not said and words.pattern("position.expected").search(f"{clause} {following}"):
        return {}
    return {"status": names[0]}


def _marked(before: str, name: str, context: Context) -> bool:
    """Whether such a word stands right before, with no stop and no "to" between."""
    marks = list(context.words.pattern(name).finditer(before))
    if not marks:
        return False
    gap = before[marks[-1].end() :]
    if re.search(r"[,;:.，、：；（()）]|\bto\b", gap) or context.words.has("position.from_to", gap):
        return False
    return len(gap.split()) <= 2 and (gap.isascii() or context.language != "zh" or len(gap) <= 4)


def new_summary(window: Window, context: Context) -> dict[str, str]:
    """`the summary should read: ...`, quoted or behind a colon."""
    text = window.scene.text
    found = context.words.pattern("position.summary_set").search(text)
    bare = None if found else context.words.pattern("position.summary_field").search(text)
    start = found.start() if found else bare.start() if bare else None
    if start is None:
        return {}
    quoted = QUOTED.search(text[start:])
    if quoted:
        return {"summary": clean(quoted[1])}
    after = re.search(r"[:：]\s*(\S.{8,})$", text[start:])
    if after is None and bare is not None and ":" not in text:
        return {}
    return {"summary": clean(after[1]).rstrip(".")} if after else {}


def new_coordinator(window: Window, context: Context) -> dict[str, str]:
    """The one person of the sender's organization who takes the text on; who gives it up does not count."""
    scene, words = window.scene, context.words
    if not words.pattern("position.coordinator_cue").search(scene.text):
        return {}
    own = [p for p in scene.people if p.contact and p.contact.organization == context.organization]
    fresh = {
        p.contact.id
        for p in own
        if p.contact and not words.has("position.old_person", scene.text[max(0, p.start - 24) : p.start])
    }
    if len(fresh) == 1:
        return {"coordinator": fresh.pop()}
    if not own and scene.says_i and context.contact:
        return {"coordinator": context.contact.id}
    return {}
