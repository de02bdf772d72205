"""A paper as drafted: facts and options → the paper, its addressees and its mails; kept, confirmed, sent.

What an option leaves open is as in the paper's last draft, so that it can be confirmed by its number alone.
Reads the database and the documents' files; writes only in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from mailbot.directory.choices import load_choices
from mailbot.directory.events import Occurrence
from mailbot.directory.load import load
from mailbot.directory.snapshot import Directory
from mailbot.errors import InputRefused
from mailbot.outbound import liaison, meeting_papers
from mailbot.outbound.composing import Identity, Mail, wording_for
from mailbot.outbound.membership import of_the_statement
from mailbot.outbound.paper_options import addressees, event_of
from mailbot.outbound.papers import lifecycle
from mailbot.outbound.papers.document import Document
from mailbot.outbound.papers.making import Letterhead, Paper, Wish
from mailbot.outbound.recent_views import recent_views
from mailbot.outbound.recipients import Recipient, Unreached
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow, OutboxRow, PaperRow

KINDS = (liaison.KIND, *meeting_papers.KINDS)


@dataclass(frozen=True)
class PaperDraft:
    """A paper with those it goes to. ``mails`` are without its files; ``before`` is the meeting after whose
    begin it is of no use; ``needed`` officers of ``approvers`` have to confirm it."""

    paper: Paper
    identity: Identity
    people: tuple[Recipient, ...]
    mails: tuple[Mail, ...]
    unreached: tuple[str, ...]
    compose: Callable[[Recipient, str, bool], Mail]
    before: Occurrence | None
    formerly: str | None
    needed: int
    approvers: tuple[str, ...]
    copies: frozenset[str]

    def complete(self) -> tuple[Mail, ...]:
        """The mails with docx and PDF."""
        return tuple(self.compose(mail.recipient, "", True) for mail in self.mails)

    def to_test(self, address: str) -> Mail:
        """A complete copy for somebody else, with a Message-ID of its own."""
        return self.compose(
            composed_instead(self.people, address), f"/test {self.paper.now.isoformat()}", True
        )

    def in_language(self, language: str | None, *, complete: bool = False) -> Mail:
        """The first addressee's mail, or as somebody of this language gets it. InputRefused without any."""
        someone = composed_instead(self.people, "")
        return self.compose(someone.speaking(language), "", complete)

    def in_words_of(self, language: str | None) -> Document:
        """The first addressee's document, or that of somebody of this language. InputRefused without any."""
        someone = composed_instead(self.people, "").speaking(language)
        say = wording_for(someone, self.paper.directory, self.identity)
        return self.paper.document(say, self.identity)

    def keep(self, session: Session, officer: str, now: datetime) -> PaperRow:
        title = self.mails[0].subject if self.mails else self.paper.key
        return lifecycle.keep(session, self.paper, title, officer, now, self.formerly)

    def confirmed(self, session: Session, row: PaperRow, officer: str, now: datetime) -> bool:
        """Note the confirmation; whether enough officers stand for it now. Raises InputRefused."""
        known = {each.casefold() for each in self.approvers}
        if self.needed > 1 and officer.strip().casefold() not in known:
            raise InputRefused(
                f"{self.paper.kind} needs {self.needed} officers of review.approvers, and {officer} is none; "
                "name yourself with --officer"
            )
        return len(lifecycle.confirm(session, row, officer, self.needed, now)) >= self.needed

    def sent(
        self, session: Session, row: PaperRow, occasion: OccasionRow, mails: Sequence[tuple[OutboxRow, Mail]],
        now: datetime,
    ) -> None:  # fmt: skip
        """Keep what goes out."""
        languages = {wording_for(m.recipient, self.paper.directory, self.identity) for _, m in mails}
        forms = [(say.language, form) for say in sorted(languages, key=lambda each: each.language)
                 for form in self.paper.forms(say, self.identity)]  # fmt: skip
        listed = [each.content for each in self.paper.listed if each.content]
        addressed = [(out, m.recipient.organization, m.recipient.address in self.copies) for out, m in mails]
        lifecycle.sent(session, row, occasion, addressed, forms, listed, now)


