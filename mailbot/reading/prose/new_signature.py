"""A signature that is said to be new: `please see my new details below`, `my signature has changed`.

What stands in a signature changes nothing by itself. Where the letter points to it, its lines are the
writer's entry written out: number, address and post that differ from the file are new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Material, Result
from mailbot.reading.names import latin
from mailbot.reading.prose.post_words import names_post
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import emails, folded, phone, phone_spans, same

_LINES = 14
_OTHER = re.compile(r"(?<!\w)(?:fax|télécopie|факс|فاكس|传真|switchboard|standard|коммутатор|总机)", re.I)
_DIRECT = re.compile(r"(?<!\w)(?:direct|office|tel|tél|phone|тел|هاتف|电话|办公)", re.I)


def read(material: Material, context: Context, scenes: Sequence[Scene]) -> list[Result]:
    """The update of the writer's own entry, if a sentence points to the signature."""
    me = context.contact
    signature = material.reply.signature
    told = next((s for s in scenes if _points(s)), None) if me is not None and signature.strip() else None
    if me is None or told is None:
        return []
    lines = [line.strip(" *|\t") for line in signature.splitlines() if line.strip()][:_LINES]
    values = {
        name: value
        for name, value in (
            ("phone", _number(lines, me)),
            ("email", _address(lines, me)),
            ("job_title", _post(lines, me)),
        )
        if value
    }
    if not values:
        return []
    seen = [line for line in lines if any(str(value) in line for value in values.values())]
    return [
        Finding(
            "contact", "update", me.name, me.id, None, dict(values), (told.text, *seen),
            "body", 0.9, "prose", "signature",
        )
    ]  # fmt: skip


def _points(scene: Scene) -> bool:
    """`my new details are below`: the writer's, and no value or other person in the sentence itself."""
    if not scene.has("contact.see_signature") or not scene.asserted or scene.temporary:
        return False
    others = [c for c in scene.own_people() if c != scene.context.contact]
    return not (others or scene.phones or scene.emails or scene.texts)


def _number(lines: Sequence[str], me: Contact) -> str:
    """The one number that is neither a fax nor a switchboard, if it is not the one on file."""
    found: list[tuple[str, bool]] = []
    for line in lines:
        for start, _, raw in phone_spans(line):
            before = re.split(r"[|,;/]", line[:start])[-1]
            if not _OTHER.search(before):
                found.append((raw, _DIRECT.search(before) is not None))
    if any(same("phone", me.phone, phone(raw, me.country)) for raw, _ in found):
        return ""
    direct = [raw for raw, labelled in found if labelled]
    chosen = direct if len(direct) == 1 else [raw for raw, _ in found]
    return chosen[0] if len(chosen) == 1 else ""


def _address(lines: Sequence[str], me: Contact) -> str:
    found = list(dict.fromkeys(raw for line in lines for _, _, raw in emails(line)))
    return found[0] if len(found) == 1 and found[0].lower() != (me.email or "").lower() else ""


def _post(lines: Sequence[str], me: Contact) -> str:
    """The post on a line of its own, or before the first comma: `Head of Unit, RTR`; none that the file
    may have in another script.
    """
    name = folded(latin(me.name.casefold()))
    for line in lines:
        if re.search(r"@|\d{3}", line) or folded(latin(line.casefold())) == name or not names_post(line):
            continue
        pieces = re.split(r",\s+|\s[|–-]\s", line)
        tail = len(pieces) > 1 and me.affiliation and folded(me.affiliation) in folded(pieces[-1])
        post = ", ".join(pieces[:-1]) if tail else line
        other = me.job_title is not None and me.job_title.isascii() != post.isascii()
        return "" if other or folded(post) == folded(me.job_title or "") else post.strip(" .,")
    return ""
