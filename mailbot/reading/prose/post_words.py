"""How a post and an employer look: where the words begin, where they end, and whether they can be one."""

from __future__ import annotations

import re

from mailbot.mail.phrases import Phrases, every_language
from mailbot.reading.declension import basic_post
from mailbot.reading.names import latin
from mailbot.reading.prose.scene import Scene

QUOTES = "\"'“”‘’«»„「」"
_FIELD = r"(?=[^)]*[a-z])(?:[A-Z][\w'&-]*|of|and|for|the|[\s,])+\)"  # `Director (International Affairs)`
_STOP = re.compile(
    rf"[.;!?。；！？]|\s[-–—]|\((?!\w+\)$)(?!{_FIELD})|（(?=原|不|而)"
    r"|[\"”»](?=\s|$)|,\s(?=not\b|no\b|the [a-z]|my |his |her )"
)
_LEAD = re.compile(
    rf"^[\s:：=,،{QUOTES}]*(?:(?:as|the|an?|le|la|el|los|en tant que|como)\s(?=\w)){{0,2}}[{QUOTES}]*", re.I
)
_SIGNS = re.compile(r"[\u3400-\u9fff]{3,16}(?![\u3400-\u9fff])")
MOST_WORDS = 12


def names_post(text: str) -> bool:
    """Whether the text begins like a post: `Deputy Director ...`, `the post of Director`."""
    bare = _unled(text)
    posts = every_language().pattern("contact.post_word")
    if posts.match(bare) is not None:
        return True
    signs = _SIGNS.match(bare)  # Chinese posts end in the word for it: `标准化部主任`
    return signs is not None and any(m.end() == len(signs[0]) for m in posts.finditer(signs[0]))


def _unled(text: str) -> str:
    """The text without what leads up to a post: blanks, quotes, articles, `the post of`."""
    for _ in range(2):
        text = text[_LEAD.match(text).end() :]  # type: ignore[union-attr]
        adverb = every_language().pattern("contact.post_adverb").match(text)
        text = text[adverb.end() :].lstrip() if adverb else text
        led = every_language().pattern("contact.post_of").match(text)
        if led is None:
            break
        text = text[led.end() :]
    return text


def cut_post(scene: Scene, text: str) -> str:
    """The value the text begins with, up to where the clause goes on."""
    text = _unled(text)
    ends = [len(text)]
    if found := _STOP.search(text):
        ends.append(found.start())
    if found := scene.context.words.pattern("contact.value_end").search(text, 1):
        ends.append(found.start())
    for datum in (*scene.emails, *scene.phones):
        place = text.find(datum.raw)
        if place >= 0:
            label = re.search(r"[,;]\s*[^\W\d_]+\.?[^\w,;]*$", text[:place])  # `..., phone `
            ends.append(label.start() if label else place)
    for person in scene.people:
        place = text.find(person.raw)
        if place > 0 and (person.contacts or person.honorific):
            ends.append(place)
    at = re.search(
        r"\s(?:at|chez|au sein|with|in)\s(?:the\s)?(?=[A-Z])|\sof\sthe\s(?=Ministry|Authority)"
        r"|\s(?:au|à l['’])\s?(?=[A-Z]{3})|\s(?:on|le|el|am|du|del|с)\s(?=\d{1,2}(?:er)?\s)",
        text,
    )
    if at:
        ends.append(at.start())
    if body := re.search(r"\s(?:بال(?!إنابة|نيابة|وكالة)|لدى\s|في\s)", text):
        ends.append(body.start())
    if (other := _other_clause(scene, text)) is not None:
        ends.append(other)
    value = text[: min(ends)].strip(QUOTES + " ,،，:")
    value = without_body(re.sub(r"\s(?:and|et|y|и|now|by now|by|&)$", "", value), scene)
    marks = list(scene.context.words.pattern("contact.appoints").finditer(value))
    if marks:  # `the President appointed me Deputy Director`
        value = _unled(value[marks[-1].end() :])
        value = value if names_post(value) else ""
    return basic_post(value)


def without_body(value: str, scene: Scene) -> str:
    """`Head of the International Division of Subtel` without the body that somebody on file works for."""
    for body in {
        c.affiliation for c in scene.context.own_contacts if c.affiliation and len(c.affiliation) < 30
    }:
        pieces = value.split()
        size = len(body.split())
        tail = " ".join(pieces[-size:])
        if len(pieces) > size + 1 and body.casefold() in (tail.casefold(), latin(tail.casefold()).casefold()):
            rest = " ".join(pieces[:-size])
            return re.sub(r"\s(?:of|at|in|del?|de la|du|de l['’]|chez|au|в|во)(?:\sthe)?$", "", rest)
    return value


