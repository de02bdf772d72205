"""Deciding on a case's page: what is entered, what must be confirmed, and that nothing is decided twice."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from mailbot.directory.apply import Provenance, apply, current
from mailbot.directory.change import Change, FieldChange
from mailbot.review.queue import get_case
from mailbot.store.tables import ChangeRow, DecisionRow, RevisionRow

from ..browser import Browser, add_account, signed_in
from ..conftest import NOW, Site
from .conftest import TakeIn
from .desk import act, forged, form_of, phone_change, several_changes, unproven

NEW = "+46846500499"


def phone(site: Site, key: str = "cept-1") -> Any:
    with site.wiring.store.begin() as session:
        found = current(session, "contact", key)
        return found and found["phone"]


def state(site: Site, number: int) -> str:
    with site.wiring.store.begin() as session:
        return get_case(session, number).state


def decisions(site: Site) -> int:
    with site.wiring.store.begin() as session:
        return session.scalar(select(func.count(DecisionRow.id))) or 0


def test_an_approval_enters_it_and_leads_to_the_next_case(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    first, second = taken(phone_change(), several_changes())
    answer = act(officer, first, "approve", 1)
    assert answer.status == 303
    assert answer.headers["location"] == f"../../../console/cases/{second}?done=approve&of={first}"
    assert phone(console) == NEW
    assert state(console, first) == "approved"
    page = officer.get(f"/console/cases/{second}?done=approve&of={first}").text
    assert "Approved." in page
    assert f'href="../../console/cases/{first}"' in page
    with console.wiring.store.begin() as session:
        revision = session.scalars(select(RevisionRow).order_by(RevisionRow.id.desc())).first()
        assert revision is not None
        assert revision.actor == "ada@itu.example"
        assert revision.excerpt == "my phone number should read +46 8 465 00 499."


def test_of_several_changes_one_is_approved_and_the_case_stays(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(several_changes())
    answer = act(officer, number, "approve", 2)
    assert answer.headers["location"] == f"../../../console/cases/{number}?done=approve"
    assert state(console, number) == "partly"


def test_a_removal_is_not_approved_without_the_second_confirmation(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(several_changes())
    page = officer.get(f"/console/cases/{number}").text
    assert "It removes an entry." in page
    refused = act(officer, number, "approve", 1, confirm="")
    assert refused.status == 422
    assert "confirm first" in refused.text
    assert decisions(console) == 0
    assert act(officer, number, "approve", None, confirm="").status == 422  # nor together with the others
    assert act(officer, number, "approve", 1, confirm="yes").status == 422  # nor with a word of one's own
    assert act(officer, number, "approve", 1).status == 303
    with console.wiring.store.begin() as session:
        assert current(session, "contact", "cept-2") is None


def test_an_unproven_sender_is_not_approved_in_passing(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(unproven())
    assert "not proven" in officer.get(f"/console/cases/{number}").text
    assert act(officer, number, "approve", 1, confirm="").status == 422
    assert phone(console, "atu-1") == "+254202000142"
    assert act(officer, number, "approve", 1).status == 303
    assert phone(console, "atu-1") == "+254202000199"


def test_a_reader_who_is_not_sure_must_be_confirmed(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    with console.wiring.store.begin() as session:
        row = session.scalars(select(ChangeRow)).one()
        row.change = {**row.change, "confidence": 0.6}
    assert "not sure" in officer.get(f"/console/cases/{number}").text
    assert act(officer, number, "approve", 1, confirm="").status == 422
    assert act(officer, number, "approve", 1).status == 303


def changed_meanwhile(site: Site, value: str = "+46846500111") -> None:
    with site.wiring.store.begin() as session:
        old = current(session, "contact", "cept-1")
        assert old is not None
        change = Change("contact", "update", "cept-1", "CEPT", {"phone": FieldChange(old["phone"], value)})
        apply(session, change, Provenance("operator", NOW))


def test_a_conflict_is_shown_from_three_sides_and_confirmed(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(phone_change())
    changed_meanwhile(console)
    page = officer.get(f"/console/cases/{number}").text
    assert "Conflict" in page
    assert "+46846500442" in page  # what the sender saw
    assert "+46846500111" in page  # what is on file by now
    assert act(officer, number, "approve", 1, confirm="").status == 422
    assert act(officer, number, "approve", 1).status == 303
    assert phone(console) == NEW


def test_what_was_confirmed_is_what_was_shown(console: Site, officer: Browser, taken: TakeIn) -> None:
    """The value on file moves once more between the page and the click: the box says nothing of that."""
    (number,) = taken(phone_change())
    changed_meanwhile(console)
    form = form_of(officer.get(f"/console/cases/{number}").text, 1, "approve")
    changed_meanwhile(console, "+46846500222")
    answer = officer.post(f"/console/cases/{number}/decide", form)
    assert answer.status == 422
    assert phone(console) == "+46846500222"


def test_a_value_that_moved_before_the_click_is_not_overwritten(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(phone_change())
    form = form_of(officer.get(f"/console/cases/{number}").text, 1, "approve")
    changed_meanwhile(console)
    answer = officer.post(f"/console/cases/{number}/decide", form)
    assert answer.status == 422
    assert phone(console) == "+46846500111"


def test_the_same_form_twice_has_one_effect(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    form = form_of(officer.get(f"/console/cases/{number}").text, 1, "approve")
    assert officer.post(f"/console/cases/{number}/decide", form).status == 303
    again = officer.post(f"/console/cases/{number}/decide", form)
    assert again.status == 409
    assert decisions(console) == 1
    with console.wiring.store.begin() as session:
        made = session.scalar(select(func.count(RevisionRow.id)).where(RevisionRow.change_id.is_not(None)))
        assert made == 1


def test_whoever_comes_second_sees_what_the_first_did(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(several_changes())
    other = signed_in(console, "ben@itu.example")
    mine = form_of(officer.get(f"/console/cases/{number}").text, 2, "approve")
    theirs = {**form_of(other.get(f"/console/cases/{number}").text, 2, "reject"), "reason": "not agreed"}
    assert officer.post(f"/console/cases/{number}/decide", mine).status == 303
    answer = other.post(f"/console/cases/{number}/decide", theirs)
    assert answer.status == 409
    assert "has changed since you opened it" in answer.text
    assert "<bdi>ada@itu.example</bdi> approved (2)" in answer.text
    assert decisions(console) == 1


def test_a_rejection_needs_a_reason(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    assert act(officer, number, "reject", 1, reason=" ").status == 422
    assert state(console, number) == "pending"
    assert act(officer, number, "reject", 1, reason="not agreed by your plenary").status == 303
    assert state(console, number) == "rejected"
    assert "not agreed by your plenary" in officer.get(f"/console/cases/{number}").text


def test_a_held_case_takes_a_reason_to_release_it(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(forged())
    page = officer.get(f"/console/cases/{number}").text
    assert "probably forged" in page
    assert act(officer, number, "approve", 1).status == 422
    assert act(officer, number, "approve", 1, release="I have called her", confirm="").status == 422
    assert phone(console) != NEW
    assert act(officer, number, "approve", 1, release="I have called her").status == 303
    assert phone(console) == NEW
    assert "I have called her" in officer.get(f"/console/cases/{number}").text


def test_what_was_approved_is_taken_back(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    before = phone(console)
    act(officer, number, "approve", 1)
    answer = act(officer, number, "undo", 1)
    assert answer.headers["location"] == f"../../../console/cases/{number}?done=undo"
    assert phone(console) == before


def test_a_case_of_questions_only_is_dealt_with(console: Site, officer: Browser, taken: TakeIn) -> None:
    from .desk import mail

    (number,) = taken(mail("someone@nowhere.example", "A question", "Who is the focal point of RCC?"))
    assert act(officer, number, "approve").status == 303
    assert state(console, number) == "approved"


def test_two_officers(console: Site, officer: Browser, taken: TakeIn) -> None:
    object.__setattr__(
        console.wiring, "settings",
        console.wiring.settings.model_copy(update={
            "review": console.wiring.settings.review.model_copy(update={"two_officers": ("focal_point",)})}),
    )  # fmt: skip
    (number,) = taken(phone_change())
    first = act(officer, number, "approve", 1)
    assert first.status == 303
    assert "done=second" in first.headers["location"]
    assert phone(console) != NEW
    mine = officer.get(f"/console/cases/{number}").text
    assert "another officer must do so" in mine
    assert 'value="approve"' not in mine
    other = signed_in(console, "ben@itu.example")
    assert "it needs your approval, too" in other.get(f"/console/cases/{number}").text
    assert "needs your approval, too" in other.get("/console").text
    assert act(other, number, "approve", 1).status == 303
    assert phone(console) == NEW


@pytest.mark.parametrize("path", ["decide", "ask", "add", "amend/1"])
def test_threat_41_a_post_without_the_token_does_nothing(
    console: Site, officer: Browser, taken: TakeIn, path: str
) -> None:
    (number,) = taken(phone_change())
    form = form_of(officer.get(f"/console/cases/{number}").text, 1, "approve")
    other = signed_in(console, "eve@itu.example")
    for wrong in ("", "x", hidden_csrf(other, number)):
        assert officer.post(f"/console/cases/{number}/{path}", {**form, "csrf": wrong}).status == 403
    assert decisions(console) == 0


def hidden_csrf(browser: Browser, number: int) -> str:
    return form_of(browser.get(f"/console/cases/{number}").text, 1, "approve")["csrf"]


def test_a_form_of_nonsense_is_refused(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    form = form_of(officer.get(f"/console/cases/{number}").text, 1, "approve")
    for wrong in (
        {"verb": "delete"},
        {"version": "x"},
        {"version": "9" * 30},
        {"change": "-1"},
        {"known": ""},
    ):
        assert officer.post(f"/console/cases/{number}/decide", {**form, **wrong}).status == 422, wrong
    assert officer.post(f"/console/cases/{number}/decide", {**form, "change": "77"}).status in (409, 422)
    assert officer.post("/console/cases/4242/decide", form).status == 404
    assert officer.get("/console/cases/4242").status == 404
    assert officer.get(f"/console/cases/{2**70}").status == 422
    assert decisions(console) == 0


@pytest.mark.parametrize(
    ("role", "may"),
    [("viewer", set()), ("editor", {"amend", "ask", "add"}), ("officer", {"amend", "ask", "add", "decide"})],
)
def test_a_role_sees_the_buttons_that_it_can_use_and_no_others(
    console: Site, taken: TakeIn, role: str, may: set[str]
) -> None:
    (number,) = taken(phone_change())
    browser = Browser(console)
    browser.sign_in(add_account(console, "cleo@itu.example", role))
    page = browser.get(f"/console/cases/{number}").text
    found = {
        "decide": "/decide" in page, "amend": f"/console/cases/{number}/amend/1" in page,
        "ask": f"/console/cases/{number}/ask" in page, "add": f"/console/cases/{number}/add" in page,
    }  # fmt: skip
    assert {name for name, is_there in found.items() if is_there} == may
    token = {"csrf": hidden_token(browser), "version": "1", "known": "0", "verb": "nothing", "text": " "}
    for path, verb in {"decide": "decide", "amend/1": "amend", "ask": "ask", "add": "add"}.items():
        status = browser.post(f"/console/cases/{number}/{path}", token).status
        assert (status == 403) == (verb not in may), (path, status)
    queue = browser.get("/console").text
    assert ("Approve the selected" in queue) == ("decide" in may)
    assert (browser.post("/console", {**token, "case": f"{number}:1"}).status == 403) == ("decide" not in may)
    assert (browser.get("/console/accounts").status == 403) == (role != "officer")


def hidden_token(browser: Browser) -> str:
    from .desk import hidden

    return hidden(browser.get("/account").text, "csrf")


def test_nobody_gets_in_without_signing_in(console: Site, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    for path in ("", "/cases", f"/cases/{number}", f"/cases/{number}/html", f"/cases/{number}/source", "/events",
                 f"/cases/{number}/source.eml", f"/cases/{number}/attachments/1", "/quarantine", "/outbox", "/papers",
                 "/log", "/log.csv", "/log.json", "/accounts", "/records/contact?id=cept-1"):  # fmt: skip
        answer = console.ask("GET", f"/console{path}")
        assert answer.status == 303, path
        assert "sign-in" in answer.headers["location"]
        assert b"annelie" not in answer.body.lower()
