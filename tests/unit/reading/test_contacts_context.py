"""What stands around a value, a post or a person: another clause, a quotation, the sentence before, a title."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.mail.signature import cut
from mailbot.reading.declension import basic_post
from mailbot.reading.person import alike
from tests.unit.reading.contact_case import SENDERS, read

CASES: list[tuple[str, str, dict[str, Any]]] = [
    # a switchboard in another clause takes no number away
    ("apt-1", "The ministry has a new switchboard, so Ms Hạnh is now on +84 24 3943 5566 and the number you print rings in an empty room.", {"apt-3": {"phone": "+842439435566"}}),
    ("rcc-1", "В министерстве сменили коммутатор, поэтому Юлдашев теперь на линии +998 71 238 55 66, а номер из вашей таблицы звонит в пустой комнате.", {"rcc-3": {"phone": "+998712385566"}}),
    ("las-1", "ويُرجى تدوين خطي المباشر ٠٠٢٠٢٢٧٧٣٥٢٦٦ محل الرقم الحالي الذي يمر عبر البدالة.", {"las-1": {"phone": "+20227735266"}}),
    # the writer hands on his own role
    ("atu-4", "Je change d'affectation au sein du ministère et ne suivrai donc plus la préparation de l'AMNT. C'est Mme Nathalie Dubreuil (nathalie.dubreuil@dcdt-za.example) qui reprend mon rôle de suppléante pour la Commission 4.", {"atu-4": None, "+Nathalie Dubreuil": {"honorific": "Ms", "role": "alternate", "committee": "COM4", "email": "nathalie.dubreuil@dcdt-za.example"}}),
    ("las-3", "كُلّفت بمهام أخرى داخل الهيئة ولن أتابع بعد اليوم أعمال اللجنة 4. يحل محلي السيد كريم الزواري (k.zouari@intt-tn.example).", {"las-3": None, "+كريم الزواري": {"honorific": "Mr", "role": "coordinator", "committee": "COM4", "email": "k.zouari@intt-tn.example"}}),
    # the appointer's post is not the one given
    ("citel-1", "Lo que sí está decidido es mi nuevo cargo: el Secretario General me nombró Secretaria Ejecutiva con efecto al 1 de enero.", {"citel-1": {"job_title": "Secretaria Ejecutiva"}}),
    ("cept-2", "My new title: the President appointed me Deputy Director for International Affairs last week.", {"cept-2": {"job_title": "Deputy Director for International Affairs"}}),
    ("apt-2", "总经理已任命我为标准化部主任，自5月1日起生效。", {"apt-2": {"job_title": "标准化部主任"}}),
    # a post in quotes is no role
    ("rcc-1", "Воронцову повысили, её должность теперь «заместитель директора». Обязанности координатора по Комитету 3 за ней сохраняются.", {"rcc-2": {"job_title": "заместитель директора"}}),
    # how somebody is addressed
    ("cept-4", "Please show me as Dr Papadaki: I have defended my thesis.", {"cept-4": {"honorific": "Dr"}}),
    ("atu-3", "Veuillez m'inscrire comme Dr Koné (et non M. Koné).", {"atu-3": {"honorific": "Dr"}}),
    ("apt-2", "请将我的称谓由先生改为博士。", {"apt-2": {"honorific": "Dr"}}),
    # a name in Arabic letters without honorific
    ("las-1", "رقم زميلتنا ريم بن يوسف الصحيح هو +216 70 011 222.", {"las-3": {"phone": "+21670011222"}}),
    # another employer, the same duty
    ("apt-2", "我自下月起调到工业和信息化部工作，仍负责第3委员会。", {"apt-2": {"affiliation": "工业和信息化部"}}),
    ("rcc-2", "С 1 июня я работаю в ФГУП «Радиосвязь», остальные данные прежние.", {"rcc-2": {"affiliation": "ФГУП «Радиосвязь»"}}),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "wanted"), CASES)
def test_what_is_changed(sender: str, text: str, wanted: dict[str, Any]) -> None:
    changes, _ = read(sender, text)
    assert changes == wanted


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("cept-1", "The assistant of Ms Papadaki can be reached on +30 210 615 2222."),
        ("atu-1", "Below is our calendar as the Secretary-General signed it off this morning."),
        ("apt-4", "You have me down as Mr Zhang Lihua. I am a woman: please put Ms."),
        ("cept-3", "Dear Dr Iriarte sent you his comments last week."),
        ("rcc-3", "В этот четверг я больше не буду участвовать в созвоне."),
        ("citel-3", "Resolution 50 is ready. Mr Sepúlveda will look after it from here on instead of me."),
        ("citel-1", "Contra lo que dicen los rumores, Marcus Ellery no se va de la NTIA."),
    ],
)
def test_nothing_is_changed(sender: str, text: str) -> None:
    changes, _ = read(sender, text)
    assert changes == {}


def test_part_of_a_number_in_doubt_is_asked() -> None:
    """Of the one whom the sentence before names."""
    changes, asked = read(
        "cept-1",
        "I tried Ms Papadaki twice and got a fax tone. I think the last digits may be 1001, better ask her.",
    )
    assert (changes, asked) == ({}, True)


@pytest.mark.parametrize(
    ("written", "basic"),
    [
        ("главным специалистом отдела", "главный специалист отдела"),
        ("заместителем начальника управления", "заместитель начальника управления"),
        ("заместитель директора", "заместитель директора"),
        ("Head of Unit", "Head of Unit"),
        ("مديرةً للشؤون الدولية", "مديرة للشؤون الدولية"),
    ],
)
def test_a_post_in_its_basic_form(written: str, basic: str) -> None:
    assert basic_post(written) == basic


@pytest.mark.parametrize(
    ("name", "contact", "same"),
    [
        ("Бахтиёр Юлдошев", "rcc-3", True),
        ("Азамат Рахимов", "rcc-3", False),
        ("ليث الزعبي", "las-3", False),
        ("张伟", "apt-2", True),
        ("刘洋", "apt-2", False),
    ],
)
def test_a_shared_number_does_not_make_another_the_same(name: str, contact: str, same: bool) -> None:
    assert alike(name, SENDERS[contact]) is same


def test_a_greeting_in_the_first_paragraph_closes_no_letter() -> None:
    text = "Estimados colegas:\n\nReciban un cordial saludo desde Lima. Acusamos recibo de su nota.\n\n"
    text += (
        "Les informo que la señora Ruiz dejará el cargo a fin de mes y la reunión sigue en pie.\n\nAna Ruiz"
    )
    assert "dejará el cargo" in cut(text, "Ana Ruiz", thorough=True)[0]
