"""Prose: what people write in sentences. `read` is the reader; the modules are one subject each."""

from __future__ import annotations

from mailbot.reading.context import Context
from mailbot.reading.findings import Material, Result


def read(material: Material, context: Context) -> list[Result]:
    from mailbot.reading.prose.reader import read_prose

    return read_prose(material, context)
