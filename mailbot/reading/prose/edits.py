"""`Where it says "Manager" it should say Deputy Director`, "I have been with the Ministry of X since May".

The first kind is an edit with both values: the old one has to be on file, which tells the record and the
field. The second is a statement of a new post or employer, taken only where the words leave no choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.post_words import fits_employer, is_employer, names_post
from mailbot.reading.prose.quoted_posts import outside_quotes, post_pairs, tells_change
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

MAX_LENGTH = 600  # of a sentence that spells out an edit
FIELDS = ("job_title", "affiliation", "name")
_QUOTES = "\"'“”‘’«»„「」"
_END = rf"(?:(?<=[{_QUOTES}])|(?=$|[.;]|\s[-–(]|\s(?:as|from|in place|since)\b))"
_SLOTS = {
    name: rf"[{_QUOTES}]?(?P<{name}>(?<=[{_QUOTES}])[^{_QUOTES}]{{1,160}}"
    rf"|[^.;,\0{_QUOTES}]{{2,80}}?)[{_QUOTES}]?"
    for name in ("old", "new")
}
# a new value at the end may hold commas: `Deputy Director, International Standards`
_LAST = {name: slot.replace("[^.;,", "[^.;") for name, slot in _SLOTS.items()}


@lru_cache(maxsize=64)
def _patterns(phrases: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The edit phrases with their slots filled in; a slot that ends the phrase ends with the clause."""
    out = []
    for phrase in phrases:
        pieces = re.split(r"\{(old|new)\}", phrase)
        built = ""
        for number, piece in enumerate(pieces):
            if number % 2 == 0:
                built += piece.replace(" ", r"\s+")
            else:
                ends = not "".join(pieces[number + 1 :]).strip()
                built += (_LAST[piece] + _END) if ends else _SLOTS[piece]
        out.append(re.compile(built, re.I))
    return tuple(out)


def edits(scene: Scene) -> Iterator[tuple[str, str]]:
    """(old, new) of every edit the sentence spells out; addresses and numbers are read elsewhere."""
    text = scene.text[:MAX_LENGTH]
    for value in (*scene.emails, *scene.phones):
        text = text[: value.start] + "\0" * (value.end - value.start) + text[value.end :]
    for pattern in _patterns(scene.context.words.words("contact.edit.patterns")):
        for found in pattern.finditer(text[:MAX_LENGTH]):
            yield clean(found["old"]).strip(_QUOTES + " "), _value(found["new"], scene)
    if pair := _two_quoted(scene):
        yield pair


def _two_quoted(scene: Scene) -> tuple[str, str] | None:
    """`"Manager" makes way for "Head of Unit"`: of two quoted posts the one on file and the one behind it,
    where nothing is denied, asked or past.
    """
    pairs = list(post_pairs(scene))
    if len(pairs) != 1 or not scene.asserted or scene.asks or scene.past or not tells_change(scene):
        return None
    if scene.has_in("modality.negation", outside_quotes(scene)) or any(p.is_new for p in scene.people):
        return None
    (pair,) = pairs
    posts = [folded(c.job_title) for c in scene.context.own_contacts if c.job_title]
    on_file = folded(pair.old) in posts and folded(pair.new) not in posts and not pair.turned
    return (pair.old, pair.new.strip(" .,")) if on_file and names_post(pair.new) else None


def _value(written: str, scene: Scene) -> str:
    """The new value without the words that lead up to it: `it should read X`."""
    marks = list(scene.context.words.pattern("contact.edit.lead_in").finditer(written))
    text = written[marks[-1].end() :] if marks else written
    named = [p for p in scene.people if p.contacts and p.raw in text]
    if named and len(text) > len(named[-1].raw) + 4:  # `record Ms X as Director instead of ...`
        behind = text[text.rfind(named[-1].raw) + len(named[-1].raw) :]
        link = scene.context.words.pattern("contact.honorific_link").match(behind.lstrip(" :,"))
        text = behind.lstrip(" :,")[link.end() :].strip() if link else text
    end = (
        None
        if written.startswith(tuple(_QUOTES))
        else scene.context.words.pattern("contact.value_end").search(text, 1)
    )
    text = re.sub(r"^(?:the|la|le|el)\s(?=[A-Z])", "", text[: end.start()] if end else text)
    return clean(text.rpartition(": ")[2]).strip(_QUOTES + " .,")


