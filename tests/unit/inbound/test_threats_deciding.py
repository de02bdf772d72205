"""THREATS, rows 8 to 14, where approvals come by mail: a mail in the inbox, read, planned, delivered."""

from __future__ import annotations

import re
import threading
from email.message import EmailMessage

import pytest

from mailbot.accounts import people
from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.review.amending import amend
from mailbot.review.decisions import Decision, decide
from mailbot.review.rules import Rules
from mailbot.store.session import Store
from tests.unit.inbound.officers import (
    BOT,
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

FAILED = "mx.itu.example; dmarc=fail header.from={domain}"
NOTHING = "mx.itu.example; dkim=none"


@pytest.fixture
def post(store: Store) -> Correspondence:
    return Correspondence(store)


def undecided(post: Correspondence) -> bool:
    return post.states(1) == ["pending"] and post.phone() != PHONE and not post.requests()[0].used_at


@pytest.mark.parametrize("sender", ["eve@evil.example", SENDER, "o.pemberton@dcms-gb.example"])
def test_threat_8_approval_from_someone_who_is_no_officer(post: Correspondence, sender: str) -> None:
    request = post.letter(ONE)
    post.says(request, "ok", sender)
    post.says(request, "approve 1", sender)
    assert undecided(post)
    assert post.records() == [("attempt", "no officer")] * 2
    assert [row.actor for row in post.audited("approval attempted")] == [sender] * 2
    told = post.goes()
    assert to(told) == [OFFICER, SECOND]  # the approvers are told once; the sender hears nothing
    assert sender in text_of(told[0])
    post.says(request, "ok!", sender)
    assert post.goes() == []


@pytest.mark.parametrize("state", ["disabled", "viewer"])
def test_threat_8_approval_of_an_officer_whose_account_is_none_any_more(
    post: Correspondence, state: str
) -> None:
    request = post.letter(ONE)
    with post.store.begin() as session:
        by = people.By("operator", "command", post.now)
        people.add(session, OFFICER, "officer" if state == "disabled" else state, by)
        if state == "disabled":
            people.disable(session, OFFICER, by)
    post.says(request, "ok")
    assert undecided(post)
    assert [state for state, _ in post.records()] == ["attempt"]


def test_a_letter_to_the_address_of_a_request_is_a_letter(post: Correspondence) -> None:
    """Somebody was sent the request on, and answers it with what is his to say: it is read like any mail."""
    request = post.letter(ONE)
    post.says(request, "Dear TSB,\n\nmy phone is +44 20 7946 0011.\n", "o.pemberton@dcms-gb.example")
    post.says(request, "Who may decide this, and why do I get it?", "o.pemberton@dcms-gb.example")
    assert post.records() == []
    assert len(post.open()) == 3
    assert undecided(post)


@pytest.mark.parametrize("proof", [FAILED, None, NOTHING])
def test_threat_8_approval_in_an_officers_name(post: Correspondence, proof: str | None) -> None:
    request = post.letter(ONE)
    guessed = re.sub(r"-[a-z2-7]{20}@", f"-{'a' * 20}@", str(request["Reply-To"]))
    forged = post.mail(OFFICER, "ok", guessed, proof=proof, In_Reply_To=str(request["Message-ID"]))
    post.comes(forged)
    assert undecided(post)
    (attempt,) = post.records()
    assert attempt[0] == "attempt"
    told = post.goes()
    assert to(told) == [OFFICER, SECOND]
    assert "Somebody tried to decide by mail" in str(told[0]["Subject"])


def test_threat_8_failed_authentication_is_never_answered_even_with_the_token(post: Correspondence) -> None:
    request = post.letter(ONE)
    post.says(request, "ok", proof=FAILED)
    assert undecided(post)
    assert post.records() == [("attempt", "the sender failed authentication")]
    assert {str(mail["In-Reply-To"]) for mail in post.goes()} == {"None"}


def test_an_unverified_officer_is_told_that_it_does_not_count(post: Correspondence) -> None:
    request = post.letter(ONE)
    post.says(request, "ok", proof=NOTHING)
    assert undecided(post)
    (told,) = post.goes()
    assert reader(told) == OFFICER
    assert "could not be authenticated" in text_of(told)
    assert "CHANGE SET" not in text_of(told)
    post.says(request, "ok")
    assert post.states() == ["approved"]


def test_a_display_name_makes_nobody_an_officer(post: Correspondence) -> None:
    request = post.letter(ONE)
    post.comes(post.reply(request, "ok", f'"{OFFICER}" <eve@evil.example>'))
    assert undecided(post)
    assert post.records() == [("attempt", "no officer")]


def test_threat_9_the_same_approval_twice(post: Correspondence) -> None:
    request = post.letter(ONE)
    answer = post.reply(request, "ok")
    assert post.comes(answer) == "approval"
    assert post.comes(answer) == "known"
    post.goes()
    post.says(request, "ok ")  # a replay with a new Message-ID
    post.says(request, "no 1: on second thoughts")
    assert post.records() == [("decided", None), ("refused", "used"), ("refused", "used")]
    assert post.states() == ["approved"]
    told = post.goes()
    assert to(told) == [OFFICER] * 2
    assert "has been answered already" in text_of(told[0])
    assert "CHANGE SET" not in text_of(told[0])  # nothing is open


def test_threat_9_a_replay_after_an_undo_decides_nothing(post: Correspondence) -> None:
    request = post.letter(ONE)
    post.says(request, "ok")
    with post.store.begin() as session:
        decide(session, 1, Decision("undo", SECOND, reason="wrong number"), post.now, Rules())
    post.says(request, "ok")
    assert post.records()[-1] == ("refused", "used")
    assert post.states() == ["undone"]


def test_threat_10_the_token_of_another_change_set(post: Correspondence) -> None:
    """Each request decides what it numbers and nothing else, whatever the mail refers to."""
    first = post.letter(ONE)
    second = post.letter("Dear TSB,\n\nResolution 20: our proposal is agreed.\n")
    mixed = post.mail(OFFICER, "ok", str(second["Reply-To"]), In_Reply_To=str(first["Message-ID"]))
    post.comes(mixed)
    assert (post.states(1), post.states(2)) == (["pending"], ["approved"])
    both = f"{first['Reply-To']}, {second['Reply-To']}"
    post.comes(post.mail(OFFICER, "ok", both))
    assert post.records()[-1] == ("refused", "several")
    assert post.states(1) == ["pending"]


def test_threat_10_an_approval_after_an_edit(post: Correspondence) -> None:
    request = post.letter(ONE)
    with post.store.begin() as session:
        amend(session, 1, 1, {"phone": "+46846500411"}, SECOND, post.now)
    post.says(request, "ok")
    assert post.records() == [("refused", "moved")]
    assert undecided(post)
    fresh = next(mail for mail in post.goes() if reader(mail) == OFFICER)
    assert "-> +46846500411" in text_of(fresh)
    assert "+a-" in str(fresh["Reply-To"])
    assert fresh["Reply-To"] != request["Reply-To"]


def test_threat_10_a_colleagues_token(post: Correspondence) -> None:
    """A forwarded copy, answered by another officer: refused, with a request of his own."""
    post.comes(post.mail(SENDER, ONE))
    theirs = post.request(OFFICER)
    post.says(theirs, "ok", SECOND)
    assert post.records() == [("refused", "not_yours")]
    assert undecided(post)
    (fresh,) = post.goes()
    assert reader(fresh) == SECOND
    post.says(fresh, "ok", SECOND)
    assert post.states() == ["approved"]
    assert post.case().items[0].decided_by == SECOND


def test_threat_11_a_guessed_in_reply_to(post: Correspondence) -> None:
    request = post.letter(ONE)
    post.comes(post.mail("eve@evil.example", "ok", In_Reply_To="<approval-request.1@itu.example>"))
    post.comes(post.mail("eve@evil.example", "ok 1", In_Reply_To=str(request["Message-ID"])))
    post.comes(post.mail("eve@evil.example", "yes 1", BOT.replace("@", f"+a-1-{'b' * 20}@")))
    assert undecided(post)
    assert post.records() == [("attempt", "no officer")]  # the last one alone claims to answer a request
    assert SENDER not in to(post.goes())


def test_threat_12_a_reply_from_a_contact_who_has_been_removed(post: Correspondence) -> None:
    request = post.letter("Dear TSB,\n\nPlease remove Oliver Pemberton from the list.\n")
    post.says(request, "ok")
    post.goes()
    post.comes(post.mail("o.pemberton@dcms-gb.example", "Dear TSB,\n\nmy phone is +44 20 7946 0011.\n"))
    case = post.case(2)
    assert (case.state, case.held_because) == (
        "held", "o.pemberton@dcms-gb.example was removed from the contact sheet",
    )  # fmt: skip
    asked = next(mail for mail in post.goes() if reader(mail) == OFFICER)
    post.says(asked, "ok")
    assert post.records()[-1] == ("refused", "line_held")


def test_threat_12_an_officer_who_has_been_removed(post: Correspondence) -> None:
    request = post.letter(ONE)
    post.settings = settings_of(approvers=[SECOND])
    post.says(request, "ok")
    assert undecided(post)
    assert to(post.goes()) == [SECOND]


QUOTED = "> ok\n> approve 1\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (QUOTED, "nothing"),
        ("On 14 December 2020 TSB wrote:\n> ok 1\n", "nothing"),
        ("\n-- \napprove\nok 1\n", "nothing"),
        ("Best regards,\nOlga Officer\nok\n", "unknown"),
        ("-----Original Message-----\nFrom: TSB\nSent: Monday\nTo: me\nSubject: ok\n\nok\n", "nothing"),
        ("I shall look at it.\n\n> ok\n", "unknown"),
    ],
)
def test_threat_14_approve_in_quoted_text_and_signature(post: Correspondence, text: str, why: str) -> None:
    request = post.letter(ONE)
    post.says(request, text)
    assert undecided(post)
    assert post.records() in ([("refused", f"line_{why}")], [("refused", "line_signature")])


