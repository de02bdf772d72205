"""Positions in prose: "Res. 20, 29 and 60: MOD", "we have given up the idea of suppressing it", "withdrawn".

Each text named opens a window that reaches to the next one named; a sentence that goes on in the same paragraph
or list item belongs to the text named last. What another organization proposes is not read here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.scene import Scene
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells
from mailbot.reading.texts import TextRef, find
from mailbot.reading.values import clean

READER = "prose"
_QUOTED = re.compile(r"[\"“«„「]([^\"“”«»„「」]{3,600})[\"”»」]")


@dataclass(frozen=True)
class Window:
    """What is said of some texts: the keys, and the words that go with them."""

    keys: tuple[TextRef, ...]
    text: str
    scene: Scene
    carried: bool = False


def read(scenes: Sequence[Scene], context: Context) -> list[Result]:
    results: list[Result] = []
    begun: set[str] = set()  # texts for which the message has given an action
    for window in windows(scenes, context):
        for result in _window(window, context):
            if isinstance(result, Finding):
                if (
                    window.carried
                    and set(result.values) == {"status"}
                    and not _is_on_file(result, context, begun)
                ):
                    continue
                begun |= {result.subject} if "action" in result.values else set()
            results.append(result)
    return results


def _is_on_file(finding: Finding, context: Context, begun: set[str]) -> bool:
    """A bare status that goes on about a text needs a position to belong to."""
    return finding.subject in begun or context.directory.get("position", finding.key) is not None


def windows(scenes: Sequence[Scene], context: Context) -> list[Window]:
    """Each stretch of text with the Resolutions and Recommendations it is about."""
    found: list[Window] = []
    topic: tuple[TextRef, ...] = ()
    said: tuple[TextRef, ...] = ()
    paragraph = -1
    for scene in scenes:
        if scene.sentence.paragraph != paragraph:
            paragraph = scene.sentence.paragraph
            topic = _answered(scene) or (topic if _heading_only(found, scene) else ())
            said = ()
        if not scene.texts and (fresh := _new_text(scene)):
            topic = said = (fresh,)
            found.append(Window(topic, scene.text, scene))
            continue
        if not scene.texts:
            if topic:
                keys = said if scene.has("position.all_of_them") else topic
                found.append(Window(keys, scene.text, scene, carried=True))
            continue
        pieces = _pieces(scene)
        found += pieces
        topic = pieces[-1].keys
        said = (*said, *(key for piece in pieces for key in piece.keys))
    return found


def _new_text(scene: Scene) -> TextRef | None:
    """A proposed new Resolution with its title: `a new Resolution entitled "T"`, `a new Resolution on T.`"""
    named = scene.context.words.pattern("position.new_resolution").search(scene.text)
    if named is None:
        return None
    rest = scene.text[named.end() :]
    quoted = _QUOTED.search(rest)
    if quoted:
        title = quoted[1]
    else:
        cue = scene.context.words.pattern("position.new_title").match(rest.lstrip(" ,:"))
        if cue is None:
            return None
        title = re.split(
            r"[.;:]\s|[.;:]$|,\s(?:which|that|with|and|its|as)\b|\s\(", rest.lstrip(" ,:")[cue.end() :]
        )[0]
    title = clean(title).strip(" .,")
    if len(title.split()) < 2:
        return None
    return TextRef(named.start(), named.end(), f"New: {title[0].upper()}{title[1:]}", title)


def _heading_only(found: list[Window], scene: Scene) -> bool:
    """`Resolution 64` alone on its line heads what follows."""
    if not found:
        return False
    last = found[-1]
    bare = clean(last.text).strip(" :.-–—*")
    return last.scene.sentence.paragraph == scene.sentence.paragraph - 1 and any(
        bare == clean(k.raw) for k in last.keys
    )


def _answered(scene: Scene) -> tuple[TextRef, ...]:
    for line in reversed(scene.sentence.answers):
        row = cells(line)
        if kind_of(row, scene.context) == "position" and row[0] == scene.context.organization:
            found = find(row[1], scene.context)
            return (found,) if found else ()
        if line.strip():
            return ()
    return ()


def _groups(refs: Sequence[TextRef]) -> list[list[TextRef]]:
    groups: list[list[TextRef]] = []
    for ref in refs:
        if groups and (groups[-1][0].start, groups[-1][0].end) == (ref.start, ref.end):
            groups[-1].append(ref)
        else:
            groups.append([ref])
    return groups


def _says_action(text: str, context: Context) -> bool:
    return any(p.search(text) for p in context.words.patterns("position.action").values()) or any(
        p.search(text) for p in context.words.patterns("position.status").values()
    )


def _pieces(scene: Scene) -> list[Window]:
    """The sentence cut at its texts: after them, or before them where the action stands in front."""
    text, context = scene.text, scene.context
    groups = _joined(_groups(scene.texts), text)
    if len(groups) == 1:
        return [Window(tuple(groups[0]), text, scene)]
    before_first = text[: groups[0][0].start]
    gap = text[groups[0][-1].end : groups[1][0].start]
    after_last = text[groups[-1][-1].end :]
    in_front = _says_action(before_first, context) and not (
        _says_action(after_last, context) and re.match(r"\s*[:：(–-]", gap)
    )
    out = []
    for number, group in enumerate(groups):
        if in_front:
            start = groups[number - 1][-1].end if number else 0
            end = len(text) if number + 1 == len(groups) else group[-1].end
        else:
            start = group[0].start if number else 0
            end = groups[number + 1][0].start if number + 1 < len(groups) else len(text)
        out.append(Window(tuple(group), text[start:end], scene))
    return out


def _joined(groups: list[list[TextRef]], text: str) -> list[list[TextRef]]:
    """`Resolution 20 and Recommendation A.7: MOD`: nothing but a conjunction between them."""
    out: list[list[TextRef]] = []
    for group in groups:
        if out:
            between = text[out[-1][-1].end : group[0].start]
            if re.fullmatch(
                r"[\s,;/&]*(?:and|et|y|e|и|و|和|及|、|as well as|,)?[\s,]*(?:the|la|el|on|to)?\s*",
                between,
                re.I,
            ):
                out[-1] = [*out[-1], *group]
                continue
        out.append(list(group))
    return out


def _window(window: Window, context: Context) -> list[Result]:
    scene = window.scene
    words = context.words
    evidence = (scene.text,)
    if _is_view(window, context):
        return []
    if (
        scene.doubted
        and (_says_action(scene.text, context) or scene.has("position.withdraw"))
        and (scene.asks or scene.has("modality.doubt"))
    ):
        return [Doubt(f"Not certain; please check: {scene.text}", evidence, "body", READER, "doubt")]
    if scene.supposed or scene.doubted or scene.asks or scene.past:
        return []
    if scene.denied and not words.pattern("position.given_up").search(window.text):
        return []
    values: dict[str, str] = {}
    withdrawn = words.pattern("position.withdraw").search(window.text) and not scene.has(
        "position.given_up_action"
    )
    if withdrawn and not _negated(window.text, words.pattern("position.withdraw"), context):
        values["status"] = "withdrawn"
    else:
        action = _action(window, context)
        if action is None:
            return [
                Doubt(
                    f"Which action is meant for {window.keys[0].id}? {scene.text}",
                    evidence,
                    "body",
                    READER,
                    "action",
                )
            ]
        values |= {"action": action} if action else {}
        values |= _status(window, context)
        if window.keys[0].id.startswith("New: ") and not window.carried:
            values.setdefault("action", "ADD")
    values |= _summary(window, context) | _coordinator(window, context)
    if not values:
        return _nothing(window, context, evidence)
    return [r for ref in window.keys if (r := _finding(ref, values, window, context)) is not None]


def _nothing(window: Window, context: Context, evidence: tuple[str, ...]) -> list[Result]:
    """An unknown text of which something is to be entered is a question; one merely named is nothing."""
    del context, evidence, window
    return []


def _is_view(window: Window, context: Context) -> bool:
    """Whether the words are about another organization's proposal."""
    scene = window.scene
    if not scene.others:
        return False
    return (
        scene.has("view.support") or scene.has("view.oppose") or scene.has("view.comment")
        or context.organization not in [code for _, _, code in scene.organizations]
    )  # fmt: skip


