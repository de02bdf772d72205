"""What is kept of a paper, to hand out: the exact bytes, under names that are safe anywhere. Reads only."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from mailbot.outbound.papers import lifecycle
from mailbot.store.tables import PaperRow

_UNSAFE = re.compile(r"[^\w.@+-]+")


def parcel(session: Session, row: PaperRow) -> list[tuple[str, bytes]]:
    """(name, bytes) of the newest version's files and of the mails that carried it; no name twice."""
    found: dict[str, bytes] = {}
    for each in lifecycle.files(session, row):
        found[_free(_safe(each.name), found)] = each.content
    for _, mail in lifecycle.mails(session, row):
        found[_free(_safe(f"{mail.recipient}.eml"), found)] = mail.content
    return list(found.items())


def _safe(name: str) -> str:
    """No folders, no hidden files, nothing that a shell or file system takes for something else."""
    plain = re.split(r"[\\/]", name)[-1]
    return _UNSAFE.sub("_", plain).lstrip(".-")[:120] or "file"


def _free(name: str, taken: dict[str, bytes]) -> str:
    stem, dot, suffix = name.rpartition(".")
    made, number = name, 1
    while made in taken:
        number += 1
        made = f"{stem}-{number}{dot}{suffix}" if dot else f"{name}-{number}"
    return made
