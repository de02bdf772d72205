"""Blocks of `key: value` lines: a new Resolution's title, status and coordinator, a contact form, a meeting.

Two known keys of one kind in neighbouring lines make a form. `form_lines` tells the prose reader which
lines are taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mailbot.directory.records import Contact
from mailbot.mail.phrases import every_language
from mailbot.reading import form_keys, normal, people
from mailbot.reading.context import Context
from mailbot.reading.entries import best_target, finding
from mailbot.reading.findings import Doubt, Finding, Material, Result
from mailbot.reading.honorifics import split_name
from mailbot.reading.values import emails, phone_spans

READER = "form"
MAX_LINES = 60  # of one form
MAX_FORMS = 30  # of one text
MAX_AROUND, MAX_ABOVE = 10_000, 2_000  # characters of the letter in which people are looked for
_NEWER = re.compile(r"(?:->|→|=>|\b(?:new|now|nouve\w+|nuev\w+|нов\w+)|新|الجديد)\W{0,4}$", re.I)
_LINE = re.compile(
    r"\s*(?:[-•*]\s+)?(?P<key>[^:：|\n]{2,48}?)\s*(?:(?:\.{3,}|…+|_{3,})\s*[:：]?|[:：])\s*(?P<value>\S.*)"
)


@dataclass(frozen=True)
class Form:
    """One block: target, field -> value, and the lines as written; ``out`` is who is replaced."""

    target: str
    row: dict[str, str]
    lines: tuple[str, ...]
    out: str = ""
    attends: tuple[tuple[str, str], ...] = ()  # (what is asked, the answer)


def forms(text: str, context: Context) -> list[Form]:
    """Every form in the text; several readers ask for them."""
    asked = ("forms", text)
    if asked not in context.kept:
        context.kept[asked] = _forms(text, context)
    found: list[Form] = context.kept[asked]
    return found


def _forms(text: str, context: Context) -> list[Form]:
    found: list[Form] = []
    block: list[tuple[str, str, str]] = []
    apart = form_keys.amendment_lines(text, context.language)
    for line in [*text.split("\n"), ""]:
        match = _LINE.fullmatch(line) if line.strip() not in apart else None
        if match and not re.match(r"https?$", match["key"]):
            if len(block) > 1 and match["key"].strip() == block[0][0].strip():
                found += _form(block, context)  # the same key opens the next entry
                block = []
            block.append((match["key"], match["value"].strip(), line))
            continue
        if line.strip() and block and line[:1] in " \t":
            key, value, raw = block[-1]  # a value that goes on in the next line
            block[-1] = (key, f"{value} {line.strip()}", f"{raw}\n{line}")
            continue
        found += _form(block, context)
        block = []
    return [form for form in found[:MAX_FORMS] if not _of_newcomer(form, text, context)]


def around(text: str, context: Context) -> list[people.Person]:
    """Everybody named in the text around the forms; asked for each form, worked out once."""
    asked = ("form around", text)
    if asked not in context.kept:
        context.kept[asked] = people.people(text[:MAX_AROUND], context)
    found: list[people.Person] = context.kept[asked]
    return found


def _above(form: Form, text: str, context: Context) -> list[people.Person]:
    """Who is named in the last sentences above the form."""
    before = text.partition(form.lines[0])[0].rstrip()
    last = re.split(r"\n\s*\n|(?<=[.!?。！？])\s+", before)[-1]
    named = people.people(last[-MAX_ABOVE:], context)
    return [p for p in named if p.contacts or p.honorific or " " in p.name]


def _of_newcomer(form: Form, text: str, context: Context) -> bool:
    """Whether the details are those of somebody new whom the sentence above names: prose reads them."""
    if form.target != "contact" or form.row.get("name"):
        return False
    named = _above(form, text, context) or around(text.partition(form.lines[0])[0], context)
    return bool(named) and named[-1].is_new


def _form(block: list[tuple[str, str, str]], context: Context) -> list[Form]:
    if not 2 <= len(block) <= MAX_LINES:
        return []
    told = form_keys.sort(block, context)
    numbers = list(told.keys)
    keys = [told.keys[number] for number in numbers]
    best = best_target(keys, context, form_keys.field_of) or _own_details(keys, context)
    if best is None:
        return []
    target, columns = best
    row = {field: _tidy(field, told.values[numbers[at]]) for at, field in columns.items()}
    used = {numbers[at] for at in columns} | told.aside | told.attends
    used |= {told.out} if told.out is not None else set()
    return [
        Form(
            target, _person(row, context) if target == "contact" else row,
            tuple(block[number][2] for number in sorted(used)),
            block[told.out][1] if told.out is not None else "",
            tuple(block[number][:2] for number in sorted(told.attends)),
        )
    ]  # fmt: skip


def _person(row: dict[str, str], context: Context) -> dict[str, str]:
    """Halves of a name joined, and a function told apart: a role, with a committee perhaps, or a post."""
    given, family = row.pop("given", ""), row.pop("family", "")
    if given and (rest := family or row.get("name", "")):
        row["name"] = f"{given} {rest}"
    elif family and row.get("name") and family.casefold() not in row["name"].casefold():
        row["name"] = f"{row['name']} {family}"
    role = row.get("role", "")
    words = context.words
    is_post = (
        every_language().pattern("contact.post_word").match(role)
        and not any(p.match(role) for p in words.patterns("contact.role_noun").values())
        and not any(  # `Role: suppléant` in an English form
            p.fullmatch(role) for p in every_language().patterns("contact.role_noun").values()
        )
    )
    # `Fonction : Directeur adjoint`
    if role and (is_post or normal.choice("contact", "role", role, context) is None):
        del row["role"]
        row.setdefault("job_title", role)
    elif role and "committee" not in row and (committee := normal.committee(role, context)):
        row["committee"] = committee
    return row


def _tidy(field: str, value: str) -> str:
    """The number or address itself, without what was written behind it: `(71) 238-42-60 (instead of ...)`."""
    found = phone_spans(value) if field == "phone" else emails(value) if field == "email" else []
    newer = [f for f in found[1:] if _NEWER.search(value[: f[0]])]  # `old +33 ..., new +33 ...`
    return (newer or found)[0][2] if found else value


def _own_details(keys: list[str], context: Context) -> tuple[str, dict[int, str]] | None:
    """Two or more fields of a contact without a name: the sender's own, if he is on the contact sheet."""
    columns = {
        number: field
        for number, key in enumerate(keys)
        if (field := form_keys.field_of("contact", key, context))
    }
    details = {"phone", "email", "job_title", "affiliation"} & set(columns.values())
    fits = context.contact is not None and len(details) >= 2 and "name" not in columns.values()
    return ("contact", columns) if fits else None


