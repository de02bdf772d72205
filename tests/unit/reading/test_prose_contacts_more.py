"""What people write about contacts, by class of expression and in several languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.contact_case import SENDERS, sheet_after


def read(sender: str, text: str) -> tuple[dict[str, Any], bool]:
    """What becomes of the contact sheet by a signed letter of 6 May."""
    return sheet_after(
        sender,
        f"{text}\n\n-- \n{SENDERS[sender].name}\nTel +41 22 730 5851\n",
        subject="Re: Liaison statement 7",
        sent="Mon, 06 May 2024 10:00:00 +0200",
    )


CORRECTIONS = [
    ("apt-1", "My number is the one of the old exchange. It should now read +66 2 573 0089.", {"apt-1": {"phone": "+6625730089"}}),
    ("cept-1", "Two numbers: Iriarte +34 91 346 1577, Papadaki +30 210 615 1333", {"cept-3": {"phone": "+34913461577"}, "cept-4": {"phone": "+302106151333"}}),
    ("atu-1", "Mr Koné has a new desk phone, 27 20 34 43 99.", {"atu-3": {"phone": "+2252720344399"}}),
    ("atu-1", "The telephone of our COM4 coordinator is to be read as +225 27 20 34 43 90.", {"atu-3": {"phone": "+2252720344390"}}),
    ("rcc-3", "The telephone is also other: +998 71 238 41 55.", {"rcc-3": {"phone": "+998712384155"}}),
    ("atu-4", "I have a new designation: Chief Director, ICT Standards.", {"atu-4": {"job_title": "Chief Director, ICT Standards"}}),
    ("rcc-3", "I am appointed Head of Division since Monday.", {"rcc-3": {"job_title": "Head of Division"}}),
    ("rcc-1", "Title of Ms Vorontsova: Principal Researcher (not Leading Researcher).", {"rcc-2": {"job_title": "Principal Researcher"}}),
    ("cept-4", "My employer is now the Ministry of Digital Governance.", {"cept-4": {"affiliation": "Ministry of Digital Governance"}}),
    ("rcc-1", "The family name of Ms Kavaliova is spelled Kavaleva.", {"rcc-4": {"name": "Alesya Kavaleva"}}),
    ("cept-1", "Please write Joaquín Iriarte Goñi instead of Joaquín Iriarte.", {"cept-3": {"name": "Joaquín Iriarte Goñi"}}),
    ("citel-1", "Estimados colegas:\n\nEl teléfono de Ana Lucía Sepúlveda es el +57 601 344 3499.", {"citel-4": {"phone": "+576013443499"}}),
    ("atu-3", "Chers collègues,\n\nDepuis le 1er avril, je suis Directeur des affaires internationales.", {"atu-3": {"job_title": "Directeur des affaires internationales"}}),
    ("rcc-1", "Уважаемые коллеги!\n\nТелефон г-на Юлдашева: +998 71 238-41-55, остальное верно.", {"rcc-3": {"phone": "+998712384155"}}),
    ("las-1", "السادة الزملاء،\n\nرقم هاتف السيد فيصل العتيبي هو +966 11 461 8222.", {"las-2": {"phone": "+966114618222"}}),
    ("apt-2", "各位同事：\n\n我的职务改为副总工程师，电话不变。", {"apt-2": {"job_title": "副总工程师"}}),
]  # fmt: skip

ROLES = [
    ("cept-3", "As of now Eleftheria leads on Committee 4 and I become her alternate.", {"cept-4": {"role": "coordinator"}, "cept-3": {"role": "alternate"}}),
    ("cept-1", "Please swap the roles of Mr Iriarte and Ms Papadaki.", {"cept-4": {"role": "coordinator"}, "cept-3": {"role": "alternate"}}),
    ("apt-1", "Zhang Wei and Ms Hanh exchange their committees.", {"apt-2": {"committee": "COM4"}, "apt-3": {"committee": "COM3"}}),
    ("apt-1", "Ms Zhang Lihua goes from Committee 3 to Committee 4.", {"apt-4": {"committee": "COM4"}}),
    ("atu-1", "Ms Mokoena will become coordinator of Committee 4 in place of Mr Koné, who becomes the alternate.", {"atu-4": {"role": "coordinator"}, "atu-3": {"role": "alternate"}}),
    ("citel-1", "Estimados colegas:\n\nLa Sra. Ana Lucía Sepúlveda pasa a la Comisión 4.", {"citel-4": {"committee": "COM4"}}),
    ("rcc-1", "Уважаемые коллеги!\n\nГ-жа Воронцова теперь отвечает за Комитет 4.", {"rcc-2": {"committee": "COM4"}}),
]  # fmt: skip

_PAWEL = {"role": "coordinator", "committee": "COM3", "email": "p.dabrowski@uke-pl.example"}
PEOPLE = [
    ("rcc-1", "Ms Kavaliova doesn't work any more in Giprosvjaz. A new alternate is not determined yet.", {"rcc-4": None}),
    ("cept-1", "Ms Papadaki's term ended on 30 April; strike her name.", {"cept-4": None}),
    ("citel-1", "Estimados colegas:\n\nEl Sr. Ellery dejó la NTIA y por el momento no hay sucesor.", {"citel-3": None}),
    ("las-1", "السادة الزملاء،\n\nغادرت السيدة ريم بن يوسف عملها. يرجى حذف اسمها.", {"las-3": None}),
    ("cept-1", "COM3 coordinator: Paweł Dąbrowski (p.dabrowski@uke-pl.example), vice Małgorzata Wiśniewska who left.", {"cept-2": None, "+Paweł Dąbrowski": _PAWEL}),
    ("cept-2", "I retire at the end of May. My colleague Mr Paweł Dąbrowski (p.dabrowski@uke-pl.example) will do it after me.", {"cept-2": None, "+Paweł Dąbrowski": {"honorific": "Mr", **_PAWEL}}),
    ("las-1", "You have no alternate of ours for Committee 3. It is Ms Huda Saleh, huda@tra-om.example.", {"+Huda Saleh": {"honorific": "Ms", "role": "alternate", "committee": "COM3", "email": "huda@tra-om.example"}}),
    ("rcc-1", "New alternate of RCC in Committee 3\nName: Ivan Petrov\nE-mail: i.petrov@niir-ru.example", {"+Ivan Petrov": {"role": "alternate", "committee": "COM3", "email": "i.petrov@niir-ru.example"}}),
    ("atu-1", "Chers collègues,\n\nNous désignons Mme Awa Traoré comme suppléante pour la Commission 3 : awa@artci-ci.example.", {"+Awa Traoré": {"honorific": "Ms", "role": "alternate", "committee": "COM3", "email": "awa@artci-ci.example"}}),
]  # fmt: skip

NOTHING = [
    ("rcc-3", "During my vacation you can reach me at +998 90 111 22 33."),
    ("rcc-3", "For questions on this message please call +998 90 111 22 33."),
    ("rcc-3", "Our number might become +998 71 238 41 00 next year."),
    ("rcc-2", "Please copy my assistant (assistant@niir-ru.example) in further mails."),
    ("cept-4", "I was Head of Unit until 2020."),
    ("cept-1", "If Ms Papadaki leaves us, Mr Nikolaou will be named."),
    ("cept-1", "Ms Papadaki has not left EETT, she only changed the office."),
    ("cept-1", "Ms Papadaki is on maternity leave until autumn."),
    ("apt-1", "Ms Hanh attends the Committee 3 call of 10 July instead of Mr Zhang Wei."),
    ("las-1", "We may name Ms Huda Saleh as alternate for Committee 3 later."),
    ("rcc-1", "Mr Ivan Petrov of our secretariat (i.petrov@rcc-org.example) will send you the documents."),
    ("las-1", "Mr Al-Otaibi accepted to coordinate Resolution 58, kindly put his name instead of mine."),
    ("cept-1", "Mr Iriarte left the meeting early, so the text was not agreed."),
    ("cept-1", "Mr Iriarte and Ms Papadaki have exchanged views on Committee 4 matters."),
    ("cept-1", "The hotel can be called on +47 55 33 44 55; Mr Iriarte recommends it."),
    ("cept-1", "Our colleagues from APT have a new coordinator, Mr Li Wei."),
    ("apt-1", "For the call on 10 July please use the number +65 6377 3800, passcode 1234."),
    ("apt-2", "各位同事：\n\nZhang Lihua女士将代替我参加7月10日的会议。"),
    ("rcc-1", "Уважаемые коллеги!\n\nНа совещании вместо г-на Юлдашева будет г-жа Воронцова."),
    ("citel-1", "Estimados colegas:\n\nSi el Sr. Ellery deja la NTIA, les informaremos."),
    ("atu-3", "J'ai quitté l'ARTCI. Je conserve la coordination de la Commission 4."),
]


@pytest.mark.parametrize(("sender", "text", "wanted"), CORRECTIONS + ROLES + PEOPLE)
def test_what_is_said_is_read(sender: str, text: str, wanted: dict[str, Any]) -> None:
    assert read(sender, text)[0] == wanted


@pytest.mark.parametrize(("sender", "text"), NOTHING)
def test_what_is_not_said_changes_nothing(sender: str, text: str) -> None:
    assert read(sender, text)[0] == {}


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("apt-1", "Zhang has got a new mobile which you may use, +86 139 1012 3344."),
        ("cept-1", "Someone told me that Mr Iriarte has left the ministry."),
        ("cept-1", "I think the number of Ms Wiśniewska may be wrong."),
        ("citel-1", "Estimados colegas:\n\nEl Sr. Ellery y la Sra. Sepúlveda intercambian sus funciones."),
    ],
)
def test_in_doubt_it_is_a_question(sender: str, text: str) -> None:
    assert read(sender, text) == ({}, True)
