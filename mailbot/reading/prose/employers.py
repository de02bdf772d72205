"""A person's employer: `now with the Ministry of X`, `our agency has become the Y Authority`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.mail.phrases import every_language
from mailbot.reading.context import Context
from mailbot.reading.declension import basic_post
from mailbot.reading.names import latin
from mailbot.reading.prose.post_words import fits_employer, is_employer, proper
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.units import gone_with_unit
from mailbot.reading.values import folded

_BODY = re.compile(r"[\u3400-\u9fff]{3,30}?(?=工作|任职|就职|上班|担任|[^\u3400-\u9fff]|$)")
_AT = re.compile(
    r",?\s(?:at|in|with|of|chez|au sein d[eu]|au|à|en|del|de|в|во)\s(?:the|la|el|l['’])?\s?|,?\sà l['’]", re.I
)
QUOTED = re.compile(r"[\"“«„「‘]([^\"“”«»„「」]{2,120})[\"”»“」’]")
_TO = re.compile(r",?\s(?:to|à l['’]|au|à la|aux|al?|a la|в|إلى)\s?(?:the\s|la\s)?|[到至]")
_INTO = re.compile(
    r"[^.;,]{0,90}?\s(?:to|à l['’]|à|au|al?|a la|в)\s?(?:the\s|la\s)?"
    r"(?P<name>(?-i:[A-ZÀ-Þ])[\w'’&-]*(?:\s(?:(?-i:[A-ZÀ-Þ])[\w'’&-]*|of|and|for|the|de|du|des|del|la|y|et|l['’]))*)"
)
_TAIL = re.compile(r"[,\s]+(?:and|et|y|и|но|but|mais|pero)(?:\s.*)?$")
_SIGNS = re.compile(r"\s*[“「]?[\u3400-\u9fff（）]{4,30}")


def employers(scene: Scene, context: Context, before: Scene | None) -> Iterator[tuple[int, str, str]]:
    """`now with the Ministry of X`, `has joined Y`."""
    gone = list(gone_with_unit(scene))
    if gone:
        yield from gone
        return
    for found in context.words.pattern("contact.now_with").finditer(scene.text):
        place = proper(_without_former(scene, found.end())) or _caseless(scene, found.end())
        place, post = _without_post(place) if place else ("", "")
        named = place and (is_employer(place) or _is_title(place)) and not _denied(scene, found.start())
        if named and fits_employer(scene, place):
            yield found.start(), "affiliation", place
            if post:
                yield found.start(), "job_title", post
            return
    for found in context.words.pattern("contact.moved_with").finditer(scene.text):
        place = proper(_without_former(scene, found.end()))
        if place and fits_employer(scene, place) and is_employer(place) and not _denied(scene, found.start()):
            yield found.start(), "affiliation", place
            return
    yield from _works_at(scene)
    yield from _from_to(scene, context)
    yield from _transferred(scene)
    yield from _renamed(scene, context, before)


def _works_at(scene: Scene) -> Iterator[tuple[int, str, str]]:
    """`Since Monday I work at X`, `I work at X and no longer at Y`: time or contrast makes it news."""
    if not (scene.has("contact.no_more_there") or scene.has("contact.from_when")):
        return
    for found in scene.context.words.pattern("contact.works_at").finditer(scene.text):
        place = proper(_without_former(scene, found.end())) or _in_its_script(scene, found.end())
        if place and is_employer(place) and fits_employer(scene, place) and not _denied(scene, found.start()):
            yield found.start(), "affiliation", place
            return


def _without_former(scene: Scene, start: int) -> str:
    """What stands behind the place, without the body that it is no more: `at X and no longer at Y`."""
    text = scene.text[start:]
    former = scene.context.words.pattern("contact.no_more_there").search(text)
    return text[: former.start()].rstrip(" ,，،") if former else text


def _denied(scene: Scene, place: int) -> bool:
    """`ya no trabaja en X`: a negation stands right before."""
    return scene.has_in("modality.negation", " ".join(scene.text[:place].split()[-2:]))


def _transferred(scene: Scene) -> Iterator[tuple[int, str, str]]:
    """`my transfer from the Ministry of X to the Y Authority takes effect today`."""
    for found in scene.context.words.pattern("contact.transfer").finditer(scene.text):
        led = _INTO.match(scene.text, found.end())
        name = led["name"].strip(" ,") if led else ""
        name = re.sub(r"\s(?:of|and|for|the|de|du|des|del|la|y|et)$", "", name)
        if name and is_employer(name) and fits_employer(scene, name) and not scene.has("meeting.noun"):
            yield found.start(), "affiliation", name
            return


def _from_to(scene: Scene, context: Context) -> Iterator[tuple[int, str, str]]:
    """`my transfer from the X Authority to the Ministry of Y`: from the body on file to another."""
    for body in dict.fromkeys(c.affiliation for c in context.own_contacts if c.affiliation):
        place = scene.text.find(body)
        led = _TO.match(scene.text, place + len(body)) if place >= 0 else None
        name = proper(scene.text[led.end() :]) if led else None
        if name and is_employer(name) and fits_employer(scene, name):
            yield place, "affiliation", name
            return


def new_body(scene: Scene, post: str) -> str | None:
    """`appointed Director at the Ministry of X and has left Y`: the body behind a mover's post."""
    place = scene.text.find(post)
    led = _AT.match(scene.text, place + len(post)) if place >= 0 else None
    said = spoken_of(scene.text)
    old = any(c.affiliation and f" {folded(c.affiliation)} " in said for c in scene.context.own_contacts)
    if led is None or not (old or scene.has("contact.leaving") or scene.has("contact.keeps_duty")):
        return None
    name = proper(scene.text[led.end() :]) or ""
    for mark in ("leaving", "keeps_duty"):
        cut = scene.context.words.pattern(f"contact.{mark}").search(name)
        name = name[: cut.start()] if cut else name
    name = _TAIL.sub("", name).strip(" ,")
    return name if name and fits_employer(scene, name) and is_employer(name) else None


