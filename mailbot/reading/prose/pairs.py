"""Who replaces whom, where one sentence says it: `X is replaced by Y`, `Y instead of X`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.names import units
from mailbot.reading.people import Person
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.farewells import of_group
from mailbot.reading.prose.leaving import own
from mailbot.reading.prose.scene import Scene

_THAT_OF = re.compile(r"\b(?:that|those|one|celle|celui|ceux|celles|la|el|los|las)\s(?:of|de|du|del)\b")
_GENITIVE = re.compile(r"^\s*(?:of|by|from|de|de la|du|del|por)\b|^\s*$")
_OFFICE = re.compile(r"[-‑ ](?:chair|president|minister|rector)")  # `vice-chair` is not `vice Ms X`
_FEW = 2  # words besides the names: `Y instead of X, please`
ROLES = ("focal_point", "coordinator", "alternate")


def pair(
    scene: Scene, context: Context, following: Sequence[Scene], earlier: Sequence[Scene] = ()
) -> tuple[Contact | None, Person] | None:
    """(old, new) where the sentence says who replaces whom; ``earlier`` of the paragraph may name a text."""
    words = context.words
    if words.pattern("contact.spelling").search(scene.text):
        return None  # a name corrected, not a person replaced
    if scene.texts and not (scene.has("contact.leaving") or scene.has("contact.committee_named")):
        return None  # who coordinates a text
    if _of_meeting(scene) and not scene.has("contact.leaving"):
        return None  # who comes to a meeting
    for name, new_first in (("contact.replaced_by", False), ("contact.replaces", True)):
        found = words.pattern(name).search(scene.text)
        if not found or _OFFICE.match(scene.text, found.end()):
            continue
        before = [p for p in scene.people if p.start < found.start() and "@" not in p.raw]
        after = [p for p in scene.people if p.end > found.start() and "@" not in p.raw]
        news, olds = (before, after) if new_first else (after, before)
        if not before and len(after) >= 2:
            olds, news = after[:1], after[1:]  # "Please replace A by B", "In place of A, B"
        old = next((c for p in reversed(olds) if (c := own(p, context))), None)
        if (
            old is None
            and not any(p.honorific and not p.contacts for p in olds)
            and _says_self(
                scene, found.end() if new_first else 0, new_first, found.start() if new_first else found.end()
            )
        ):
            old = context.contact
        if _of_thing(scene, found, olds) or _once(scene, found[0]) or of_group(scene, found):
            continue
        new = next((p for p in (reversed(news) if new_first else news) if p.contact != old or p.is_new), None)
        if new is None and (not new_first or scene.text.rstrip().endswith((":", "："))):
            new = next((p for s in following for p in s.people if p.is_new), None)
        if new is not None and old is None and new.contact is not None:
            continue
        if new is not None and _names_thing_of(scene, found.end(), new):
            continue
        if new is not None and old is not None and _same_person(old, new):
            return None  # a name written otherwise
        if new is not None and (old is not None or not olds):
            return None if _takes_text(scene, new, earlier) else (old, new)
    return None


def _of_thing(scene: Scene, found: re.Match[str], olds: Sequence[Person]) -> bool:
    """`X's proposal was replaced by`, `the link in my mail was replaced by`, `I passed the report on to`."""
    words = scene.context.words
    if words.has("contact.thing", found[0]):
        return not words.has("contact.post_object", found[0])
    begin, _ = clause(scene.text, found.start())
    things = list(words.pattern("contact.thing").finditer(scene.text, begin, found.start()))
    if not things:
        return False
    last = olds[-1] if olds and olds[-1].end <= found.start() else None
    if (
        last is not None and last.start >= things[0].end()
    ):  # `the proposal of X`, but `in the report X is ...`
        return _GENITIVE.search(scene.text[things[0].end() : last.start]) is not None
    return last is None or last.end <= things[0].start()


def _once(scene: Scene, phrase: str) -> bool:
    """`X spoke instead of Y`: where nothing tells of a post, only somebody's place for a moment is taken."""
    words = scene.context.words
    if words.pattern("contact.instead").match(phrase) is None:
        return False
    lasting = ("committee_named", "list_noun", "lasting_verb", "onward", "duty_ends", "card_cue")
    if any(scene.has(f"contact.{name}") for name in lasting) or scene.has("modality.apply"):
        return False
    if scene.emails or scene.phones or scene.periods or scene.sentence.item or scene.sentence.lead:
        return False
    if any(p.search(scene.text) for p in words.patterns("contact.role_noun").values()):
        return False
    rest = scene.text.replace(phrase, " ")
    for person in scene.people:
        rest = rest.replace(person.raw, " ")
    return len(re.findall(r"[^\W\d_]{2,}", rest)) > _FEW


def _names_thing_of(scene: Scene, place: int, person: Person) -> bool:
    """`... is replaced by that of X`, `由X的提案取代`."""
    words = scene.context.words
    gap = scene.text[place : person.start] if place <= person.start else ""
    if _THAT_OF.search(gap) or words.has("contact.thing", gap):
        return True
    behind = re.match(r"(?:女士|先生|博士)?的.{0,6}", scene.text[person.end :])
    return behind is not None and words.has("contact.thing", behind[0])


def _takes_text(scene: Scene, new: Person, earlier: Sequence[Scene]) -> bool:
    """Whether a text is handed on: `Resolution 76 is ready. Mr X looks after it instead of me`."""
    if new.is_new or not any(s.texts for s in earlier) or scene.has("contact.leaving"):
        return False
    roles_named = any(scene.context.words.has(f"contact.role_noun.{r}", scene.text) for r in ROLES)
    return not roles_named and not scene.has("contact.committee_named")


def _of_meeting(scene: Scene) -> bool:
    """Whether one takes another's place at a meeting only: `at the call Ms X instead of Mr Y`."""
    if scene.has("contact.attending"):
        return True
    roles_named = any(scene.context.words.has(f"contact.role_noun.{r}", scene.text) for r in ROLES)
    meets = any(scene.has(n) for n in ("attendance.call", "attendance.inter_regional", "meeting.noun"))
    return meets and not roles_named and not scene.has("contact.committee_named")


def _same_person(old: Contact, new: Person) -> bool:
    have, written = set(units(old.name)), set(units(new.name))
    return new.is_new and (have < written or written < have)


def _says_self(scene: Scene, start: int, new_first: bool, end: int) -> bool:
    """`replaces me` / `I am replaced by`."""
    if new_first:
        return any(start <= s <= start + 6 or s >= end for s, _ in scene.says_i)
    return any(s < end for s, _ in scene.says_i)
