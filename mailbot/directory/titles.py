"""The titles of a programme that are shown in the reader's language, as far as there is a translation."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.directory.programme.load import load_file
from mailbot.directory.snapshot import Directory
from mailbot.resources import SHIPPED_PROGRAMME


def titles(directory: Directory) -> tuple[str, ...]:
    """Of the programme, its Committees, organizations, events and documents; each once."""

    def all_() -> Iterator[str]:
        yield directory.programme.title
        yield from (each.name for each in directory.committees)
        yield from (each.name for each in directory.organizations)
        yield from (each.title for each in directory.events)
        yield from (each.title for each in directory.documents)

    return tuple(dict.fromkeys(all_()))


def shipped_titles() -> tuple[str, ...]:
    """The same of the programme that is shipped."""
    return titles(load_file(SHIPPED_PROGRAMME))