def _finding(ref: TextRef, values: dict[str, str], window: Window, context: Context) -> Result | None:
    key = f"{context.organization}/{ref.id}" if ref.known else None
    on_file = context.directory.get("position", key) is not None if key else False
    evidence = (window.scene.text,)
    if (
        not on_file
        and not window.carried
        and not ({"action"} & set(values) or window.scene.has("position.add") or not ref.known)
    ):
        if set(values) == {"coordinator"}:
            return None
        return Doubt(
            f"{context.organization} has no position on {ref.id} in the table: {window.scene.text}",
            evidence,
            "body",
            READER,
            "no position",
        )
    confidence = 0.9 if window.carried else 0.94
    return Finding(
        "position", "set", ref.id, key, None, values, evidence, "body", confidence, READER, "position"
    )


def _negated(text: str, pattern: re.Pattern[str], context: Context) -> bool:
    found = pattern.search(text)
    if not found:
        return False
    before = text[max(0, found.start() - 22) : found.start()]
    return context.words.pattern("modality.negation").search(before) is not None


def _hits(text: str, context: Context) -> list[tuple[int, str, bool]]:
    """(place, action, is a code) of every action named, codes in capitals only."""
    found: list[tuple[int, int, str, bool]] = []
    for name, pattern in context.words.patterns("position.action").items():
        for match in pattern.finditer(text):
            is_code = match[0].upper() == name
            if is_code and match[0] != name:
                continue  # "add", "mod" in small letters are verbs
            found.append((match.start(), match.end(), name, is_code))
    # "no change" inside "no changes to ..." and the like: the longest reading at a place counts
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    return [(start, name, code) for start, _, name, code in found]


