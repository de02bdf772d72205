"""Blocks of `key: value` lines: a new Resolution's title, status and coordinator, a contact form, a meeting.

Two known keys of one kind in neighbouring lines make a form. `form_lines` tells the prose reader which
lines are taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.reading import people
from mailbot.reading.context import Context
from mailbot.reading.entries import best_target, finding, heading
from mailbot.reading.findings import Doubt, Finding, Material, Result
from mailbot.reading.values import emails, phone_spans

READER = "form"
MAX_LINES = 60  # of one form
_LINE = re.compile(r"\s*(?:[-•*]\s+)?(?P<key>[^:：|\n]{2,40}?)\s*[:：]\s*(?P<value>\S.*)")


@dataclass(frozen=True)
class Form:
    """One block: target, field -> value, and the lines as written."""

    target: str
    row: dict[str, str]
    lines: tuple[str, ...]


def forms(text: str, context: Context) -> list[Form]:
    """Every form in the text."""
    found: list[Form] = []
    block: list[tuple[str, str, str]] = []
    for line in [*text.split("\n"), ""]:
        match = _LINE.fullmatch(line)
        if match and not re.match(r"https?$", match["key"]):
            block.append((match["key"], match["value"].strip(), line))
            continue
        if line.strip() and block and line[:1] in " \t":
            key, value, raw = block[-1]  # a value that goes on in the next line
            block[-1] = (key, f"{value} {line.strip()}", f"{raw}\n{line}")
            continue
        found += _form(block, context)
        block = []
    return found


def _form(block: list[tuple[str, str, str]], context: Context) -> list[Form]:
    if not 2 <= len(block) <= MAX_LINES:
        return []
    keys = [key for key, _, _ in block]
    best = best_target(keys, context) or _own_details(keys, context)
    if best is None:
        return []
    target, columns = best
    row = {field: _tidy(field, block[number][1]) for number, field in columns.items()}
    return [Form(target, row, tuple(block[number][2] for number in columns))]


def _tidy(field: str, value: str) -> str:
    """The number or address itself, without what was written behind it: `(71) 238-42-60 (instead of ...)`."""
    found = phone_spans(value) if field == "phone" else emails(value) if field == "email" else []
    return found[0][2] if found else value


def _own_details(keys: list[str], context: Context) -> tuple[str, dict[int, str]] | None:
    """Two or more fields of a contact without a name: the sender's own, if he is on the contact sheet."""
    columns = {
        number: field for number, key in enumerate(keys) if (field := heading("contact", key, context))
    }
    details = {"phone", "email", "job_title", "affiliation"} & set(columns.values())
    fits = context.contact is not None and len(details) >= 2 and "name" not in columns.values()
    return ("contact", columns) if fits else None


def form_lines(text: str, context: Context) -> frozenset[str]:
    """The lines (stripped) that belong to forms."""
    return frozenset(
        part.strip() for form in forms(text, context) for line in form.lines for part in line.split("\n")
    )


def read(material: Material, context: Context) -> list[Result]:
    results: list[Result] = []
    text = material.reply.new_text
    for form in forms(text, context):
        evidence = "\n".join(form.lines)
        if form.target == "contact" and not form.row.get("name"):
            results += _mine(form, context, text, evidence)
            continue
        result = finding(form.target, form.row, context, evidence, "body", READER)
        if isinstance(result, Finding) and result.rule == "new Resolution":
            asked = f"{context.subject}\n{text}"
            if not context.words.pattern("position.new_resolution").search(asked):
                result = Doubt(
                    f"{result.subject}: is this a proposed new Resolution?",
                    (evidence,),
                    "body",
                    READER,
                    "new Resolution",
                )
        if isinstance(result, Finding) and result.target == "contact" and result.op == "add":
            result = _with_role(result, context, text)
        if result is not None:
            results.append(result)
    return results


def _with_role(result: Finding, context: Context, text: str) -> Finding | None:
    """A new person without a role: the sentence above the form may give one, or name whom he replaces, which
    prose reads.
    """
    if result.values.get("role") or people.people(text, context) == []:
        return result
    return None


def _mine(form: Form, context: Context, text: str, evidence: str) -> list[Result]:
    """A form without a name is the sender's unless somebody else is named around it."""
    named = [p for p in people.people(text, context) if p.contacts or p.honorific]
    others = [p for p in named if p.contact != context.contact]
    if others or context.contact is None:
        return [Doubt("Whose details are these?", (evidence,), "body", READER, "whose")]
    values = {
        k: v for k, v in form.row.items() if k in ("phone", "email", "job_title", "affiliation", "country")
    }
    contact = context.contact
    return [
        Finding(
            "contact",
            "update",
            contact.name,
            contact.id,
            None,
            values,
            (evidence,),
            "body",
            0.93,
            READER,
            "own",
        )
    ]
