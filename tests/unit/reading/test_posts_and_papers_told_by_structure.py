"""Who coordinates, whose post has changed, and what a number or a paper belongs to."""

from __future__ import annotations

import pytest

from tests.unit.reading.structure_case import found


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "apt-2",
            "Mr Nguyen Van Khoa spoke on Recommendation A.5 and I myself on the coordination among the three Sectors under Resolution 18.",
            [],
        ),
        (
            "apt-2",
            "At the seminar I spoke on the coordination between ITU-T and ITU-R under Resolution 18.",
            [],
        ),
        (
            "atu-2",
            "M. Okonkwo a parlé de la coordination entre les Secteurs au titre de la Résolution 61.",
            [],
        ),
        ("rcc-1", "Г-н Лысенко рассказал о координации между Секторами в рамках Резолюции 61.", []),
        (
            "citel-1",
            "La Sra. Holloway habló de la coordinación entre los Sectores en el marco de la Resolución 60.",
            [],
        ),
        ("apt-1", "阮文科先生就第18号决议介绍了三个部门之间的协调。", []),
        (
            "apt-2",
            "The coordination of Resolution 18 passes to Mr Nguyen Van Khoa.",
            ["APT/Resolution 18 coordinator=apt-4"],
        ),
        (
            "apt-2",
            "From now on Mr Nguyen Van Khoa coordinates Resolution 18.",
            ["APT/Resolution 18 coordinator=apt-4"],
        ),
        (
            "atu-2",
            "La coordination de la Résolution 61 est assurée désormais par Mme Dlamini.",
            ["ATU/Resolution 61 coordinator=atu-4"],
        ),
        (
            "rcc-1",
            "Координацию по Резолюции 61 берёт на себя г-жа Исмаилова.",
            ["RCC/Resolution 61 coordinator=rcc-2"],
        ),
        (
            "citel-1",
            "La coordinación de la Resolución 60 pasa al Sr. Quiroga.",
            ["CITEL/Resolution 60 coordinator=citel-2"],
        ),
    ],
)
def test_coordination_as_a_subject(who: str, text: str, wanted: list[str]) -> None:
    """Coordination among the Sectors is a subject, and nobody has it."""
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "cept-1",
            "Antti Koskinen carries on as coordinator, with help from the Office (in urgent logistical matters only: +45 33 89 63 00).",
            [],
        ),
        ("cept-1", "Mr Koskinen can be called in urgent cases only: +45 33 89 63 00.", []),
        ("atu-2", "M. Okonkwo, uniquement en cas d'urgence : +234 9 461 7099.", []),
        ("citel-1", "Sr. Quiroga, solo para asuntos urgentes: +54 11 4347 9388.", []),
        ("rcc-1", "Г-н Лысенко, только по срочным вопросам: +375 17 287 59 99.", []),
        ("las-1", "السيد سليم الطرابلسي، للحالات العاجلة فقط: +216 71 841 999", []),
        ("apt-1", "阮文科先生，仅限紧急情况使用：+84 24 3782 2299。", []),
        ("cept-1", "Mr Koskinen can now be reached only on +45 33 89 63 00.", ["cept-3 phone=+4533896300"]),
        (
            "cept-1",
            "The only number of Mr Koskinen that works is +45 33 89 63 00.",
            ["cept-3 phone=+4533896300"],
        ),
        ("rcc-1", "Новый телефон г-на Лысенко: +375 17 287 59 99.", ["rcc-3 phone=+375172875999"]),
    ],
)
def test_numbers_for_urgent_matters(who: str, text: str, wanted: list[str]) -> None:
    """A number for urgent matters only is none for the sheet."""
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "atu-3",
            'In the contact sheet "Principal Manager" should therefore make way for "Head, Standards and Numbering Unit".',
            ["atu-3 job_title=Head, Standards and Numbering Unit"],
        ),
        (
            "atu-3",
            'Please let "Principal Manager" go and enter "Deputy Director" there.',
            ["atu-3 job_title=Deputy Director"],
        ),
        (
            "atu-2",
            "« Cheffe de service » cède la place à « Directrice adjointe ».",
            ["atu-2 job_title=Directrice adjointe"],
        ),
        (
            "citel-2",
            '"Asesor" deja su lugar a "Director de Asuntos Internacionales".',
            ["citel-2 job_title=Director de Asuntos Internacionales"],
        ),
        ("rcc-3", "Вместо «Consultant» теперь «Начальник отдела».", ["rcc-3 job_title=Начальник отдела"]),
        (
            "atu-3",
            '"Deputy Director" takes the place of "Principal Manager" in the sheet.',
            ["atu-3 job_title=Deputy Director"],
        ),
        (
            "atu-3",
            "„Principal Manager“ gives way to „Head of Unit“.",
            ["atu-3 job_title=Head of Unit"],
        ),
        (
            "atu-3",
            'In the row that reads "Principal Manager" there should from now on, as agreed, stand "Head of Unit".',
            ["atu-3 job_title=Head of Unit"],
        ),
        ("atu-3", 'My title is "Head of Unit" rather than "Manager".', ["atu-3 job_title=Head of Unit"]),
        ("atu-3", '"Principal Manager" and "Head of Unit" are the same grade with us.', []),
        ("atu-3", '"Principal Manager" is not the same as "Head of Unit".', []),
        ("atu-3", '"Principal Manager" may one day become "Head of Unit".', []),
        ("atu-3", 'The slides say "Principal Manager" and the badge "Head of Unit".', []),
        ("atu-2", "« Cheffe de service » signifie « Head of Unit ».", []),
    ],
)
def test_two_posts_in_quotes(who: str, text: str, wanted: list[str]) -> None:
    """Of two quoted posts the one on file makes way for the other."""
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "apt-3",
            'It should be entered in your table for APT as a preliminary proposal: a new Resolution entitled "Role of quantum networks". I shall be looking after it for the region.',
            ["position text=New: Role of quantum networks status=preliminary coordinator=apt-3"],
        ),
        (
            "apt-3",
            'A new Resolution entitled "Role of quantum networks" may be recorded in the table as agreed.',
            ["position text=New: Role of quantum networks status=agreed"],
        ),
        ("apt-3", "I shall be looking after the visitors during the meeting.", []),
        ("apt-3", "I shall not be looking after Resolution 18.", []),
        (
            "apt-1",
            "第2号决议的修改案已由起草组通过，请将状态由“草案”更新为“已商定”。",
            ["APT/Resolution 2 status=agreed"],
        ),
        ("apt-1", "第2号决议仍由起草组审议，尚未商定。", []),
    ],
)
def test_entered_in_the_table_as(who: str, text: str, wanted: list[str]) -> None:
    """What shall be entered in the table as a stage is at that stage."""
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "rcc-3",
            "our contribution on Resolution 61 (four pages, no annex) was uploaded yesterday, contribution number 7 on the list.",
            [],
        ),
        ("rcc-3", "Our paper on Resolution 61 for the call of 4 February has been submitted.", []),
        ("rcc-3", "Our input to the inter-regional meeting on Resolution 50 was sent to TSB yesterday.", []),
        (
            "citel-1",
            "El documento sobre la Resolución 60 para la llamada del 4 de febrero ya fue enviado.",
            [],
        ),
        ("atu-2", "Notre document sur la Résolution 61 pour la téléconférence a été soumis.", []),
        (
            "rcc-3",
            "The common proposal on Resolution 61 was submitted to ITU yesterday, contribution number 7.",
            ["RCC/Resolution 61 status=submitted"],
        ),
        (
            "atu-2",
            "La proposition sur la Résolution 61 a été soumise à l'UIT, document n° 29.",
            ["ATU/Resolution 61 status=submitted"],
        ),
        (
            "rcc-1",
            "Предложение по Резолюции 50 направлено в МСЭ, документ № 7.",
            ["RCC/Resolution 50 status=submitted"],
        ),
        ("rcc-3", "Our number 7 is agreed.", ["RCC/Resolution 7 status=agreed"]),
        (
            "rcc-3",
            "Our contribution on Resolution 50 was sent to the ITU on Monday.",
            ["RCC/Resolution 50 status=submitted"],
        ),
    ],
)
def test_papers_of_a_meeting(who: str, text: str, wanted: list[str]) -> None:
    """A paper for a call is not the proposal, and its number is no Resolution."""
    assert found(who, text) == wanted
