"""Who leaves, by the words of one sentence: `has left`, `please exclude her from the list`.

Not where a value goes ("my employer is no longer X"), where the person only changes post, role or ministry,
or where it is denied.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding
from mailbot.reading.people import Person
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.employers import employers
from mailbot.reading.prose.farewells import of_post, takes_nobody
from mailbot.reading.prose.post_owners import of_staff, of_thing
from mailbot.reading.prose.post_words import names_post
from mailbot.reading.prose.role_rather import rather
from mailbot.reading.prose.roles import Cast, fresh_roles, roles
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

_JOINED = re.compile(r"\s*(?:,|،|、|and|et|y|e|и|و|和|与|as well as)?\s*(?:and|et|y|и)?\s*")
_AND = re.compile(r"(?:\band|\bet|\by|\bи)\s$")
_OPENS = 8  # letters before words that open a sentence
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_YEAR = re.compile(r"(?<![\d/.+-])20\d\d(?![\d-])")
_IF = re.compile(r"[如若倘](?![下上前期实何此今同常意需])")  # a Chinese condition of one sign


def own(person: Person, context: Context) -> Contact | None:
    """The contact of the sender's organization who is meant, if any."""
    contact = person.contact
    return contact if contact and contact.organization == context.organization else None


_TO = re.compile(r"\s*(?:over\s)?(?:to|vers|à|a|al|в|на|إلى|到|至)\b", re.I)


def leaves(scene: Scene, context: Context, last: Contact | None) -> Contact | None:
    """The own contact who leaves, by the sentence; None also where it is denied.

    ``last`` is whom a pronoun means where the sentence names nobody: `please exclude her from the list`.
    """
    if scene.texts or (scene.phones and not any(p.is_new for p in scene.people)):
        return None
    idle = any(scene.has(f"contact.{name}") for name in ("disregard", "text_reads"))
    if idle or _far_off(scene) or _IF.match(scene.text):
        return None  # `please ignore my message about ...`
    ends = _duty_ends(scene) or scene.has("contact.seeks_other")
    if any(employers(scene, context, None)) and not ends:
        return None  # a new employer, the same task
    words = context.words
    found = [m for n in ("leaving", "remove") for m in words.pattern(f"contact.{n}").finditer(scene.text)]
    for match in sorted(found, key=lambda m: m.start()):
        begin, end = clause(scene.text, match.start())
        absent = scene.temporary and scene.has_in("contact.temporary", scene.text[begin:end])
        if absent and not _off_the_list(scene, match):
            continue
        if scene.has_in("contact.only_that", scene.text[match.start() : end]):
            continue  # `no longer serves as alternate only`: she is more than that
        if takes_nobody(scene, match) or scene.has_in("contact.hands_to", scene.text[begin:end]):
            continue  # `our agency has said goodbye to desk phones`, `these rows I leave to Ms X`
        contact = _who(scene, match, context, last)
        if contact is None or not of_post(scene, match, contact):
            continue  # `I have left the field empty`, `went to Geneva`
        if of_staff(scene, contact, *match.span()) or of_thing(scene, contact, match.start()):
            continue
        if not _moves_on(scene, match, contact, context):
            return contact
    return None


def _duty_ends(scene: Scene) -> bool:
    """`can no longer serve`; not the bare `不再` of somebody who is no longer at one place but at another."""
    words = scene.context.words
    elsewhere = [m.span() for m in words.pattern("contact.no_more_there").finditer(scene.text)]
    ends = words.pattern("contact.duty_ends").finditer(scene.text)
    return any(not any(b <= m.start() and m.end() <= e for b, e in elsewhere) for m in ends)


def _off_the_list(scene: Scene, found: re.Match[str]) -> bool:
    """`goes on parental leave and asked to be taken off the sheet`: the leave is for a time, that is not."""
    if not (_is_removal(scene, found) and scene.has_in("contact.list_noun", scene.text[found.start() :])):
        return False
    leave = scene.context.words.pattern("attendance.leave")
    bare = scene.context.words.pattern("contact.temporary").sub(
        lambda m: " " if leave.search(m[0]) else m[0], scene.text
    )
    return not scene.has_in("contact.temporary", bare)


