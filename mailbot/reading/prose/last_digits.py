"""Some digits of a number put right: `it ends in 6654, not 6645`, `the last two digits are 48`.

The rest of the number is the one on file, or the one in the message that the sender answers himself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Result
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import ascii_digits, phone, phone_spans

READER = "prose"
_GROUP = re.compile(r"(?<![\d.+/-])\d{2,6}(?![\d:/-]|\.\d)")


def read(scenes: Sequence[Scene], quoted: str, context: Context) -> list[Result]:
    """The numbers of own contacts of which a sentence gives the last digits."""
    results: list[Result] = []
    last: Contact | None = None
    for scene in scenes:
        named = list(dict.fromkeys(scene.own_people()))
        last = named[0] if len(named) == 1 else None if named or scene.says_i else last
        if not _GROUP.search(scene.text) or not scene.has("contact.last_digits"):
            continue
        if scene.periods or scene.has("meeting.noun") or scene.has("attendance.inter_regional"):
            continue  # `will end on 13 February`
        if scene.has("contact.other_number"):
            continue  # `the last digits of the document number`
        if (
            len(scene.phones) > 1
            or scene.texts
            or scene.supposed
            or scene.doubted
            or scene.asks
            or scene.past
        ):
            continue
        contact = last or (None if len(named) > 1 else context.contact)
        if contact is None or contact.organization != context.organization:
            continue
        number = _completed(scene, contact, quoted)
        whole = {phone(value.raw, contact.country) for value in scene.phones}
        if number is not None and number != contact.phone and whole <= {number}:
            values = {"phone": number}
            results.append(_update(contact, values, scene.text))
    return results


def _update(contact: Contact, values: dict[str, str], line: str) -> Finding:
    return Finding(
        "contact", "update", contact.name, contact.id, None, values,
        (line,), "body", 0.9, READER, "last digits",
    )  # fmt: skip


def _completed(scene: Scene, contact: Contact, quoted: str) -> str | None:
    """The number with its new end; None where it cannot be told which number or which digits.

    `should end in 0990 and not 0999 (+1 202 418 0990)`: the whole number beside it says the same.
    """
    text = ascii_digits(scene.text)
    for value in scene.phones:
        text = text[: value.start] + "_" * (value.end - value.start) + text[value.end :]
    found = list(_GROUP.finditer(text))
    known = [n for _, _, raw in phone_spans(quoted)[:20] if (n := phone(raw, contact.country))]
    own = {c.phone for c in scene.context.own_contacts if c != contact}
    bases = [*(n for n in dict.fromkeys(known) if n not in own and n != contact.phone), contact.phone]
    for base in bases:
        if base is None:
            continue
        old = [m for m in found if base.endswith(m[0])]
        new = [m for m in found if not base.endswith(m[0])]
        told = old or (len(bases) == 1 and scene.has("contact.phone_field"))
        if len(new) == 1 and all(len(m[0]) == len(new[0][0]) for m in old) and told:
            return base[: -len(new[0][0])] + new[0][0]
    return None
