"""The programme file: what is refused, by line and path, and that what goes out comes in unchanged."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mailbot.directory.programme import dump, load_text
from mailbot.directory.snapshot import Directory
from mailbot.errors import InputRefused

HEAD = """\
programme: {id: wtsa24, title: WTSA-24 coordination, timezone: Africa/Lagos, languages: [en, fr]}
organizations:
  - {code: CEPT, name: European Conference, domains: [cept.example]}
"""


def refusals(text: str) -> list[str]:
    with pytest.raises(InputRefused) as caught:
        load_text(HEAD + text)
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_programme_holds_the_missions_facts(shipped: Directory) -> None:
    assert {o.code for o in shipped.organizations} == {"APT", "ATU", "CEPT", "CITEL", "LAS", "RCC"}
    calls = [call for call in shipped.calls if call.is_call]
    assert len(calls) == 10
    assert all(f"{call.starts:%H:%M} {call.ends:%H:%M}" == "12:30 15:30" for call in calls)
    irm = shipped.call("irm-2")
    assert irm is not None
    assert f"{irm.starts:%A %d %B %Y %H:%M %Z}" == "Friday 08 January 2021 12:30 CET"
    in_force = [1, 2, 7, 11, 18, 20, 22, 29, 31, 32, 34, 35, 40, 43, 44, 45, 48, 49, 50, 52, 54, 55,
                *range(58, 63), *range(64, 71), *range(72, 81), *range(83, 99)]  # fmt: skip
    known = {text.id for text in shipped.texts}
    assert known >= {f"Resolution {number}" for number in in_force}
    assert {"A.1", "A.2", "A.4", "A.5", "A.7", "A.8", "A.11", "A.12", "A.13", "A.23", "A.25", "A.31"} <= known
    assert {"TD831", "TD852"} <= {document.id for document in shipped.documents}


def test_addresses_of_the_shipped_programme_are_invented(shipped: Directory) -> None:
    addresses = [contact.email for contact in shipped.contacts if contact.email]
    assert addresses
    assert all(address.endswith(".example") for address in addresses)


def test_export_and_import_change_nothing(shipped: Directory) -> None:
    assert load_text(dump(shipped)) == shipped


def test_another_yaml_reader_sees_the_same_words(shipped: Directory) -> None:
    """Nothing in an export depends on how mailbot reads YAML: `NO`, `12:30` and the like are quoted."""
    data = yaml.safe_load(dump(shipped))
    assert all(isinstance(c["country"], str) for c in data["contacts"] if c["country"] is not None)
    assert all(isinstance(c["phone"], str) for c in data["contacts"] if c["phone"] is not None)
    assert [e["start"] for e in data["events"] if "start" in e] == ["12:30", "12:30"]


def test_yaml_traps_are_none() -> None:
    directory = load_text(
        HEAD
        + """\
contacts:
  - {id: c1, organization: CEPT, role: coordinator, committee: COM3, name: On, country: NO, phone: +4722824600}
texts:
  - {id: A.1, title: Working methods}
events:
  - {id: e, title: Calls, committee: COM3, weekday: TU, from: 2021-01-18, until: 2021-02-19, start: 12:30, end: 15:30}
participations:
  - {event: e-2, organization: CEPT, name: Yes, attending: yes}