def _far_off(scene: Scene) -> bool:
    """`I shall retire in 2030`: nobody goes yet."""
    years = [int(m[0]) for m in _YEAR.finditer(scene.text)]
    return bool(years) and min(years) > scene.context.today.year + 1


def together(scene: Scene, contact: Contact, context: Context) -> list[Contact]:
    """Everybody who is named in one breath with the contact: `both Mr X and Ms Y have left`."""
    named = [p for p in scene.people if "@" not in p.raw and own(p, context)]
    place = next((n for n, p in enumerate(named) if p.contact == contact), None)
    out = [contact]
    for step in (-1, 1) if place is not None else ():
        at = place or 0
        while 0 <= at + step < len(named):
            left, right = sorted((named[at], named[at + step]), key=lambda p: p.start)
            if not _JOINED.fullmatch(scene.text[left.end : right.start]):
                break
            at += step
            out += [c for c in (named[at].contact,) if c is not None and c not in out]
    return out


def _who(scene: Scene, found: re.Match[str], context: Context, last: Contact | None) -> Contact | None:
    """Who does what the words say: somebody named, else the writer or the one a pronoun means."""
    named = [p for p in scene.people if "@" not in p.raw]
    begin, end = clause(scene.text, found.start())
    before = [p for p in named if p.start < found.end()]
    here = [c for p in before if p.end > begin and (c := own(p, context))]
    if here:
        return here[-1]
    near = [p for p in named if p.start >= found.start()]
    if near and _in_construct(scene.text[found.end() : near[0].start]):
        return None  # `نُقلت شرائح السيدة X`: her slides
    if near and near[0].start < end and _object(scene.text[found.end() : near[0].start]):
        return own(near[0], context)  # `the departure of Ms X`
    mine = _mine(scene, found)
    if not before and found.start() <= _OPENS and (who := _opened(scene, end, context)) is not None:
        return who
    if before and own(before[-1], context) is None and (before[-1].contacts or before[-1].honorific):
        mine = [s for s in mine if s > before[-1].end and not _tells(scene, s)]  # `Ms X of Y left, I hear`
    mine = [s for s in mine if s < found.end() or not _AND.search(scene.text[:s])]  # `it has gone and I ...`
    if any(begin <= s < max(found.end() + 4, end) for s in mine):
        return context.contact
    subject = [c for p in before if (c := own(p, context))]
    if subject:
        return subject[-1]
    if near and (near[0].start < end or not _is_removal(scene, found)):
        return own(near[0], context)
    if last is not None and not named and _means_last(scene, found, (begin, end)):
        return last
    return None


def _opened(scene: Scene, end: int, context: Context) -> Contact | None:
    """`Appelée à d'autres fonctions, je ...`: the subject stands behind the opening clause."""
    subjects = [s for s, _ in scene.spans("contact.subject_i")]
    if any(end <= s <= end + 2 for s in subjects):
        return context.contact
    return next((own(p, context) for p in scene.people if end <= p.start <= end + 4), None)


def _in_construct(gap: str) -> bool:
    """Whether an Arabic noun stands right before a name: without an article it is what belongs to her."""
    last = gap.split()[-1] if _ARABIC.search(gap) and gap.split() else ""
    return len(last) > 3 and not last.startswith(("ال", "لل", "بال", "و")) and not last.endswith(("نا", "ي"))


def _tells(scene: Scene, place: int) -> bool:
    return any(a <= place < b for a, b in scene.spans("contact.teller"))


def _object(gap: str) -> bool:
    """Whether the words between the verb and a name are only those that lead up to an object."""
    return len(gap.split()) <= 3 and not re.search(r"\b(?:and|et|y|и|while|whereas)\b|[和与]|\bو", gap)


