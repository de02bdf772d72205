"""The queue of change sets, as commands, mails and pages show it. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from mailbot.directory.apply import current
from mailbot.directory.change import Change, Question
from mailbot.directory.load import load
from mailbot.directory.records import values
from mailbot.directory.snapshot import Directory
from mailbot.errors import InputRefused
from mailbot.review.case import Case as Case
from mailbot.review.case import Exchange as Exchange
from mailbot.review.case import Item as Item
from mailbot.review.changes import Merged, conflicts
from mailbot.store.tables import AskRow, ChangeRow, ChangeSetRow, MailRow

OPEN_STATES = ("pending", "held", "partly")
_FEW = 3  # change sets; for more the directory is loaded once instead of record by record
_OnFile = Callable[[str, str], Mapping[str, Any] | None]


def open_cases(session: Session, directory: Directory | None = None) -> list[Case]:
    """The cases that wait for a decision, oldest first. ``directory`` is that of now, where it is at hand."""
    its = ChangeRow.change_set_id == ChangeSetRow.id
    waits = or_(exists().where(its, ChangeRow.state == "pending"), ~exists().where(its))
    rows = select(ChangeSetRow).where(ChangeSetRow.state.in_(OPEN_STATES), waits).order_by(ChangeSetRow.id)
    return cases_of(session, session.scalars(rows).all(), directory)


def get_case(session: Session, set_id: int) -> Case:
    """One case. Raises InputRefused where there is none."""
    row = session.get(ChangeSetRow, set_id)
    if row is None:
        raise InputRefused(f"there is no change set {set_id}; see: mailbot review list")
    return case_of(session, row)


def related(session: Session, set_id: int) -> list[Case]:
    """The whole family of a case, oldest first: the one that was asked about, what came back, and further
    readings of their mails. Raises InputRefused where there is no such case."""
    row = session.get(ChangeSetRow, set_id)
    if row is None:
        raise InputRefused(f"there is no change set {set_id}; see: mailbot review list")
    found: dict[int, ChangeSetRow] = {}
    fresh = [row]
    while fresh:
        found |= {each.id: each for each in fresh}
        wanted = select(ChangeSetRow).where(
            or_(
                ChangeSetRow.follows.in_(found),
                ChangeSetRow.id.in_([each.follows for each in fresh if each.follows is not None]),
                ChangeSetRow.mail_id.in_([each.mail_id for each in fresh]),
            ),
            ChangeSetRow.id.not_in(found),
        )
        fresh = list(session.scalars(wanted))
    return cases_of(session, [found[key] for key in sorted(found)])


def case_of(session: Session, row: ChangeSetRow) -> Case:
    """The case of a change set's row, compared with the directory as it is now."""
    return cases_of(session, [row])[0]


def cases_of(
    session: Session, rows: Sequence[ChangeSetRow], directory: Directory | None = None
) -> list[Case]:
    """The cases of these rows in their order; a handful of queries for however many."""
    ids, mails = [row.id for row in rows], {row.mail_id for row in rows}
    changes: dict[int, list[ChangeRow]] = defaultdict(list)
    wanted = select(ChangeRow).where(ChangeRow.change_set_id.in_(ids)).order_by(ChangeRow.number)
    for change in session.scalars(wanted):
        changes[change.change_set_id].append(change)
    read = select(MailRow.id, MailRow.interpretation).where(MailRow.id.in_(mails))
    interpretations = {mail_id: found or {} for mail_id, found in session.execute(read)}
    threads = _threads(session, ids)
    on_file = _on_file(session, len(rows), directory)
    return [
        _case(row, changes[row.id], interpretations.get(row.mail_id, {}), threads[row.id], on_file)
        for row in rows
    ]


def _case(
    row: ChangeSetRow, changes: Iterable[ChangeRow], interpretation: dict[str, Any],
    thread: Sequence[Exchange], on_file: _OnFile,
) -> Case:  # fmt: skip
    return Case(
        str(row.id), row.state, row.message_id, row.sender, row.organization, row.classification,
        row.authenticity, row.held_because, str(interpretation.get("subject") or ""),
        tuple(_item(change, on_file) for change in changes),
        tuple(Question.from_json(form) for form in row.questions),
        interpretation, None if row.follows is None else str(row.follows), tuple(thread),
        row.version, row.created_at, row.mail_id,
    )  # fmt: skip


def _item(row: ChangeRow, on_file: _OnFile) -> Item:
    change = Change.from_json(row.change)
    found: tuple[Merged, ...] = ()
    if row.state == "pending" and change.op == "update" and change.id:
        found = conflicts(change, on_file(change.target, change.id))
    original = Change.from_json(row.original) if row.original else None
    return Item(
        row.number, change, row.state, row.reason, found, original, row.amended_by, row.amended_at,
        row.added_by, row.seconded_by, row.seconded_at, row.decided_by, row.decided_at, row.record,
    )  # fmt: skip


def _on_file(session: Session, cases: int, directory: Directory | None) -> _OnFile:
    if directory is None and cases <= _FEW:
        return lambda target, key: current(session, target, key)
    directory = directory or load(session)

    def known(target: str, key: str) -> Mapping[str, Any] | None:
        record = directory.get(target, key)
        return None if record is None else values(record)

    return known


def _threads(session: Session, ids: Sequence[int]) -> dict[int, list[Exchange]]:
    """What was asked about each set, and what came back, in order."""
    found: dict[int, list[Exchange]] = defaultdict(list)
    asks = session.scalars(select(AskRow).where(AskRow.change_set_id.in_(ids)).order_by(AskRow.id)).all()
    mails = {ask.answered_by for ask in asks if ask.answered_by is not None}
    if not asks:
        return found
    texts = {
        mail_id: (arrived_at, (read or {}).get("new_text"))
        for mail_id, arrived_at, read in session.execute(
            select(MailRow.id, MailRow.arrived_at, MailRow.interpretation).where(MailRow.id.in_(mails))
        )
    }
    opened = {
        mail_id: str(set_id)
        for set_id, mail_id in session.execute(
            select(ChangeSetRow.id, ChangeSetRow.mail_id)
            .where(ChangeSetRow.mail_id.in_(mails))
            .order_by(ChangeSetRow.id.desc())
        )
    }
    for ask in asks:
        at, text = texts.get(ask.answered_by, (None, None)) if ask.answered_by else (None, None)
        found[ask.change_set_id].append(
            Exchange(ask.id, ask.at, ask.officer, ask.text, tuple(ask.numbers), ask.answered_by, at, text,
                     opened.get(ask.answered_by) if ask.answered_by else None)
        )  # fmt: skip
    return found
