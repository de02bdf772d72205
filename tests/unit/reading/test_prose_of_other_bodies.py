"""Circulars, newsletters and minutes of other bodies, in six languages; and the region's own news beside them."""

from __future__ import annotations

import pytest

from tests.unit.reading.twins_case import found

NOTHING = (
    # numbers of others' texts
    ("citel-1", "en", "The council adopted Resolution 44 (EC-IX) and COM/CITEL.RES.34."),
    ("citel-2", "es", "Mediante ese acto se derogó la Resolución 34 de 2009."),
    ("cept-1", "en", "The updated Resolution 138 calls for seminars in every part of the world."),
    ("apt-1", "en", "Texts approved: errata (1), annexes (0), supplements (34)."),
    # meetings of others
    ("apt-1", "en", "The Executive Council is meeting on 5 and 6 July in Bangkok."),
    ("cept-1", "en", "The project team met last 21-22 June in Mainz."),
    ("cept-1", "en", "It was decided that the EC meetings will be held on 10 July and 24 July."),
    ("cept-1", "en", "Some meetings may become physical meetings again."),
    ("cept-1", "en", 'The conference "Digital Harvest for Everybody" has been postponed.'),
    ("las-1", "ar", 'تقرر تأجيل مؤتمر "المدن الذكية والمستدامة" إلى موعد لاحق.'),
    ("citel-1", "es", "Hemos decidido posponer nuestra asamblea anual hasta nuevo aviso."),
    ("citel-1", "es", "Las sesiones podrán ser canceladas cuando no existan asuntos que tratar."),
    ("las-1", "ar", "آخر موعد للتسجيل في المؤتمر: 25/12/2021"),
    # careers
    ("citel-1", "en", "Cox also served as the Chairman of the Caribbean Association."),
    ("citel-1", "en", "He takes over from Cheryl Moore, who served as acting Managing Director."),
    ("apt-3", "zh", "他作为唯一候选人，以152票当选新一任秘书长。"),
    ("citel-1", "es", "Ana Gómez, en nombre de la CITEL, presentó los puntos de vista de la región."),
    ("rcc-1", "ru", "В состав группы входят председатель и заместитель председателя."),
    # who was where
    ("citel-1", "es", "El país hizo parte del encuentro, con Luis Paredes en el rol de presidente. A lo largo de las"
     " sesiones se abordaron varios temas."),
    ("cept-1", "en", "Future sessions:\r\n- Grand Plaza Hotel, Lisbon\r\n- Sea View Resort, Malta"),
    # no questions
    ("cept-1", "en", "Please check the agenda published before each meeting for its time and venue."),
    ("las-3", "fr", "Quelques points sont à retenir:"),
    ("cept-1", "en", "The Chair (Mr Rowe): Is the motion carried?"),
    ("apt-3", "zh", "会议报到于11月4日上午9:00开始。"),
    ("atu-1", "en", "His name has to go to a committee. The problem? It meets only in autumn."),
)  # fmt: skip
SOMETHING = (
    ("cept-1", "en", "The plenary has been moved to between 10 and 12 July.", ["meeting cept-m2 2021-07-10"]),
    ("cept-1", "en", "A new meeting of the project team will be held on 15 July.", ["meeting 2021-07-15"]),
    ("cept-1", "en", "A question please: is there interpretation?", ["?"]),
    ("las-3", "fr", "Quel est le délai pour les contributions ?", ["?"]),
    ("citel-2", "en", "My title is now Senior Counsellor.", ["contact citel-2"]),
    ("cept-1", "en", "We propose to modify Resolution 44 of 2016.", ["position Resolution 44 MOD"]),
)  # fmt: skip


@pytest.mark.parametrize(("sender", "language", "text"), NOTHING)
def test_other_bodies_change_nothing_here(sender: str, language: str, text: str) -> None:
    assert found(sender, language, text) == []


@pytest.mark.parametrize(("sender", "language", "text", "wanted"), SOMETHING)
def test_news_of_the_region_is_read(sender: str, language: str, text: str, wanted: list[str]) -> None:
    assert found(sender, language, text) == wanted
