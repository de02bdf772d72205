"""Numbers and addresses that are nobody's entry: for one occasion, of somebody else, or the old one."""

from __future__ import annotations

import re

from mailbot.reading.prose.aligned import aligned
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.scene import Scene, Value

_TITLED = re.compile(r"\b[A-Z][a-z]+ (?:Secretary|Assistant|Operator)\b")  # a post, not somebody's secretary
_INSTEAD = re.compile(r"\s*(?:него|неё|нее|них|этого|it|them|that|which|él|ella|ello|celui-ci)\b", re.I)
_NOT_OF_PEOPLE = ("occasion", "not_for_sheet", "sample", "other_number", "stranger", "reach_you")
_CODE = re.compile(
    r"(?<!postal )(?<!zip )(?:code|código|clave|код|رمز|密码|密碼|口令|PIN|Kennwort)\W{0,3}\d[\d ]{2,}", re.I
)
_REPORTS = re.compile(r"\b(?:that|que|что|أن)$")


def refused(scene: Scene, value: Value | None) -> bool:
    """Whether the value is for one occasion, of somebody else, or not meant for the sheet."""
    if scene.temporary or any(scene.has(f"contact.{name}") for name in _NOT_OF_PEOPLE):
        return True
    if value is not None and (_has_code(scene) or _until(scene, value) or _unlisted(scene, value)):
        return True
    if value is not None and value.start in aligned(scene):
        return False
    others = ("third_party", "use_elsewhere")
    if value is None:
        return any(scene.has(f"contact.{n}") for n in others)
    given = [v.end for v in (*scene.phones, *scene.emails) if v.end <= value.start]
    instead = [e for _, e in scene.spans("contact.old_before") if e <= value.start]
    told = max(_reported_clause(scene, value), _own_phrase(scene, value))
    before = scene.text[max([0, _owner_clause(scene, value), told, *given, *instead]) : value.start]
    said = [_TITLED.sub(" ", part) for part in (before, _behind(scene, value))]
    return any(scene.has_in(f"contact.{n}", part) for n in others for part in said)


def _unlisted(scene: Scene, value: Value) -> bool:
    """`+7 ..., в список его вносить не надо`: a list and a negation behind it, in one clause."""
    names = ("contact.list_noun", "modality.negation", "contact.entering")
    clauses = re.split(r"[,;.:،，；。：]\s?", scene.text[value.end :])
    return any(all(scene.has_in(name, each) for name in names) for each in clauses if each)


def _until(scene: Scene, value: Value) -> bool:
    """`write to x@y until 15 May`: a value for the time being."""
    behind = scene.text[value.end : value.end + 30]
    return re.match(r"[\s,(]{0,3}(?:only )?(?:until|till|jusqu|hasta|до|حتى|至|直到)\b", behind) is not None


def _has_code(scene: Scene) -> bool:
    """`dial +41 22 555 01 99, code 443 211`: a number for a conference."""
    numbers = [(v.start, v.end) for v in scene.phones]
    return any(not any(a <= m.end() <= b for a, b in numbers) for m in _CODE.finditer(scene.text))


def _own_phrase(scene: Scene, value: Value) -> int:
    """Where `my direct line` begins: `when our secretariat moved, my direct line changed; it is ...`."""
    mine = [start for start, _ in scene.says_i if start < value.start]
    begin = clause(scene.text, value.start)[0]
    subject = [start for start, _ in scene.spans("contact.subject_i") if begin <= start < value.start]
    if subject and not any(a <= subject[-1] < b for a, b in scene.spans("contact.teller")):
        return subject[-1]  # `we have a new switchboard: I am now at ...`
    fields = ("phone_field", "email_field")
    kept = [s for s in mine if any(scene.has_in(f"contact.{n}", scene.text[s : value.start]) for n in fields)]
    return max(kept, default=0)


def _reported_clause(scene: Scene, value: Value) -> int:
    """Where the clause of the value begins if it is reported: `his assistant says that his number is`."""
    begin = clause(scene.text, value.start)[0]
    if _REPORTS.search(scene.text[:begin].rstrip()) is None:
        return 0
    return begin if scene.has_in("contact.pronoun", scene.text[begin : value.start]) else 0


def _owner_clause(scene: Scene, value: Value) -> int:
    """Where the clause of the owner begins: `the switchboard has changed, so Ms X is now on ...`."""
    owners = [p.start for p in scene.people if p.contacts and p.end <= value.start and "@" not in p.raw]
    return clause(scene.text, owners[-1])[0] if owners else 0


def _behind(scene: Scene, value: Value) -> str:
    """What the clause says behind the value, up to the value it replaces."""
    rest = re.split(r"[,;.:()，；。]\s?|$", scene.text[value.end :], maxsplit=1)[0]
    words = scene.context.words
    ends = [
        m.start() for n in ("old_before", "value_end") if (m := words.pattern(f"contact.{n}").search(rest))
    ]
    return rest[: min(ends)] if ends else rest


def _of_address_given_up(scene: Scene, value: Value) -> bool:
    """`instead of the address of the Secretariat at x@y the personal one is used`."""
    marks = list(scene.context.words.pattern("contact.instead").finditer(scene.text, 0, value.start))
    gap = scene.text[marks[-1].end() : value.start] if marks else ""
    fields = any(scene.has_in(f"contact.{n}_field", gap) for n in ("phone", "email"))
    return fields and len(gap.split()) <= 10 and not re.search(r"[,;:@]|\d{4}", gap)


def is_old(scene: Scene, value: Value) -> bool:
    """Whether the words right before the value mark it as the one that no longer holds."""
    if _of_address_given_up(scene, value):
        return True
    before = scene.text[max(0, value.start - 40) : value.start]
    marks = list(scene.context.words.pattern("contact.old_before").finditer(before))
    if not marks:
        return False
    gap = before[marks[-1].end() :]
    if "@" in gap or re.search(r"\d[\d\s().-]{5,}", gap):
        return False  # the mark is that of the value between
    if _INSTEAD.match(gap):
        return False  # `вместо него +7 ...`
    onward = scene.has_in("contact.onward", before[marks[-1].start() :])  # `from now on`, `from 1 March`
    return len(gap.split()) <= 3 and not onward and not re.search(r"[;:，,]|\bto\b", gap)