def drafted(
    store: Store,
    settings: Settings,
    identity: Identity,
    kind: str,
    now: datetime,
    *,
    event: str | None,
    wish: Wish,
    folder: Path,
) -> PaperDraft:
    """The paper as of ``now``. Raises UsageError for a missing event or an unknown addressee, InputRefused
    for one that was sent."""
    with store.begin() as session:
        directory = load(session)
        choices = load_choices(session)
        call = event_of(directory, kind, event) if event or kind in meeting_papers.NEEDS_EVENT else None
        wish, call = _resumed(session, directory, kind, wish, call)
        paper = _paper(session, settings, directory, kind, now, call, wish, folder)
    if kind == liaison.KIND:
        people, unreached = of_the_statement(directory, choices)
    else:
        chosen = meeting_papers.recipients(call, directory)
        people, unreached = chosen.recipients, chosen.unreached
    if wish.to:
        people, unreached = addressees(wish.to, directory, choices), ()
    asked = {each.address.casefold() for each in people}
    copies = [c for c in addressees(wish.copies, directory, choices) if c.address.casefold() not in asked]
    people = tuple(each.speaking(choices.language(each.address)) for each in (*people, *copies))
    compose = _composer(paper, directory, identity, call)
    mails, reasons = _composed(compose, people, unreached)
    two = kind in settings.papers.two_officers
    return PaperDraft(
        paper, identity, people, mails, reasons, compose,
        before=call if kind in meeting_papers.BEFORE else None,
        formerly=_key(kind, call, replace(wish, number=None)) if kind == meeting_papers.CIRCULAR else None,
        needed=2 if two else 1, approvers=settings.review.approvers,
        copies=frozenset(each.address for each in copies),
    )  # fmt: skip


def _paper(
    session: Session,
    settings: Settings,
    directory: Directory,
    kind: str,
    now: datetime,
    call: Occurrence | None,
    wish: Wish,
    folder: Path,
) -> Paper:
    letterhead = Letterhead(settings.papers.signatory, settings.papers.study_period)
    if kind == liaison.KIND:
        return liaison.prepare(directory, now, folder, wish=wish, letterhead=letterhead)
    _refuse_late(kind, call, now)
    recent = recent_views(session, directory, call.id if call else None)
    return meeting_papers.prepare(kind, call, directory, now, wish, letterhead, recent)


def waiting(
    session: Session, settings: Settings, directory: Directory, now: datetime, folder: Path
) -> list[tuple[PaperRow, tuple[str, ...]]]:
    """The papers that are not sent yet, with what is missing of each as things stand now."""
    found = []
    for row in lifecycle.listed(session, lifecycle.OPEN):
        call = directory.call(row.event) if row.event else None
        try:
            wish = lifecycle.wished(session, row)
            missing = _paper(session, settings, directory, row.kind, now, call, wish, folder).missing
        except InputRefused as exc:
            missing = (str(exc),)
        found.append((row, missing))
    return found


def _composer(
    paper: Paper, directory: Directory, identity: Identity, call: Occurrence | None
) -> Callable[[Recipient, str, bool], Mail]:
    def compose(someone: Recipient, trial: str, complete: bool) -> Mail:
        if paper.kind == liaison.KIND:
            return liaison.letter(paper, directory, identity, someone, paper.now, trial, complete=complete)
        return paper.mail(someone, identity, trial=trial, complete=complete,
                          mailing_list=meeting_papers.mailing_list(call))  # fmt: skip

    return compose


def _composed(
    compose: Callable[[Recipient, str, bool], Mail],
    people: Iterable[Recipient],
    unreached: Iterable[Unreached],
) -> tuple[tuple[Mail, ...], tuple[str, ...]]:
    """The mails, and who gets none and why."""
    mails: list[Mail] = []
    reasons = [each.reason for each in unreached]
    for someone in people:
        try:
            mails.append(compose(someone, "", False))
        except ValueError as exc:
            reasons.append(f"{someone.name}: {exc}")
    return tuple(mails), tuple(reasons)


def _refuse_late(kind: str, call: Occurrence | None, now: datetime) -> None:
    if call is None or kind not in meeting_papers.BEFORE:
        return
    if not call.takes_place:
        raise InputRefused(f"{call.id} was {call.status}")
    if call.starts <= now:
        raise InputRefused(f"{call.id} has begun")


def _key(kind: str, call: Occurrence | None, wish: Wish) -> str:
    return liaison.key(wish.number) if kind == liaison.KIND else meeting_papers.key(kind, call, wish)


def _resumed(
    session: Session, directory: Directory, kind: str, wish: Wish, call: Occurrence | None
) -> tuple[Wish, Occurrence | None]:
    """What was not given now, as it was given for the last draft."""
    row = lifecycle.find(session, kind, _key(kind, call, wish))
    if row is None:
        row = lifecycle.find(session, kind, _key(kind, call, replace(wish, number=None)))
        if row is None or row.state == "sent" or kind != meeting_papers.CIRCULAR:
            return wish, call
    if row.state == "sent":
        raise InputRefused(lifecycle.already_sent(row))
    before = lifecycle.wished(session, row)
    same = Wish(
        wish.number or before.number, wish.subject or before.subject, wish.reference or before.reference,
        wish.body or before.body, wish.deadline or before.deadline, wish.to or before.to,
        wish.annexes or before.annexes, wish.copies or before.copies,
    )  # fmt: skip
    return same, call or (directory.call(row.event) if row.event else None)


def composed_instead(people: tuple[Recipient, ...], address: str) -> Recipient:
    """The person of that address, else the first one, written to under another address."""
    known = next((each for each in people if each.address.casefold() == address.casefold()), None)
    if known is None and not people:
        raise InputRefused("nobody would get this mail; there is nothing to test")
    return known or (replace(people[0], address=address) if address else people[0])
