"""The mails to approvers: numbered through, answerable from a phone, and nothing of a hostile case gets out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mailbot.commands.verdict_edits import Asked, Value
from mailbot.commands.verdict_model import WHY as VERDICT_WHY
from mailbot.commands.verdicts import read
from mailbot.directory.change import Change, FieldChange, Question
from mailbot.directory.snapshot import Directory
from mailbot.mail.reply import split
from mailbot.outbound.cases.approvals import Asking, Terms, answerable, approval_request, asking, wording_of
from mailbot.outbound.cases.replies import WHY, Told, approval_answer
from mailbot.outbound.composing import Identity, Mail
from mailbot.outbound.heads import value_of
from mailbot.review.case import Case, Item
from mailbot.review.changes import Merged
from mailbot.review.requests import Place
from mailbot.tokens import Signer, read_text
from tests.unit.outbound.case_mails import NOW, OFFICER, asked, told

SENDER = "annelie.sjogren@cept.example"
IDENTITY = Identity("tsb-irc@itu.example", "TSB", Signer(b"k" * 32), site="https://irc.itu.example")
PHONE = Change(
    "contact", "update", "cept-1", "CEPT", {"phone": FieldChange("+46846500442", "+46846500499")},
    ("my number is +46 8 465 004 99",),
)  # fmt: skip
ACTION = Change(
    "position", "update", "CEPT/Resolution 20", "CEPT", {"action": FieldChange("NOC", "MOD", "ADD", True)},
    ("Resolution 20: MOD\u202e",), "attachment:table.docx", 0.6,
)  # fmt: skip
CASE = Case(
    "3", "pending", "<m@cept.example>", SENDER, "CEPT", "changes", "authenticated", None, "LS 42",
    (Item(1, PHONE, "pending"), Item(2, ACTION, "pending")),
    (Question("Mr Smith: no such contact in CEPT", ("Mr Smith comes",)),),
)  # fmt: skip


def mail(directory: Directory, *cases: Case) -> Mail:
    return approval_request(asked(directory, IDENTITY, *cases), directory, IDENTITY, OFFICER, "key", NOW)


def bodies(made: Mail) -> tuple[str, str]:
    assert made.rendered is not None
    return made.rendered.text, made.rendered.html


def test_the_officer_sees_old_new_evidence_conflict_question_and_how_to_decide(shipped: Directory) -> None:
    clash = Merged("action", "NOC", "MOD", "SUP", "conflict")
    case = replace(CASE, items=(CASE.items[0], replace(CASE.items[1], conflicts=(clash,))))
    made = mail(shipped, case)
    assert made.subject == "To decide: CEPT, Annelie Sjögren: phone (2 changes)"
    text, html = bodies(made)
    for wanted in (
        "1. Contact Annelie Sjögren (cept-1)", "phone: +46846500442 -> +46846500499",
        "> my number is +46 8 465 004 99", "(attachment:table.docx)", "action: ADD",
        "CONFLICT, action: the sender saw 'NOC' and wrote 'MOD'", "Question: Mr Smith: no such contact in CEPT",
        "mailbot review show 3", "https://irc.itu.example/console/cases/3", "authenticated",
        "Resolution 20: MOD<U+202E>", "The reader is not sure of this (60 %).", "ok 1, no 2: reason",
    ):  # fmt: skip
        assert wanted in text
    assert "<s>+46846500442</s>" in html
    assert "\u202e" not in text + html
    assert text.index("ok 1, no 2: reason") < text.index("CHANGE SET 3")


def test_the_numbers_run_through_the_mail_and_a_held_case_says_so(shipped: Directory) -> None:
    held = replace(CASE, id="4", state="held", held_because="dmarc=fail", authenticity="failed")
    made = asked(shipped, IDENTITY, CASE, held)
    assert [(place.set, place.number, place.held) for place in made.places] == [
        (3, 1, False), (3, 2, False), (4, 1, True), (4, 2, True),
    ]  # fmt: skip
    text, html = bodies(mail(shipped, CASE, held))
    assert "Held because: dmarc=fail" in text
    assert '"ok" does not approve it; write "release 3: reason".' in text
    assert "4. Position CEPT/Resolution 20" in text
    assert "dmarc=fail" in html


def test_one_change_has_no_count_and_a_held_mail_says_so_in_its_subject(shipped: Directory) -> None:
    one = replace(CASE, items=CASE.items[:1])
    assert mail(shipped, one).subject == "To decide: CEPT, Annelie Sjögren: phone"
    assert mail(shipped, replace(one, state="held")).subject.startswith("To decide (held): CEPT")
    question = replace(CASE, items=(), organization=None)
    assert mail(shipped, question).subject == f"To decide: {SENDER}, Nothing to enter; something to look at"


def test_the_answer_comes_to_an_address_signed_for_this_approver(shipped: Directory) -> None:
    made = answerable(mail(shipped, CASE), 7, IDENTITY, Terms())
    address = (value_of(made.content, "Reply-To") or "").partition("<")[2].rstrip(">")
    token = read_text(address.partition("+")[2].partition("@")[0])
    assert token is not None
    assert (token.purpose, token.mail) == ("a", 7)
    assert IDENTITY.signer is not None
    assert IDENTITY.signer.proves(token, OFFICER.upper())
    assert not IDENTITY.signer.proves(token, "second@itu.example")
    plain = answerable(mail(shipped, CASE), 7, IDENTITY, Terms(subaddressing=False))
    assert value_of(plain.content, "Reply-To") is None


@pytest.mark.parametrize("why", [*VERDICT_WHY])
def test_every_reason_of_not_understanding_has_its_words(why: str) -> None:
    assert f"line_{why}" in WHY


@pytest.mark.parametrize("reason", sorted(WHY))
def test_every_refusal_is_told_with_its_line(shipped: Directory, reason: str) -> None:
    lines: list[dict[str, Any]] = [{"line": "ok {{7*7}} <b>but</b>\u202e"}]
    made = approval_answer(Told(OFFICER, "refused", reason, lines), None, shipped, IDENTITY, "mail-1", NOW)
    text, html = bodies(made)
    assert WHY[reason].split(".")[0][:40] in " ".join(text.split())
    assert "ok {{7*7}} <b>but</b><U+202E>" in text
    assert "<b>but" not in html


def test_what_a_phone_quotes_of_the_request_is_unchanged(shipped: Directory) -> None:
    """The request's own text, quoted whole, is read as it was sent: no correction is found in it."""
    long = replace(PHONE, fields={"job_title": FieldChange(None, "Head of " + "very " * 60 + "long titles"),
                                  "phone": FieldChange("+46846500442", "+46846500499")})  # fmt: skip
    case = replace(CASE, items=(Item(1, long, "pending"), CASE.items[1]))
    text, _ = bodies(mail(shipped, case))
    quote = "\n".join(f"> {line}" for line in text.splitlines())
    made = asked(shipped, IDENTITY, case)
    found = read(split(f"ok\n\nOn 14 December 2020 at 12:00, TSB wrote:\n{quote}\n"), _asked(made))
    assert not found.troubles
    assert [(each.verb, dict(each.values)) for each in found.verdicts] == [("approve", {})] * 2