"""
    )
    contact, call = directory.contacts[0], directory.calls[1]
    assert (contact.country, contact.phone, contact.name) == ("NO", "+4722824600", "On")
    assert directory.texts[0].id == "A.1"
    assert call.id == "e-2"
    assert f"{call.starts:%Y-%m-%d %H:%M %z}" == "2021-01-26 12:30 +0100"
    assert directory.participations[0].attending == "yes"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("contacs: []\n", "line 4: contacs: unknown key 'contacs'; did you mean 'contacts'?"),
        ("contacts: x\n", "line 4: contacts: must be a list of records"),
        ("contacts:\n  - {id: a, organization: CEPT, role: boss, committee: all, name: N}\n",
         "line 5: contacts[0].role: 'boss' is none of"),
        ("contacts:\n  - {id: a, organization: CEPTT, role: alternate, committee: all, name: N}\n",
         "line 5: contacts[0].organization: there is no 'CEPTT'; did you mean 'CEPT'?"),
        ("contacts:\n  - {id: a, organization: CEPT, role: alternate, committee: COM9, name: N}\n",
         "line 5: contacts[0].committee: there is no 'COM9'"),
        ("contacts:\n  - {id: a, organization: CEPT, role: alternate, committee: all, name: N, email: a@}\n",
         "line 5: contacts[0].email: 'a@' is no e-mail address"),
        ("contacts:\n  - {id: a, organization: CEPT, role: alternate, committee: all, name: N, phone: 044 22}\n",
         "line 5: contacts[0].phone: '044 22': write + and 7 to 15 digits"),
        ("contacts:\n  - {id: a, organization: CEPT, role: alternate, committee: all, name: N, timezone: Mars}\n",
         "line 5: contacts[0].timezone: 'Mars' is no time zone"),
        ('contacts:\n  - {id: a, organization: CEPT, role: alternate, committee: all, name: "N\\nBcc: x"}\n',
         "line 5: contacts[0].name: holds a line break"),
        ("contacts:\n  - {id: a, id: b}\n", "line 5: contacts[0].id: the key 'id' appears twice"),
        ("texts:\n  - {id: A.1, title: x}\n  - {id: A.1, title: y}\n",
         "line 6: texts[1]: 'A.1' is there already, at line 5"),
        ("positions:\n  - {organization: CEPT, text: Resolution 104}\n",
         "line 5: positions[0].text: there is no 'Resolution 104'"),
        ('positions:\n  - {organization: CEPT, text: "New: X", action: MOD}\n',
         "line 5: positions[0].action: there is no 'MOD'"),
        ("meetings:\n  - {id: m, organization: CEPT, title: T, starts: 2021-02-30, ends: 2021-03-02}\n",
         "line 5: meetings[0].starts: '2021-02-30' is no date"),
        ("meetings:\n  - {id: m, organization: CEPT, title: T, starts: 2021-03-03, ends: 2021-03-02}\n",
         "line 5: meetings[0]: ends 2021-03-02 before it starts"),
        ("events:\n  - {id: e, title: T, starts: 2021-03-03T12:30}\n", "line 5: events[0]: an event needs starts"),
        ("events:\n  - {id: e, title: T, weekday: TU, from: 2021-01-18, until: 2021-02-19, start: 12:30, "
         "end: 15:30, changes: [{call: 6, status: cancelled}]}\n", "line 5: events[0]: changes: there is no call 6"),
        ("participations:\n  - {event: e-9, organization: CEPT, name: N}\n",
         "line 5: participations[0].event: there is no 'e-9'"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_line_and_path(text: str, expected: str) -> None:
    assert any(line.startswith(expected) for line in refusals(text)), refusals(text)


def test_every_error_is_named_at_once() -> None:
    lines = refusals(
        "contacts:\n"
        "  - {id: a, organization: X, role: boss, committee: all, name: N, email: 'a@'}\n"
        "  - {id: a, organization: CEPT, role: alternate, committee: all, name: N, colour: red}\n"
    )
    assert len(lines) == 5
    assert [line.split(":")[0] for line in lines] == ["line 5", "line 5", "line 5", "line 6", "line 6"]


@pytest.mark.parametrize("text", ["a: [", "- 1\n- 2", "", "\t", "&a [*a]", "a: !!python/object:os.system {}"])
def test_what_is_no_programme_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        load_text(text)


def test_an_alias_bomb_is_refused_quickly() -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    with pytest.raises(InputRefused, match="too large"):
        load_text("a0: &a0 [x]\n" + levels)


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_any_text_survives_the_round_trip(title: str) -> None:
    base = load_text(HEAD)
    directory = Directory(
        base.programme.model_copy(update={"title": title}), organizations=base.organizations
    )
    assert load_text(dump(directory)).programme.title == title
    assert yaml.safe_load(dump(directory))["programme"]["title"] == title
