"""What is said of a position: its action, its status, its summary, who coordinates it."""

from __future__ import annotations

import re
from unicodedata import combining

from mailbot.reading.context import Context
from mailbot.reading.prose.position_objects import by_a_country, is_elsewhere
from mailbot.reading.prose.position_old import ARROW, is_old, turned
from mailbot.reading.prose.position_receivers import is_mention, reached_itu, sent_elsewhere

_FUTURE = {
    "es": re.compile(r"\b\w{2,}(?:ar|er|ir|dr)(?:á|án|é|emos)\b"),
    "fr": re.compile(r"\b(?!(?:opéra|caméra)\b)\w{2,}(?:r(?:a|ai|ons|ont))\b"),
    "ar": re.compile(r"(?<!\w)[وف]?س(?:ي|ن|ت|أ)\w{3,}"),
}
_ARTICLE = re.compile(
    r"\s+(?:(?:the|its|our|le|la|el|su|nuestro|notre|du|del|de la|de son|de notre)\s+)?", re.I
)
_HAN_TEXT = re.compile(r"[就对]?第?\s?\d{1,3}\s?号决议")
_WE_VERB = re.compile(r"\b\w{2,}mos\b")
STAGES = ("preliminary", "draft", "agreed", "submitted", "withdrawn")


def speaks_for_us(text: str, context: Context) -> bool:
    """Whether the words say what the sender's organization does: "we", its name, or a verb in that person."""
    if context.words.has("contact.we", text) or context.words.has("position.we_verb", text):
        return True
    code = context.organization
    named = code is not None and (code in text or context.words.has(f"organization.{code}", text))
    return named or (context.language == "es" and _WE_VERB.search(text) is not None)


def _is_said(text: str, hits: list[tuple[int, str, bool]], context: Context, carried: bool) -> bool:
    """Whether an action in words is proposed: a verb that proposes, or right behind the text's name."""
    if context.words.pattern("position.action_cue").search(text):
        return True
    if carried:
        ours = speaks_for_us(text, context) or context.words.has("position.near_cue", text)
        return ours and not context.words.has("position.talk", text)
    if context.words.pattern("position.near_cue").search(text):
        return True
    start = hits[0][0]
    if re.search(r",\s*(?:an?\s)?$", text[:start]) and re.match(r"\w+\s*(?:[,.;(]|$)", text[start:]):
        return True
    if re.search(r"(?:[:：=–—(-]|\bto)\s*(?:\w+\s){0,2}$", text[:start]):
        return True
    return not context.words.has("position.talk", text)  # nothing but the text and its action


def action_hits(text: str, context: Context) -> list[tuple[int, str, bool]]:
    """(place, action, is a code) of every action named, codes in capitals only."""
    found: list[tuple[int, int, str, bool]] = []
    for name, pattern in context.words.patterns("position.action").items():
        for match in pattern.finditer(text):
            is_code = match[0].upper() == name
            if is_code and match[0] != name:
                continue  # "add", "mod" in small letters are verbs
            found.append((match.start(), match.end(), name, is_code))
    asides = [
        m.span()
        for name in ("delete_value", "no_news")
        for m in context.words.pattern(f"position.{name}").finditer(text)
    ]
    found = [h for h in found if not any(s <= h[0] < e for s, e in asides)]  # "delete the summary"
    found = [h for h in found if h[3] or not _of_field(text, h[0], h[1], context)]
    found = [h for h in found if h[3] or h[2] == "NOC" or not is_elsewhere(text, h[0], h[1], context)]
    # the reading that begins first counts, then the longest: "no change" holds "change", `不修改` `修改`
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    kept: list[tuple[int, int, str, bool]] = []
    for hit in found:
        if not kept or hit[0] >= kept[-1][1] or hit[:2] == kept[-1][:2]:
            kept.append(hit)
    found = kept
    return [(start, name, code) for start, _, name, code in found]


