"""The directory as it would be without what one mail has changed: what that mail is read against again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.records import KINDS, values
from mailbot.directory.snapshot import Directory
from mailbot.review.changes import inverse
from mailbot.store.tables import RevisionRow


def without_decisions(session: Session, mail_id: int, directory: Directory) -> Directory:
    """The directory as it would be had nothing of this mail been approved."""
    made = select(RevisionRow).where(RevisionRow.mail_id == mail_id).order_by(RevisionRow.id.desc())
    for revision in session.scalars(made):
        section = KINDS[revision.target].section
        records = {record.key: record for record in directory.of_kind(revision.target)}
        back = inverse(revision.op, revision.target, revision.record, revision.fields)
        old = {name: change.new for name, change in back.fields.items()}
        if back.op == "remove":
            records.pop(revision.record, None)
        elif back.op == "add" or revision.record in records:
            form = values(records[revision.record]) if revision.record in records else {}
            records[revision.record] = KINDS[revision.target].model_validate({**form, **old})
        changed: dict[str, Any] = {section: tuple(records.values()), "_indexes": {}}
        directory = replace(directory, **changed)
    return directory
