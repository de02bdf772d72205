"""Whom a mail goes to once people's own choices count: who joined a list, who left it, which language. Pure.

Who joined is written to like those whom the rule names. Who left stays among the recipients, in the plan and
in the outbox, and is skipped at delivery with the reason (`why_not`), so that it can be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.directory import lists
from mailbot.directory.choices import Choices
from mailbot.directory.snapshot import Directory
from mailbot.outbound import liaison
from mailbot.outbound.recipients import Recipient, Selection, Unreached, as_recipient, select
from mailbot.outbound.schedule import Occasion


def whom(occasion: Occasion, directory: Directory, choices: Choices) -> Selection:
    """The recipients of a scheduled occasion."""
    chosen = select(directory, occasion.roles, occasion.committee)
    name = _list_of_event(directory, occasion.event)
    return replace(chosen, recipients=_with_joined(chosen.recipients, directory, choices, name))


def of_the_statement(
    directory: Directory, choices: Choices
) -> tuple[tuple[Recipient, ...], tuple[Unreached, ...]]:
    """The recipients of the liaison statement, and who cannot be reached; contacts may join their
    organization's list."""
    people, unreached = liaison.recipients(directory)
    for organization in directory.organizations:
        people = _with_joined(people, directory, choices, lists.of_organization(organization.code))
    return people, unreached


def why_not(kind: str, event: str | None, address: str, directory: Directory, choices: Choices) -> str | None:
    """The reason why a mail of this kind (about this event) is not sent to this address; None: it is."""
    if event is not None:
        return choices.why_not(address, _list_of_event(directory, event))
    if kind != liaison.KIND:
        return None  # answers, requests to decide, tests: no list
    codes = {c.organization for c in directory.contacts
             if c.email and c.email.casefold() == address.casefold()}  # fmt: skip
    reasons = [choices.why_not(address, lists.of_organization(code)) for code in sorted(codes)]
    return reasons[0] if reasons and all(reasons) else None


def _list_of_event(directory: Directory, event: str) -> str:
    call = directory.call(event)
    return lists.of_committee(call.committee if call else None)


def _with_joined(
    people: Sequence[Recipient], directory: Directory, choices: Choices, name: str
) -> tuple[Recipient, ...]:
    there = {person.address.casefold() for person in people}
    known = {c.email.casefold(): c for c in reversed(directory.contacts) if c.email}
    joined = [
        as_recipient(known[address]) if address in known else Recipient(address)
        for address in choices.joined.get(name, ())
        if address not in there
    ]
    return tuple(
        replace(each, language=choices.language(each.address) or each.language) for each in (*people, *joined)
    )
