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
from mailbot.outbound.recipients import Recipient, Selection, Unreached, as_recipient, select, unique
from mailbot.outbound.rules import ASKING, DEADLINE, OPT_IN
from mailbot.outbound.schedule import Occasion

OWN_LIST = (liaison.KIND, *ASKING, DEADLINE)  # what is written to people for their organization's sake


def whom(
    occasion: Occasion, directory: Directory, choices: Choices, officers: Sequence[str] = ()
) -> Selection:
    """The recipients of a scheduled occasion. ``officers`` are TSB's addresses, for rules that name them."""
    named = _named(occasion, directory, choices)
    people = named.recipients
    if occasion.event is not None:
        people = _with_joined(people, directory, choices, _list_of_event(directory, occasion.event))
    elif occasion.organization is not None and occasion.kind == "freshness":
        people = _with_joined(people, directory, choices, lists.of_organization(occasion.organization))
    if occasion.officers:
        people = _joined(people, officers, directory, choices)
    if occasion.opt_in is None:
        return replace(named, recipients=people)
    wanting = choices.wanted(occasion.opt_in, occasion.at)
    return Selection(tuple(each for each in people if each.address.casefold() in wanting))


def is_wanted(occasion: Occasion, chosen: Selection) -> bool:
    """What nobody has asked for is no occasion, nor a question to alternates of which there are none; what
    goes to people by rule is one, reached or not."""
    if occasion.opt_in is None and occasion.organization is None:
        return True
    return bool(chosen.recipients or chosen.unreached)


def _named(occasion: Occasion, directory: Directory, choices: Choices) -> Selection:
    """Those whom the rule names on the contact sheet."""
    if occasion.deadline is not None:
        silent = [each.address for each in occasion.deadline.silent(occasion.at)]
        return Selection(_joined((), silent, directory, choices))
    if occasion.organization is not None:
        own = directory.contacts_of(occasion.organization)
        return unique(each for each in own if each.role in occasion.roles)
    return select(directory, occasion.roles, occasion.committee)


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
    asked_for = choices.why_not(address, OPT_IN[kind]) if kind in OPT_IN else None
    if event is not None:
        return choices.why_not(address, _list_of_event(directory, event)) or asked_for
    if kind not in OWN_LIST:
        return asked_for  # None for answers, requests to decide, tests: no list
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
    return _joined(people, choices.joined.get(name, ()), directory, choices)


def _joined(
    people: Sequence[Recipient], addresses: Sequence[str], directory: Directory, choices: Choices
) -> tuple[Recipient, ...]:
    """The people and those of the addresses, each once, in the language they asked for."""
    there = {person.address.casefold() for person in people}
    known = {c.email.casefold(): c for c in reversed(directory.contacts) if c.email}
    joined = [
        as_recipient(known[folded]) if folded in known else Recipient(address)
        for folded, address in {each.casefold(): each for each in addresses}.items()
        if folded not in there
    ]
    return tuple(each.speaking(choices.language(each.address)) for each in (*people, *joined))
