"""Word documents: tables and paragraphs with revision marks, letters, drafts, comments."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from mailbot.reading.word.document import paragraph
from mailbot.reading.word.draft import is_draft
from mailbot.reading.word.reader import contents
from tests.unit.reading.office_files import MARK, changes, dele, docx, ins, par, read, row, run, table

HEAD = row("Role", "Committee", "Name", "E-mail", "Phone")
JAAK = ("Coordinator", "COM3", "Mr Jaak Tamm", "jaak.tamm@tja-ee.example", "+3726672001")
OSKAR = ("Coordinator", "COM4", "Mr Oskar Berg", "oskar.berg@pts-se.example", "+4686785500")


def text(inside: str) -> tuple[str, str]:
    cell = paragraph(fromstring(f"<p>{inside}</p>".replace("w:", "")))
    return cell.old, cell.text


def doc(*blocks: str, **more: Any) -> Any:
    return read("x.docx", docx(*blocks, **more))


@pytest.mark.parametrize(
    ("inside", "old", "new"),
    [
        (run("a ") + dele("b") + ins("c"), "a b", "a c"),
        (f"<w:moveFrom {MARK}>{run('x')}</w:moveFrom>{run('y')}<w:moveTo {MARK}>{run('z')}</w:moveTo>", "xy", "yz"),
        (f"<w:ins {MARK}>{dele('gone')}{run('new')}</w:ins>", "", "new"),
        (f"<w:hyperlink>{run('a@x.example')}</w:hyperlink><w:sdt><w:sdtContent>{run('!')}</w:sdtContent></w:sdt>", "a@x.example!", "a@x.example!"),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>old</w:t></w:r>" + run("new"), "oldnew", "new"),
        ('<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>kept</w:t></w:r>', "kept", "kept"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>" + run("seen"), "seen", "seen"),
        ("<w:r><w:rPr><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>kept</w:t></w:r>", "kept", "kept"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:instrText>PAGE</w:instrText></w:r>", "a\tb-", "a\tb-"),
    ],
)  # fmt: skip
def test_a_paragraph_before_and_after_its_marks(inside: str, old: str, new: str) -> None:
    assert text(inside) == (old, new)


def test_a_value_changed_in_a_cell() -> None:
    found = doc(table(HEAD, row(*JAAK[:4], run("+372 ") + dele("667 2001") + ins("667 2009")), row(*OSKAR)))
    assert changes(found) == [("update", "nrtc-2", {"phone": "+3726672009"})]


def test_a_value_deleted_in_a_cell() -> None:
    assert changes(doc(table(HEAD, row(*JAAK[:4], dele(JAAK[4]))))) == [("update", "nrtc-2", {"phone": None})]


def test_a_person_replaced_in_a_row() -> None:
    cells = (
        *JAAK[:2],
        dele(JAAK[2]) + ins("Ms Liis Kask"),
        dele("jaak.tamm") + ins("lk") + run("@tja-ee.example"),
        dele(JAAK[4]),
    )
    person = {
        "honorific": "Ms",
        "name": "Liis Kask",
        "role": "coordinator",
        "committee": "COM3",
        "email": "lk@tja-ee.example",
    }
    assert changes(doc(table(HEAD, row(*cells)))) == [("remove", "nrtc-2", {}), ("add", None, person)]


def test_a_name_corrected_is_the_same_person() -> None:
    found = doc(table(HEAD, row(*JAAK[:2], run("Mr Jaak ") + dele("Tamm") + ins("Tamme"), *JAAK[3:])))
    assert changes(found) == [("update", "nrtc-2", {"name": "Jaak Tamme"})]


def test_whole_rows_inserted_deleted_and_both() -> None:
    both = row("Alternate", "COM3", "Ms Came Gone", "cg@x.example", "", mark="ins").replace(
        "</w:trPr>", f"<w:del {MARK}/></w:trPr>"
    )
    found = doc(
        table(
            HEAD,
            row(*JAAK, mark="del"),
            row("Alternate", "COM3", "Mr Bo Ek", "bo.ek@pts-se.example", "", mark="ins"),
            both,
        )
    )
    person = {
        "honorific": "Mr",
        "name": "Bo Ek",
        "role": "alternate",
        "committee": "COM3",
        "email": "bo.ek@pts-se.example",
    }
    assert changes(found) == [("remove", "nrtc-2", {}), ("add", None, person)]


def test_a_row_moved_is_no_change_but_for_what_changed() -> None:
    moved = (*JAAK[:4], "+3726672009")
    assert changes(doc(table(HEAD, row(*JAAK, mark="del"), row(*OSKAR), row(*JAAK, mark="ins")))) == []
    found = doc(table(HEAD, row(*JAAK, mark="del"), row(*OSKAR), row(*moved, mark="ins")))
    assert changes(found) == [("update", "nrtc-2", {"phone": "+3726672009"})]


def test_rows_of_proposals_and_meetings_struck_out() -> None:
    proposals = table(
        row("Resolution", "Action", "Status"), row("Resolution 20", "MOD", "preliminary", mark="del")
    )
    meetings = table(
        row("Meeting", "Dates"), row("Fourth NRTC preparatory meeting", "4-6 May 2021", mark="del")
    )
    assert changes(doc(proposals, par("and"), meetings)) == [
        ("update", "NRTC/Resolution 20", {"status": "withdrawn"}),
        ("update", "nrtc-m2", {"status": "cancelled"}),
    ]


def test_a_meeting_renamed_and_a_resolution_renumbered() -> None:
    title = run("Fourth NRTC ") + dele("preparatory meeting") + ins("assembly")
    found = doc(table(row("Meeting", "Dates"), row(title, "4-6 May 2021")))
    assert changes(found) == [("update", "nrtc-m2", {"title": "Fourth NRTC assembly"})]
    found = doc(table(row("Resolution", "Action"), row(run("Resolution ") + dele("20") + ins("29"), "MOD")))
    assert changes(found) == [] and "is this meant?" in found.questions[0].text


def test_merged_and_spanning_cells_keep_the_columns() -> None:
    head = (
        "<w:tr>"
        + "".join(f"<w:tc>{par(h)}</w:tc>" for h in ("Committee", "Name", "E-mail", "Role"))
        + "</w:tr>"
    )
    first = f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{par("COM4")}</w:tc><w:tc>{par("Oskar Berg")}</w:tc><w:tc>{par(OSKAR[3])}</w:tc><w:tc>{par("Coordinator")}</w:tc></w:tr>'
    second = f'<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{par("Lars Holm")}</w:tc><w:tc>{par("Alternate")}</w:tc></w:tr>'
    person = {"name": "Lars Holm", "role": "alternate", "committee": "COM4"}
    assert changes(doc(table(head, first, second))) == [("add", None, person)]


def test_marked_paragraphs() -> None:
    found = doc(
        par("NRTC contact points and proposals"),
        par(run("Coordinator COM3: ") + dele("Mr Jaak Tamm") + ins("Ms Liis Kask")), par(""),
        par("Mr Oskar Berg, coordinator for Committee 4"), par(run("Phone: ") + dele("+4686785500") + ins("+4686785577")), par(""),
        par(ins("Mr Bo Ek, alternate for Committee 3, bo.ek@pts-se.example")),
        par(run("Resolution 20: MOD, ") + dele("preliminary") + ins("agreed")),
        par(run("Fourth NRTC preparatory meeting: ") + dele("4-6 May 2021") + ins("11-13 May 2021")),
        par(run("Something ") + dele("else") + ins("different")),
    )  # fmt: skip
    assert changes(found) == [
        ("remove", "nrtc-2", {}),
        ("add", None, {"honorific": "Ms", "name": "Liis Kask", "role": "coordinator", "committee": "COM3"}),
        ("update", "nrtc-3", {"phone": "+4686785577"}),
        (
            "add",
            None,
            {
                "honorific": "Mr",
                "name": "Bo Ek",
                "role": "alternate",
                "committee": "COM3",
                "email": "bo.ek@pts-se.example",
            },
        ),
        ("update", "NRTC/Resolution 20", {"status": "agreed"}),
        ("update", "nrtc-m2", {"starts": "2021-05-11", "ends": "2021-05-13"}),
    ]
    assert [q.evidence for q in found.questions] == [("Something different",)]


LETTER = (
    par("Oslo, 12 January 2021"), par("Dear Sir,"),
    par("Please note that the phone number of Mr Jaak Tamm should read +372 667 2099."),
    par("Kind regards,"), par("Maren Lindqvist"),
)  # fmt: skip


def test_a_letter_is_read_as_prose() -> None:
    found = doc(*LETTER)
    assert changes(found) == [("update", "nrtc-2", {"phone": "+3726672099"})] and found.questions == ()
    assert found.changes[0].source == "attachment:x.docx"


def test_a_letter_that_repeats_the_mail_is_read_once() -> None:
    body = "Dear Sir,\n\nPlease note that the phone number of Mr Jaak Tamm\nshould read +372 667 2099.\n\nKind regards\nMaren"
    found = read("x.docx", docx(*LETTER), body)
    assert [c.source for c in found.changes] == ["body"]


def test_comments_are_questions_with_their_author() -> None:
    jaak = f'<w:tr><w:tc>{par("Coordinator")}</w:tc><w:tc>{par("COM3")}</w:tc><w:tc><w:p><w:commentRangeStart w:id="7"/>{run("Mr Jaak Tamm")}<w:commentRangeEnd w:id="7"/></w:p></w:tc></w:tr>'
    comment = '<w:comment w:id="7" w:author="Lindqvist, Maren"><w:p><w:r><w:t>He may retire in June</w:t></w:r></w:p></w:comment>'
    found = doc(table(HEAD, jaak), comments=comment)
    assert [q.text for q in found.questions] == [
        "x.docx: a comment by Lindqvist, Maren at “Mr Jaak Tamm”: He may retire in June"
    ]
    assert changes(found) == []


DRAFTS = {
    "en": ["RESOLUTION 20 (Rev. Geneva, 2022)", "Procedures", "considering", "a) that", "resolves to instruct the Director"],
    "fr": ["RÉSOLUTION 20 (Rév. Genève, 2022)", "Procédures", "considérant", "a) que les", "décide de charger le Directeur"],
    "es": ["RESOLUCIÓN 20 (Rev. Ginebra, 2022)", "Procedimientos", "considerando", "a) que los", "resuelve encargar al Director"],
    "ru": ["РЕЗОЛЮЦИЯ 20 (Пересм. Женева, 2022 г.)", "Процедуры", "учитывая,", "a) что", "решает поручить Директору"],
    "ar": ["القرار 20 (المراجَع في جنيف، 2022)", "إجراءات", "إذ تضع في اعتبارها", "أن", "تقرر أن تكلف المدير"],
    "zh": ["第20号决议（2022年，日内瓦，修订版）", "程序", "考虑到", "各成员国", "做出决议，责成主任"],
}  # fmt: skip


@pytest.mark.parametrize("language", DRAFTS)
def test_a_draft_resolution_is_no_edit_and_no_question(language: str) -> None:
    assert is_draft(DRAFTS[language])
    marked = par(run("Resolution 20: ") + dele("MOD, draft") + ins("SUP, agreed"))
    found = doc(
        *map(par, DRAFTS[language]),
        marked,
        table(HEAD, row(*JAAK[:4], "+3726672009")),
        comments='<w:comment w:id="1" w:author="x"><w:p><w:r><w:t>why?</w:t></w:r></w:p></w:comment>',
    )
    assert changes(found) == [] and found.questions == ()


def test_a_letter_about_resolutions_is_no_draft() -> None:
    assert not is_draft(
        ["Dear Sir,", "Resolution 20: MOD", "Considering the discussion, we invite you to note this."]
    )


def test_what_is_none_of_these_is_a_question() -> None:
    found = doc(par("Agenda"), par("1 Opening"))
    assert found.changes == () and "x.docx" in found.questions[0].text


def test_text_and_tables_inside_content_controls() -> None:
    inner = f"<w:sdt><w:sdtContent>{par('inside')}{table(row('a', 'b'))}</w:sdtContent></w:sdt>"
    found, _ = contents(docx(inner))
    assert [p.text for p in found.paragraphs] == ["inside"] and found.tables[0].rows[0].new == ("a", "b")
