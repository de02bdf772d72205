"""The JSON API says what its OpenAPI description says, whatever it is asked; and only what may be public."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from mailbot.directory.records import SECTIONS, values
from mailbot.doors.web.api.app import create_api
from mailbot.doors.web.site import Site as WholeSite
from mailbot.settings import Settings
from mailbot.wiring import Wiring

from .conftest import Site

LISTS = (
    "committees", "organizations", "contacts", "documents", "texts", "positions", "views", "consensus", "meetings",
    "events", "calendar", "papers",
)  # fmt: skip
API = "/api/v1"


DESCRIPTION = create_api(WholeSite.of(Wiring(Settings()))).openapi()
OPERATIONS = {
    operation.label: operation
    for each in schemathesis.openapi.from_dict(DESCRIPTION).get_all_operations()
    if (operation := each.ok())
}


@pytest.mark.parametrize("label", OPERATIONS)
def test_it_does_what_its_description_says(site: Site, label: str) -> None:
    @given(OPERATIONS[label].as_strategy())
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def check(case: Any) -> None:
        case.call_and_validate(base_url=f"http://127.0.0.1:{site.port}{API}")

    check()


def get(site: Site, path: str, **headers: str) -> Any:
    answer = site.ask("GET", f"{API}/{path}", **headers)
    assert answer.status == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return json.loads(answer.body)


def test_every_list_has_the_directorys_records(site: Site) -> None:
    directory = site.wiring.directory()
    for section in set(LISTS) & set(SECTIONS) - {"contacts", "events"}:
        assert get(site, section) == [values(each) for each in getattr(directory, section)], section
    assert len(get(site, "events")) == len(directory.calls)
    assert get(site, "programme") == values(directory.programme)


def test_contacts_show_what_they_agreed_to_publish(site: Site) -> None:
    shown: list[Mapping[str, Any]] = get(site, "contacts")
    assert [each["name"] for each in shown] == [each.name for each in site.wiring.directory().contacts]
    assert {each[name] for each in shown for name in ("email", "phone", "language", "timezone")} == {None}
    assert any(each["affiliation"] for each in shown)
    one = get(site, f"contacts/{shown[0]['id']}")
    assert one == shown[0]


def test_attendance_is_nobody_elses_business(site: Site) -> None:
    assert site.ask("GET", f"{API}/participations").status == 404
    names = {each.email for each in site.wiring.directory().participations}
    assert names
    everything = "".join(site.ask("GET", f"{API}/{each}").text for each in LISTS)
    assert not any(name and name in everything for name in names)


def test_lists_can_be_narrowed(site: Site) -> None:
    assert {each["organization"] for each in get(site, "positions?organization=CEPT")} == {"CEPT"}
    assert {each["text"] for each in get(site, "positions?text=Resolution%2020")} == {"Resolution 20"}
    assert {each["role"] for each in get(site, "contacts?role=focal_point")} == {"focal_point"}
    assert get(site, "meetings?organization=NOBODY") == []
    assert {each["committee"] for each in get(site, "consensus?committee=COM3")} == {"COM3"}


def test_the_calendar_says_what_falls_together(site: Site) -> None:
    found = {each["id"]: each["overlaps"] for each in get(site, "calendar")}
    assert found["cept-m1"] == ["com3-calls-2"]
    assert found["com3-calls-2"] == ["cept-m1"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nothing", 404), ("GET", "contacts/nobody", 404), ("GET", "positions?action=EAT", 422),
        ("POST", "contacts", 405), ("DELETE", "contacts/cept-1", 405), ("GET", "contacts?organization=" + "x" * 61, 422),
    ],
)  # fmt: skip
def test_errors_are_problem_details(site: Site, method: str, path: str, status: int) -> None:
    answer = site.ask(method, f"{API}/{path}")
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = json.loads(answer.body)
    assert told["status"] == status
    assert told["detail"]


@pytest.mark.parametrize("path", LISTS)
def test_what_did_not_change_is_not_sent_again(site: Site, path: str) -> None:
    first = site.ask("GET", f"{API}/{path}")
    assert first.headers["access-control-allow-origin"] == "*"
    again = site.ask("GET", f"{API}/{path}", If_None_Match=first.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert site.ask("GET", f"{API}/{path}", If_None_Match='W/"x"').status == 200


def test_no_cookie_is_set_and_nothing_may_be_run(site: Site) -> None:
    answer = site.ask("GET", f"{API}/contacts")
    assert "set-cookie" not in answer.headers
    assert "default-src 'none'" in answer.headers["content-security-policy"]
