"""When a letter that changes nothing says that everything is correct, and when it is only a letter."""

from __future__ import annotations

import pytest

from tests.unit.reading.second_state import MAY, read


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "We went through the extract with the project team: it is accurate in every respect."),
        ("jb", "Checked, fine by us."),
        ("jb", "You asked for corrections; I have found none."),
        ("jb", "What you sent is the state of play. Keep it."),
        ("jb", "The European entries are as we wish them to be. Kindly maintain them."),
        ("jb", "No corrections. Season's greetings from Vienna!"),
        ("jb", "All fine here, a good start to you all."),
        ("hanh", "We have carefully studied the enclosed and find the same to be in conformity with our records."),
        ("rim", "Après vérification, les informations relatives à la Ligue n'appellent aucune observation."),
        ("rim", "Les données nous concernant sont exactes ; aucune correction n'est nécessaire. Bonne année !"),
        ("rod", "Cotejamos las tres listas con nuestros archivos y coinciden en todo."),
        ("kate", "Проверила строки РСС: и мои данные, и Резолюции 1 и 40 указаны верно."),
        ("kate", "Раньше обсуждали вариант перейти по Резолюции 40 на MOD, но администрации его не поддержали, поэтому"
                 " исправлять ничего не нужно."),
        ("faisal", "راجعنا الجداول سطراً سطراً ووجدناها مطابقة لما لدينا، ولا حاجة إلى أي تعديل."),
        ("wei", "表中内容与我方掌握的情况相符，请按此保留。"),
    ],
)  # fmt: skip
def test_everything_is_correct(who: str, body: str) -> None:
    found = read(who, body, MAY)
    assert not found.changes
    assert found.classification == "confirmation"


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("jb", "I confirm that I have received the tables and have passed them on to my colleagues."),
        ("jb", "So far everything looks fine, but two administrations have not answered yet."),
        ("jb", "We are still checking the table and will revert next week. So far everything looks fine."),
        ("jb", "I am back in the office from 10 June. Wishing you all a good start."),
        ("jb", "which version of the mapping table is the current one, TD548 or the one in your mail"),
        ("rim", "Je vous souhaite une bonne et heureuse année."),
        ("rod", "Estamos todavía revisando los cuadros; por ahora todo parece correcto."),
        ("kate", "Таблицу ещё проверяем, пока всё выглядит правильно."),
        ("faisal", "نتمنى لكم سنة جديدة سعيدة."),
        ("wei", "我方正在征求各成员意见，目前看来内容正确。"),
    ],
)  # fmt: skip
def test_nothing_is_confirmed(who: str, body: str) -> None:
    found = read(who, body, MAY)
    assert not found.changes
    assert found.classification == "other"
