"""The texts of a sentence by what they share: a list's numbers, and lists with nothing between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.prose.new_texts import QUOTED, says_action
from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef

# from one text in brackets to the next: `) and domain names (`
_ASIDE = re.compile(
    r"\s*[)）]\s*(?:[,،，、;]\s?)?(?:(?:and|as well as|et|ainsi que|y|e|и|а также|و|和|以及|及)\s?)?"
    r"[^\s,;:.()]*(?:\s[^\s,;:.()]+){0,6}?\s?[(（]",
    re.I,
)


def grouped(refs: Sequence[TextRef]) -> list[list[TextRef]]:
    groups: list[list[TextRef]] = []
    for ref in refs:
        if groups and (groups[-1][0].start, groups[-1][0].end) == (ref.start, ref.end):
            groups[-1].append(ref)
        else:
            groups.append([ref])
    return groups


def outside_quotes(scene: Scene) -> list[list[TextRef]]:
    """The texts named, without those in the words of a summary: `summary: "merge with Resolution 50"`."""
    groups = grouped(scene.texts)
    if len(groups) < 2 or not scene.has("position.summary_set"):
        return groups
    quotes = [m.span() for m in QUOTED.finditer(scene.text)]
    return [g for g in groups if not any(s < g[0].start < e for s, e in quotes)] or groups


def joined(groups: list[list[TextRef]], text: str) -> list[list[TextRef]]:
    """`Resolution 20 and Recommendation A.7: MOD`: nothing but a conjunction between them."""
    out: list[list[TextRef]] = []
    for group in groups:
        if out:
            between = text[out[-1][-1].end : group[0].start]
            if re.fullmatch(
                r"[\s,;/&+]*(?:and|et|y|e|и|و|和|及|、|as well as|,)?[\s,]*(?:sur\s|sobre\s|de\s)?"
                r"(?:the|la|el|on|to|les|los|las|le|l['’]|for|of|о|об|по)?\s*",
                between,
                re.I,
            ):
                out[-1] = [*out[-1], *group]
                continue
        out.append(list(group))
    return out


def with_asides(groups: list[list[TextRef]], scene: Scene) -> list[list[TextRef]]:
    """`the proposals on roaming (Res. 88) and domain names (Res. 48)`: each behind its subject, no verb."""
    out: list[list[TextRef]] = []
    for group in groups:
        if out and _is_aside(out[-1], scene.text) and _is_aside(group, scene.text):
            between = scene.text[out[-1][-1].end : group[0].start]
            said = says_action(between, scene.context) or scene.has_in("position.withdraw", between)
            if _ASIDE.fullmatch(between) and not said and not scene.has_in("modality.negation", between):
                out[-1] = [*out[-1], *group]
                continue
        out.append(group)
    return out


def _is_aside(group: Sequence[TextRef], text: str) -> bool:
    return text[: group[0].start].endswith(("(", "（"))
