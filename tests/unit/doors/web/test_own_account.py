"""What somebody changes of his own account."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from mailbot.accounts import people
from mailbot.store.tables import AuditRow

from .browser import PASSWORD, Browser, signed_in
from .conftest import Site

NEW = "seven herrings in a cupboard"


def password(browser: Browser, present: str = PASSWORD, new: str = NEW, again: str | None = None) -> int:
    form = {"present": present, "new": new, "again": new if again is None else again}
    return browser.send("/account/password", form, page="/account").status


def test_a_new_password_ends_every_session_but_this(site: Site) -> None:
    ada, elsewhere = signed_in(site), Browser(site)
    elsewhere.sign_in("ada@itu.example")
    before = ada.cookies["__Host-mailbot"]
    assert "You are signed in with 2 browsers" in ada.get("/account").text
    assert password(ada) == 303
    assert ada.cookies["__Host-mailbot"] != before
    page = ada.get("/account?done=password").text
    assert "The password is changed." in page
    assert "This is the only browser in which you are signed in." in page
    assert elsewhere.get("/account").status == 303
    assert Browser(site, {"__Host-mailbot": before}).get("/account").status == 303
    assert elsewhere.sign_in("ada@itu.example").status == 422
    assert elsewhere.sign_in("ada@itu.example", NEW).status == 303
    with site.wiring.store.begin() as session:
        noted = session.scalars(select(AuditRow).where(AuditRow.verb == "password changed")).one()
        assert (noted.actor, noted.door, noted.what) == ("ada@itu.example", "web", "account ada@itu.example")
        assert NEW not in repr([vars(row) for row in session.scalars(select(AuditRow))])


@pytest.mark.parametrize(
    ("present", "new", "again", "says"),
    [
        ("something else entirely", NEW, NEW, "Your present password is not right."),
        (PASSWORD, NEW, NEW + "x", "The two new passwords differ."),
        (PASSWORD, "short", "short", "The password is too short"),
        (PASSWORD, "x" * 3 + "ada@itu.example", "x" * 3 + "ada@itu.example", "your own name or address"),
        (PASSWORD, "Password123456", "Password123456", "first that a guesser tries"),
        (PASSWORD, "ab" * 80, "ab" * 80, "The password is too long"),
    ],
)
def test_a_password_that_is_refused_changes_nothing(
    site: Site, present: str, new: str, again: str, says: str
) -> None:
    ada = signed_in(site)
    form = {"present": present, "new": new, "again": again}
    refused = ada.send("/account/password", form, page="/account")
    assert refused.status == 422
    assert says in refused.text
    assert ada.get("/account").status == 200
    assert Browser(site).sign_in("ada@itu.example").status == 303


def test_a_browser_left_open_is_no_way_to_guess_the_password(site: Site) -> None:
    ada = signed_in(site)
    assert {password(ada, "a guess, another guess") for _ in range(5)} == {422}
    form = {"present": PASSWORD, "new": NEW, "again": NEW}
    refused = ada.send("/account/password", form, page="/account")
    assert refused.status == 429
    assert 10 <= int(refused.headers["retry-after"]) <= 15  # the seconds that have gone by meanwhile count


def test_signed_out_everywhere_else(site: Site) -> None:
    ada, elsewhere = signed_in(site), Browser(site)
    elsewhere.sign_in("ada@itu.example")
    assert ada.send("/account/sessions", {}, page="/account").status == 303
    assert elsewhere.get("/account").status == 303
    assert ada.get("/account").status == 200
    with site.wiring.store.begin() as session:
        noted = session.scalars(select(AuditRow).where(AuditRow.verb == "other sessions ended")).one()
        assert noted.detail == {"ended": 1}


def test_the_language_of_the_account_goes_before_the_browsers(site: Site) -> None:
    ada = signed_in(site)
    assert ada.send("/account/language", {"language": "ar"}, page="/account").status == 303
    page = ada.get("/account", Accept_Language="fr")
    assert '<html lang="ar" dir="rtl">' in page.text
    assert '<html lang="es"' in ada.get("/account?lang=es").text
    assert ada.send("/account/language", {"language": "../x"}, page="/account").status == 303
    assert '<html lang="fr"' in ada.get("/account", Accept_Language="fr").text


def test_a_form_address_leads_to_its_page(site: Site) -> None:
    ada = signed_in(site)
    assert ada.get("/account/password").headers["location"] == "../account"


@pytest.mark.parametrize(("role", "says"), [("viewer", "changes nothing"), ("editor", "does not decide")])
def test_everybody_has_this_page(site: Site, role: str, says: str) -> None:
    ada = signed_in(site, role=role)
    assert says in ada.get("/account").text


def test_a_name_is_data(site: Site) -> None:
    ada = signed_in(site)
    with site.wiring.store.begin() as session:
        row = people.by_address(session, "ada@itu.example")
        assert row is not None
        row.name = "<script>alert(1)</script>\u202e{{7*7}}"
    page = ada.get("/account").text
    assert "<script" not in page
    assert "{{7*7}}" in page
    assert "\u202e" not in page
