"""The queue: what its rows say, its filters, and deciding several at once."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from mailbot.review.queue import get_case
from mailbot.store.tables import DecisionRow

from ..browser import Browser
from ..conftest import Answer, Site
from .conftest import TakeIn
from .desk import act, forged, hidden, mail, phone_change, several_changes, unproven


def rows(page: str) -> list[str]:
    return re.findall(r'<tr id="case-(\d+)"', page)


def several(browser: Browser, verb: str, *chosen: str, reason: str = "") -> Answer:
    token = hidden(browser.get("/console").text, "csrf")
    body = urlencode(
        [("csrf", token), ("verb", verb), ("reason", reason), *(("case", each) for each in chosen)]
    )
    return browser.ask("POST", "/console", body.encode(), Content_Type="application/x-www-form-urlencoded")


def states(site: Site, numbers: list[int]) -> list[str]:
    with site.wiring.store.begin() as session:
        return [get_case(session, number).state for number in numbers]


def test_an_empty_queue(officer: Browser) -> None:
    page = officer.get("/console").text
    assert "Nothing waits for a decision." in page
    assert "<title>Queue – Console</title>" in page


def test_a_row_tells_who_what_how_sure_and_since_when(officer: Browser, taken: TakeIn) -> None:
    taken(phone_change())
    page = officer.get("/console").text
    assert "<title>(1) Queue – Console</title>" in page
    for told in ("annelie.sjogren@cept.example", "<b>CEPT</b>", "New phone number",
                 "<bdi>Contact Annelie Sjögren</bdi>: phone <bdi>+46846500499</bdi>", "reader 95%", "23 hours", "soon"):  # fmt: skip
        assert told in page, told


def test_filters(officer: Browser, taken: TakeIn) -> None:
    phone, positions, held, other, asks = taken(
        phone_change(), several_changes(), forged(), unproven(),
        mail("someone@nowhere.example", "A question", "Who is the focal point of RCC?"),
    )  # fmt: skip

    def shown(**query: str) -> set[int]:
        return {int(number) for number in rows(officer.get(f"/console?{urlencode(query)}").text)}

    assert shown() == {phone, positions, held, other, asks}
    assert shown(organization="ATU") == {other}
    assert shown(organization="-") == {asks}
    assert shown(kind="position") == {positions}
    assert shown(only="held") == {held}
    assert shown(only="questions") == {asks}
    assert shown(only="plain", organization="CEPT") == {phone}
    assert shown(only="doubts", kind="contact") == {positions, held, other}
    assert shown(only="second") == set()
    assert shown(only="nonsense", kind="<b>") == {phone, positions, held, other, asks}
    page = officer.get("/console?order=organization").text
    assert re.findall(r'<th scope="rowgroup"[^>]*>([^<]+)<', page) == [
        "ATU",
        "CEPT",
        "Organization not known",
    ]


def test_several_are_approved_at_once(console: Site, officer: Browser, taken: TakeIn) -> None:
    numbers = taken(
        phone_change(), mail("s.prasertkul@apt.example", "APT", "my phone number is now +66 2 555 01 99.")
    )
    answer = several(officer, "approve", *(f"{number}:1" for number in numbers))
    assert answer.status == 200
    assert states(console, numbers) == ["approved", "approved"]
    assert answer.text.count("approved") >= 2


def test_what_needs_a_closer_look_is_left_alone(console: Site, officer: Browser, taken: TakeIn) -> None:
    numbers = taken(phone_change(), several_changes(), forged(), unproven())
    answer = several(officer, "approve", *(f"{number}:1" for number in numbers))
    assert states(console, numbers) == ["approved", "pending", "held", "pending"]
    assert answer.text.count("It needs a closer look") == 3


def test_a_held_case_cannot_be_selected(officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(forged())
    page = officer.get("/console").text
    assert rows(page) == [str(number)]
    assert 'name="case"' not in page


def test_what_moved_since_the_list_was_shown_is_left_alone(
    console: Site, officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(several_changes())
    act(officer, number, "approve", 2)
    answer = several(officer, "reject", f"{number}:1", reason="no")
    assert states(console, [number]) == ["partly"]
    assert "changed since you saw it" in answer.text


def test_rejecting_several_needs_a_reason(console: Site, officer: Browser, taken: TakeIn) -> None:
    numbers = taken(phone_change(), several_changes())
    assert several(officer, "reject", *(f"{number}:1" for number in numbers)).status == 422
    assert states(console, numbers) == ["pending", "pending"]
    assert several(officer, "reject", *(f"{number}:1" for number in numbers), reason="too late").status == 200
    assert states(console, numbers) == ["rejected", "rejected"]


def test_nothing_selected_is_nothing_done(console: Site, officer: Browser, taken: TakeIn) -> None:
    taken(phone_change())
    assert several(officer, "approve").status == 422
    assert several(officer, "approve", "1").status == 422
    assert several(officer, "approve", "1:x").status == 422
    with console.wiring.store.begin() as session:
        assert session.scalar(select(func.count(DecisionRow.id))) == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("phone", 2),
        ("PHONE", 2),
        ("annelie cept", 2),
        ("%", 0),
        ("_", 0),
        ("2", 1),
        ("nothing", 0),
        ("atu", 1),
    ],
)
def test_all_cases_are_searched(officer: Browser, taken: TakeIn, query: str, found: int) -> None:
    first, *_ = taken(phone_change(), several_changes(), unproven())
    act(officer, first, "approve", 1)
    page = officer.get(f"/console/cases?{urlencode({'q': query})}").text
    assert f"{found} case" in page
    assert page.count('class="what"') == found


def test_a_closed_case_is_found_by_its_state(officer: Browser, taken: TakeIn) -> None:
    first, second = taken(phone_change(), several_changes())
    act(officer, first, "approve", 1)
    page = officer.get("/console/cases?state=approved").text
    assert f'cases/{first}"' in page
    assert f'cases/{second}"' not in page


def test_the_list_has_pages(officer: Browser, taken: TakeIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from mailbot.doors.web.console import queue

    monkeypatch.setattr(queue, "PAGE", 2)
    taken(phone_change(), several_changes(), unproven())
    page = officer.get("/console/cases").text
    assert "Page 1 of 2" in page
    assert 'rel="next" href="?page=2"' in page
    last = officer.get("/console/cases?page=2").text
    assert last.count('class="what"') == 1
    assert 'rel="prev"' in last