def _of_field(text: str, start: int, end: int, context: Context) -> bool:
    """`modify the status to draft`, `content unchanged`: a field of the entry is modified, or is not."""
    article = _ARTICLE.match(text, end)
    place = article.end() if article else end
    words = context.words
    fields = ("status_field", "value_summary", "value_coordinator")
    if any(words.pattern(f"position.{n}").match(text, place) for n in fields):
        return True
    if words.pattern("position.row_word").match(text, place):
        return True  # "delete the row"
    before = text[max(0, start - 24) : start].rstrip()
    return any(m.end() == len(before) for m in words.pattern("position.content").finditer(before))


def names_old_action(text: str, context: Context) -> bool:
    """Whether an action is named that no longer holds: `we no longer ask for suppression, ...`."""
    hits = action_hits(text, context)
    return any(is_old(text, hits, number, context) for number in range(len(hits)))


def new_action(text: str, context: Context, carried: bool = False) -> str | None:
    """The new action, "" if none is named, None if several are left."""
    hits = action_hits(text, context)
    codes = [hit for hit in hits if hit[2]]
    if not hits or (not codes and not _is_said(text, hits, context, carried)):
        return ""
    # where codes stand, words only explain them: "a modification (MOD)", "please modify the entry to NOC"
    names = _named(text, codes or hits, context)
    if codes and not names and len(codes) < len(hits):  # "no longer at NOC: we now propose to modify it"
        behind = [hit for hit in hits if hit[0] > codes[-1][0]]
        names = _named(
            text[codes[-1][0] + 3 :], [(p - codes[-1][0] - 3, n, c) for p, n, c in behind], context
        )
        if not names and re.search(r"[(（][^()（）]*$", text[: codes[0][0]]):
            names = _named(text, [hit for hit in hits if not hit[2]], context)  # "modify it (you show NOC)"
    if len(names) > 1:
        return None
    return names[0] if names else ""


def _named(text: str, spoken: list[tuple[int, str, bool]], context: Context) -> list[str]:
    """The actions named that hold."""
    held = (hit[1] for number, hit in enumerate(spoken) if not is_old(text, spoken, number, context))
    return list(dict.fromkeys(held))


def new_status(text: str, context: Context) -> dict[str, str]:
    """The furthest stage the words give the position; none where it is still to come, or no longer holds."""
    words = context.words
    hits: list[tuple[int, str]] = []
    for name, pattern in words.patterns("position.status").items():
        hits += [
            (m.start(), name)
            for m in pattern.finditer(text)
            if not ARROW.match(text, m.end())
            and not by_a_country(text, m.end(), context)
            and not combining(text[m.start() - 1 : m.start()] or " ")  # within a word written with vowels
        ]
    hits += [(place, "submitted") for place in reached_itu(text, context)]
    once = [m.span() for m in words.pattern("position.once").finditer(text)] if hits else []
    hits = [h for h in hits if not any(s <= h[0] < e for s, e in once)]  # `первоначально предполагалось`
    titles = [m.span() for m in words.pattern("position.new_resolution").finditer(text)]
    hits = [h for h in hits if h[1] != "draft" or not any(s - 12 <= h[0] < e for s, e in titles)]
    fresh = [
        (start, name)
        for start, name in sorted(hits)
        if _holds(text, start, context, name in STAGES[:2])
        and not (name == "submitted" and sent_elsewhere(text, start, context))
    ]
    fresh = turned(text, sorted(hits), fresh, context) or fresh
    arrived = [place for place, _ in fresh if _arrives(text[:place], context)]
    fresh = [hit for hit in fresh if not arrived or hit[0] >= arrived[-1]]  # "finalized and is now a draft"
    if words.has("position.attached", text) and not words.has("position.status_field", text):
        fresh = [(start, name) for start, name in fresh if name != "draft"]  # "the draft is attached"
    weak = [m.span() for m in words.pattern("position.weak_agreed").finditer(text)] if fresh else []
    named = {s for s, _ in weak if is_mention(text, s, context)}
    fresh = [(place, name) for place, name in fresh if name != "agreed" or place not in named]
    if len({name for _, name in fresh}) > 1 and weak:  # "a preliminary common proposal"
        fresh = [
            (place, name)
            for place, name in fresh
            if name != "agreed" or not any(s <= place < e for s, e in weak)
        ]
    if {name for _, name in fresh} & set(STAGES[:2]):
        fresh = [
            (place, name) for place, name in fresh if name != "agreed" or not decides(text, place, context)
        ]
    names = list(dict.fromkeys(name for _, name in fresh))
    names.sort(key=STAGES.index)  # "adopted, and sent to ITU on Monday": the furthest stage it has reached
    return {"status": names[-1]} if names else {}


