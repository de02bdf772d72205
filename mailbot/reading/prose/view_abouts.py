"""Whose proposal a sentence is about: an organization's, the sender's own, or the text as such."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.prose.position_values import action_hits
from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef

_OWN = re.compile(r"['’]s?\s+own\b|\s+own\b")
_BEFORE = 40  # signs beside a text in which an action is told
_OURS = 36  # signs before a text in which "our proposal" is said
_NEAR = 24
_LEAD = 12  # words before the text on which a remark is made
_SAID = 8  # signs of a remark
_JOINED = 5  # words between organizations that share a stance


def proposer(scene: Scene, group: Sequence[TextRef], context: Context) -> tuple[str, ...]:
    """`the proposal on Resolution 79`: the only organization that has one, if the sender's has none."""
    if not scene.has("view.proposed") or as_such(scene):
        return ()
    owners = {
        frozenset(p.organization for p in context.directory.positions if p.text == ref.id) for ref in group
    }
    before = re.split(r"[,;:.()،؛，；。]", scene.text[: group[0].start])[-1][-60:]
    if not context.words.has("view.proposal_noun", before) or context.words.has("view.indefinite", before):
        return ()
    only = owners.pop() if len(owners) == 1 else frozenset()
    return tuple(only) if len(only) == 1 and context.organization not in only else ()


def acting(scene: Scene, group: Sequence[TextRef], context: Context) -> tuple[str, ...]:
    """`we oppose the suppression of 45`: the only other region that wants to suppress it."""
    near = scene.text[max(0, group[0].start - _BEFORE) : group[-1].end + _BEFORE]
    nouns = context.words.patterns("position.action_noun").items()
    actions = {name for _, name, _ in action_hits(near, context)} - {"NOC"}
    actions = actions or {name for name, pattern in nouns if pattern.search(near)} - {"NOC"}
    if len(actions) != 1 or scene.others or len(group) != 1:
        return ()
    rows = [p for p in context.directory.positions if p.text == group[0].id]
    if any(p.organization == context.organization for p in rows):
        return ()
    want = {p.organization for p in rows if p.action in actions}
    return tuple(want) if len(want) == 1 else ()


def abouts(scene: Scene, start: int, end: int, context: Context) -> tuple[str | None, ...]:
    """Whose proposal: the organizations named there, None for the text as such, () if not told."""
    here = [c for s, _, c in scene.organizations if start <= s < end and c != context.organization]
    if here:
        return tuple(dict.fromkeys(here))
    if not scene.others and as_such(scene):
        return (None,)
    return ()


def remarked(scene: Scene, group: Sequence[TextRef]) -> bool:
    """`A remark on Resolution 20, where we have no proposal: any revision should ...`: the text itself
    where the region has no position of its own.
    """
    if not group or scene.others or not scene.has("view.remark_noun"):
        return False
    directory, mine = scene.context.directory, scene.context.organization
    if any(directory.get("position", f"{mine}/{ref.id}") for ref in group):
        return False
    head, *behind = re.split("[:：]", scene.text[group[-1].end :], maxsplit=1)
    lead = scene.text[: group[0].start]
    nouns = list(scene.context.words.pattern("view.remark_noun").finditer(lead))
    before = bool(nouns) and re.search(r"[,;:،؛，；]", lead[nouns[-1].end() :]) is None
    plain = before or scene.has_in("view.remark_noun", head[:_NEAR])  # `对第20号决议的意见：`
    says = any(len(said) >= _SAID and scene.has_in("view.obliged", said) for said in behind)
    return plain and len(lead.split()) <= _LEAD and says


def as_such(scene: Scene) -> bool:
    """`Resolution 50 as such`, `A.7 itself`: the text, not a proposal on it."""
    if scene.has("view.as_such"):
        return True
    behind = [scene.text[ref.end : ref.end + 24] for ref in scene.texts]
    return any(scene.has_in("view.itself", words) for words in behind)


def is_own(scene: Scene) -> bool:
    """Whether the sender speaks of his own proposal: no view of it is asked for."""
    mine = [(e, c) for _, e, c in scene.organizations if c == scene.context.organization]
    if any(_OWN.match(scene.text, e) for e, _ in mine) and mine:
        return True  # "APT's own text on Resolution 32 has the support of RCC"
    first = scene.organizations[0] if scene.organizations else None
    if first and first[2] == scene.context.organization and scene.has("view.its_own"):
        return True  # "APT has received comments on its proposal on Resolution 98"
    own = list(scene.context.words.pattern("view.own").finditer(scene.text))
    if any(ref.start - _OURS <= m.start() and m.end() <= ref.start for ref in scene.texts for m in own):
        return True
    near = [scene.text[max(0, ref.start - _NEAR) : ref.start] for ref in scene.texts]
    if any(scene.has_in("view.our", before) for before in near):
        return True
    return not scene.others and scene.has("view.own")


def holding(
    abouts: tuple[str | None, ...], group: Sequence[TextRef], context: Context
) -> tuple[str | None, ...]:
    """Of several organizations those that have a position on the texts, if any has."""
    if len(abouts) < 2 or len(group) > 1:
        return abouts
    holders = tuple(o for o in abouts if o and context.directory.get("position", f"{o}/{group[0].id}"))
    return holders or abouts


def still_theirs(
    abouts: tuple[str | None, ...], group: Sequence[TextRef], context: Context
) -> tuple[str | None, ...]:
    """The proposers named before, unless only others have a position on these texts."""
    if len(group) != 1 or None in abouts:
        return abouts
    holders = {p.organization for p in context.directory.positions if p.text == group[0].id}
    return abouts if not holders or holders & set(abouts) else ()


def owners(
    scene: Scene, hits: Sequence[tuple[int, str]], abouts: tuple[str | None, ...], context: Context
) -> list[tuple[tuple[str, ...], tuple[int, str]]]:
    """Of one text that several propose, who gets which stance: `we prefer the Arab text to that of RCC, which
    we cannot endorse` opposes RCC's alone. Empty where all are joined by "and" and share it.
    """
    named: list[tuple[int, int, str]] = []
    for start, end, code in scene.organizations:
        if code in abouts and not (named and start < named[-1][1]):  # "the APT text" holds "APT"
            named.append((start, end, code))
    runs: list[list[tuple[int, int, str]]] = []
    for one in named:
        gap = scene.text[runs[-1][-1][1] : one[0]] if runs else ""
        coupled = any(context.words.has(f"attendance.{name}", gap) for name in ("and", "or"))
        joined = coupled or re.search(r"[,/、،&+]", gap)
        apart = (
            not joined or len(gap.split()) > _JOINED or any(runs[-1][-1][1] <= p < one[0] for p, _ in hits)
        )
        if runs and not apart:
            runs[-1].append(one)
        else:
            runs.append([one])
    if len(runs) < 2:
        return []
    out: list[tuple[tuple[str, ...], tuple[int, str]]] = []
    for number, run in enumerate(runs):
        floor = runs[number - 1][-1][1] if number else 0
        ceiling = runs[number + 1][0][0] if number + 1 < len(runs) else len(scene.text)
        own = [h for h in hits if floor <= h[0] < run[0][0]][-1:] or [
            h for h in hits if run[-1][1] <= h[0] < ceiling
        ]
        if not own and out and context.words.has("view.that_too", scene.text[floor:ceiling]):
            own = [(run[0][0], out[-1][1][1])]  # "..., so has the European one"
        taken = {place for _, (place, _) in out}
        out += [(tuple(c for _, _, c in run), h) for h in own[:1] if h[0] not in taken]
    return out
