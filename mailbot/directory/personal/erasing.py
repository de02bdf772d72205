"""Erasing what is kept about an address: texts and values go, what happened and when stays.

Of a contact who stays on the sheet (``remove`` is False) the values that stand now are kept. Removed are
mails of that sender, mails to him, his subscriptions and consents; names and words in proposals become
`ERASED`. Revisions and the audit log are only ever added to (`store.append_only`): they keep what they say,
and `Erasure.left` tells so. That an erasure happened is in the audit log, with the digest of the address and
not the address. Everything works in the caller's transaction: rolled back, nothing has happened.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from mailbot.directory import apply
from mailbot.directory.change import Change
from mailbot.directory.personal.forms import ERASED, is_his, pair, took_part, without_words
from mailbot.directory.personal.traces import Traces, traces
from mailbot.errors import InputRefused
from mailbot.store import append_only, audit, contents
from mailbot.store.tables import (
    AddressRow,
    AuditRow,
    AutomaticAnswerRow,
    BounceRow,
    ChangeRow,
    ChangeSetRow,
    CommandMailRow,
    ConfirmedRow,
    ConsentRow,
    EntriesAnswerRow,
    ImportRow,
    MailActionRow,
    MailRow,
    OutboxRow,
    PostingRow,
    PreferenceRow,
    RevisionRow,
    SubscriptionRow,
)

OPEN = ("pending", "held", "partly")
_KEPT_OF_READING = ("organization", "classification", "language", "authenticity", "detail")


@dataclass
class Erasure:
    """What was done, by a name for each kind of thing; ``left`` says in words what was not touched."""

    address: str
    done: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)


def erase(session: Session, address: str, *, remove: bool, by: str, reason: str, now: datetime) -> Erasure:
    """Erase. Raises InputRefused without a reason, where nothing is known of the address, and while one of
    its proposals waits for a decision."""
    if not reason.strip():
        raise InputRefused("--reason is empty: it is kept in the audit log")
    found = traces(session, address)
    waiting = list(session.scalars(
        select(ChangeSetRow.id).where(ChangeSetRow.id.in_(found.sets), ChangeSetRow.state.in_(OPEN))
    ))  # fmt: skip
    if waiting:
        named = ", ".join(map(str, waiting))
        raise InputRefused(f"change sets of {address} wait for a decision: {named}; decide them first")
    result = Erasure(found.address)
    eraser = _Eraser(session, found, result, by, now)
    eraser.directory(remove=remove)
    eraser.mails(reason)
    eraser.proposals()
    eraser.imports()
    eraser.outbox()
    eraser.choices()
    eraser.names()
    with append_only.lifted(session):
        eraser.history()
    if not result.done:
        raise InputRefused(f"nothing is kept about {address}")
    digest = hashlib.sha256(found.address.encode()).hexdigest()
    audit.note(session, now, by, "command", "erasure", f"sha256:{digest}",
               {"reason": reason, "done": dict(result.done), "removed": remove})  # fmt: skip
    session.flush()
    return result


@dataclass
class _Eraser:
    session: Session
    found: Traces
    result: Erasure
    by: str
    now: datetime

    def _count(self, what: str, number: int) -> None:
        if number:
            self.result.done[what] += number

    def directory(self, *, remove: bool) -> None:
        by = apply.Provenance(self.by, self.now)
        if remove:
            for key in self.found.current:
                apply.apply(self.session, Change("contact", "remove", key, None), by)
            self._count("contacts removed", len(self.found.current))
            gone = delete(ConsentRow).where(ConsentRow.contact.in_(self.found.contacts))
            self._count("consents", self._rows(gone))
        elif self.found.current:
            self.result.left.append(f"on the contact sheet still: {', '.join(self.found.current)}")
        for key in self.found.participations:
            apply.apply(self.session, Change("participation", "remove", key, None), by)
        self._count("attendances removed", len(self.found.participations))

    def _rows(self, statement: Any) -> int:
        found: Any = self.session.execute(statement)
        return int(found.rowcount)

    def mails(self, reason: str) -> None:
        for row in self.session.scalars(select(MailRow).where(MailRow.id.in_(self.found.mails))):
            if row.state == "dropped" and not contents.size(self.session, row.id) and not row.interpretation:
                continue
            contents.drop(self.session, row.id)
            read = row.interpretation or {}
            row.interpretation = {name: read[name] for name in _KEPT_OF_READING if name in read} | {
                "from": None, "new_text": ERASED, "changes": [], "questions": [],
            }  # fmt: skip
            row.state, row.error, row.said = "dropped", None, None
            self.session.add(MailActionRow(mail_id=row.id, at=self.now, officer=self.by, verb="erase",
                                           reason=reason, detail=None))  # fmt: skip
            self._count("mails erased", 1)

    def proposals(self) -> None:
        for row in self.session.scalars(select(ChangeSetRow).where(ChangeSetRow.id.in_(self.found.sets))):
            row.sender, row.message_id = ERASED, None
            row.questions = [{"text": ERASED, "evidence": []} for _ in row.questions]
        for change in self.session.scalars(
            select(ChangeRow).where(ChangeRow.change_set_id.in_(self.found.sets))
        ):
            change.change = without_words(change.change, self.found)
            change.original = without_words(change.original, self.found) if change.original else None
            self._count("proposals without words", 1)
        ours = select(ChangeRow).where(ChangeRow.change_set_id.not_in(self.found.sets))
        for change in self.session.scalars(ours):  # what others said of this person's entry
            if is_his(change.change, self.found):
                change.change = without_words(change.change, self.found)
                change.original = without_words(change.original, self.found) if change.original else None
                self._count("proposals without words", 1)

    def history(self) -> None:
        """Values and excerpts of revisions, names in the audit log: within `append_only.lifted` only."""
        wanted = or_(
            (RevisionRow.target == "contact") & RevisionRow.record.in_(self.found.contacts),
            RevisionRow.target == "participation",
            RevisionRow.mail_id.in_(self.found.mails),
        )
        for row in self.session.scalars(select(RevisionRow).where(wanted)):
            his = row.target == "contact" and row.record in self.found.contacts
            there = row.target == "participation" and took_part(row.record, row.fields, self.found)
            said = row.mail_id is not None and row.mail_id in self.found.mails
            if not (his or there or said):
                continue
            if his or there:
                now = apply.current(self.session, row.target, row.record) or {}
                row.fields = {name: pair(name, each, now.get(name)) for name, each in row.fields.items()}
            if there:
                row.record = f"{row.record.rpartition('/')[0]}/{ERASED}"
            row.excerpt = ERASED if row.excerpt else None
            row.message_id = None if said else row.message_id
            self._count("revisions without values", 1)
        self.session.flush()
        for column in (RevisionRow.actor, AuditRow.actor, AuditRow.what):
            self._blank(column)

    def imports(self) -> None:
        """What programme files said of him. The last one's word on who stays is kept, for the next one to be
        compared with; who was removed keeps his place without values, so that a file that still has him is
        refused there instead of bringing him back."""
        rows = list(self.session.scalars(select(ImportRow).order_by(ImportRow.id)))
        for row in rows:
            contacts = dict(row.base.get("contact") or {})
            there = dict(row.base.get("participation") or {})
            still = {key: form for key, form in there.items() if key not in self.found.participations}
            count = len(there) - len(still)
            for key in set(self.found.contacts) & contacts.keys():
                now = apply.current(self.session, "contact", key)
                if now is not None and row is rows[-1]:
                    continue
                form = {n: pair(n, {"": value}, (now or {}).get(n))[""] for n, value in contacts[key].items()}
                count += form != contacts[key]
                contacts[key] = form
            row.base = {**row.base, "contact": contacts, "participation": still}
            self._count("entries of imported files", count)

    def outbox(self) -> None:
        for row in self.session.scalars(select(OutboxRow).where(OutboxRow.id.in_(self.found.outbox))):
            if row.state in ("queued", "sending"):
                row.state, row.last_answer, row.lease_until = "skipped", "erased", None
            row.recipient, row.domain, row.subject = f"{ERASED} {row.id}", "", ERASED
            row.content, row.shown, row.zone = b"", [], None
            self._count("mails to the address", 1)

    def choices(self) -> None:
        on_sheet = any(apply.current(self.session, "contact", key) for key in self.found.current)
        if on_sheet:
            self.result.left.append("lists and language: they hold while the entry does")
            return
        for what, table in (("subscriptions", SubscriptionRow), ("language", PreferenceRow),
                            ("reachability", AddressRow)):  # fmt: skip
            column: Any = table.address
            self._count(what, self._rows(delete(table).where(func.lower(column) == self.found.address)))

    def names(self) -> None:
        """Wherever else the address itself stands."""
        for column in (CommandMailRow.sender, PostingRow.sender, ConfirmedRow.by, EntriesAnswerRow.by,
                       BounceRow.address):  # fmt: skip
            self._blank(column)
        mails = self.found.mails
        lines = update(CommandMailRow).where(CommandMailRow.mail_id.in_(mails))
        self._rows(lines.values(lines=[], sender=ERASED))
        subjects = update(PostingRow).where(PostingRow.mail_id.in_(mails))
        self._rows(subjects.values(subject=ERASED))
        answered = func.lower(AutomaticAnswerRow.recipient) == self.found.address
        self._rows(delete(AutomaticAnswerRow).where(answered))

    def _blank(self, column: Any) -> None:
        statement = (
            update(column.class_)
            .where(func.lower(column) == self.found.address)
            .values({column.key: ERASED})
            .execution_options(synchronize_session=False)
        )
        self._count("mentions of the address", self._rows(statement))