def decides(text: str, place: int, context: Context) -> bool:
    """`agreed to suppress it, and the text is a draft`: the action was agreed, the text has its own stage."""
    clause = re.split(r"[;,:.،؛，；。]", text[place : place + 60])[0]
    spoken = action_hits(clause, context)
    return bool(spoken) and len(clause[: spoken[0][0]].split()) <= 4


def _arrives(before: str, context: Context) -> bool:
    """Whether the words lead to the stage reached: `goes from preliminary to ...`, `is now a ...`."""
    marks = list(context.words.pattern("position.arrives").finditer(before, max(0, len(before) - 28)))
    if not marks:
        return False
    gap = before[marks[-1].end() :]
    return len(gap) <= 10 and len(gap.split()) <= 1


def _holds(text: str, start: int, context: Context, early: bool = False) -> bool:
    """Whether the stage named there has been reached: not denied, not the old one, not still to come.

    ``early``: a stage at which nobody hopes to be, so that "it should be" means the table.
    """
    words = context.words
    before = words.pattern("position.still").sub(" ", text[max(0, start - 30) : start])
    if _marked(before, "position.old_status", context) or _marked(before, "modality.negation", context):
        return False  # "not agreed", `не принято`
    near = re.split(r"[，；。]", text[max(0, start - 20) : start])[-1]
    near += re.split(r"[;؛；，。]|,(?=\s)", text[start : start + 44])[0]
    if words.pattern("position.status_noise").search(near):
        return False  # in Chinese of the same clause: a comma there ends what is as long as a sentence
    clause = re.split(r"[;.,،，、(（]\s?|\s[–—-]\s", text[:start])[-1]
    entered = list(words.pattern("position.entered_as").finditer(clause))
    if entered and len(clause[entered[-1].end() :].split()) <= 2:
        return True  # "is to be regarded as a preliminary proposal"
    clause = words.pattern("position.asks_entry").sub(" ", clause)  # "it is to be raised to draft"
    later = _FUTURE.get(context.language)
    if words.pattern("position.future").search(clause) or (later is not None and later.search(clause)):
        return False
    following = re.split(r"[;.,،，、]\s?", text[start:])[0]
    if words.pattern("position.absent").search(following[:60]):
        return False  # "консенсуса нет", "agreement could not be reached"
    if words.pattern("position.status_field").search(text):
        return True
    asked = list(words.pattern("position.should_be").finditer(clause))
    if early and asked and len(clause[asked[-1].end() :].split()) <= 1:
        return True  # "it should be draft" corrects the table; "it should be agreed by then" hopes
    return words.pattern("position.expected").search(f"{clause} {following}") is None


def _marked(before: str, name: str, context: Context) -> bool:
    """Whether such a word stands right before, with no stop and no "to" between."""
    marks = list(context.words.pattern(name).finditer(before))
    if not marks:
        return False
    gap = _HAN_TEXT.sub("", before[marks[-1].end() :])  # `未能就第50号决议达成一致`
    if re.search(r"[,;:.،؛，、：；（()）]|\bto\b", gap) or context.words.has("position.from_to", gap):
        return False
    if context.words.has("position.but", gap):
        return False  # "no longer a draft but agreed"
    return len(gap.split()) <= 2 and (gap.isascii() or context.language != "zh" or len(gap) <= 4)


def deleted(text: str, context: Context) -> dict[str, None]:
    """`please delete the summary`, `has no coordinator for the moment`: values that are given up."""
    words = context.words
    out: dict[str, None] = {}
    for found in words.pattern("position.delete_value").finditer(text):
        for field in ("summary", "coordinator"):
            if words.has(f"position.value_{field}", found[0]):
                out[field] = None
    return out
