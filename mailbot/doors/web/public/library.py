"""`/documents/TD831` and `/papers/7/LS-42.docx`: the reports and documents of the programme that are files,
and the papers that were sent, as they were sent.

Of a paper everybody gets its own form, not what was enclosed: an annex may carry what only its addressees
agreed to share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.directory.records import Document
from mailbot.doors.web.public.downloads import attached
from mailbot.doors.web.site import Site
from mailbot.outbound.papers.lifecycle import FORM, named
from mailbot.outbound.words import PAPERS
from mailbot.store.tables import PaperFileRow, PaperRow

_ALONE = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "public, max-age=300"}


@dataclass(frozen=True)
class Sent:
    """A paper that was sent. ``files`` are (name, language) of its own forms."""

    id: int
    kind: str
    name: str
    title: str
    sent_at: datetime
    event: str | None
    files: tuple[tuple[str, str], ...]


def sent_papers(session: Session) -> list[Sent]:
    """The newest first."""
    rows = session.scalars(
        select(PaperRow).where(PaperRow.state == "sent").order_by(PaperRow.sent_at.desc(), PaperRow.id.desc())
    ).all()
    columns = (PaperFileRow.paper_id, PaperFileRow.version, PaperFileRow.name, PaperFileRow.language)
    forms = session.execute(select(*columns).where(PaperFileRow.role == FORM).order_by(PaperFileRow.id)).all()
    return [
        Sent(
            row.id, row.kind, named(row), row.title, row.sent_at, row.event,
            tuple((name, language) for paper, version, name, language in forms
                  if (paper, version) == (row.id, row.version)),
        )
        for row in rows if row.sent_at is not None and row.kind in PAPERS
    ]  # fmt: skip


def router(site: Site) -> APIRouter:
    made = APIRouter()

    @made.api_route("/documents/{key}", methods=["GET", "HEAD"])
    def document(key: str) -> Response:
        """A document of the programme that the operator keeps beside it."""
        found = site.directory().get("document", key)
        path = _file_of(found, site.wiring.folder) if isinstance(found, Document) else None
        if path is None:
            raise HTTPException(404, "there is no such document")
        return FileResponse(path, filename=path.name, headers=_ALONE)

    @made.api_route("/papers/{number}/{name}", methods=["GET", "HEAD"])
    def paper(number: int, name: str) -> Response:
        """The form of a paper, byte for byte as it was sent."""
        wanted = select(PaperFileRow).join(PaperRow, PaperRow.id == PaperFileRow.paper_id)
        wanted = wanted.where(
            PaperRow.id == number, PaperRow.state == "sent", PaperRow.kind.in_(PAPERS),
            PaperFileRow.version == PaperRow.version, PaperFileRow.role == FORM, PaperFileRow.name == name,
        )  # fmt: skip
        with site.wiring.store.read() as session:
            row = session.scalar(wanted)
        if row is None:
            raise HTTPException(404, "there is no such paper")
        return attached(row.name, row.content, row.content_type, _ALONE)

    return made


def downloadable(document: Document, folder: Path) -> bool:
    """Whether we have the document's file."""
    return _file_of(document, folder) is not None


def _file_of(document: Document, folder: Path) -> Path | None:
    """The file, which must lie below the programme's folder, however its path is written."""
    if not document.path:
        return None
    home = folder.resolve()
    path = (home / document.path).resolve()
    return path if path.is_relative_to(home) and path.is_file() else None
