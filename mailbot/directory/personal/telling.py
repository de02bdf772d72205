"""All that is kept about an address, as JSON: for the person who asks what we have. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mailbot.directory.consent import load_consents
from mailbot.directory.load import record_of
from mailbot.directory.personal.traces import Traces, traces
from mailbot.directory.records import KINDS, values
from mailbot.store import contents
from mailbot.store.tables import (
    AddressRow,
    AuditRow,
    BounceRow,
    ChangeRow,
    CommandMailRow,
    ConfirmedRow,
    ContactRow,
    MailRow,
    OutboxRow,
    ParticipationRow,
    PreferenceRow,
    RevisionRow,
    SubscriptionRow,
)

_OF_OUTBOX = ("kind", "recipient", "subject", "message_id", "state", "created_at", "sent_at", "list_")


def told(session: Session, address: str) -> dict[str, Any]:
    """Everything, under the names of `docs/privacy.md`; moments in ISO 8601. Mails are told by what they are
    about, not by their text: of that the person has a copy."""
    found = traces(session, address)
    consents = load_consents(session)
    return {
        "address": found.address,
        "contacts": [_record(session, "contact", key) for key in found.current],
        "consents": [
            {"contact": key, "fields": list(consents[key].public), "listed": consents[key].listed,
             "since": _plain(consents[key].since), "by": consents[key].by}
            for key in found.contacts if key in consents
        ],
        "participations": _participations(session, found),
        "revisions": _revisions(session, found),
        "mails": _mails(session, found),
        "changes": _rows(session.scalars(select(ChangeRow).where(ChangeRow.change_set_id.in_(found.sets))),
                         "change_set_id", "number", "change", "state", "reason", "decided_by", "decided_at"),
        "commands": _by_address(session, CommandMailRow, CommandMailRow.sender, found,
                                "at", "standing", "language", "lines"),
        "outbox": _rows(session.scalars(select(OutboxRow).where(OutboxRow.id.in_(found.outbox))
                                        .order_by(OutboxRow.id)), *_OF_OUTBOX),
        "subscriptions": _by_address(session, SubscriptionRow, SubscriptionRow.address, found,
                                     "list_", "state", "since"),
        "language": _by_address(session, PreferenceRow, PreferenceRow.address, found, "language", "since"),
        "reachability": _by_address(session, AddressRow, AddressRow.address, found,
                                    "state", "since", "reason"),
        "bounces": _by_address(session, BounceRow, BounceRow.address, found,
                               "at", "action", "status", "diagnostic"),
        "confirmations": _by_address(session, ConfirmedRow, ConfirmedRow.by, found,
                                     "target", "record", "at", "stood"),
        "audit": _rows(session.scalars(
            select(AuditRow).where(or_(func.lower(AuditRow.actor) == found.address,
                                       AuditRow.what.in_([*found.contacts, found.address])))
            .order_by(AuditRow.id)), "at", "actor", "door", "verb", "what", "detail"),
    }  # fmt: skip


def _record(session: Session, kind: str, key: str) -> dict[str, Any]:
    return values(record_of(KINDS[kind], session.get_one(ContactRow, key)))


def _participations(session: Session, found: Traces) -> list[dict[str, Any]]:
    rows = (
        values(record_of(KINDS["participation"], row)) for row in session.scalars(select(ParticipationRow))
    )
    return [
        row for row in rows if f"{row['event']}/{row['organization']}/{row['name']}" in found.participations
    ]


def _revisions(session: Session, found: Traces) -> list[dict[str, Any]]:
    """What became of the person's entry, and what else became of his mails."""
    rows = session.scalars(
        select(RevisionRow)
        .where(or_((RevisionRow.target == "contact") & RevisionRow.record.in_(found.contacts),
                   RevisionRow.mail_id.in_(found.mails)))
        .order_by(RevisionRow.id)
    )  # fmt: skip
    return _rows(rows, "at", "actor", "target", "record", "op", "fields", "message_id", "excerpt")


def _mails(session: Session, found: Traces) -> list[dict[str, Any]]:
    rows = session.scalars(select(MailRow).where(MailRow.id.in_(found.mails)).order_by(MailRow.id))
    return [
        {
            "id": row.id, "arrived_at": _plain(row.arrived_at), "message_id": row.message_id,
            "subject": (row.interpretation or {}).get("subject"), "state": row.state,
            "classification": (row.interpretation or {}).get("classification"),
            "bytes": contents.size(session, row.id),
        }
        for row in rows
    ]  # fmt: skip


def _by_address(
    session: Session, table: type[Any], column: Any, found: Traces, *names: str
) -> list[dict[str, Any]]:
    return _rows(session.scalars(select(table).where(func.lower(column) == found.address)), *names)


def _rows(rows: Iterable[Any], *names: str) -> list[dict[str, Any]]:
    return [{name.rstrip("_"): _plain(getattr(row, name)) for name in names} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
