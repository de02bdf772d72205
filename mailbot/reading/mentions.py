"""People named in two scripts or in characters: `السيدة X (Latin name)`, `刘晓东（Liu Xiaodong）先生`.

A name in another script and the Latin one in brackets behind it are one person, who goes by the Latin name. A
name in characters is known by how it sounds; a family name with an honorific by the family name alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.names import skeleton, units
from mailbot.reading.person import Person
from mailbot.reading.pinyin import family, fits, is_family

Pools = tuple[tuple[Contact, ...], ...]  # own contacts, then everybody
_HAN = r"[\u3400-\u9fff]"
_ARABIC = re.compile(r"(?:عبد )?[\u0621-\u0652]{2,}")
_GLUED = "ولبفك"  # conjunctions and prepositions written together with a name
_CONSONANTS = 4  # of a name without honorific, lest two common words are taken for one
_LATIN = re.compile(r"[A-Za-z]")
# signs that stand beside names and are none: `我处张伟`, `和王芳`, `由刘晓东`
_BESIDE = frozenset("我处由请与和及向为将的是请让经给对同从在致把")


def both_scripts(text: str, found: list[Person], context: Context) -> list[Person]:
    """The mentions with every bracketed second spelling joined to the first."""
    out: list[Person] = []
    for person in sorted(found, key=lambda p: p.start):
        end = person.end
        closing = re.match(r"\s*[)）]", text[end : end + 3])
        bracketed = re.search(r"[(（]\s*$", text[max(0, person.start - 3) : person.start]) and closing
        if bracketed and closing:
            behind = text[end + closing.end() :]
            person = replace(person, honorific=person.honorific or _title(behind, context))
            first = out[-1] if out else None
            if first is not None and re.fullmatch(r"\s*[(（]\s*", text[first.end : person.start]):
                joined = _joined(first, person)
                if joined is not None:
                    out[-1] = replace(
                        joined, end=end + closing.end(), raw=text[first.start : end + closing.end()]
                    )
                    continue
        out.append(person)
    return out


def _joined(first: Person, second: Person) -> Person | None:
    """The one person whom both name; None if they can be two."""
    if first.contacts and (second.is_new or second.contacts == first.contacts):
        return first if not second.is_new or not _LATIN.search(first.name) else None
    if _LATIN.search(first.name) or not _LATIN.search(second.name):
        return None
    return replace(second, start=first.start, honorific=first.honorific or second.honorific)


def _title(text: str, context: Context) -> str | None:
    for value, written in context.words.table("contact.honorific_as").items():
        if any(not w.isascii() and re.match(_HAN, w) and text.startswith(w) for w in written):
            return value
    return None


def in_characters(text: str, found: list[Person], context: Context) -> list[Person]:
    """The mentions together with those in Chinese characters."""
    titles = {
        w: v for v, ws in context.words.table("contact.honorific_as").items() for w in ws if re.match(_HAN, w)
    }
    out = list(found)
    taken = [(p.start, p.end) for p in found if re.match(_HAN, text[p.start : p.end])]
    out = [p for p in out if (p.start, p.end) not in taken or p.contacts]
    everybody = (context.own_contacts, context.directory.contacts)
    for title in re.finditer("|".join(titles) or "(?!)", text):
        before = re.search(rf"{_HAN}{{1,4}}$", text[: title.start()])
        if before is None or any(p.start < title.start() <= p.end for p in out if p.contacts):
            continue
        person = _titled(before[0], before.end(), titles[title[0]], everybody)
        if person is not None:
            out.append(replace(person, end=title.end(), raw=text[person.start : title.end()]))
    for run in re.finditer(rf"{_HAN}{{2,}}", text):
        for start in range(run.start(), run.end() - 1):
            if is_family(text[start]) and not any(p.start <= start < p.end for p in out):
                person = _plain(text, start, run.end(), everybody)
                out += [person] if person is not None else []
    return out


def _titled(signs: str, end: int, honorific: str, everybody: Pools) -> Person | None:
    """The person whose name ends right before the honorific."""
    pieces = [signs[-size:] for size in (4, 3, 2) if len(signs) >= size and is_family(signs[-size])]
    for pool in everybody:
        for piece in pieces:
            hits = [
                c
                for c in pool
                if fits(piece, units(c.name)) and c.honorific in (None, honorific, "Dr", "Prof")
            ]
            if hits:
                return Person(end - len(piece), end, piece, piece, honorific, tuple(hits))
    named = [p for p in pieces if len(p) <= 3]
    if named:
        return Person(end - len(named[0]), end, named[0], named[0], honorific)
    for pool in everybody:
        hits = [c for c in pool if (units(c.name) or ("",))[0] in family(signs[-1:])]
        kind = [c for c in hits if c.honorific in (None, honorific)] or hits
        if kind and (len(signs) == 1 or signs[-2] in _BESIDE or not is_family(signs[-2])):
            return Person(end - 1, end, signs[-1:], signs[-1:], honorific, tuple(kind))
    return None


def _plain(text: str, start: int, stop: int, everybody: Pools) -> Person | None:
    """A full name without honorific, every character of which sounds as the name on file does."""
    for pool in everybody:
        for size in (4, 3, 2):
            signs = text[start : min(start + size, stop)]
            hits = [c for c in pool if len(signs) == size and fits(signs, units(c.name), surely=True)]
            if hits:
                return Person(start, start + size, signs, signs, None, tuple(hits))
    return None


def in_arabic(text: str, found: list[Person], context: Context) -> list[Person]:
    """The mentions together with full names in Arabic letters without honorific, by their consonants."""
    tokens = list(_ARABIC.finditer(text))
    out = list(found)
    bones = [skeleton(token[0]) for token in tokens]
    firsts = {skeleton(units(c.name)[0]) for c in context.directory.contacts if units(c.name)} - {""}
    number = 0
    while number < len(tokens) - 1:
        if not firsts & {bones[number], skeleton(tokens[number][0][1:])}:
            number += 1
            continue
        size, contacts = _longest(text, tokens, bones, number, context)
        start, end = tokens[number].start(), tokens[number + max(size, 1) - 1].end()
        if size and not any(p.start < end and start < p.end for p in out):
            out.append(Person(start, end, text[start:end], text[start:end], None, contacts))
        number += max(size, 1)
    return out


def _longest(
    text: str, tokens: list[re.Match[str]], bones: list[str], at: int, context: Context
) -> tuple[int, tuple[Contact, ...]]:
    """(words, contacts) of the name that begins at the word: two words or more, enough consonants."""
    first = tokens[at][0]
    forms = {bones[at], skeleton(first[1:]) if first[0] in _GLUED else ""} - {""}
    for pool in (context.own_contacts, context.directory.contacts):
        sizes: dict[int, list[Contact]] = {}
        for contact in pool:
            have = [skeleton(unit) for unit in units(contact.name)]
            if have[:1] and have[0] in forms:
                size = 1
                while at + size < min(len(tokens), at + len(have)) and (
                    bones[at + size] in have[1:]
                    and not text[tokens[at + size - 1].end() : tokens[at + size].start()].strip()
                ):
                    size += 1
                if size >= 2 and sum(map(len, bones[at : at + size])) >= _CONSONANTS:
                    sizes.setdefault(size, []).append(contact)
        if sizes:
            return max(sizes), tuple(sizes[max(sizes)])
    return 0, ()