def _is_removal(scene: Scene, found: re.Match[str]) -> bool:
    return scene.has_in("contact.remove", found[0])


def _mine(scene: Scene, found: re.Match[str]) -> list[int]:
    """Where the writer speaks of himself; "I ask you to remove her" is not "remove me"."""
    theirs = scene.spans("contact.my_staff")  # `my director has retired`
    mine = [start for start, _ in scene.says_i if not any(a <= start < b for a, b in theirs)]
    if not _is_removal(scene, found):
        return mine
    own_things = scene.spans("contact.my")  # `remove my name`, but not `remove my last message`
    mine = [start for start in mine if not any(a == start and not _of_entry(scene, b) for a, b in own_things)]
    objects = {start for start, _ in scene.spans("contact.object_i")}
    subjects = {start for start, _ in scene.spans("contact.subject_i")} - objects
    return [start for start in mine if start not in subjects]


def _of_entry(scene: Scene, place: int) -> bool:
    """Whether what stands at the place is a line of the sheet: `(my) name`, `(my) old entry`."""
    following = scene.text[place : place + 40]
    near = following[:6] if re.search(r"[\u3400-\u9fff]", following) else " ".join(following.split()[:3])
    return scene.has_in("contact.entry_noun", near)


def _means_last(scene: Scene, found: re.Match[str], around: tuple[int, int]) -> bool:
    """Whether a pronoun stands for the one spoken of last; "la" before a noun is an article."""
    begin, end = around
    if _is_removal(scene, found):
        if scene.context.language in ("fr", "es"):
            if re.search(r"\w(?:lo|la|le|los|las)$", found[0].strip()):
                return True
            begin, end = found.start() - 6, found.start() + 2
        else:
            begin, end = found.start(), found.end() + 8
    return any(begin <= s < end for s, _ in scene.spans("contact.pronoun"))


def _moves_on(scene: Scene, found: re.Match[str], contact: Contact, context: Context) -> bool:
    """Whether the same person only gets another post or another role."""
    begin, end = clause(scene.text, found.start())
    said = scene.text[begin:end]
    if re.search(r"\b(?:but|mais|sino|но|а)\s?$|بل\s?$|而是$", said):  # `no longer alternate but coordinator`
        said = scene.text[begin : clause(scene.text, end)[1]]
    committees = scene.context.words.patterns("contact.committee").items()
    named = {name for name, p in committees if p.search(scene.text, found.end(), end)}
    if named and contact.committee not in named and _TO.match(scene.text, found.end()):
        return True  # `has been reassigned to Committee 3`
    others = [role for role in fresh_roles(said, context) if role != contact.role]
    if scene.has_in("contact.old_role", said) and others:
        return True
    if contact.job_title and folded(contact.job_title) in folded(scene.text[found.start() :]):
        return True  # `is no longer Chief Specialist`
    if any(_another_post(scene, at) for at in (found.end(), *_gap(found))):
        return True
    cast = Cast()
    cast.follow(scene)
    given = [*roles(scene, context, cast), *rather(scene, context, cast)]
    return any(isinstance(r, Finding) and r.key == contact.id for r in given)


def _another_post(scene: Scene, place: int) -> bool:
    """Whether a post stands there that is no role in these preparations: not `deputy coordinator`."""
    text = scene.text[place:]
    words = scene.context.words
    nouns = [p.match(text.lstrip()) for p in words.patterns("contact.role_noun").values()]
    behind = max((m.end() for m in nouns if m), default=0)
    if behind and not text.lstrip()[behind:].strip(" .,;!。，"):
        return False
    first, _, rest = text.strip().partition(" ")
    deputy = first and any(p.match(rest) for p in words.patterns("contact.role_noun").values())
    return names_post(text) and not deputy


def _gap(found: re.Match[str]) -> list[int]:
    """Where the words begin that a phrase leaves open: `am not .. any longer`."""
    return [found.start() + m.end() for m in re.finditer(r"\s", found[0])]