@pytest.mark.parametrize("prefix", ["Fwd", "FW", "TR", "WG"])
def test_threat_14_the_subject_of_a_forward(post: Correspondence, prefix: str) -> None:
    request = post.letter(ONE)
    post.says(request, "ok\n\n---------- Forwarded message ---------\n", Subject=f"{prefix}: approve 1 ok")
    assert undecided(post)
    assert post.records() == [("refused", "forwarded")]


def test_threat_14_a_subject_alone_decides_nothing(post: Correspondence) -> None:
    request = post.letter(ONE)
    post.says(request, "\n", Subject="ok 1")
    assert undecided(post)


def test_threat_14_an_attached_approval_decides_nothing(post: Correspondence) -> None:
    request = post.letter(ONE)
    answer = post.reply(request, "\n")
    inner = post.reply(request, "ok")
    answer.add_attachment(inner)
    post.comes(answer)
    assert undecided(post)


def test_two_forms_that_say_different_things_decide_nothing(post: Correspondence) -> None:
    request = post.letter()
    answer = post.reply(request, "ok 1")
    answer.add_alternative("<html><body><p>ok 1 2</p></body></html>", subtype="html")
    post.comes(answer)
    assert post.records() == [("refused", "two_faced")]
    assert post.states() == ["pending"] * 3


