"""Circular letter, agenda and report cover: what they say, to whom, in six languages, with hostile data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mailbot.directory.records import Position, View
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from mailbot.outbound import drafts, meeting_papers
from mailbot.outbound.composing import Identity
from mailbot.outbound.mime import Attachment
from mailbot.outbound.papers.making import Letterhead, Paper, Wish
from mailbot.outbound.papers.text import text
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import RevisionRow, ViewRow
from mailbot.wording import LANGUAGES, SHIPPED_WORDINGS
from tests.conftest import NOON

IDENTITY = Identity("tsb-irc@itu.example", "TSB inter-regional coordination")
EVENTS = {"circular-letter": "irm-2", "agenda": "com3-calls-1", "meeting-report": "irm-1"}


def paper(
    directory: Directory, kind: str, wish: Wish | None = None, recent: frozenset[str] = frozenset()
) -> Paper:
    call = directory.call(EVENTS[kind])
    return meeting_papers.prepare(
        kind, call, directory, NOON, wish or Wish(), Letterhead("A. Director"), recent
    )


def shown(made: Paper, language: str = "en") -> str:
    return " ".join(text(made.document(SHIPPED_WORDINGS.of(language), IDENTITY)).split())


def test_a_circular_letter_has_its_parts(shipped: Directory) -> None:
    wish = Wish("5", None, "TSB/irc-5", {}, date(2021, 1, 4), (), (Attachment("map.pdf", b"x"),))
    made = paper(shipped, "circular-letter", wish)
    assert made.missing == ()
    for part in (
        "TSB CIRCULAR LETTER 5", "Reference: TSB/irc-5", "Contact: TSB inter-regional coordination", "To: Regional",
        "APT, ATU, CEPT, CITEL, LAS, RCC", "Subject: Second ITU-T inter-regional meeting", "4 January 2021",
        "Friday 8 January 2021, 12:30-15:30 CET", "11:30-14:30 UTC", "A. Director", "Annexes", "1. map.pdf",
    ):  # fmt: skip
        assert part in shown(made), part
    document = made.document(SHIPPED_WORDINGS.of("en"), IDENTITY)
    assert document.subject.startswith("TSB circular letter 5: Second ITU-T")


def test_an_agenda_puts_differences_first_and_recent_views_last(shipped: Directory) -> None:
    of_committee = {t.id for t in shipped.texts if t.committee == "COM3"}
    view = next(v for v in shipped.views if v.text in of_committee)
    made = paper(shipped, "agenda", recent=frozenset({view.key}))
    found = shown(made)
    order = ["Where regions differ", "Where only some regions have spoken", "Near agreement",
             "Views received since the last call", "Other business"]  # fmt: skip
    places = [found.index(each) for each in order]
    assert places == sorted(places)
    assert "2.1 Resolution 35:" in found
    assert "CEPT | suppress (draft) | Covered by the Plenipotentiary Conference" in found
    assert "Views received" not in shown(paper(shipped, "agenda"))


def test_views_are_recent_if_they_came_after_the_last_call(store: Store) -> None:
    with store.begin() as session:
        for number, (key, at) in enumerate(
            (
                ("RCC>CEPT/Resolution 35", NOON.replace(year=2021, month=1, day=20)),
                ("LAS>CEPT/Resolution 35", NOON.replace(year=2021, month=1, day=5)),
            )
        ):
            session.add(ViewRow(key=key, organization=key[:3], about="CEPT", text="Resolution 35", stance="oppose",
                                comment=f"comment {number}", ordinal=90 + number))  # fmt: skip
            session.add(RevisionRow(at=at, actor="a", target="view", record=key, op="add", fields={}))
    now = NOON.replace(year=2021, month=1, day=22)
    made = drafts.draft(store, Settings(), "agenda", now, event="com3-calls-2")
    assert made.mails[0].rendered is not None
    found = " ".join(made.mails[0].rendered.text.split())
    recent = found.partition("Views received since the last call")[2]
    assert "comment 0" in recent
    assert "comment 1" not in recent
    assert len(made.mails) == 12  # of Committee 3 and of all
    notice = drafts.draft(store, Settings(), "call-notice", now, event="com3-calls-2").mails[0].rendered
    assert notice is not None
    for shown in (notice.text, notice.html):
        recent = shown.partition("Views received since the last call")[2]
        assert "comment 0" in recent
        assert "comment 1" not in recent


def test_a_report_cover_waits_for_the_report(shipped: Directory) -> None:
    assert paper(shipped, "meeting-report").missing == ("file of the report", "abstract of the report")
    wish = Wish(body={"": "The meeting agreed."}, annexes=(Attachment("report.docx", b"x"),))
    made = paper(shipped, "meeting-report", wish)
    assert made.missing == ()
    assert "report.docx" in shown(made)
    assert "The meeting agreed." in shown(made)


def test_who_takes_part_is_on_the_report_cover(shipped: Directory) -> None:
    call = shipped.call("irm-2")
    made = meeting_papers.prepare("meeting-report", call, shipped, NOON, Wish(), Letterhead())
    assert "CEPT | Annelie Sjögren | yes" in shown(made)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EVENTS)
def test_every_paper_can_be_made_in_every_language(shipped: Directory, kind: str, language: str) -> None:
    document = paper(shipped, kind).document(SHIPPED_WORDINGS.of(language), IDENTITY)
    assert document.language == language
    assert document.missing == paper(shipped, kind).document(SHIPPED_WORDINGS.of("en"), IDENTITY).missing


@pytest.mark.parametrize(
    "data", ["{{7*7}}", "*_[](x)", "#set text(red)", "</w:t>", "a|b", "[[TSB to add: x]]"]
)
def test_hostile_data_is_text(shipped: Directory, data: str) -> None:
    position = Position(organization="CEPT", text="Resolution 35", action="SUP", summary=data)
    view = View(organization="RCC", about="CEPT", text="Resolution 35", stance="oppose", comment=data)
    hostile = replace(shipped, positions=(position,), views=(view,), _indexes={})
    made = paper(hostile, "agenda", Wish(subject=data))
    assert made.missing == ()
    assert f"CEPT | suppress | {data}" in shown(made)
    assert f"RCC opposes the position of CEPT: {data}" in shown(made)


def test_named_addressees_instead_of_all(store: Store) -> None:
    def people(*to: str) -> list[str]:
        wish = Wish("5", to=to)
        made = drafts.draft(store, Settings(), "circular-letter", NOON, event="irm-2", wish=wish)
        return [mail.recipient.address for mail in made.mails]

    assert len(people("cept")) == 3
    assert people("guest@x.example", "lbarrientos@citel.example") == [
        "guest@x.example",
        "lbarrientos@citel.example",
    ]
    with pytest.raises(UsageError, match="--to NATO: write an address or one of APT, ATU"):
        people("NATO")
