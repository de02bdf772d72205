"""What a message says of a new person: address, number, post, ministry, country.

In the sentence itself ("Ms X of the Y Agency (x@y, +33 ...)"), in those that go on about the same person
("you can reach her at ..."), or in the lines of an address block.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Sequence
from functools import cache

from mailbot.mail.phrases import every_language
from mailbot.reading.countries import at_end
from mailbot.reading.declension import basic_post
from mailbot.reading.names import units
from mailbot.reading.people import Person
from mailbot.reading.prose.described_around import SEAT, around, by_given
from mailbot.reading.prose.post_words import cut_post, fits_title, names_post
from mailbot.reading.prose.post_words import proper as _proper
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

_LETTERS = re.compile(r"[A-Z]{2,8}")
_DOMAIN = re.compile(r"(?:tele|télé)?com\w*|r[eé]gul\w*", re.I)  # what a body deals with
REACH = 7  # sentences or lines that may go on about the same person


def details(person: Person, at: int, scenes: Sequence[Scene]) -> tuple[dict[str, str], set[int]]:
    """(field -> raw value, numbers of the sentences used)."""
    values: dict[str, str] = {}
    used: set[int] = set()
    started = False
    for number in range(at, min(at + REACH, len(scenes))):
        scene = scenes[number]
        mine = [p for p in scene.people if _is_same(p, person)]
        if number == at and not mine and scene.text[person.start : person.end] == person.raw != "":
            mine = [person]  # a name without honorific in a script without capitals
        mine = mine or (by_given(scene, person) if number > at else [])
        others = [
            p
            for p in scene.people
            if not _is_same(p, person) and "@" not in p.raw and (p.contacts or p.honorific)
            if not SEAT.match(scene.text, p.end)  # `takes Mr X's seat: ...`
        ]
        if number > at and others and not mine:
            started = False  # what follows is about them, until the new one is named again
            continue
        started = started or bool(mine)
        if not started:
            continue
        # numbers that stand before the new person's name belong to somebody else
        floor = mine[0].start if mine else 0
        ceiling = next((p.start for p in others if p.start > floor), len(scene.text))
        found = _values(scene, floor, ceiling) | _post(scene, floor, ceiling)
        if scene.sentence.alone and not mine:
            found |= _line(scene, person)
        elif mine:
            rest = scene.text[mine[0].end : ceiling]
            found |= around(scene.text[: mine[0].start], rest, _codes(scene)) | _apposition(rest)
        if post := found.get("job_title"):
            found["job_title"] = basic_post(post)
        if found:
            values = {**found, **values}
            used.add(number)
    return values, used


def _is_same(one: Person, person: Person) -> bool:
    """The new person again, by the surname alone: `Ms Halima Bello ... You can reach Ms Bello at`."""
    if one.name == person.name:
        return True
    short, whole = set(units(one.name)), set(units(person.name))
    return one.is_new and bool(short) and short < whole


def _values(scene: Scene, floor: int, ceiling: int) -> dict[str, str]:
    out: dict[str, str] = {}
    emails = [v for v in scene.emails if floor <= v.start < ceiling]
    phones = [v for v in scene.phones if floor <= v.start < ceiling]
    if len(emails) == 1:
        out["email"] = emails[0].raw
    if len(phones) == 1:
        out["phone"] = phones[0].raw
    return out


def _post(scene: Scene, floor: int, ceiling: int) -> dict[str, str]:
    """`position Chief Specialist`, `职务为副处长`: the post by its label."""
    words = every_language()
    for found in words.pattern("contact.title_label").finditer(scene.text, floor, ceiling):
        rest = scene.text[found.end() : ceiling].lstrip(" :：=–-")
        link = scene.context.words.pattern("contact.link").match(rest)
        rest = rest[link.end() :] if link else rest
        value = cut_post(scene, rest) if names_post(rest) else ""
        if value and fits_title(scene, value, ""):
            return {"job_title": value}
    for name in ("Mr", "Ms"):  # `elle est chargée d'études à l'INTT`
        for found in scene.context.words.pattern(f"contact.subject_pronoun.{name}").finditer(
            scene.text, floor, ceiling
        ):
            rest = scene.text[found.end() : ceiling].lstrip()
            link = scene.context.words.pattern("contact.is_post").match(rest)
            rest = rest[link.end() :] if link else ""
            value = cut_post(scene, rest) if rest and names_post(rest) else ""
            if value and fits_title(scene, value, ""):
                return {"job_title": value}
    return {}


def _line(scene: Scene, person: Person) -> dict[str, str]:
    """A line of an address block that is neither number nor address: an employer or a post."""
    text = scene.text.strip().removeprefix(person.name).strip().rstrip(",")
    if (
        scene.emails
        or scene.phones
        or len(text) > 140
        or (text.endswith((".", ":")) and len(text.split()) > 8)
    ):
        return {}
    return _described(text)


def _described(text: str) -> dict[str, str]:
    """`National Media Authority (NMHH), Hungary` -> affiliation and country; `Head of Unit` -> job title."""
    out: dict[str, str] = {}
    country = at_end(text)
    if country:
        code, name = country
        out["country"] = code
        text = re.sub(
            rf"(?:[,\s–-]+(?:de|del|du|da|do|of|en|in))?[,\s–-]*\b(?:Республики\s)?{re.escape(name)}\s*$",
            "",
            text,
        )
        text = text.strip(" ,")
    words = every_language()  # a post is written in its holder's language
    same = words.pattern("contact.same_body").search(text, 1) if text else None
    text = text[: same.start()].strip(" ,") if same else text  # `Head of Unit in the same ministry`
    if not text:
        return out
    pieces = [piece.strip() for piece in re.split(r",\s+|\s[-–]\s|;\s*", text) if piece.strip()]
    if words.pattern("contact.employer_word").search(text) is not None:
        if len(pieces) > 1 and words.pattern("contact.post_word").match(pieces[0]):
            out["job_title"] = pieces[0]
            if not pieces[1][:1].islower():
                out["affiliation"] = ", ".join(pieces[1:])
        elif words.pattern("contact.post_word").match(text) and len(pieces) == 1:
            bodies = [m[0] for m in words.pattern("contact.employer_word").finditer(text)]
            # `Head of Department`, `Director General of Telecommunications`
            is_post = len(text.split()) <= 3 or all(_DOMAIN.fullmatch(body) for body in bodies)
            return {**out, "job_title": text} if is_post else out
        else:
            out["affiliation"] = text
    elif words.pattern("contact.post_word").match(text) and len(text.split()) <= 9:
        if len(pieces) == 2 and not pieces[1][:1].islower():
            out["job_title"], out["affiliation"] = pieces
        elif len(pieces) == 2:
            out["job_title"] = pieces[0]
        else:
            out["job_title"] = text
    elif country and _LETTERS.fullmatch(text):
        out["affiliation"] = text  # `PTS, Sweden`
    return out


@cache
def _towns() -> frozenset[str]:
    """The towns that time zones are named after."""
    return frozenset(zone.rpartition("/")[2] for zone in zoneinfo.available_timezones())


def _codes(scene: Scene) -> set[str]:
    return {o.code for o in scene.context.directory.organizations}


_UNIT = re.compile(r"\b(?:Department|Division|Unit|Section|Directorate|Branch|Team|Desk)$")  # of a body


def _apposition(rest: str) -> dict[str, str]:
    """What follows a name: `, Head of Unit at the Y Agency`, ` of the Y Agency, Kenya`, ` (Y Agency,
    y@z)`.
    """
    signs = re.match(r"[\s,，、（(]*([\u3400-\u9fff]{2,12})\s*(?:$|[,，、）)])", rest)
    if signs and names_post(signs[1]):
        return {"job_title": signs[1]}  # `周建平 处长`
    rest = re.sub(r"^\s?(?:先生|女士|小姐|博士|教授)", "", rest)
    if re.match(r"[\u3400-\u9fff]", rest):
        return {}  # `Mr X 先生负责...`: what he does
    rest = re.sub(r"^,\s(?:тоже|также|also|également|también)\s", ", ", rest)
    rest = re.sub(r"^[\s,(]*\S+@[\w.-]+\w[)\s]*", "", rest)
    rest = re.sub(r"\S+@\S+", " (", rest)
    match = re.match(
        r"\s*[,،(]?\s*(?:(?:who is|currently)\s)?(?:(?P<prep>of|from|at|with|de|del|du|des|da|do)\s+"
        r"|(?P<of>d['’]|de l['’]))?(?:the\s|la\s|le\s|el\s|l['’])?"
        r"(?P<what>[^\W\d_](?:[^.;:()]|\([A-Z][A-Za-z-]{1,9}\)){2,140})",
        rest,
    )
    if not match:
        return {}
    if match["what"][0].islower() and not (
        rest.lstrip().startswith((",", "،"))
        and every_language().pattern("contact.post_word").match(match["what"])
    ):
        return {}
    what = re.split(
        r",?\s(?:will|has|is|was|as|who|takes|replaces|to|and (?:his|her)|for|can|a été|est|sera|qui|ha sido"
        r"|fue|es|será|quien)\b|\s\+"
        r"|\s[-–]\s|,\s*$|,\s(?=\+|e-?mail|tel|phone)",
        match["what"],
    )[0]
    post = re.match(
        r"(?P<post>[^,]+?)\s(?:at|with|of the|chez|à l['’]|de l['’]|en el|del|,)\s?(?:the\s)?"
        r"(?P<place>[A-Z].+?)[\s(]*$",
        what,
    )
    if post and _UNIT.search(post["place"]) and "," not in post[0]:
        return {"job_title": clean(what)}  # `Director of the ICT Department`
    if post and every_language().pattern("contact.post_word").search(post["post"]):
        inner = _described(clean(post["place"]))
        return {
            "job_title": clean(post["post"]),
            "affiliation": inner.get("affiliation", clean(post["place"])),
            **({"country": inner["country"]} if "country" in inner else {}),
        }
    if match["prep"]:
        first = at_end(what.split(",")[0])
        if first and folded(what.split(",")[0]) == folded(first[1]):
            return {"country": first[0]}  # `Mr X, du Mali, sera ...`
        country = at_end(what)
        if country and folded(what) == folded(country[1]):
            return {"country": country[0]}
        name = _proper(what)
        described = _described(clean(name or what))
        if name and name.replace(" ", "_") in _towns():  # `Mr X from Rome`
            return described
        if country and "country" not in described:
            described["country"] = country[0]
        return (
            described
            if "affiliation" in described or not name
            else {"affiliation": clean(name), **described}
            if len(name.split()) <= 6
            else described
        )
    return _described(clean(what))