def _caseless(scene: Scene, start: int) -> str | None:
    """A body in a script without capitals, of one who stays what he is: `调到X部工作，仍负责第3委员会`."""
    if not (scene.has("contact.keeps_duty") or scene.has("modality.unchanged")):
        return None
    return _in_its_script(scene, start)


def _in_its_script(scene: Scene, start: int) -> str | None:
    words = every_language().pattern("contact.employer_word")
    text = scene.text[start : start + 120].lstrip(' “「"')
    if signs := _BODY.match(text):
        return signs[0] if any(m.end() == len(signs[0]) for m in words.finditer(signs[0])) else None
    if not re.match(r"[\u0600-\u06ff]", text) or not words.match(text):
        return None
    ends = [
        m.start()
        for n in ("value_end", "keeps_duty", "no_more_there")
        if (m := scene.context.words.pattern(f"contact.{n}").search(text))
    ]
    ends += [m.start() for m in re.finditer(r"[,.،؛;:(]|\sمع\s", text)]
    place = text[: min(ends, default=len(text))].strip()
    return place if len(place.split()) <= 9 else None


def _renamed(scene: Scene, context: Context, before: Scene | None) -> Iterator[tuple[int, str, str]]:
    """`EETT has been merged into the X Authority`: the body that somebody works for has another name."""
    if scene.texts or scene.has("meeting.noun"):
        return
    said = spoken_of(f"{before.text if before is not None else ''} {scene.text}")
    ours = any(c.affiliation and f" {folded(c.affiliation)} " in said for c in context.own_contacts)
    near = (scene,) if before is None else (scene, before)
    told = any(s.has(f"contact.{n}") for s in near for n in ("our_body", "affiliation_label"))
    listed = before is not None and before.has("contact.list_noun") and before.has("contact.employer_word")
    if not (ours or told or listed):
        return
    links = list(context.words.pattern("contact.renamed").finditer(scene.text))
    if before is not None and before.has("contact.our_body") and before.has("contact.name_topic"):
        links += list(context.words.pattern("contact.reads_now").finditer(scene.text))
    for found in links:
        place = _new_name(scene, found.end())
        if place and fits_employer(scene, place) and is_employer(place):
            yield len(scene.text), "affiliation", place
            return


def spoken_of(text: str) -> str:
    """The text for comparison with names on file, in Latin letters and between blanks."""
    return f" {folded(text)} {folded(latin(text.casefold())) if not text.isascii() else ''} "


def _new_name(scene: Scene, start: int) -> str | None:
    """The name behind the words that announce it, behind a colon, or in quotation marks."""
    if signs := _SIGNS.match(scene.text, start):
        return signs[0].strip(" “「")
    rest = scene.text[start:]
    colon = re.search(r"[:：]\s*", rest)
    place = proper(rest) or (proper(rest[colon.end() :]) if colon else None)
    if place:
        first = every_language().pattern("contact.employer_word").match(place)
        return place if _is_title(place) or (first and scene.context.language != "en") else None
    if quoted := QUOTED.search(rest):
        return quoted[1].strip()
    text = re.split(r"[,.،؛;:(]", rest.strip(), maxsplit=1)[0].strip()
    bodied = re.match(r"[\u0600-\u06ff]", text) and every_language().pattern("contact.employer_word").match(
        text
    )
    return text if bodied and len(text.split()) <= 9 else None


def _without_post(place: str) -> tuple[str, str]:
    """`Минцифры начальником отдела`: the body, and the post that stands behind it in small letters."""
    for found in every_language().pattern("contact.post_word").finditer(place):
        if found.start() and found[0][:1].islower() and place[found.start() - 1] == " ":
            return place[: found.start()].strip(" ,"), basic_post(place[found.start() :].strip(" ,"))
    return place, ""


def _is_title(name: str) -> bool:
    """Whether only small words in it begin with a small letter: `Ministry of Science and ICT`."""
    return not name.isascii() or not any(word[:1].islower() and len(word) > 3 for word in name.split())


def of_renamed(scene: Scene, before: Scene) -> bool:
    """`The agency has been renamed. The affiliation is accordingly X`, or behind a new address or number."""
    named = any(p.contacts or p.honorific for p in scene.people)
    if named or not before.asserted or scene.denied or before.others:
        return False
    renamed = before.has("contact.renamed_body") or before.has("contact.our_body")
    return renamed or bool(not before.people and (before.emails or before.phones))