def _asked(made: Asking) -> list[Asked]:
    return [
        Asked(number, place.heading, {name: Value(*value) for name, value in place.fields.items()}, place.held)
        for number, place in enumerate(made.places, 1)
    ]  # fmt: skip


def test_a_place_is_kept_as_json(shipped: Directory) -> None:
    for place in asked(shipped, IDENTITY, CASE).places:
        assert Place.from_json(place.to_json()) == place


def test_the_receipt_tells_each_number_and_asks_what_is_open(shipped: Directory) -> None:
    text, _ = bodies(told(shipped, IDENTITY, CASE))
    assert "1. Contact Annelie Sjögren (cept-1): approved" in text
    assert "As you corrected it: +46 8 465 004 98" in text
    assert "2. Position CEPT/Resolution 20: left for later" in text
    assert text.index("This is open:") < text.index("1. Position CEPT/Resolution 20")


def test_the_request_ends_on_the_programmes_day(shipped: Directory) -> None:
    late = datetime(2020, 12, 15, 23, 30, tzinfo=UTC)  # already the 16th in Geneva
    made = asking([CASE], shipped, wording_of(OFFICER, shipped, IDENTITY), Terms(days=1), "", late)
    assert made is not None
    assert made.until.date() == date(2020, 12, 17)
    assert made.cases[0].link is None