def edited_fields(
    scene: Scene, context: Context, about: tuple[Contact | None, str], before: Scene | None = None
) -> list[Result]:
    """Edits whose old value is on file for the person meant, else for exactly one own contact."""
    results: list[Result] = list(_of_last(scene, context, before))
    done: set[str] = set()
    if not _names_value(scene, context):
        return results
    for old, new in edits(scene):
        if not new or not old or new == old:
            continue
        matches = _holding(old, [about[0]] if about[0] else []) or _holding(old, list(context.own_contacts))
        if len(matches) != 1:
            continue
        contact, name = matches[0]
        if name == "job_title" and new.rstrip().endswith((":", "：")):
            continue  # `Regarding my line: instead of "X" write "Y"`
        if name == "job_title" and scene.has_in("contact.subject_i", new) and not names_post(new):
            continue  # `I am not Adviser since May, I am Head of Unit`
        if name == "name" and not _is_name(new, context):
            continue  # `Ms X should be informed`, `X pasa a ser coordinadora`
        if f"{contact.id}.{name}" in done:
            continue
        done.add(f"{contact.id}.{name}")
        whole = str(getattr(contact, name))
        value = new if folded(old).endswith(folded(whole)) else _replaced(whole, old, new)
        results.append(
            Finding(
                "contact",
                "update",
                contact.name,
                contact.id,
                None,
                {name: value},
                (scene.text,),
                "body",
                0.93,
                "prose",
                "edit",
            )
        )
    return results


def _is_name(value: str, context: Context) -> bool:
    """Whether the words can be a name: capitals where the script has them, and neither a post nor a role."""
    words = context.words
    if names_post(value) or any(p.search(value) for p in words.patterns("contact.role_noun").values()):
        return False
    return value[:1].isupper() or value[:1].lower() == value[:1].upper()


def _of_last(scene: Scene, context: Context, before: Scene | None) -> Iterator[Finding]:
    """`X is shown for Mr Y; it should read Z`: the old value stands in the sentence before."""
    if before is None or scene.own_people() or scene.texts or before.texts:
        return
    mark = scene.context.words.pattern("contact.edit.lead_in").search(scene.text)
    if mark is None or len(scene.text[: mark.start()].split()) > 2 or " " not in mark[0]:
        return
    said = f" {folded(before.text)} "
    named = before.own_people() or list(context.own_contacts)
    held = [
        (c, f)
        for c in named
        for f in ("job_title", "affiliation")
        if len(getattr(c, f) or "") > 2 and f" {folded(getattr(c, f))} " in said
    ]
    value = _value(scene.text[mark.start() :], scene)
    if len(held) != 1 or not value or len(value.split()) > 12:
        return
    contact, name = held[0]
    fits = names_post(value) if name == "job_title" else fits_employer(scene, value) and is_employer(value)
    if fits and folded(value) != folded(str(getattr(contact, name))):
        yield Finding(
            "contact", "update", contact.name, contact.id, None, {name: value},
            (before.text, scene.text), "body", 0.9, "prose", "edit",
        )  # fmt: skip


def _names_value(scene: Scene, context: Context) -> bool:
    """Whether a value on file, or a word of a name, stands in the sentence; else there is no old value."""
    said = f" {folded(scene.text)} "
    for contact in context.own_contacts:
        known = [getattr(contact, name) for name in FIELDS if getattr(contact, name)]
        if any(f" {folded(v)} " in said for v in (*known, *contact.name.split())):
            return True
    return bool(re.search(r"[\u0600-\u06ff\u3400-\u9fff]", said))  # no blanks between words, or prefixes


def _holding(old: str, contacts: list[Contact]) -> list[tuple[Contact, str]]:
    exact = [
        (c, f) for c in contacts for f in FIELDS if getattr(c, f) and folded(getattr(c, f)) == folded(old)
    ]
    if exact or len(folded(old)) < 4:
        return exact
    tail = [  # `my function: Chief Specialist -> ...`
        (c, f)
        for c in contacts
        for f in FIELDS
        if len(folded(getattr(c, f) or "")) > 4 and f" {folded(old)}".endswith(f" {folded(getattr(c, f))}")
    ]
    if tail:
        return tail
    return [(c, "name") for c in contacts if f" {folded(old)} " in f" {folded(c.name)} "]


def _replaced(whole: str, old: str, new: str) -> str:
    words = [new if folded(word) == folded(old) else word for word in whole.split()]
    return " ".join(words) if new.split()[0] not in whole.split() else new