def _action(window: Window, context: Context) -> str | None:
    """The new action, "" if none is named, None if several are left."""
    text = window.text
    hits = _hits(text, context)
    if not hits:
        return ""
    codes = [hit for hit in hits if hit[2]]
    old = context.words.pattern("position.given_up")
    fresh: list[str] = []
    for start, name, is_code in hits:
        before = text[max(0, start - 34) : start]
        marks = list(old.finditer(before))
        if (
            marks
            and len(before[marks[-1].end() :].split()) <= 4
            and not re.search(r"[,;:]|\b(?:to|by)\b", before[marks[-1].end() :])
        ):
            continue
        if codes and not is_code:
            continue  # "a modification (MOD)", "please modify the entry to NOC"
        fresh.append(name)
    if not codes and not fresh and hits:
        return ""
    if not codes and not context.words.pattern("position.action_cue").search(text):
        return ""
    names = list(dict.fromkeys(fresh))
    if not names:
        return ""
    if len(names) == 1:
        return names[0]
    arrow = re.search(r"(ADD|MOD|SUP|NOC)\s*(?:->|→|=>|⇒|to)\s*(ADD|MOD|SUP|NOC)", text)
    return arrow[2] if arrow else None


def _status(window: Window, context: Context) -> dict[str, str]:
    text = window.text
    words = context.words
    hits: list[tuple[int, str]] = []
    for name, pattern in words.patterns("position.status").items():
        hits += [(m.start(), name) for m in pattern.finditer(text)]
    fresh = []
    for start, name in sorted(hits):
        before = text[max(0, start - 30) : start]
        marks = list(words.pattern("position.old_status").finditer(before))
        if (
            marks
            and len(before[marks[-1].end() :].split()) <= 2
            and not re.search(r"[,;:]|\bto\b", before[marks[-1].end() :])
        ):
            continue
        if words.pattern("position.status_noise").search(text[max(0, start - 20) : start + 24]):
            continue
        fresh.append(name)
    names = list(dict.fromkeys(fresh))
    if len(names) > 1 and "draft" in names:
        names.remove("draft")  # "the draft was agreed"
    if len(names) != 1:
        return {}
    place = next(start for start, name in sorted(hits) if name == names[0])
    clause = re.split(r"[;.]\s", text[:place])[-1]
    if window.carried and words.pattern("position.future").search(clause):
        return {}
    return {"status": names[0]}


def _summary(window: Window, context: Context) -> dict[str, str]:
    found = context.words.pattern("position.summary_set").search(window.scene.text)
    if not found:
        return {}
    rest = window.scene.text[found.start() :]
    quoted = _QUOTED.search(rest)
    if quoted:
        return {"summary": clean(quoted[1])}
    after = re.search(r"[:：]\s*(\S.{8,})$", rest)
    return {"summary": clean(after[1]).rstrip(".")} if after else {}


def _coordinator(window: Window, context: Context) -> dict[str, str]:
    scene = window.scene
    if not context.words.pattern("position.coordinator_cue").search(scene.text):
        return {}
    own = scene.own_people()
    if len(own) == 1:
        return {"coordinator": own[0].id}
    if not own and scene.says_i and context.contact:
        return {"coordinator": context.contact.id}
    return {}
