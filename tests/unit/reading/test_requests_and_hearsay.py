"""What a careful officer has to ask, and what he need not: requests, hearsay, namesakes, strangers."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailbot.inbound.interpret import Interpretation, interpret
from tests.unit.reading.second_state import MAY, directory, read


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "My phone is now +43 1 58058 402. May I ask you to touch up our lines?"),
        ("jb", "My phone is now +43 1 58058 402. Would you be so kind as to pass this on to whoever keeps the sheet?"),
        ("jb", "Resolution 22 is agreed by CEPT. I would be grateful for the column to be brought in line, and I hope"
               " this does not cause too much work."),
        ("jb", "The proposal on Resolution 48 is withdrawn. I would appreciate it if the row remained visible, so that"
               " people can see what happened to it."),
        ("jb", "Resolution 22 is agreed by CEPT. A short confirmation once the table shows it would be appreciated."),
        ("rim", "Mon numéro est désormais le +216 70 011 299. Auriez-vous l'amabilité de le reporter dans la liste ?"),
        ("rod", "Mi teléfono pasa a ser el +56 2 2588 8199. ¿Tendrían la amabilidad de pasarlo a la lista?"),
        ("kate", "Мой телефон теперь +7 495 647 18 88. Не затруднит ли вас внести это в список?"),
        ("faisal", "رقم هاتفي الجديد هو +966 11 461 8099. هل تتكرمون بإدراجه في القائمة؟"),
        ("wei", "我的新电话是 +86 10 6230 4499，麻烦更新一下好吗？"),
    ],
)  # fmt: skip
def test_who_asks_for_what_was_read_is_answered(who: str, body: str) -> None:
    found = read(who, body, MAY)
    assert found.changes
    assert not found.questions


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "My phone is now +43 1 58058 402. When does the list of participants close?"),
        ("jb", "My phone is now +43 1 58058 402. A question please: is there interpretation in the calls?"),
        ("jb", "Would it be possible to receive the workbook as PDF?"),
        ("jb", "I was wondering whether the deadline of 20 June is firm."),
        ("rim", "Je souhaiterais savoir à quelle heure commence la réunion du 11 juin."),
        ("rod", "¿Podrían decirnos si habrá interpretación al español en las llamadas?"),
        ("kate", "Будет ли обеспечен перевод на русский язык 11 июня?"),
        ("faisal", "نرجو إفادتنا بكيفية التسجيل في الاجتماع."),
        ("wei", "能否告知电话会议的接入方式？"),
    ],
)  # fmt: skip
def test_who_wants_to_be_told_something_asks(who: str, body: str) -> None:
    assert read(who, body, MAY).questions


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "An Arab colleague told me that the LAS meeting of July would be displaced to Muscat. Perhaps you can"
               " verify with them, I give it under all reserves."),
        ("jb", "I am told that APT no longer proposes to modify Resolution 1. Maybe you can find out."),
        ("jb", "Somebody told me in the corridor that Mr Ellery is leaving NTIA. I do not know more."),
        ("rim", "Nos collègues de Bruxelles disent que M. Ellery aurait quitté la NTIA. À vérifier auprès d'eux."),
        ("rim", "Il me semble que le numéro de M. Al-Otaibi n'est plus le bon, mais je n'en suis pas certaine."),
        ("rod", "Un colega de Accra me comentó que la ATU dejaría la modificación de la Resolución 65. Convendría que"
                " lo consultaran con ellos."),
        ("kate", "До Б. Юлдашева по телефону из списка дозвониться не удаётся. Возможно, номер устарел, но наверняка"
                 " не скажу."),
        ("wei", "听说非电联7月的会议要改到达喀尔，是否属实请向非电联核实。"),
    ],
)  # fmt: skip
def test_hearsay_is_asked_of_whom_it_concerns(who: str, body: str) -> None:
    found = read(who, body, MAY)
    assert not found.changes
    assert found.questions


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "A colleague from ATU told us about the very good meeting of last year. We hope to be invited again."),
        ("jb", "We took note with interest of the proposal of APT to modify Resolution 1, which our group studies."),
        ("jb", "Contrary to the rumours, nobody is leaving our team and no meeting is cancelled."),
        ("rod", "Agradecemos a la ATU la presentación de su propuesta sobre la Resolución 65."),
    ],
)  # fmt: skip
def test_news_of_others_that_change_nothing_are_no_question(who: str, body: str) -> None:
    found = read(who, body, MAY)
    assert not found.changes
    assert not found.questions


def test_a_namesake_meant_without_saying_which() -> None:
    found = read(
        "hanh", "In your list the title of Zhang is out of date; it should be shown as Principal Engineer."
    )
    assert not found.changes
    assert found.questions


def test_the_role_beside_the_name_tells_which() -> None:
    found = read(
        "hanh", "Please change the phone of our Committee 3 coordinator, Zhang, to +86 10 6230 4499."
    )
    assert [change.id for change in found.changes] == ["apt-2"]
    assert not found.questions


def test_a_newcomer_without_a_role() -> None:
    assert read("jb", "Please add Carla Jensen, c.jensen@energy-dk.example.").questions


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("It's Bakhtiyor writing from my home account. Kindly exchange my address in the contact sheet against this"
         " one.", True),
        ("I am Marcus Ellery of NTIA and write from home. Resolution 34 of CITEL should be shown as agreed.", True),
        ("Soy Mariela Quiñones. La reunión de la CITEL se celebrará del 15 al 19 de julio.", True),
        ("We are a conference interpreting agency and would be happy to work for you. Our prices are attached.", False),
        ("Season's greetings from all of us at the agency.", False),
    ],
)  # fmt: skip
def test_what_a_stranger_wants_entered_is_asked(body: str, asked: bool) -> None:
    found = _from("someone@webmail.example", body)
    assert not found.changes
    assert bool(found.questions) is asked


def _from(address: str, body: str) -> Interpretation:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"], mail["Date"], mail["Subject"] = address, "<1@x.example>", MAY, "Re: LS"
    mail.set_content(f"Dear Sirs,\n\n{body}\n")
    return interpret(mail.as_bytes(), directory(), ())


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "Something is wrong with my e-mail address in your sheet, mails come back."),
        ("jb", "Our Greek colleagues say that Ms Papadaki's number is not up to date. They did not tell me the new one."),
        ("jb", "Joaquín's phone number is either +34 91 346 15 15 or +34 91 346 15 51, he will tell you himself."),
        ("jb", "There seems to be something odd with our row on Resolution 22, the coordinator cannot be right."),
        ("jb", "One of our coordinators has resigned. The name will be communicated."),
        ("hanh", "Mr Zhang or Ms Zhang, I do not remember which, has a new telephone. Kindly ask them."),
        ("hanh", "Zhang will coordinate Resolution 95."),
        ("rim", "Le numéro de M. Al-Otaibi a changé."),
        ("wei", "我们的表里好像少了一行，但我不确定是哪一个决议。"),
    ],
)  # fmt: skip
def test_what_is_left_open_is_asked(who: str, body: str) -> None:
    found = read(who, body, MAY)
    assert not found.changes
    assert found.questions


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "Ms Papadaki's number is not up to date; it should be +30 210 615 1099."),
        ("jb", "Nothing is wrong with my e-mail address."),
        ("jb", "My phone number has not changed."),
        ("jb", "In reply to your question: no, we do not need interpretation."),
        ("jb", "Is it not amazing how fast the year has gone?"),
        ("jb", "We will let you know in good time whether Resolution 22 is going to be modified again."),
    ],
)
def test_what_is_settled_is_not_asked(who: str, body: str) -> None:
    assert not read(who, body, MAY).questions


def test_a_question_behind_a_view_is_no_part_of_it() -> None:
    found = read(
        "jb", "We support ATU on Resolution 65. By the way, when will the consolidated table come out?", MAY
    )
    assert [change.target for change in found.changes] == ["view"]
    assert "when will" not in str(found.changes[0].fields.get("comment"))
    assert found.questions
