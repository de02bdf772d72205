"""Amending, asking and adding by hand on their pages."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from sqlalchemy import select

from mailbot.review.case import Case
from mailbot.review.queue import get_case
from mailbot.store.tables import AskRow, OccasionRow

from ..browser import Browser, add_account
from ..conftest import Answer, Site
from .conftest import TakeIn
from .desk import act, forged, hidden, mail, phone_change, several_changes


def case(site: Site, number: int) -> Case:
    with site.wiring.store.begin() as session:
        return get_case(session, number)


def send(browser: Browser, path: str, page: str = "", **fields: str) -> Answer:
    """Open the form, and send it with these fields."""
    shown = browser.get(page or path)
    assert shown.status == 200, shown.text
    kept = {
        name: hidden(shown.text, name)
        for name in ("csrf", "version", "known")
        if f'name="{name}"' in shown.text
    }
    return browser.post(path, {**kept, **fields})


def test_a_value_is_amended_by_an_editor_and_then_approved(console: Site, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    editor = Browser(console)
    editor.sign_in(add_account(console, "ed@itu.example", "editor"))
    answer = send(editor, f"/console/cases/{number}/amend/1", **{"value-phone": "+46 8 465 00 488"})
    assert answer.status == 303
    assert answer.headers["location"].endswith(f"cases/{number}?done=amend#change-1")
    item = case(console, number).items[0]
    assert item.change.fields["phone"].new == "+46846500488"
    assert item.amended_by == "ed@itu.example"
    page = editor.get(f"/console/cases/{number}").text
    assert "The reader had proposed:" in page
    assert "+46846500499" in page
    assert "Amended by ed@itu.example." in page


def test_a_wrong_value_is_told_at_its_field(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    answer = send(officer, f"/console/cases/{number}/amend/1", **{"value-phone": "12 <b>"})
    assert answer.status == 422
    assert 'aria-invalid="true" aria-describedby="value-phone-problem"' in answer.text
    assert 'value="12 &lt;b&gt;"' in answer.text
    assert case(console, number).version == 1


def test_an_enumeration_is_a_choice_a_day_a_calendar_and_prose_has_room(
    officer: Browser, taken: TakeIn
) -> None:
    positions, meeting = taken(
        several_changes(),
        mail("annelie.sjogren@cept.example", "Meeting", "The CEPT Com-ITU plenary has been moved to 9-11 February 2021."),
    )  # fmt: skip
    page = officer.get(f"/console/cases/{positions}/amend/2").text
    assert re.search(
        r'<select id="value-action".*?<option value="NOC" selected>NOC \(no change\)', page, re.S
    )
    further = officer.get(f"/console/cases/{positions}/amend/2?further=summary").text
    assert '<textarea id="value-summary"' in further
    dates = officer.get(f"/console/cases/{meeting}/amend/1").text
    assert 'name="value-starts" type="date"' in dates
    assert 'value="2021-02-09"' in dates


def test_one_field_is_left_as_it_is_and_another_is_added(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(
        mail(
            "annelie.sjogren@cept.example",
            "Meeting",
            "The CEPT Com-ITU plenary has been moved to 9-11 February 2021.",
        )
    )
    answer = send(
        officer, f"/console/cases/{number}/amend/1", f"/console/cases/{number}/amend/1?further=place",
        **{"value-starts": "2021-02-09", "value-ends": "2021-02-11", "drop": "ends", "further": "place",
           "value-place": "Vienna"},
    )  # fmt: skip
    assert answer.status == 303
    fields = case(console, number).items[0].change.fields
    assert {name: field.new for name, field in fields.items()} == {"starts": "2021-02-09", "place": "Vienna"}


def test_an_amendment_of_what_was_decided_meanwhile_is_refused(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(several_changes())
    path = f"/console/cases/{number}/amend/2"
    form = {name: hidden(officer.get(path).text, name) for name in ("csrf", "version", "known")}
    act(officer, number, "approve", 3)
    answer = officer.post(path, {**form, "value-action": "MOD"})
    assert answer.status == 409
    assert "has changed since you opened it" in answer.text


def test_a_removal_cannot_be_amended(officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(several_changes())
    assert officer.get(f"/console/cases/{number}/amend/1").status == 404
    assert officer.get(f"/console/cases/{number}/amend/9").status == 404


def test_a_question_goes_to_the_sender(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    page = officer.get(f"/console/cases/{number}/ask?change=1").text
    assert 'name="change" value="1" checked' in page
    assert "From which date on does this hold?" in page
    answer = send(officer, f"/console/cases/{number}/ask", text="From which date on?\r\nThanks", change="1")
    assert answer.status == 303
    with console.wiring.store.begin() as session:
        row = session.scalars(select(AskRow)).one()
        assert (row.text, row.numbers, row.officer) == ("From which date on?\nThanks", [1], "ada@itu.example")
        assert (
            session.scalars(select(OccasionRow).where(OccasionRow.kind == "question")).one().key
            == f"ask-{row.id}"
        )
    shown = officer.get(f"/console/cases/{number}").text
    assert "From which date on?" in shown
    assert "not answered yet" in shown
    assert "about to be written" in shown


def test_questions_to_begin_with_are_in_the_sender_s_language(officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(
        mail(
            "s.mbarga@art-cm.example",
            "Téléphone",
            "Mon numéro de téléphone est désormais le +237 222 20 01 99.",
        )
    )
    assert '<ul class="plain" lang="fr" dir="ltr">' in officer.get(f"/console/cases/{number}/ask").text


def test_the_sender_of_a_forged_mail_is_not_asked(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(forged())
    assert "cannot be asked" in officer.get(f"/console/cases/{number}/ask").text
    token = hidden(officer.get("/account").text, "csrf")
    answer = officer.post(f"/console/cases/{number}/ask", {"csrf": token, "text": "Is it you?"})
    assert answer.status == 422
    with console.wiring.store.begin() as session:
        assert session.scalars(select(AskRow)).all() == []


def test_what_the_reader_missed_is_added_with_the_mail_as_its_source(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(phone_change())
    first = officer.get(f"/console/cases/{number}/add").text
    assert 'id="value-' not in first
    query = {"target": "contact", "op": "update", "organization": "CEPT", "id": "cept-1"}
    page = f"/console/cases/{number}/add?{urlencode(query)}"
    assert 'id="value-job_title"' in officer.get(page).text
    fields = {**query, "value-phone": "+46846500442", "evidence": "Best regards\nAnnelie"}
    answer = send(officer, f"/console/cases/{number}/add", page, **fields, **{"value-job_title": "Director"})
    assert answer.status == 303, answer.text
    item = case(console, number).items[1]
    assert {name: field.new for name, field in item.change.fields.items()} == {"job_title": "Director"}
    assert (item.added_by, item.change.evidence) == ("ada@itu.example", ("Best regards\nAnnelie",))
    assert "Added by hand by ada@itu.example." in officer.get(f"/console/cases/{number}").text


def test_what_the_mail_does_not_say_is_no_evidence(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    query = {"target": "contact", "op": "update", "organization": "CEPT", "id": "cept-1"}
    page = f"/console/cases/{number}/add?{urlencode(query)}"
    fields = {**query, "evidence": "I am the Director now"}
    answer = send(officer, f"/console/cases/{number}/add", page, **fields, **{"value-job_title": "Director"})
    assert answer.status == 422
    assert "the mail does not say" in answer.text
    assert 'value="Director"' in answer.text
    assert len(case(console, number).items) == 1


def test_a_new_entry_and_a_removal_are_added(console: Site, officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(phone_change())
    new = {"target": "position", "op": "add", "organization": "CEPT"}
    page = f"/console/cases/{number}/add?{urlencode(new)}"
    fields = {**new, "value-text": "Resolution 2", "value-action": "SUP", "evidence": "Dear TSB"}
    assert send(officer, f"/console/cases/{number}/add", page, **fields).status in (303, 422)
    gone = {"target": "contact", "op": "remove", "organization": "CEPT", "id": "cept-2"}
    page = f"/console/cases/{number}/add?{urlencode(gone)}"
    assert send(officer, f"/console/cases/{number}/add", page, **gone, evidence="Dear TSB").status == 303
    assert case(console, number).items[-1].change.op == "remove"
    assert officer.post(f"/console/cases/{number}/add", {"csrf": hidden(officer.get(page).text, "csrf"),
                        "target": "programme", "op": "add"}).status == 422  # fmt: skip
