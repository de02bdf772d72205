"""Deciding by mail, on the whole path: a letter, the request, an answer, what is decided and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.inbound.rereading import chosen, reread
from mailbot.review.amending import amend
from mailbot.review.decisions import Decision, decide
from mailbot.review.rules import Rules
from mailbot.settings import Settings
from mailbot.store.session import Store
from tests.conftest import NOON
from tests.unit.inbound.officers import (
    BOT,
    LETTER,
    OFFICER,
    ONE,
    PHONE,
    SECOND,
    SENDER,
    Correspondence,
    reader,
    settings_of,
    text_of,
    to,
)


@pytest.fixture
def post(store: Store) -> Correspondence:
    return Correspondence(store)


def test_some_are_approved_and_others_refused_with_the_reason(post: Correspondence) -> None:
    request = post.letter()
    assert post.says(request, "ok 2 3, no 1: he is still with you\n") == "approval"
    assert post.records() == [("decided", None)]
    assert post.states() == ["rejected", "approved", "approved"]
    assert [item.decided_by for item in post.case().items] == [OFFICER] * 3
    assert post.case().items[0].reason == "he is still with you"
    assert post.phone() == PHONE
    mails = {reader(mail): mail for mail in post.goes()}
    assert sorted(mails) == sorted([SENDER, OFFICER, SECOND])
    assert "he is still with you" in text_of(mails[SENDER])
    assert mails[SECOND]["Subject"] == "Decided: 2 decisions"
    assert "2. Contact Annelie Sjögren (cept-1): approved" in text_of(mails[OFFICER])
    assert "This is open" not in text_of(mails[OFFICER])
    assert post.goes() == []
    assert post.open() == []


@pytest.mark.parametrize("text", ["approve 2 3\nreject 1: he stays", "Approve 2, 3\n\n1 no: he stays\n"])
def test_the_words_of_commands_decide_in_an_answer(post: Correspondence, text: str) -> None:
    assert post.says(post.letter(), text) == "approval"
    assert post.states() == ["rejected", "approved", "approved"]


def test_a_command_that_answers_no_request_decides_nothing(post: Correspondence) -> None:
    post.letter()
    assert post.comes(post.mail(OFFICER, "approve 1")) == "command"
    assert post.states() == ["pending"] * 3
    (told,) = post.goes()
    assert "answer the request that we sent you" in " ".join(text_of(told).split())


def test_a_value_is_corrected_and_approved_and_the_rest_is_asked_again(post: Correspondence) -> None:
    request = post.letter()
    post.says(request, "2: phone: +46 8 465 004 11\nok 3\n")
    assert post.states() == ["pending", "approved", "approved"]
    assert post.phone() == "+46846500411"
    item = post.case().items[1]
    assert (item.amended_by, item.original and item.original.fields["phone"].new) == (OFFICER, PHONE)
    again = next(mail for mail in post.goes() if reader(mail) == OFFICER)
    assert "As you corrected it: +46 8 465 004 11" in text_of(again)
    assert "1. Removal of contact Oliver Pemberton (cept-2)\n   In the sender" in text_of(again)
    assert post.says(again, "ok") == "approval"
    assert post.states() == ["approved"] * 3


def test_a_value_that_cannot_be_entered_decides_nothing(post: Correspondence) -> None:
    post.says(post.letter(), "ok 3\n2 phone = ring me tomorrow\n")
    assert post.records() == [("refused", "value")]
    assert post.states() == ["pending"] * 3
    assert post.case().version == 1
    assert "phone" in text_of(next(m for m in post.goes() if reader(m) == OFFICER))


def test_holding_changes_nothing_and_the_request_stays_good(post: Correspondence) -> None:
    request = post.letter()
    post.says(request, "hold")
    assert post.records() == [("deferred", None)]
    (told,) = post.goes()
    assert "You can still answer the request." in text_of(told)
    post.says(request, "ok\n\nSent from my iPhone")
    assert post.states() == ["approved"] * 3


def test_an_answer_that_is_not_understood_decides_nothing_and_is_asked_again(post: Correspondence) -> None:
    request = post.letter()
    post.says(request, "ok 2\nbut please wait with the rest")
    assert post.records() == [("refused", "line_unknown")]
    assert post.states() == ["pending"] * 3
    (told,) = post.goes()
    assert told["Subject"] == f"Not decided: Re: {request['Subject']}"
    assert "> but please wait with the rest" in text_of(told)
    (noted,) = post.audited("approval refused")
    assert (noted.actor, noted.door, noted.detail and noted.detail["why"]) == (
        OFFICER,
        "mail",
        "line_unknown",
    )
    assert post.says(told, "ok 2") == "approval"  # below the explanation stands a fresh request
    assert post.states() == ["pending", "approved", "pending"]


def test_what_is_held_needs_a_release_with_a_reason(post: Correspondence) -> None:
    failed = "mx.itu.example; dmarc=fail header.from={domain}"
    request = post.letter(ONE, proof=failed)
    assert str(request["Subject"]).startswith("To decide (held): CEPT")
    assert "release 1: reason" in text_of(request)
    for text, why in (("ok", "line_held"), ("ok 1", "line_held"), ("release 1", "line_reason")):
        post.says(request, text)
        assert post.records()[-1] == ("refused", why)
    post.says(request, "release 1: she told me so on the phone")
    assert post.states() == ["approved"]
    post.goes()
    assert post.phone() == PHONE


def test_what_has_only_questions_is_settled_with_ok(post: Correspondence) -> None:
    request = post.letter(
        "Dear TSB,\n\nI hear that Mr Smith of ATU has a new telephone number. Is that so?\n"
    )
    assert "1. Nothing to enter; something to look at" in text_of(request)
    post.says(request, "ok")
    assert post.case().state == "approved"
    assert post.open() == []


def test_two_officers_must_approve(store: Store) -> None:
    post = Correspondence(store, settings_of(two_officers=["focal_point"]))
    first = post.letter(ONE)
    second = next(row for row in post.requests() if row.approver == SECOND)
    assert second.used_at is None
    post.says(first, "ok")
    assert (post.states(), post.case().items[0].seconded_by) == (["pending"], OFFICER)
    mails = {reader(mail): " ".join(text_of(mail).split()) for mail in post.goes()}
    assert "approved by you; a second officer must approve it, too" in mails[OFFICER]
    assert "This is open" not in mails[OFFICER]
    assert "a second officer must approve it, too" in mails[SECOND]
    assert "This is open" not in mails[SECOND]  # his own request is as good as before
    assert SENDER not in mails


def test_the_second_officer_answers_his_own_request(store: Store) -> None:
    post = Correspondence(store, settings_of(two_officers=["focal_point"]))
    post.comes(post.mail(SENDER, ONE))
    requests = {reader(mail): mail for mail in post.goes()}
    post.says(requests[OFFICER], "ok")
    post.says(requests[SECOND], "ok", SECOND)
    assert post.states() == ["approved"]
    assert post.phone() == PHONE
    assert SENDER in to(post.goes())


def test_several_cases_are_numbered_through_the_mail(post: Correspondence) -> None:
    post.comes(post.mail(SENDER, ONE))
    post.comes(post.mail(SENDER, "Dear TSB,\n\nResolution 20: our proposal is agreed.\n"))
    request = post.request()
    assert "(2 changes)" in str(request["Subject"])
    post.says(request, "no 1: not this one\nok 2")
    assert (post.states(1), post.states(2)) == (["rejected"], ["approved"])


def test_a_colleagues_decision_on_another_case_does_not_spoil_the_answer(post: Correspondence) -> None:
    post.comes(post.mail(SENDER, ONE))
    post.comes(post.mail(SENDER, "Dear TSB,\n\nResolution 20: our proposal is agreed.\n"))
    request = post.request()
    with post.store.begin() as session:
        decide(session, 1, Decision("approve", "someone"), post.now, Rules())
    post.says(request, "ok 2")
    assert post.states(2) == ["approved"]


@pytest.mark.parametrize("door", ["web", "command line"])
def test_what_is_decided_elsewhere_is_told_once_to_those_who_were_asked(
    post: Correspondence, door: str
) -> None:
    post.letter()
    with post.store.begin() as session:
        decide(session, 1, Decision("approve", OFFICER, only=(2,)), post.now, Rules())
        decide(session, 1, Decision("reject", OFFICER, only=(1,), reason="no"), post.now, Rules())
    told = [mail for mail in post.goes() if str(mail["Subject"]).startswith("Decided")]
    assert to(told) == [SECOND]
    assert "Removal of contact Oliver Pemberton" in text_of(told[0])
    assert post.goes() == []


def test_what_is_left_open_is_asked_anew_of_the_others(post: Correspondence) -> None:
    post.says(post.letter(), "ok 2")
    told = next(mail for mail in post.goes() if reader(mail) == SECOND)
    assert "1. Removal of contact Oliver Pemberton" in text_of(told)
    assert "phone" not in text_of(told).partition("This is open:")[2].partition("To decide")[0]
    post.says(told, "no 1: he stays\nok 2", SECOND)
    assert post.states() == ["rejected", "approved", "approved"]


def test_who_was_not_asked_is_told_nothing(store: Store) -> None:
    post = Correspondence(store, settings_of(approvers=[OFFICER]))
    post.letter(ONE)
    post.settings = settings_of()
    with store.begin() as session:
        decide(session, 1, Decision("approve", OFFICER), post.now, Rules())
    assert to(post.goes()) == [SENDER]


def test_a_request_that_has_not_left_is_dropped_when_all_of_it_is_decided(post: Correspondence) -> None:
    from mailbot.outbound.planner import plan

    post.comes(post.mail(SENDER, ONE))
    plan(post.store, post.settings, post.now)
    with post.store.begin() as session:
        decide(session, 1, Decision("approve", "someone"), post.now, Rules())
    assert to(post.goes()) == [SENDER]


def test_an_answer_to_an_expired_request_is_refused_with_a_fresh_one(post: Correspondence) -> None:
    request = post.letter(ONE)
    post.now += timedelta(days=7)
    post.says(request, "ok")
    assert post.records() == [("refused", "expired")]
    fresh = next(mail for mail in post.goes() if mail["In-Reply-To"] == "<2@x.example>")
    post.says(fresh, "ok")
    assert post.states() == ["approved"]


def test_without_subaddresses_the_message_id_is_the_proof(store: Store) -> None:
    settings = Settings(
        review={"approvers": [OFFICER, SECOND]}, trust={"authserv_ids": ["mx.itu.example"]},
        identity={"address": BOT, "subaddressing": False},
    )  # type: ignore[arg-type]  # fmt: skip
    post = Correspondence(store, settings)
    request = post.letter(ONE)
    assert request["Reply-To"] is None
    post.comes(post.mail(OFFICER, "ok"))  # names no mail of ours: an ordinary mail
    assert post.records() == []
    post.comes(post.reply(request, "ok", SECOND))
    assert post.records() == [("refused", "not_yours")]
    post.comes(post.reply(request, "ok"))
    assert post.states() == ["approved"]


def test_with_subaddresses_the_message_id_alone_is_not_enough(post: Correspondence) -> None:
    request = post.letter(ONE)
    post.comes(post.mail(OFFICER, "ok", In_Reply_To=str(request["Message-ID"])))
    assert post.records() == [("refused", "token")]
    assert post.states() == ["pending"]


def test_the_same_words_that_are_not_understood_are_answered_once(post: Correspondence) -> None:
    """Row 17: an absence notice that no header gives away, a hundred rounds."""
    mail = post.letter(ONE)
    for _ in range(10):
        post.says(mail, "I am travelling this week; kindly be patient.")
        answers = post.goes()
        if not answers:
            break
        (mail,) = answers
    assert post.records() == [("refused", "line_unknown")] * 2
    assert post.states() == ["pending"]


def test_reading_an_answer_again_changes_nothing(post: Correspondence) -> None:
    request = post.letter()
    post.says(request, "ok 2")
    with post.store.begin() as session:
        ids = chosen(session, [], None)
    list(reread(post.store, post.settings, ids, "operator", post.now))
    assert post.states() == ["pending", "approved", "pending"]
    assert post.open() == ["1"]


def test_an_amendment_after_the_request_makes_it_stale(post: Correspondence) -> None:
    request = post.letter(ONE)
    with post.store.begin() as session:
        amend(session, 1, 1, {"phone": "+46846500411"}, SECOND, post.now)
    post.says(request, "ok")
    assert post.records() == [("refused", "moved")]
    fresh = next(mail for mail in post.goes() if reader(mail) == OFFICER)
    assert "-> +46846500411" in text_of(fresh)
    assert f"Corrected by {SECOND}." in text_of(fresh)
    post.says(fresh, "ok")
    assert post.phone() == "+46846500411"


def test_an_approver_who_is_one_no_more_decides_nothing(post: Correspondence) -> None:
    request = post.letter(LETTER)
    post.settings = settings_of(approvers=[SECOND])
    post.says(request, "ok")
    assert post.records() == [("attempt", "no officer")]
    assert post.states() == ["pending"] * 3
    assert to(post.goes()) == [SECOND]


@pytest.mark.parametrize("name", ["Olga Officer", "=?utf-8?q?Officer=2C_Olga?=", '"Officer, Olga"'])
def test_an_officers_name_is_written_in_any_way(post: Correspondence, name: str) -> None:
    answer = post.reply(post.letter(ONE), "ok").as_bytes().replace(
        b"From: officer@itu.example", f"From: {name} <Officer@ITU.example>".encode()
    )  # fmt: skip
    post.comes(answer)
    assert post.states() == ["approved"]


def test_what_waits_two_working_days_is_asked_once_more(post: Correspondence) -> None:
    request = post.letter()  # a Monday
    post.says(request, "ok 2")
    post.goes()
    post.now = NOON + timedelta(days=1, hours=20)
    assert [mail for mail in post.goes() if "Reminder" in str(mail["Subject"])] == []
    post.now = NOON + timedelta(days=2)
    reminders = {reader(mail): mail for mail in post.goes()}
    assert sorted(reminders) == [OFFICER, SECOND]
    again = reminders[SECOND]
    assert again["Subject"] == "Reminder: this has waited 2 working days for your decision"
    assert "1. Removal of contact Oliver Pemberton" in text_of(again)
    assert "Annelie Sjögren (cept-1)" not in text_of(again)
    assert "+a-" in str(again["Reply-To"])
    assert post.goes() == []
    post.now += timedelta(days=2)
    assert [mail for mail in post.goes() if "Reminder" in str(mail["Subject"])] == []
    post.says(again, "no 1: he stays\nok 2", SECOND)
    assert post.states() == ["rejected", "approved", "approved"]


def test_what_is_decided_in_time_is_not_reminded_of(post: Correspondence) -> None:
    post.says(post.letter(), "ok")
    post.goes()
    post.now = NOON + timedelta(days=2)
    assert post.goes() == []


def test_a_first_approval_with_a_correction_is_shown_to_the_second_officer(store: Store) -> None:
    post = Correspondence(store, settings_of(two_officers=["focal_point"]))
    post.says(post.letter(ONE), "1 phone = +46 8 465 004 11")
    told = next(mail for mail in post.goes() if reader(mail) == SECOND)
    assert "-> +46846500411" in text_of(told)
    post.says(told, "ok", SECOND)
    assert post.phone() == "+46846500411"
