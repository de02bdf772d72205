"""What a form says of attendance: `Takes part on 8 January: yes`, of the person the form is about."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.reading import people
from mailbot.reading.boxes import is_box_line
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Material, Result
from mailbot.reading.form import Form, forms
from mailbot.reading.honorifics import split_name
from mailbot.reading.prose import attendance_boxes
from mailbot.reading.prose.answers import answer
from mailbot.reading.prose.events import named

READER = "form"


def read(material: Material, context: Context) -> list[Result]:
    both = (material.reply.new_text, material.reply.quoted)
    found = [(text, form) for text in both for form in forms(text, context)]
    results: list[Result] = [result for _, form in found for result in _attendance(form, context)]
    for text in both:
        names = [_about(form, context) for where, form in found if where == text]
        sender = context.contact.name if context.contact else None
        name = next((n for n in names if n), sender)
        results += attendance_boxes.read(text, name, context) if name else []
    return results


def _attendance(form: Form, context: Context) -> Iterator[Result]:
    name = _about(form, context) if form.attends else None
    if name is None:
        return
    for key, value in form.attends:
        said = None if is_box_line(value) else answer(value, context.words)
        for event in named(key, context).ids if said else ():
            values = {"event": event, "name": name, "attending": said}
            line = (f"{key}: {value}",)
            yield Finding(
                "participation", "add", name, None, None, values, line, "body", 0.93, READER, "form"
            )


def _about(form: Form, context: Context) -> str | None:
    """The person's name as on file, or as written; without one the sender's."""
    if form.target != "contact":
        return None
    written = split_name(form.row.get("name", ""), context)[1]
    if not written:
        return context.contact.name if context.contact else None
    own = [c for c in people.find(written, context) if c.organization == context.organization]
    return own[0].name if len(own) == 1 else written
