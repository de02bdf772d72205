"""Word documents (.docx): tables and letters with their revision marks, comments. `read` is the reader."""

from __future__ import annotations

from mailbot.mail.message import Part
from mailbot.reading.context import Context
from mailbot.reading.findings import Material, Result


def read(part: Part, material: Material, context: Context) -> list[Result]:
    from mailbot.reading.word.reader import read_document

    return read_document(part, material, context)
