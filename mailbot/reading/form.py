"""Blocks of `key: value` lines: a new Resolution's title, status and coordinator, a contact form, a meeting.

Two known keys of one kind in neighbouring lines make a form. `form_lines` tells the prose reader which
lines are taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.directory.records import Contact
from mailbot.reading import form_keys, normal, people
from mailbot.reading.context import Context
from mailbot.reading.entries import best_target, finding
from mailbot.reading.findings import Doubt, Finding, Material, Result
from mailbot.reading.form_around import above, around, is_announced, is_set_aside
from mailbot.reading.form_blocks import blocks
from mailbot.reading.form_new_text import particulars
from mailbot.reading.form_values import person, tidy
from mailbot.reading.honorifics import split_name

READER = "form"
MAX_LINES = 60  # of one form
MAX_FORMS = 30  # of one text


@dataclass(frozen=True)
class Form:
    """One block: target, field -> value, and the lines as written; ``out`` is who is replaced."""

    target: str
    row: dict[str, str]
    lines: tuple[str, ...]
    out: str = ""
    attends: tuple[tuple[str, str], ...] = ()  # (what is asked, the answer)
    block: str = ""  # with the lines that are of no field


def forms(text: str, context: Context) -> list[Form]:
    """Every form in the text; several readers ask for them."""
    asked = ("forms", text)
    if asked not in context.kept:
        context.kept[asked] = _forms(text, context)
    found: list[Form] = context.kept[asked]
    return found


def _forms(text: str, context: Context) -> list[Form]:
    apart = form_keys.amendment_lines(text, context.language)
    found = [form for block in blocks(text, apart, context) for form in _form(block, text, context)]
    return [form for form in found[:MAX_FORMS] if not _of_newcomer(form, text, context)]


def _of_newcomer(form: Form, text: str, context: Context) -> bool:
    """Whether the details are those of somebody new whom the sentence above names: prose reads them."""
    if form.target != "contact" or form.row.get("name"):
        return False
    named = above(form.lines[0], text, context) or around(text.partition(form.lines[0])[0], context)
    return bool(named) and named[-1].is_new


def _form(block: list[tuple[str, str, str]], text: str, context: Context) -> list[Form]:
    if not 2 <= len(block) <= MAX_LINES:
        return []
    fresh = particulars(block, text, context)
    told = form_keys.sort(block, context)
    numbers = list(told.keys)
    keys = [told.keys[number] for number in numbers]
    best = form_keys.registration(keys, context) if told.attends else None
    best = best or best_target(keys, context, form_keys.field_of) or _own_details(keys, context)
    best = best or _of_contact(keys, numbers, told, context)
    if fresh and (best is None or best[0] != "position"):
        lines = tuple(line for _, _, line in block)
        return [Form("position", fresh, lines, block="\n".join(lines))]
    if best is None:
        return []
    target, columns = best
    if block[0][0] == "text" and not _is_clear(columns, told, context):
        return []  # sentences below a heading
    row = {field: tidy(field, told.values[numbers[at]]) for at, field in columns.items()}
    row = {**fresh, **row} if "text" not in row else row
    used = {numbers[at] for at in columns} | told.aside | told.attends
    used |= {told.out} if told.out is not None else set()
    return [
        Form(
            target, person(row, context) if target == "contact" else row,
            tuple(block[number][2] for number in sorted(used)),
            block[told.out][1] if told.out is not None else "",
            tuple(block[number][:2] for number in sorted(told.attends)),
            "\n".join(line for _, _, line in block),
        )
    ]  # fmt: skip


def _of_contact(
    keys: list[str], numbers: list[int], told: form_keys.Sorted, context: Context
) -> tuple[str, dict[int, str]] | None:
    """A form with the name of somebody on file, whatever else of him it gives."""
    best = form_keys.registration(keys, context)
    names = [told.values[numbers[at]] for at, field in best[1].items() if field == "name"] if best else []
    found = people.find(split_name(names[0], context)[1], context) if names else ()
    own = [c for c in found if c.organization == context.organization]
    return best if best and len(best[1]) > 1 and len(own) == 1 else None


def _is_clear(columns: dict[int, str], told: form_keys.Sorted, context: Context) -> bool:
    """Whether what stands behind `Action` and `Status` is one."""
    values = {columns[at]: told.values[number] for at, number in enumerate(told.keys) if at in columns}
    closed = {name: values[name] for name in ("action", "status") if name in values}
    return all(normal.choice("position", name, value, context) for name, value in closed.items())


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
        results += [] if is_set_aside(form.lines[0], text, context) else _read(form, text, context)
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
    if form.attends and not form.row.get("role") and isinstance(result, Finding):
        if result.op == "add":
            return []  # who registers is not put on the contact sheet
        if not any(context.words.pattern("form.new").match(line.strip()) for line in form.block.split("\n")):
            kept = {n: v for n, v in result.values.items() if n in ("phone", "email")}
            return [replace(result, values=kept)]  # the rest is said for the list of participants
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
        result = _with_role(result, form, context, text)
    return [result] if result is not None else []


def _replaced(form: Form, context: Context) -> Contact | None:
    """The own contact whom the form names as the one who goes."""
    found = people.find(split_name(form.out, context)[1], context) if form.out else ()
    own = [c for c in found if c.organization == context.organization]
    return own[0] if len(own) == 1 else None


def _with_role(result: Finding, form: Form, context: Context, text: str) -> Finding | None:
    """A new person without a role: the sentence above the form may give one, or name whom he replaces, which
    prose reads.
    """
    return result if result.values.get("role") or not is_announced(form.lines[0], text, context) else None


def _mine(form: Form, context: Context, text: str, evidence: str) -> list[Result]:
    """A form without a name is the sender's unless somebody else is named around it."""
    named_above = above(form.lines[0], text, context)
    contact = named_above[0].contact if len({p.contact for p in named_above}) == 1 else None
    if contact is None:
        named = [p for p in around(text, context) if p.contacts or p.honorific]
        if named_above or context.contact is None or any(p.contact != context.contact for p in named):
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
