"""Who does what from now on: roles and committees, told person by person.

Every person named (and "I", and a pronoun that can only mean one of them) opens a stretch that reaches to the
next; the role and the committee in it are his, unless marked as those that no longer hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.directory.records import Contact
from mailbot.mail.phrases import Phrases
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.exchanged import swapped
from mailbot.reading.prose.no_duties import only_told
from mailbot.reading.prose.post_words import of_unit
from mailbot.reading.prose.role_choice import chosen, is_helper
from mailbot.reading.prose.scene import Scene
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells

READER = "prose"
DEPUTY = re.compile(  # `заместитель директора` is a post
    r"\w+\s(?:генеральн\w+\s)?(?:директор|начальник|министр|председател|руководител|заведующ|глав|управляющ|секретар)\w+"
)
_CLAUSES = re.compile(r"[;؛；]")
_QUOTED_POST = re.compile(r"[\"“«„「‘][^\"“”«»„「」]{3,80}[\"”»“」’]")


@dataclass
class Cast:
    """The own contacts spoken of in the last sentences, for pronouns."""

    recent: list[Contact] = field(default_factory=list)

    def follow(self, scene: Scene) -> None:
        named = scene.own_people()
        if named:
            self.recent = (named + [c for c in self.recent if c not in named])[:4]


def fresh_roles(text: str, context: Context) -> list[str]:
    """The roles named, without those marked as the old one: `no longer alternate but coordinator`."""
    return list(dict.fromkeys(role for role, _ in _roles_at(text, context)))


def _roles_at(text: str, context: Context) -> list[tuple[str, int]]:
    """(role, place) of every role named that is not marked as the old one."""
    text = context.words.pattern("contact.role_list").sub(lambda m: " " * len(m[0]), text)
    text = _QUOTED_POST.sub(lambda m: _blank_post(m, context), text)
    for table in ("contact.role_noun", "contact.role_as"):
        spans = [
            (role, *found.span())
            for role, pattern in context.words.patterns(table).items()
            for found in pattern.finditer(text)
        ]
        named = [  # `deputy coordinator` is no coordinator
            (role, a)
            for role, a, b in spans
            if not any(c <= a and b <= d and d - c > b - a for _, c, d in spans)
        ]
        ends = {(r, a): b for r, a, b in spans}
        named = [(r, at) for r, at in named if not is_helper(text, at, ends[r, at], context.words)]
        named = [(r, at) for r, at in named if not DEPUTY.match(text, at)]
        named = [(r, at) for r, at in named if not of_unit(text[at : at + 60], context.words)]
        fresh = [(r, at) for r, at in named if not _is_old(text, at, context.words, "contact.old_role", 3)]
        if fresh:
            return fresh
    return []


def _blank_post(quoted: re.Match[str], context: Context) -> str:
    """A quotation that is more than a role is a post: `her title is now "Deputy Coordinator General"`."""
    inner = quoted[0][1:-1].strip()
    patterns = context.words.patterns("contact.role_noun").values()
    bare = any(p.fullmatch(inner) for p in patterns) or context.words.has("contact.committee_named", inner)
    return quoted[0] if bare else " " * len(quoted[0])


def fresh_committees(text: str, context: Context) -> list[str]:
    """The committees named, without those marked as the old one: `from Committee 3 to Committee 4`."""
    return list(dict.fromkeys(code for code, _ in _committees_at(text, context)))


def _committees_at(text: str, context: Context) -> list[tuple[str, int]]:
    codes = {c.code for c in context.directory.committees} | {"all"}
    return [
        (code, found.start())
        for code, pattern in context.words.patterns("contact.committee").items()
        for found in pattern.finditer(text)
        if code in codes and not _is_old(text, found.start(), context.words, "contact.old_committee", 1)
    ]


def _is_old(text: str, start: int, words: Phrases, marks: str, reach: int) -> bool:
    """Whether the words right before mark what stands at ``start`` as what no longer holds."""
    before = text[max(0, start - 32) : start]
    found = [m.end() for m in words.pattern(marks).finditer(before)]
    if not found:
        return False
    gap = before[max(found) :]
    return len(gap.split()) <= reach and "but" not in gap.split() and not re.search(r"[,;.]", gap)


def actors_of(scene: Scene, context: Context, cast: Cast) -> list[tuple[int, int, Contact]]:
    """(start, end, contact) of everybody the sentence gives something to do, from left to right."""
    found = [
        (p.start, p.end, p.contact)
        for p in scene.people
        if p.contact
        and p.contact.organization == context.organization
        and "@" not in p.raw
        and not _is_companion(scene, p.start)
    ]
    if context.contact is not None:
        found += [(s, e, context.contact) for s, e in scene.spans("contact.subject_i")]
    here = [c for _, _, c in sorted(found, key=lambda f: f[:2])]
    for gender in ("Mr", "Ms"):
        spans = scene.spans(f"contact.subject_pronoun.{gender}")
        fresh = [p.end for p in scene.people if p.is_new and p.honorific == gender]
        spans = [(s, e) for s, e in spans if not any(end <= s for end in fresh)]  # the newcomer's
        pool = [c for c in here if c.honorific == gender and c != context.contact] or [
            c for c in cast.recent if c.honorific == gender and c != context.contact
        ][:1]
        if spans and len({c.id for c in pool}) == 1:
            found += [(s, e, pool[0]) for s, e in spans]
    pair = list(dict.fromkeys(here)) or cast.recent[:2]
    if len(pair) == 2:
        for name, contact in zip(("former", "latter"), pair, strict=True):
            found += [(s, e, contact) for s, e in scene.spans(f"contact.{name}")]
    return sorted(found, key=lambda f: f[:2])


def _is_companion(scene: Scene, place: int) -> bool:
    """`coordinates Committee 4 together with Mr X`: whose role is not what is told."""
    before = scene.text[max(0, place - 30) : place].rstrip()
    found = scene.context.words.pattern("contact.companion").finditer(before)
    return any(m.end() == len(before) for m in found)


def _of_text(scene: Scene, earlier: Sequence[Scene]) -> bool:
    """Whether it is a text whose coordinator is named: in the sentence, those before or the row answered."""
    if scene.texts or scene.has("position.new_resolution"):
        return not (scene.has("contact.role_now_strict") and scene.has("contact.committee_named"))
    if scene.has("contact.committee_named"):
        return False
    row = next((line for line in reversed(scene.sentence.answers) if line.strip()), "")
    if row and kind_of(cells(row), scene.context) == "position":
        return True
    return any(s.texts or s.has("position.new_resolution") for s in earlier)


def roles(scene: Scene, context: Context, cast: Cast, earlier: Sequence[Scene] = ()) -> list[Result]:
    """`Ms X coordinates Committee 4 and Mr Y Committee 3`, `she leads and I become her alternate`."""
    timeless = context.words.pattern("contact.from_event").sub(" ", scene.text)  # "from the first call on"
    if scene.has_in("attendance.call", timeless) or scene.temporary or _of_text(scene, earlier):
        return []
    actors = actors_of(scene, context, cast)
    if not actors or only_told(scene):
        return []
    results: list[Finding] = []
    if scene.has("contact.role_verb") or scene.has("contact.role_anchor"):
        leads = [_lead(scene, actors, number) for number in range(len(actors))]
        fresh = [
            max(
                (m.start() for m in _CLAUSES.finditer(scene.text, 0, p.start)), default=p.start + 2
            )  # with the head of his name
            for p in scene.people
            if p.is_new and (p.honorific or " " in p.name)
        ]  # `X is the alternate; its new coordinator is Mr Y`: the words before a newcomer are his
        for number, (begin, start, contact) in enumerate(actors):
            ends = [actors[number + 1][0] - len(leads[number + 1])] if number + 1 < len(actors) else []
            stop = min([len(scene.text), *ends, *(place for place in fresh if place > start)])
            lead = scene.text[begin - len(leads[number]) : begin]
            changed = _assigned(scene, lead, start, stop, contact, bool(results))
            if changed:
                results.append(role_finding(scene, contact, changed))
    exchanged = swapped(scene, context, actors)
    said = {r.key for r in results}
    if not results or (len(said) == 1 and all(isinstance(r, Finding) for r in exchanged) and exchanged):
        return exchanged
    return list(results)


def _lead(scene: Scene, actors: list[tuple[int, int, Contact]], number: int) -> str:
    """What stands before somebody and is about him: all before the first one, and `, coordinator becomes`."""
    begin, start, contact = actors[number]
    if number == 0:
        return scene.text[:begin]
    between = scene.text[actors[number - 1][1] : begin]
    lead = re.split(r"[,;،，；]", between)[-1] if re.search(r"[,;،，；]", between) else ""
    return lead if lead and _given_before(lead, scene.text[start:], contact, scene.context) else ""


def _assigned(
    scene: Scene, lead: str, start: int, stop: int, contact: Contact, goes_on: bool = False
) -> dict[str, str]:
    """What the stretch gives to the person, if it differs from the file; ``lead`` stands before him.

    ``goes_on``: the verb may be left out, as in `I move to Committee 4, she to Committee 3`.
    """
    context = scene.context
    words = context.words
    window = scene.text[start:stop]
    if scene.has("contact.reported_duty") and not words.has("contact.duty_verb", window):
        return {}  # `X presented Committee 4 matters, Y Committee 3 matters`
    alone = bool(lead) and len(scene.own_people()) <= 1
    now = words.pattern("contact.role_now")
    beside = words.has("contact.role_of_other", window)  # `stays on as her alternate`
    same = words.pattern("modality.unchanged").search(window)
    rest = same and words.has("contact.all_else", window[slice(*clause(window, same.start()))])
    if same and not rest and not now.search(window) and not beside:
        return {}
    changed: dict[str, str] = {}
    told = _committees_at(window, context)
    if words.has("contact.swap", scene.text):
        told = [(code, at) for code, at in told if code != "all"]  # `we exchange the two committees`
    committees = chosen(lead, window, told, contact.committee, words, goes_on)
    beside_role = bool(_given_before(lead, window, contact, context))
    if not committees and alone and (beside_role or words.has("contact.duty_verb", window)):
        committees = [c for c in fresh_committees(lead, context) if c != contact.committee]
    if len(committees) == 1:
        changed["committee"] = committees[0]
    named = _roles_at(window, context)
    found = chosen(lead, window, named, contact.role, words)
    brief = re.match(r"\s*[-–—:=]+>?\s*(?:the\s)?\w", window) is not None  # `Koné - alternate COM4`
    if not named:
        found, brief = _given_before(lead, window, contact, context), False
    if len(found) == 1 and (brief or beside or now.search(scene.text)):
        changed["role"] = found[0]
    return changed


def _given_before(lead: str, window: str, contact: Contact, context: Context) -> list[str]:
    """`The coordinator for Committee 4 will be Ms X`: the role stands first, a verb links it to the name."""
    named = _roles_at(lead, context)
    if not named or context.words.has("contact.leaving", window):
        return []
    role, place = named[-1]
    if role == contact.role:
        return []
    if len(lead[place:].split()) == 1 and context.words.has("contact.role_now", lead + window):
        return [role]  # `coordinator Ms X (so far alternate)`
    linked = context.words.pattern("contact.becomes").search(lead[place:])
    gap = lead[place + linked.end() :] if linked else ""
    return [role] if linked and len(gap.split()) <= 2 else []


def role_finding(scene: Scene, contact: Contact, changed: dict[str, str]) -> Finding:
    return Finding(
        "contact", "update", contact.name, contact.id, None, changed,
        (scene.text,), "body", 0.92, READER, "role",
    )  # fmt: skip
