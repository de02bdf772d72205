"""A paper being made: what the officer wants of it and the facts of its kind → documents, files and mails.

Every language's document and files are made once. Pure but for the templates, for PDF the fonts,
and `attached`, which reads a file.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from mailbot.directory.records import Record
from mailbot.directory.snapshot import Directory
from mailbot.outbound.composing import Identity, Mail, compose, wording_for
from mailbot.outbound.mime import Attachment
from mailbot.outbound.papers import html, source, text
from mailbot.outbound.papers.document import Document, plain
from mailbot.outbound.papers.markdown import Written, placeholder
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.times import short_day
from mailbot.wording import N_, SHIPPED_WORDINGS, SOURCE, Wording

NOBODY = Identity("", "")
_ASSEMBLY = N_("WTSA-{year}")
Facts = Callable[[Wording], Mapping[str, Any]]


@dataclass(frozen=True)
class Wish:
    """What an officer wants of a paper. ``body`` is Markdown by language, `` for any other one; ``to`` are
    organizations and addresses, empty for those whom the kind names; ``copies`` are such, too, who need not
    answer; ``annexes`` go with it as files."""

    number: str | None = None
    subject: str | None = None
    reference: str | None = None
    body: Mapping[str, str] = field(default_factory=dict)
    deadline: date | None = None
    to: tuple[str, ...] = ()
    annexes: tuple[Attachment, ...] = ()
    copies: tuple[str, ...] = ()

    def body_in(self, language: str) -> Written | None:
        """The body in this language, else in any."""
        found = self.body.get(language) or self.body.get("")
        return Written(found.strip()) if found and found.strip() else None


@dataclass(frozen=True)
class Letterhead:
    """What the site writes on every paper; empty: it is for TSB to add."""

    signatory: str = ""
    study_period: str = ""


@dataclass(frozen=True)
class Listed:
    """A file that goes with the paper; ``content`` None: it is for TSB to add."""

    title: str
    name: str
    content: Attachment | None


@dataclass(frozen=True)
class Paper:
    """A paper as of ``now``. ``facts`` are its kind's in one language; ``event`` is what it is about."""

    kind: str
    key: str
    wish: Wish
    directory: Directory
    now: datetime
    facts: Facts
    letterhead: Letterhead = field(default_factory=Letterhead)
    listed: tuple[Listed, ...] = ()
    event: str | None = None
    _made: dict[tuple[str, str], Document] = field(default_factory=dict, repr=False, compare=False)
    _files: dict[tuple[str, str], tuple[Attachment, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    notes: list[str] = field(default_factory=list, compare=False)

    def document(self, say: Wording, identity: Identity) -> Document:
        """The paper in one language."""
        made = self._made.get((say.language, identity.address))
        if made is None:
            day = short_day(self.now.astimezone(self.directory.zone), say.language)
            series = say.data(self.directory.programme.title)
            facts = {**self._common(say, identity), **self.facts(say)}
            made = source.written(self.kind, facts, say, series=series, date=day)
            self._made[say.language, identity.address] = made
        return made

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """What TSB has to add before it can be sent: files first, then what the text lacks."""
        files = tuple(f"file of {each.name}" for each in self.listed if each.content is None)
        text_lacks = self.document(SHIPPED_WORDINGS.of(SOURCE), NOBODY).missing
        return tuple(dict.fromkeys((*files, *text_lacks)))

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The listed files that are there, and the annexes."""
        return (*(each.content for each in self.listed if each.content is not None), *self.wish.annexes)

    def forms(self, say: Wording, identity: Identity) -> tuple[Attachment, ...]:
        """The paper as docx and PDF. Without a font for its script there is no PDF; ``notes`` says so."""
        made = self._files.get((say.language, identity.address))
        if made is None:
            from mailbot.outbound.papers import docx, pdf  # 40 MB, which only who writes a paper needs

            document, name = self.document(say, identity), self.file_name(say.language)
            found = [
                Attachment(f"{name}.docx", docx.docx(document, identity.name, self.now), docx.CONTENT_TYPE)
            ]
            try:
                found.append(Attachment(f"{name}.pdf", pdf.pdf(document, self.now), pdf.CONTENT_TYPE))
            except pdf.NoFont as exc:
                self.notes.append(f"{name}.pdf: {exc}")
            made = self._files[say.language, identity.address] = tuple(found)
        return made

    def file_name(self, language: str) -> str:
        """`liaison-LS-42-fr`."""
        words = re.sub(r"[^A-Za-z0-9.]+", "-", f"{self.kind} {self.key}").strip("-.")
        return f"{words[:80]}-{language}"

    def mail(
        self,
        recipient: Recipient,
        identity: Identity,
        *,
        trial: str = "",
        complete: bool = True,
        more: Mapping[str, Any] | None = None,
        shown: tuple[Record, ...] = (),
        mailing_list: str | None = None,
    ) -> Mail:
        """The paper as a mail to one person; ``complete`` with its docx and PDF. Raises ValueError for an
        address that cannot be written. ``trial`` sets a test apart: it gets a Message-ID of its own."""
        say = wording_for(recipient, self.directory, identity)
        document = self.document(say, identity)
        forms = self.forms(say, identity) if complete else ()
        facts = {
            "paper": {
                "printed": not complete or any(each.filename.endswith(".pdf") for each in forms),
                "heading": document.heading, "title": plain(document.title), "subject": document.subject,
                "date": document.date, "text": text.text(document), "html": html.html(document),
            },
            **(more or {}),
        }  # fmt: skip
        return compose(
            self.kind, self.key + trial, facts,
            directory=self.directory, identity=identity, recipient=recipient, now=self.now,
            attachments=(*forms, *self.attachments), shown=shown, mailing_list=mailing_list,
        )  # fmt: skip

    @cached_property
    def digest(self) -> str:
        """What an officer confirms: the text but its date, the files, and whom it is sent to by name."""
        seen = hashlib.sha256(self.document(SHIPPED_WORDINGS.of(SOURCE), NOBODY).digest.encode())
        for language in sorted(self.wish.body):
            seen.update(f"\0{language}\0{self.wish.body[language]}".encode())
        for each in self.attachments:
            seen.update(f"\0{each.filename}\0{hashlib.sha256(each.content).hexdigest()}".encode())
        seen.update("\0".join((*self.wish.to, "", *self.wish.copies)).encode())
        return seen.hexdigest()

    def _common(self, say: Wording, identity: Identity) -> dict[str, Any]:
        files = [
            {"title": say(say.data(each.title)), "file": each.content.filename if each.content
             else placeholder(f"file of {each.name}")}
            for each in self.listed
        ]  # fmt: skip
        files += [{"title": each.filename, "file": each.filename} for each in self.wish.annexes]
        return {
            "number": self.wish.number, "subject": self.wish.subject, "reference": self.wish.reference,
            "copies": self.wish.copies, "deadline": self.wish.deadline,
            "body": self.wish.body_in(say.language),
            "contact": identity, "programme": self.directory.programme,
            "organizations": [each.code for each in self.directory.organizations],
            "conference": conference_words(self.directory, say),
            "study_period": self.letterhead.study_period or study_period(self.directory)
            or placeholder("study period"),
            "signatory": self.letterhead.signatory, "attachments": files,
        }  # fmt: skip


def attached(path: Path) -> Attachment | None:
    """The file as an attachment, None where it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Attachment(path.name, content, kind)


def conference(directory: Directory) -> str:
    """`WTSA-20`, as the programme's title or id names it; else the title itself."""
    programme = directory.programme
    found = re.search(r"\b[A-Z]{3,6}-\d\d\b", programme.title)
    return found[0] if found else programme.title


def conference_words(directory: Directory, say: Wording) -> str:
    """The same as the language has it: `AMNT-20`, `ВАСЭ-20`."""
    name = conference(directory)
    letters, _, year = name.rpartition("-")
    return say(_ASSEMBLY).replace("{year}", year) if letters == "WTSA" else name


def study_period(directory: Directory) -> str | None:
    """The four years up to the assembly: 2017-2020 for WTSA-20."""
    found = re.search(r"-(\d\d)\Z", conference(directory))
    return f"{2000 + int(found[1]) - 3}-{2000 + int(found[1])}" if found else None