def _other_clause(scene: Scene, text: str) -> int | None:
    """Where a comma ends the post: a role, a pronoun or what is left as it is follows.

    `Director, she remains our coordinator`, `Director, other data unchanged`, `مديراً، فأرجو التعديل`.
    """
    words = scene.context.words
    opens = [words.pattern("contact.pronoun"), *words.patterns("contact.role_noun").values()]
    rest = [words.pattern(n) for n in ("modality.unchanged", "contact.all_else")]
    for comma in re.finditer(r"[,،，]\s*", text[:200]):
        behind = re.split(r"[,;،，؛]", text[comma.end() :], maxsplit=1)[0]
        if any(p.match(behind) for p in opens) or any(p.search(behind) for p in rest):
            return comma.start()
        if comma[0][0] == "،" and re.match(r"[فو](?!ال|لل)", behind):
            return comma.start()
    return None


def fits_title(scene: Scene, value: str, label: str) -> bool:
    """Whether the words can be a post; `position` and `function` also mean other things."""
    words = scene.context.words
    if not value or len(value.split()) > MOST_WORDS or re.search(r"\d{3}|@", value) or scene.texts:
        return False
    if words.has("contact.not_in_post", value) or any(
        p.fullmatch(value) for p in words.patterns("contact.role").values()
    ):
        return False
    if words.pattern("contact.role_noun.coordinator").match(value):
        return of_unit(value, words)
    if names_post(value):
        return True
    clear = words.pattern("contact.title_only").fullmatch(label) is not None
    return clear and not value[:1].islower() and len(value) > 3


_OF = re.compile(r"of|del?|du|des|d['’]\w+|l['’]\w+|для|по", re.I)


def of_unit(text: str, words: Phrases) -> bool:
    """`Coordinadora del Grupo de Asuntos Internacionales`: a post in a body, and no role for us."""
    clause_ = re.split(r"[,;.:()，；。：]", text, maxsplit=1)[0]
    unit = words.pattern("contact.unit_of").search(clause_)
    if unit is None or words.has("contact.committee_named", clause_):
        return False
    gap = clause_[: unit.start()].split()[1:]  # behind the noun itself
    return len(gap) <= 4 and (not gap or _OF.fullmatch(gap[0]) is not None)


def fits_employer(scene: Scene, value: str) -> bool:
    if not value or value[:1].islower() or len(value.split()) > MOST_WORDS or re.search(r"\d{3}|@", value):
        return False
    if any(p.search(value) for p in scene.context.words.patterns("contact.committee").values()):
        return False
    if every_language().has("contact.premises", value):
        return False
    return not scene.texts and not any(
        value in (o.code, o.name) for o in scene.context.directory.organizations
    )


def is_employer(name: str) -> bool:
    """Not a town: `Ministry of X`, `FCC`."""
    return every_language().pattern("contact.employer_word").search(name) is not None or (
        re.fullmatch(
            r"[A-Z][A-Za-z]*[A-Z]{1,8}|[A-Z][\w\s.&-]*\s(?:Group|Holding|GmbH|AG|PLC|JSC|S\.A\.)", name
        )
        is not None
    )


def proper(text: str) -> str | None:
    """The proper name the text begins with: `Ministry of Science and ICT, no longer ...`."""
    text = text.lstrip(" :\"“'«")
    text = re.sub(r"^(?:the\s|le\s|la\s|el\s|l['’])(?=[^\W\d_a-zà-ÿ])", "", text)
    end = re.search(
        r"[.;\"”»]|,\s(?!(?:[A-Z][\w-]*\s){0,4}(?:and|&)\s[A-Z])|\s(?:since|as of|as from|from|so|still|but"
        r"|as|where|which|who|instead|takes effect|with effect"
        r"|and (?:my|his|her|can|the e-?mail))\b|\s[-–(]|$",
        text,
    )
    name = text[: end.start()] if end else text
    if quoted := re.match(r"[^\W\d_]{2,6}\s[«“][^»”]{2,60}[»”]", text):
        name = quoted[0]  # `ФГУП «Радиосвязь»`
    return name.strip() if name[:1].isupper() and 1 <= len(name.split()) <= 12 else None
