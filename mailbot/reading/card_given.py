"""What the letter says of the person of a card whom it calls by the given name: `Anis (card attached) and I`.

The letter is read once more with the whole name in its place; only what it says of his coming counts.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.reading import names
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding, Material, Result

_SHORT = 3  # letters of a given name that can be told in a letter


def attendance(name: str, material: Material, context: Context, source: str) -> list[Result]:
    given, _, family = name.partition(" ")
    if len(given) < _SHORT or not family or given == given.lower():
        return []
    if any(given in c.name.split() for c in context.own_contacts):
        return []  # one of those on file, it may be
    alone = re.compile(rf"(?<!\w){re.escape(given)}(?!\w)(?!\s+{re.escape(family)})")
    text = material.reply.new_text
    if not alone.search(text) or name in text:
        return []
    from mailbot.reading.prose import participations
    from mailbot.reading.prose.scene import scenes
    from mailbot.reading.prose.sentences import sentences

    blocks = tuple(replace(b, text=alone.sub(name, b.text)) for b in material.reply.new)
    read = replace(material.reply, new=blocks)
    wanted = sorted(names.units(name))
    return [
        replace(result, source=source)
        for result in participations.read(scenes(sentences(read, context), context), context)
        if isinstance(result, Finding)
        and result.target == "participation"
        and sorted(names.units(str(result.values.get("name", "")))) == wanted
    ]
