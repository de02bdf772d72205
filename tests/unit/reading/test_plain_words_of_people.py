"""People, attendance and meetings in plain words, each kind beside sentences that change nothing."""

from __future__ import annotations

import pytest

from tests.unit.reading.structure_case import found

Case = tuple[str, str, list[str]]


PEOPLE: tuple[Case, ...] = (
    (
        "cept-4",
        "I have been Deputy Director since 1 January, no longer a mere Chargée de mission.",
        ["cept-4 job_title=Deputy Director"],
    ),
    (
        "atu-2",
        "Depuis janvier je suis Directrice adjointe, et non plus Cheffe de service.",
        ["atu-2 job_title=Directrice adjointe"],
    ),
    (
        "citel-2",
        "Desde enero soy Director de Asuntos Internacionales, ya no Asesor.",
        ["citel-2 job_title=Director de Asuntos Internacionales"],
    ),
    (
        "rcc-3",
        "С января я начальник управления, уже не консультант.",
        ["rcc-3 job_title=начальник управления"],
    ),
    (
        "apt-1",
        "Our colleague Grace Tamihana was made Director of Policy on 4 January.",
        ["apt-3 job_title=Director of Policy"],
    ),
    ("apt-1", "Nguyen has received a promotion to Senior Director. Please show it in the sheet.", ["?"]),
    ("cept-1", "Miss Dubreuil has been with us since 2012, no longer a newcomer.", []),
    ("cept-2", "Mme Dubreuil was made to wait at the door; Director Ionescu apologized.", []),
    ("cept-2", "The decision was made on Director level.", []),
    ("cept-4", "I have been told that the Deputy Director is ill.", []),
    ("cept-4", "I am still Chargée de mission, not Deputy Director.", []),
    (
        "rcc-2",
        "Вопросы Комитета 3 ведёт секретариат (office@mincom-az.example). Меня из списка не исключайте.",
        [],
    ),
    (
        "rcc-2",
        "Ухожу на другую работу. Вопросами Комитета 3 от РСС теперь занимается моя коллега Лейла Рустамова (l.rustamova@mincom-az.example). Меня из списка уберите.",
        ["rcc-2 ", "Лейла Рустамова role=coordinator committee=COM3"],
    ),
    (
        "citel-2",
        "Cambio de trabajo; los temas de la Comisión 3 los atiende desde febrero mi colega Rosa Benítez (rbenitez@enacom-ar.example). Pueden quitarme de la lista.",
        ["Rosa Benítez role=coordinator committee=COM3", "citel-2 "],
    ),
    (
        "cept-2",
        "I retire on 31 January. Please enter in my place as COM3 coordinator Dr Ion Popa, my successor (ion.popa@ancom-ro.example).",
        ["Ion Popa honorific=Dr role=coordinator committee=COM3", "cept-2 "],
    ),
)


ATTENDANCE: tuple[Case, ...] = (
    (
        "rcc-3",
        "Все четверговые звонки за мной. Во вторник участвовать не буду.",
        ["Viktor Lysenko event=com3-calls attending=no", "Viktor Lysenko event=com4-calls attending=yes"],
    ),
    (
        "citel-3",
        "Estaré en todas las llamadas de los jueves. El martes no, no me corresponde.",
        ["Andrea Holloway event=com3-calls attending=no", "Andrea Holloway event=com4-calls attending=yes"],
    ),
    (
        "atu-2",
        "Je prends part à tous les appels du mardi. Le jeudi, ce sera M. Okonkwo.",
        ["Emeka Okonkwo event=com4-calls attending=yes", "Fatoumata Traoré event=com3-calls attending=yes"],
    ),
    (
        "atu-2",
        "Je serai à l'appel du 2 février ; je raterai par contre celui du 9 février.",
        [
            "Fatoumata Traoré event=com3-calls-3 attending=yes",
            "Fatoumata Traoré event=com3-calls-4 attending=no",
        ],
    ),
    ("rcc-2", "8 января подключиться не смогу, связи нет.", ["Gulnara Ismailova event=irm-2 attending=no"]),
    (
        "rcc-2",
        "Из-за переезда участвовать 8 января не удастся.",
        ["Gulnara Ismailova event=irm-2 attending=no"],
    ),
    (
        "apt-2",
        "I am at all Tuesday calls. On Thursday 28 January I replace Ms Grace Tamihana.",
        [
            "Grace Tamihana event=com4-calls-2 attending=no",
            "Nguyen Duc Thanh event=com3-calls attending=yes",
            "Nguyen Duc Thanh event=com4-calls-2 attending=yes",
        ],
    ),
    (
        "apt-2",
        "I am at all Tuesday calls. On Thursday I travel to Hue.",
        ["Nguyen Duc Thanh event=com3-calls attending=yes"],
    ),
    (
        "atu-1",
        "Participating in the call of 26 January will not be possible for me.",
        ["Tendai Moyo event=com3-calls-2 attending=no"],
    ),
    ("rcc-2", "Подключиться к базе данных 8 января не получилось.", []),
)


MEETINGS: tuple[Case, ...] = (
    (
        "las-1",
        'Please enter the "Sixth meeting of the Arab Working Team for WTSA-20", Rabat, Morocco, Monday 5 to Wednesday 7 July 2021.',
        [
            "meeting title=Sixth meeting of the Arab Working Team for WTSA-20 starts=2021-07-05 ends=2021-07-07 place=Rabat, Morocco"
        ],
    ),
    (
        "cept-1",
        'The April meeting in Copenhagen has received the official title "Com-ITU Spring Plenary".',
        ["cept-m2 title=Com-ITU Spring Plenary"],
    ),
    (
        "las-1",
        'The May meeting in Amman was given the name "Arab Preparatory Conference for WTSA-20".',
        ["las-m2 title=Arab Preparatory Conference for WTSA-20"],
    ),
    ("cept-1", 'The report of the April meeting bears the title "Com-ITU Spring Plenary".', []),
    ("cept-1", "With apologies for the delay, the CEPT rows after the April meeting are as follows.", []),
    ("rcc-1", "Извините за задержку: пятое заседание заняло всё время.", []),
    ("cept-1", "At a video meeting yesterday we shared the work among us.", []),
    ("atu-2", "Lors d'une réunion virtuelle la semaine dernière, nous avons réparti le travail.", []),
    ("cept-1", "The April meeting is delayed.", ["cept-m2 status=postponed"]),
    (
        "apt-2",
        "I follow every Tuesday call. Thursday is not mine, I shall not join.",
        ["Nguyen Duc Thanh event=com3-calls attending=yes", "Nguyen Duc Thanh event=com4-calls attending=no"],
    ),
    ("cept-1", 'A brand-new hall, to be called "Europa", opens in Copenhagen in April.', []),
)


@pytest.mark.parametrize(("who", "text", "wanted"), PEOPLE)
def test_people_in_plain_words(who: str, text: str, wanted: list[str]) -> None:
    assert found(who, text) == wanted


@pytest.mark.parametrize(("who", "text", "wanted"), ATTENDANCE)
def test_attendance_in_plain_words(who: str, text: str, wanted: list[str]) -> None:
    assert found(who, text) == wanted


@pytest.mark.parametrize(("who", "text", "wanted"), MEETINGS)
def test_meetings_in_plain_words(who: str, text: str, wanted: list[str]) -> None:
    assert found(who, text) == wanted
