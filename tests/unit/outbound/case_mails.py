"""The mails to approvers about one case, for the golden tests and others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mailbot.directory.change import Change, FieldChange
from mailbot.directory.snapshot import Directory
from mailbot.mail.message import parse
from mailbot.outbound.cases import notices
from mailbot.outbound.cases.approvals import Asking, Terms, approval_request, asking, wording_of
from mailbot.outbound.cases.notices import Attempt, Made
from mailbot.outbound.cases.reminders import reminder
from mailbot.outbound.cases.replies import Told, approval_answer
from mailbot.outbound.composing import Identity, Mail
from mailbot.outbound.occasion import Occasion, Undecided
from mailbot.review.case import Case, Item

NOW = datetime(2020, 12, 15, 9, tzinfo=UTC)
OFFICER = "officer@itu.example"
SEEN = Change(
    "position", "update", "CEPT/Resolution 20", "CEPT",
    {"status": FieldChange("draft", "agreed", "preliminary", True)},
    ("our text on Resolution 20 is agreed now, I believe",), "body", 0.62,
)  # fmt: skip
REPLY = parse(
    b"From: officer@itu.example\r\nMessage-ID: <ok@itu.example>\r\nDate: Tue, 15 Dec 2020 08:30:00 +0000\r\n"
    b"Subject: Re: To decide: CEPT\r\n\r\nok 1\r\n"
)


def asked(directory: Directory, identity: Identity, *cases: Case) -> Asking:
    made = asking(cases, directory, wording_of(OFFICER, directory, identity), Terms(), identity.site, NOW)
    assert made is not None
    return made


def request(directory: Directory, identity: Identity, case: Case) -> Mail:
    """About two change sets; the second is held."""
    item = replace(case.items[0], number=1, added_by="editor@itu.example")
    held = replace(
        case, id="4", state="held", items=(item,), questions=(), authenticity="failed",
        held_because="the sender failed authentication: dmarc=fail",
    )  # fmt: skip
    first = replace(case, items=(*case.items, Item(2, SEEN, "pending", seconded_by="second@itu.example")))
    made = asked(directory, identity, first, held)
    return approval_request(made, directory, identity, OFFICER, "change-set-3+change-set-4", NOW)


def told(directory: Directory, identity: Identity, case: Case) -> Mail:
    """What an officer is told who has decided one of two, with a correction."""
    left = replace(case, items=(Item(2, SEEN, "pending"),), questions=())
    lines = [
        {"number": 1, "heading": "Contact Annelie Sjögren (cept-1)", "outcome": "approved", "note": None,
         "values": {"phone": "+46 8 465 004 98"}},
        {"number": 2, "heading": "Position CEPT/Resolution 20", "outcome": "hold", "note": None, "values": {}},
    ]  # fmt: skip
    record = Told(OFFICER, "decided", None, lines, REPLY)
    return approval_answer(record, asked(directory, identity, left), directory, identity, "mail-9", NOW)


def decided(directory: Directory, identity: Identity, case: Case) -> Mail:
    made = [Made("second@itu.example", "approve", case, (1,)),
            Made("second@itu.example", "reject", case, (1,), "the table is closed")]  # fmt: skip
    left = replace(case, items=(Item(2, SEEN, "pending"),), questions=())
    anew = asked(directory, identity, left)
    return notices.decided(made, anew, OFFICER, directory, identity, "decisions-7-8", NOW)


def attempted(directory: Directory, identity: Identity) -> Mail:
    found = [Attempt("officer@itu.example", "the sender failed authentication", NOW, "Re: To decide: CEPT")]
    return notices.attempted(found, OFFICER, directory, identity, "2020-12-15", NOW)


def reminded(directory: Directory, identity: Identity, case: Case) -> Mail:
    """What is still open two working days later."""
    waits = Undecided("change-set-3", NOW - timedelta(days=2), (3,))
    occasion = Occasion(
        "approval-reminder", "change-set-3/2d", None, NOW, None, None, (), 2, officers=True, undecided=waits
    )
    made = asked(directory, identity, case)
    sent = ("<approval-request.1@itu.example>", waits.asked_at)
    return reminder(occasion, made, sent, OFFICER, directory, identity, NOW)
