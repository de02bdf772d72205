"""What officials write of their contacts, in six languages, and what a careful officer enters of it.

The files of `told/` hold mails and what becomes of the contact sheet: `@who | subject`, the text, and behind
`=>` what is expected: `~id field=value|...` an update, `-id` a removal, `+Name|field=value` an addition, `?` a
question, `nothing`. Half of them change nothing. A text that begins with `@raw` is the whole mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.reading.contact_case import SENDERS, sheet_after

FILES = sorted((Path(__file__).parent / "told").glob("*.txt"))
HELLO = {
    "en": "Dear colleagues,",
    "fr": "Chers collègues,",
    "es": "Estimados colegas,",
    "ru": "Уважаемые коллеги!",
    "ar": "السادة الزملاء المحترمين،",
    "zh": "各位同事：",
}
BYE = {
    "en": "Best regards",
    "fr": "Bien cordialement",
    "es": "Saludos cordiales",
    "ru": "С уважением",
    "ar": "مع أطيب التحيات",
    "zh": "此致\n敬礼",
}
NOT_JUDGED = {"honorific", "country", "affiliation", "role", "committee"}  # of an addition, unless expected


def cases() -> Iterator[Any]:
    for file in FILES:
        for number, block in enumerate(file.read_text(encoding="utf-8").split("\n---\n")):
            head, _, rest = block.strip().partition("\n")
            text, _, wanted = rest.rpartition("=>")
            yield pytest.param(file.stem[:2], head, text.strip(), wanted.strip(), id=f"{file.stem}-{number}")


def expected(wanted: str) -> tuple[dict[str, Any], bool]:
    changes: dict[str, Any] = {}
    asked = False
    for part in (piece.strip() for piece in wanted.split(";")):
        if part == "?":
            asked = True
        elif part[:1] == "-":
            changes[part[1:]] = None
        elif part[:1] in ("~", "+"):
            key, _, fields = part[1:].partition(" " if part[0] == "~" else "|")
            values = dict(field.strip().split("=", 1) for field in fields.split("|") if field.strip())
            values = {name: None if value == "null" else value for name, value in values.items()}
            changes[key.strip() if part[0] == "~" else f"+{key.strip()}"] = values
    return changes, asked


def judged(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """What was found, without what an addition may carry besides."""
    out: dict[str, Any] = {}
    for key, fields in found.items():
        expects = wanted.get(key) or {}
        spare = NOT_JUDGED - expects.keys() if key.startswith("+") else set()
        out[key] = fields and {name: value for name, value in fields.items() if name not in spare}
    return out


@pytest.mark.parametrize(("language", "head", "text", "wanted"), list(cases()))
def test_the_contact_sheet_becomes_what_was_told(language: str, head: str, text: str, wanted: str) -> None:
    sender, _, subject = (piece.strip() for piece in head.lstrip("@").partition("|"))
    raw = re.match(r"@raw\n", text)
    name = SENDERS[sender].name
    body = text[raw.end() :] if raw else f"{HELLO[language]}\n\n{text}\n\n{BYE[language]}\n{name}"
    changes, asked = sheet_after(
        sender,
        f"{body}\n",
        subject=subject or "Re: LS on WTSA-24 inter-regional coordination",
        sent="Wed, 24 Apr 2024 10:00:00 +0000",
    )
    sheet, question = expected(wanted)
    assert (judged(changes, sheet), asked) == (sheet, question)
