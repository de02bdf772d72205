"""What an officer says of a paper on the command line, read: its event, addressees, body and annexes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mailbot.directory.choices import Choices
from mailbot.directory.events import Occurrence
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from mailbot.outbound.mime import Attachment
from mailbot.outbound.papers.making import attached
from mailbot.outbound.recipients import TEAM, Recipient, as_recipient


def addressees(names: Sequence[str], directory: Directory, choices: Choices) -> tuple[Recipient, ...]:
    """The people of organizations, and of addresses. Raises UsageError for anything else."""
    known = {c.email.casefold(): c for c in reversed(directory.contacts) if c.email}
    codes = {each.code.casefold(): each.code for each in directory.organizations}
    found: dict[str, Recipient] = {}
    for name in names:
        if name.casefold() in codes:
            own = directory.contacts_of(codes[name.casefold()])
            people = [as_recipient(each) for each in own if each.role in TEAM and each.email]
        elif "@" in name:
            contact = known.get(name.casefold())
            people = [as_recipient(contact) if contact else Recipient(name)]
        else:
            raise UsageError(f"--to {name}: write an address or one of {', '.join(codes.values())}")
        for each in people:
            found.setdefault(each.address.casefold(), each.speaking(choices.language(each.address)))
    return tuple(found.values())


def event_of(directory: Directory, kind: str, event: str | None) -> Occurrence:
    """The event by its id. Raises UsageError that names some."""
    if event is None:
        raise UsageError(f"which event? write: mailbot send {kind} EVENT")
    call = directory.call(event)
    if call is None:
        near = ", ".join(each.id for each in directory.calls[:4])
        raise UsageError(f"there is no event {event}; there are {near} ...")
    return call


def read_body(path: Path) -> dict[str, str]:
    """A body in Markdown by language: `letter.md`, and beside it `letter.fr.md`. Raises UsageError."""
    beside = path.parent.glob(f"{path.stem}.??{path.suffix}")
    files = {"": path} | {each.suffixes[-2][1:]: each for each in sorted(beside)}
    try:
        return {language: each.read_text(encoding="utf-8") for language, each in files.items()}
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"--body {path}: {getattr(exc, 'strerror', None) or 'no UTF-8 text'}") from exc


def read_annexes(paths: Sequence[Path]) -> tuple[Attachment, ...]:
    """Files to go with the paper. Raises UsageError where one cannot be read, or has the name of another."""
    found: dict[str, Attachment] = {}
    for path in paths:
        annex = attached(path)
        if annex is None:
            raise UsageError(f"--annex {path}: cannot be read")
        if annex.filename in found:
            raise UsageError(f"--annex {path}: there is another file of that name")
        found[annex.filename] = annex
    return tuple(found.values())
