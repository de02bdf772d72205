"""Columns whose headings are words of the sender's own, told by what stands in them."""

from __future__ import annotations

from mailbot.inbound.interpret import interpret
from mailbot.reading.grids.cells import given_first
from tests.unit.reading.second_state import directory
from tests.unit.reading.test_sheets import HEADINGS, JAAK, OSKAR, changes, questions, sheet

NEW = ["Ida Holm", "Alternate", "COM3", "ida.holm@pts-se.example", "+46 8 678 55 09", "SE"]


def test_an_unknown_heading_over_roles_is_the_role() -> None:
    found = sheet([HEADINGS[0], "Function in group", *HEADINGS[2:]], JAAK, OSKAR, NEW)
    (change,) = changes(found)
    assert change[0] == "add" and change[2]["role"] == "alternate" and found.questions == ()


def test_job_titles_that_sound_like_roles_are_none() -> None:
    rows = [[r[0], f"{word} Coordinator", *r[2:]] for r, word in ((JAAK, "Tour"), (NEW, "Programme"))]
    found = sheet([HEADINGS[0], "Function in group", *HEADINGS[2:]], *rows)
    assert not any("role" in values for _, _, values in changes(found))
    assert "in which role" in questions(found)


def test_names_with_the_family_first_follow_the_file() -> None:
    turned = ["LI Mona", *NEW[1:]]
    found = sheet(HEADINGS, ["TAMM Jaak", *JAAK[1:]], turned)
    assert [c[2]["name"] for c in changes(found)] == ["Mona Li"]
    alone = sheet(HEADINGS, turned)
    assert [c[2]["name"] for c in changes(alone)] == ["LI Mona"]


def test_given_first() -> None:
    assert given_first("EL-HADJ BA Oumar") == "Oumar El-Hadj Ba"
    for same in ("Ada Verne", "ADA VERNE", "Ada VERNE", "VERNE", ""):
        assert given_first(same) == same


PROPOSALS = [
    ["Assembly text", "What we wish", "How far", "In charge", "Gist"],
    ["Res. 1", "MOD", "agreed", "Jaak Tamm", "Shorter rules"],
    ["Res. 20", "MOD", "preliminary", "Oskar Berg", "Fewer resources"],
]


def test_proposals_under_headings_of_their_own() -> None:
    assert changes(sheet(*PROPOSALS)) == [
        ("update", "NRTC/Resolution 1", {"status": "agreed"}),
        ("update", "NRTC/Resolution 20", {"summary": "Fewer resources"}),
    ]


def test_free_text_that_repeats_no_summary_is_left() -> None:
    found = sheet(*([*row[:4], f"x {row[4]}"] for row in PROPOSALS))
    assert changes(found) == [("update", "NRTC/Resolution 1", {"status": "agreed"})]


def test_two_columns_of_statuses_are_a_question() -> None:
    found = sheet(*([*row, "now" if n == 0 else "draft"] for n, row in enumerate(PROPOSALS)))
    assert changes(found) == [] and "could not be told" in questions(found)


def test_a_place_that_is_only_a_mode() -> None:
    headings = ["Meeting", "From", "To", "Venue"]
    found = sheet(headings, ["Third NRTC preparatory meeting", "10 Feb 2021", "12 Feb 2021", "virtual"])
    assert changes(found) == [("update", "nrtc-m1", {"mode": "virtual"})]


def test_a_switchboard_in_another_script_asks() -> None:
    found = sheet(HEADINGS, ["张伟", *JAAK[1:3], "zhang@tja-ee.example", *JAAK[4:]])
    assert changes(found) == [] and "somebody new?" in questions(found)


def attached(sender: str, letter: str, kind: str, content: str) -> list[tuple[str, str | None]]:
    raw = (
        f"From: {sender}\nTo: tsb-irc@itu.example\nSubject: Re: LS\nDate: Mon, 20 May 2024 10:00:00 +0000\n"
        "Message-ID: <a@b.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{letter}\n"
        f"--b\nContent-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{content}\n--b--\n"
    )
    return [(c.op, c.id) for c in interpret(raw.encode(), directory(), ()).changes]


def event(number: str, day: str, place: str) -> str:
    return (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:PUBLISH\nBEGIN:VEVENT\nUID:x1@las-ict.example\n"
        f"DTSTART;VALUE=DATE:{day}\nSUMMARY:{number} réunion préparatoire africaine pour l'AMNT-24\n"
        f"LOCATION:{place}\nEND:VEVENT\nEND:VCALENDAR"
    )


def test_an_entry_with_its_title_in_another_language() -> None:
    letter = "Chers collègues, veuillez trouver ci-joint l'invitation pour votre agenda."
    for number, day, place, expected in (
        ("Quatrième", "20240729", "Abidjan\\, Côte d'Ivoire", [("update", "atu-m2")]),
        ("Cinquième", "20240729", "Abidjan\\, Côte d'Ivoire", [("add", None)]),
        ("Quatrième", "20241129", "Abidjan\\, Côte d'Ivoire", [("add", None)]),
        ("Quatrième", "20240729", "Lomé\\, Togo", [("add", None)]),
    ):
        sender = "jb.habimana@atu-uat.example"
        assert attached(sender, letter, "text/calendar", event(number, day, place)) == expected


def test_a_card_beside_a_title_of_two_roles() -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ida Holm\nEMAIL:ida.holm@trc-jo.example\nEND:VCARD"
    for letter, expected in (
        ("قررت المجموعة تسمية السيدة ايدا هولم منسقاً مناوباً للجنة الرابعة، ومرفق بطاقتها.", [("add", None)]),
        ("مرفق بطاقة السيدة ايدا هولم. المنسق في اجازة، ومناوب اللجنة الرابعة كذلك.", []),
    ):
        assert attached("n.elsharkawy@las-ict.example", letter, "text/vcard", card) == expected
