"""The sentence above a form or block: what it says of the person described below it.

"We nominate an alternate for Committee 4:" and then `Name: ...` lines. The sentence is read as if the name
stood at its end, by the same rules as a sentence of its own; the form's values are added to what it yields.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.mail.reply import Block, Reply
from mailbot.reading.context import Context
from mailbot.reading.entries import finding
from mailbot.reading.findings import Doubt, Finding, Material, Result
from mailbot.reading.form import forms
from mailbot.reading.form_around import MAX_ABOVE, is_announced
from mailbot.reading.prose.newcomer_roles import fresh_for_new
from mailbot.reading.prose.replacements import read as replaced
from mailbot.reading.prose.roles import fresh_committees
from mailbot.reading.prose.scene import scenes
from mailbot.reading.prose.sentences import sentences

NEAR = 3  # sentences above the form
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")


def read(material: Material, context: Context) -> list[Result]:
    """The findings for everybody whom a form describes without a role."""
    text = material.reply.new_text
    results: list[Result] = []
    for form in forms(text, context):
        registers = bool(form.attends) and not form.row.get("role")
        if form.target != "contact" or not form.row.get("name") or form.out or registers:
            continue
        lines = "\n".join(form.lines)
        result = finding("contact", form.row, context, lines, "body", "form")
        bare = isinstance(result, Finding) and result.op == "add" and not result.values.get("role")
        if isinstance(result, Finding) and bare and is_announced(form.lines[0], text, context):
            results += _announced(result, text.partition(form.lines[0])[0], context)
    return results


def _announced(form: Finding, above: str, context: Context) -> list[Result]:
    """The findings for the person of ``form``; a question where nothing above says what he is to be."""
    told = sentences(Reply((Block(above.rstrip()[-MAX_ABOVE:]),), "", "", ""), context)[-NEAR:]
    if not told:
        return [form]
    honorific = form.values.get("honorific")
    name = " ".join(word for word in (honorific and f"{honorific}.", form.values.get("name")) if word)
    last = told[-1]
    lead = _ASIDE.sub(" ", last.text)  # `one more alternate (the present coordinator stays)`
    named = replace(last, text=f"{lead.rstrip().rstrip(':：').rstrip()}: {name}")
    stage = scenes([*told[:-1], named], context)
    found, _ = replaced(stage, context)
    results: list[Result] = []
    for result in found:
        if isinstance(result, Finding):
            evidence = tuple(last.text if line == named.text else line for line in result.evidence)
            result = replace(result, evidence=evidence)
            if result.op == "add" and result.values.get("name") == form.values.get("name"):
                values = {**result.values, **form.values}
                result = replace(form, values=values, evidence=(*evidence, *form.evidence))
        results.append(result)
    if any(isinstance(r, Finding) and r.op == "add" and r.values.get("role") for r in results):
        return results
    roles, committees = fresh_for_new(lead, context), fresh_committees(lead, context)
    stated = {"role": roles[0]} if len(roles) == 1 else {}
    if len(committees) == 1:
        stated["committee"] = committees[0]
    if not stated.get("role") or stage[-1].supposed or stage[-1].denied or stage[-1].temporary:
        return [Doubt(f"{name}: in which role?", (last.text, *form.evidence), "body", "form", "role")]
    return [replace(form, values={**form.values, **stated}, evidence=(last.text, *form.evidence))]