def form_lines(text: str, context: Context) -> frozenset[str]:
    """The lines (stripped) that belong to forms."""
    return frozenset(
        part.strip() for form in forms(text, context) for line in form.lines for part in line.split("\n")
    ) | form_keys.amendment_lines(text, context.language)


def read(material: Material, context: Context) -> list[Result]:
    results: list[Result] = []
    text = material.reply.new_text
    found = forms(text, context)
    for form in found:
        results += _read(form, text, context)
    if len(found) == MAX_FORMS:
        asked = f"Only the first {MAX_FORMS} forms of this mail were read; please look at the rest."
        results.append(Doubt(asked, (found[-1].lines[-1],), "body", READER, "too many"))
    for form in forms(material.reply.quoted, context):  # our own form, filled in where it is quoted
        if form.target == "contact" and form.row.get("name"):
            results += [r for r in _read(form, "", context) if isinstance(r, Finding)]
    return results


def _read(form: Form, text: str, context: Context) -> list[Result]:
    evidence = "\n".join(form.lines)
    if form.target == "contact" and not form.row.get("name"):
        return _mine(form, context, text, evidence)
    result = finding(form.target, form.row, context, evidence, "body", READER)
    gone = _replaced(form, context)
    if isinstance(result, Finding) and result.op == "add" and gone is not None:
        inherited = {"role": gone.role, "committee": gone.committee, **result.values}
        out = Finding(
            "contact", "remove", gone.name, gone.id, None, {}, (evidence,), "body", 0.93, READER, "replaced"
        )
        return [out, replace(result, values=inherited)]
    if isinstance(result, Finding) and result.rule == "new Resolution":
        asked = f"{context.subject}\n{text}"
        if not context.words.pattern("position.new_resolution").search(asked):
            question = f"{result.subject}: is this a proposed new Resolution?"
            return [Doubt(question, (evidence,), "body", READER, "new Resolution")]
    if isinstance(result, Finding) and result.target == "contact" and result.op == "add":
        result = _with_role(result, context, text)
    return [result] if result is not None else []


def _replaced(form: Form, context: Context) -> Contact | None:
    """The own contact whom the form names as the one who goes."""
    found = people.find(split_name(form.out, context)[1], context) if form.out else ()
    own = [c for c in found if c.organization == context.organization]
    return own[0] if len(own) == 1 else None


def _with_role(result: Finding, context: Context, text: str) -> Finding | None:
    """A new person without a role: the sentence above the form may give one, or name whom he replaces, which
    prose reads.
    """
    if result.values.get("role") or around(text, context) == []:
        return result
    return None


def _mine(form: Form, context: Context, text: str, evidence: str) -> list[Result]:
    """A form without a name is the sender's unless somebody else is named around it."""
    above = _above(form, text, context)
    contact = above[0].contact if len({p.contact for p in above}) == 1 else None
    if contact is None:
        named = [p for p in around(text, context) if p.contacts or p.honorific]
        if above or context.contact is None or any(p.contact != context.contact for p in named):
            return [Doubt("Whose details are these?", (evidence,), "body", READER, "whose")]
        contact = context.contact
    values = {
        k: v for k, v in form.row.items() if k in ("phone", "email", "job_title", "affiliation", "country")
    }
    return [
        Finding(
            "contact",
            "update",
            contact.name,
            contact.id,
            contact.organization,
            values,
            (evidence,),
            "body",
            0.93,
            READER,
            "own",
        )
    ]
