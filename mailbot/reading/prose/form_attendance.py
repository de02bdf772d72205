"""What a form says of attendance: `Takes part on 8 January: yes`, of the person the form is about."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.mail.phrases import phrases
from mailbot.reading import people
from mailbot.reading.boxes import is_box_line
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Material, Result
from mailbot.reading.form import Form, forms
from mailbot.reading.form_keys import ticked
from mailbot.reading.honorifics import split_name
from mailbot.reading.prose import attendance_boxes
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.events import named

READER = "form"
_ABOVE, _LONGEST = 8, 1_000  # lines above the form that may name the event; characters of each
_WORDS = (("yes", "sheet.yes"), ("no", "sheet.no"), ("tentative", "sheet.maybe"))


def read(material: Material, context: Context) -> list[Result]:
    both = (material.reply.new_text, material.reply.quoted)
    found = [(text, form) for text in both for form in forms(text, context)]
    results: list[Result] = [result for text, form in found for result in _attendance(form, text, context)]
    for text in both:
        names = [_about(form, context) for where, form in found if where == text]
        sender = context.contact.name if context.contact else None
        name = next((n for n in names if n), sender)
        results += attendance_boxes.read(text, name, context) if name else []
    return results


def _attendance(form: Form, text: str, context: Context) -> Iterator[Result]:
    name = _about(form, context) if form.attends else None
    if name is None:
        return
    for key, value in form.attends:
        said = _answer(value, context)
        for event in _events(key, form, text, context) if said else ():
            values = {"event": event, "name": name, "attending": said}
            if address := form.row.get("email"):
                values["email"] = address
            line = (f"{key}: {value}",)
            yield Finding(
                "participation", "add", name, None, None, values, line, "body", 0.93, READER, "form"
            )


def _answer(value: str, context: Context) -> str | None:
    """`yes`, `[x] remote  [ ] in person  [ ] will not attend`."""
    chosen = ticked(value) if is_box_line(value) else value
    if not chosen or "," in chosen:
        return None
    bare = chosen.strip(" .!")
    for words in dict.fromkeys((context.words, phrases("en"))):
        for said, name in _WORDS:
            if words.pattern(name).fullmatch(bare):
                return said
    return answer(chosen, context.words)


def _events(key: str, form: Form, text: str, context: Context) -> tuple[str, ...]:
    """What the line asks about, else the rest of the form, the line above it, the subject."""
    above = [line for line in text.partition(form.block)[0].split("\n") if line.strip()][-_ABOVE:]
    for said in (key, form.block, *reversed(above), context.subject):
        if len(said) <= _LONGEST and (found := named(said, context).ids):
            return found
    return ()


def _about(form: Form, context: Context) -> str | None:
    """The person's name as on file, or as written; without one the sender's."""
    if form.target != "contact":
        return None
    written = split_name(form.row.get("name", ""), context)[1]
    if not written:
        return context.contact.name if context.contact else None
    own = [c for c in people.find(written, context) if c.organization == context.organization]
    return own[0].name if len(own) == 1 else written