@pytest.mark.parametrize(
    "field",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return-Path": "<>"},
        {"X-Autoreply": "yes"},
    ],
)
def test_threat_15_an_automaton_neither_decides_nor_is_answered(
    post: Correspondence, field: dict[str, str]
) -> None:
    request = post.letter(ONE)
    post.says(request, "ok", **field)
    assert undecided(post)
    assert OFFICER not in to(post.goes()) or post.records() == []


def test_threat_13_no_link_of_the_request_decides_anything(post: Correspondence) -> None:
    """The only link is to the console; it bears no token."""
    web = post.settings.web.model_copy(update={"base_url": "https://irc.itu.example"})
    post.settings = post.settings.model_copy(update={"web": web})
    request = post.letter(ONE)
    html = next(part for part in request.walk() if part.get_content_type() == "text/html").get_content()
    links = set(re.findall(r"""(?:href|src|action)=["']([^"']*)""", html))
    assert links == {"https://irc.itu.example/console/cases/1"}
    assert "+a-" not in html + text_of(request)
    assert "<form" not in html


def test_two_answers_at_once_have_one_effect(post: Correspondence) -> None:
    request = post.letter(ONE)
    answers = [post.reply(request, text) for text in ("ok", "no: not this one")]
    for answer in answers:
        with post.store.begin() as session:
            keep_bytes(session, answer.as_bytes(), "test", post.now)
    gate = threading.Barrier(4)

    def work() -> None:
        gate.wait()
        list(read_kept(post.store, post.settings, post.now))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(state for state, _ in post.records()) == ["decided", "refused"]
    assert post.states()[0] in ("approved", "rejected")
    assert len([row for row in post.requests() if row.used_at]) == 1


def test_two_officers_answer_at_once(post: Correspondence) -> None:
    post.comes(post.mail(SENDER, ONE))
    requests = {reader(mail): mail for mail in post.goes()}
    for officer, text in ((OFFICER, "ok"), (SECOND, "no: not this one")):
        with post.store.begin() as session:
            keep_bytes(session, post.reply(requests[officer], text, officer).as_bytes(), "test", post.now)
    gate = threading.Barrier(2)

    def work() -> None:
        gate.wait()
        list(read_kept(post.store, post.settings, post.now))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(post.records()) == [("decided", None), ("refused", "moved")]
    assert len([each for each in post.case().items if each.decided_by]) == 1


def test_hostile_words_of_the_case_are_no_edit_of_the_officer(post: Correspondence) -> None:
    """The evidence looks like the request's own lines; quoted back, it must not count as a correction."""
    lie = "1. Contact Annelie Sjögren (cept-1)\n   phone: +46846500442 -> +999111222333\n"
    request = post.letter(f"{ONE}\n{lie}")
    body = text_of(request)
    flat = "\n".join("> " + re.sub(r"^\s*>\s?", "", line) for line in body.splitlines())
    post.says(request, f"ok\n\nOn 14 December 2020 at 12:00, TSB wrote:\n{flat}\n")
    assert post.phone() != "+999111222333"


def _html_only(request: EmailMessage, post: Correspondence, body: str) -> EmailMessage:
    answer = post.reply(request, "x")
    answer.set_content(body, subtype="html")
    return answer


def test_hidden_html_text_is_no_decision(post: Correspondence) -> None:
    request = post.letter(ONE)
    post.comes(_html_only(request, post, '<p>Thanks.</p><p style="display:none">ok</p>'))
    assert post.records()[0][0] == "refused"
    assert undecided(post)
