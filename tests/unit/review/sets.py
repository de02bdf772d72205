"""Change sets of mails that are really there, for tests of deciding."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from mailbot.directory.apply import current
from mailbot.directory.change import Change, FieldChange
from mailbot.inbound.keeping import keep_bytes
from mailbot.review.case import Case, Item
from mailbot.review.decisions import Decision, Outcome, decide
from mailbot.review.queue import get_case
from mailbot.review.rules import Rules
from mailbot.store.session import Store
from mailbot.store.tables import AuditRow, ChangeRow, ChangeSetRow, MailRow, OccasionRow, RevisionRow
from tests.conftest import NOON

ADA, BOB = "ada@itu.example", "bob@itu.example"
SENDER = "annelie.sjogren@cept.example"
TEXT = "Dear all,\n\nmy new number is +41 22 730 51\n11. Mr Smith leaves us.\n"


def mail(number: int, text: str = TEXT, headers: str = "") -> bytes:
    """A mail of CEPT's focal point, with an attachment."""
    return (
        f"From: Annelie <{SENDER}>\nTo: tsb-irc@itu.example\nMessage-ID: <m{number}@cept.example>\n"
        f"Date: Mon, 14 Dec 2020 09:00:00 +0000\nSubject: Our contacts\n{headers}MIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\n'
        f'{text}\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="positions.pdf"\n\n'
        "%PDF\n--x--\n"
    ).replace("\n", "\r\n").encode()  # fmt: skip


def a_set(store: Store, *changes: Change, **more: Any) -> int:
    """A change set of a new mail; ``more`` goes before what an ordinary one has, ``text`` and ``headers`` are
    the mail's, ``at`` is when it came."""
    with store.begin() as session:
        number = session.query(MailRow).count() + 1
        at = more.pop("at", NOON)
        raw = mail(number, more.pop("text", TEXT), more.pop("headers", ""))
        mail_id, _ = keep_bytes(session, raw, "test", at)
        session.get_one(MailRow, mail_id).state = "read"
        state = more.get("state", "pending")
        form: dict[str, Any] = {
            "message_id": f"<m{number}@cept.example>", "sender": SENDER, "organization": "CEPT",
            "classification": "changes", "authenticity": "authenticated", "state": state, "questions": [],
            "held_because": "dmarc=fail" if state == "held" else None, "created_at": at,
        }  # fmt: skip
        row = ChangeSetRow(mail_id=mail_id, **{**form, **more})
        session.add(row)
        session.flush()
        for n, change in enumerate(changes, 1):
            session.add(ChangeRow(change_set_id=row.id, number=n, change=change.to_json(), state="pending"))
        return row.id


def update(store: Store, key: str, target: str = "contact", **new: Any) -> Change:
    """An update of a record from what is on file."""
    with store.begin() as session:
        on_file = current(session, target, key)
    assert on_file is not None
    fields = {name: FieldChange(on_file[name], value) for name, value in new.items()}
    return Change(target, "update", key, on_file["organization"], fields, ("my new number",), "body", 0.9)


def new(target: str, organization: str | None, **values: Any) -> Change:
    fields = {name: FieldChange(None, value) for name, value in values.items()}
    return Change(target, "add", None, organization, fields, ("Mr Smith",))


def decided(store: Store, set_id: int, verb: Any, officer: str = ADA, **more: Any) -> Outcome:
    rules, now = Rules(frozenset(more.pop("two", ()))), more.pop("now", NOON)
    with store.begin() as session:
        return decide(session, set_id, Decision(verb, officer, **more), now, rules)


def case(store: Store, set_id: int) -> Case:
    with store.read() as session:
        return get_case(session, set_id)


def item(store: Store, set_id: int, number: int = 1) -> Item:
    return next(each for each in case(store, set_id).items if each.number == number)


def value(store: Store, key: str, field: str, target: str = "contact") -> Any:
    with store.begin() as session:
        found = current(session, target, key)
        return None if found is None else found[field]


def revisions(session: Session) -> int:
    return session.query(RevisionRow).filter(RevisionRow.change_id.is_not(None)).count()


def audited(store: Store) -> list[tuple[str, str, str]]:
    """(actor, verb, what) of every line of the audit log."""
    with store.read() as session:
        return [(row.actor, row.verb, row.what) for row in session.query(AuditRow).order_by(AuditRow.id)]


def due(store: Store, kind: str) -> list[str]:
    """The keys of what is to be sent."""
    with store.read() as session:
        rows = session.query(OccasionRow).filter_by(kind=kind, state="due").order_by(OccasionRow.id)
        return [row.key for row in rows]
