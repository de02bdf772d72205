"""Positions and views in plain, terse or ceremonious words, each kind beside sentences that change nothing."""

from __future__ import annotations

import pytest

from tests.unit.reading.structure_case import found

Case = tuple[str, str, list[str]]


POSITIONS: tuple[Case, ...] = (
    (
        "citel-3",
        "CITEL is scrapping 60. Mark it withdrawn, please. 89 is untouched.",
        ["CITEL/Resolution 60 status=withdrawn"],
    ),
    ("cept-1", "We're ditching 45. Not 22.", ["CEPT/Resolution 45 status=withdrawn"]),
    (
        "apt-2",
        "18 and 2 are agreed now. 78: MOD after all.",
        ["APT/Resolution 18 status=agreed", "APT/Resolution 2 status=agreed", "APT/Resolution 78 "],
    ),
    (
        "atu-2",
        "L'UAT laisse tomber la 76. Le tableau devrait l'indiquer comme retirée.",
        ["ATU/Resolution 76 status=withdrawn"],
    ),
    (
        "rcc-1",
        "РСС отказывается от 7-й. В таблице - снято, пожалуйста. 50-я остаётся.",
        ["RCC/Resolution 7 status=withdrawn"],
    ),
    ("citel-1", "Dejamos caer la 44. La 1 sigue.", ["CITEL/Resolution 44 status=withdrawn"]),
    ("apt-2", "我们放弃第78号。第2号保留。", ["APT/Resolution 78 status=withdrawn"]),
    ("las-1", "نتخلى عن القرار 32. القرار 20 باقٍ.", ["LAS/Resolution 32 status=withdrawn"]),
    ("citel-3", "We are dropping by on the 60th anniversary.", []),
    (
        "cept-1",
        "Europe settled on suppressing Resolution 50 in the end; the paper itself is still at preliminary.",
        ["CEPT/Resolution 50 status=preliminary"],
    ),
    (
        "rcc-1",
        "Группа договорилась изменить Резолюцию 61; сам текст пока на стадии проекта.",
        ["RCC/Resolution 61 "],
    ),
    (
        "atu-2",
        "Le groupe a convenu de supprimer la Résolution 29 ; le texte reste au stade préliminaire.",
        ["ATU/Resolution 29 status=preliminary"],
    ),
    (
        "citel-1",
        "La región acordó modificar la Resolución 60; el texto queda como preliminar.",
        ["CITEL/Resolution 60 status=preliminary"],
    ),
    ("apt-1", "Our members agreed to modify Resolution 78.", ["APT/Resolution 78 "]),
    (
        "atu-1",
        "We received the European package. Resolution 61 is submitted on our side.",
        ["ATU/Resolution 61 status=submitted"],
    ),
    (
        "cept-1",
        "CEPT proposes no change to Resolutions 72 to 76 (73 and 76 are meant).",
        ["CEPT/Resolution 73 ", "position text=Resolution 76"],
    ),
    (
        "apt-1",
        "APT proposes to modify Resolutions 44-46, 46 excepted.",
        ["position text=Resolution 44", "position text=Resolution 45"],
    ),
    (
        "apt-1",
        'Members will prepare a brand-new Resolution, to be known as "Quantum-safe networks". It is preliminary and Ms Grace Tamihana leads it.',
        ["position text=New: Quantum-safe networks status=preliminary coordinator=apt-3"],
    ),
    (
        "rcc-1",
        "Решено разработать новую Резолюцию, она будет именоваться «Цифровые двойники в сетях». Статус - предварительный, координатор - Виктор Лысенко.",
        ["position text=New: Цифровые двойники в сетях status=preliminary coordinator=rcc-3"],
    ),
    (
        "atu-2",
        "Nous lançons une nouvelle Résolution, dénommée « Réseaux communautaires ». Elle est au stade préliminaire et M. Okonkwo s'en charge.",
        ["position text=New: Réseaux communautaires status=preliminary coordinator=atu-3"],
    ),
    (
        "cept-1",
        "We read the African package. Our own Resolution 22 moves to agreed.",
        ["CEPT/Resolution 22 status=agreed"],
    ),
    ("citel-3", "CITEL is not scrapping 60.", []),
    ("citel-3", "Should CITEL drop 60?", ["?"]),
    ("citel-3", "60 delegates are dropping out of the workshop.", []),
    ("apt-1", "Members agreed to discuss Resolution 78 again; it stands at draft.", []),
    ("cept-1", "Resolution 22 goes back to preliminary.", ["CEPT/Resolution 22 status=preliminary"]),
    ("atu-1", "For Resolutions 72 to 76 (29 is another matter) Africa has no proposal.", ["?"]),
)


VIEWS: tuple[Case, ...] = (
    (
        "apt-3",
        "Our working party read the European papers. 22 is fine with us. 45 we find hard to accept. On A.1, a remark: fees should be mentioned.",
        [
            "view about=CEPT text=A.1 stance=comment comment=fees should be mentioned.",
            "view about=CEPT text=Resolution 22 stance=support comment=22 is fine with us. 45 we find hard to accept.",
            "view about=CEPT text=Resolution 45 stance=oppose comment=45 we find hard to accept.",
        ],
    ),
    (
        "cept-3",
        "We have been through the Arab package. Resolution 32: no objection. Resolution 20: we cannot go along.",
        [
            "view about=LAS text=Resolution 20 stance=oppose comment=Resolution 20: we cannot go along.",
            "view about=LAS text=Resolution 32 stance=support comment=Resolution 32: no objection.",
        ],
    ),
    (
        "atu-2",
        "Nous avons étudié l'ensemble des propositions de la CITEL. La Résolution 1 ne pose aucun problème. La 44, nous ne pouvons la suivre.",
        [
            "view about=CITEL text=Resolution 1 stance=support comment=La Résolution 1 ne pose aucun problème.",
            "view about=CITEL text=Resolution 44 stance=oppose comment=La 44, nous ne pouvons la suivre.",
        ],
    ),
    (
        "rcc-1",
        "Мы рассмотрели африканские предложения. Резолюция 29 возражений не вызывает, поддерживаем. С Резолюцией 76 согласиться не можем.",
        [
            "view about=ATU text=Resolution 29 stance=support comment=Резолюция 29 возражений не вызывает, поддерживаем.",
            "view about=ATU text=Resolution 76 stance=oppose comment=С Резолюцией 76 согласиться не можем.",
        ],
    ),
    (
        "citel-1",
        "Leímos los textos africanos. Con la Resolución 29 no hay problema, la respaldamos. Respecto de la 97, un comentario: faltan plazos.",
        [
            "view about=ATU text=Resolution 29 stance=support comment=Con la Resolución 29 no hay problema, la respaldamos.",
            "view about=ATU text=Resolution 97 stance=comment comment=Respecto de la 97, un comentario: faltan plazos.",
        ],
    ),
    (
        "las-1",
        "درسنا المقترحات الأوروبية. لا مانع لدينا من القرار 22. أما القرار 45 فلا نستطيع تأييده.",
        [
            "view about=CEPT text=Resolution 22 stance=support comment=لا مانع لدينا من القرار 22.",
            "view about=CEPT text=Resolution 45 stance=oppose comment=أما القرار 45 فلا نستطيع تأييده.",
        ],
    ),
    (
        "apt-1",
        "我们审议了欧洲的提案。第22号决议没有问题，我们支持。第45号决议难以接受。",
        [
            "view about=CEPT text=Resolution 22 stance=support comment=第22号决议没有问题，我们支持。",
            "view about=CEPT text=Resolution 45 stance=oppose comment=第45号决议难以接受。",
        ],
    ),
    ("atu-1", "APT can throw its weight behind CEPT on Resolution 22, we hear.", []),
    ("apt-1", "We have read the Arab package with interest. No decision was taken on Resolution 20.", []),
    (
        "las-2",
        "The Arab States find themselves unable to endorse the deletion of Resolution 45 put forward by Europe.",
        [
            "view about=CEPT text=Resolution 45 stance=oppose comment=The Arab States find themselves unable to endorse the deletion of Resolution 45 put forward by Europe."
        ],
    ),
    (
        "las-2",
        "The Arab States gladly associate themselves with the European text on Resolution 22.",
        [
            "view about=CEPT text=Resolution 22 stance=support comment=The Arab States gladly associate themselves with the European text on Resolution 22."
        ],
    ),
    (
        "cept-1",
        "The Arab text on Resolution 20 can count on us; on Resolution 32 we part company with them.",
        [
            "view about=LAS text=Resolution 20 stance=support comment=The Arab text on Resolution 20 can count on us;",
            "view about=LAS text=Resolution 32 stance=oppose comment=on Resolution 32 we part company with them.",
        ],
    ),
    (
        "cept-1",
        "We stand with the Africans on Resolution 29.",
        [
            "view about=ATU text=Resolution 29 stance=support comment=We stand with the Africans on Resolution 29."
        ],
    ),
    (
        "rcc-1",
        "РСС присоединяется к арабскому предложению по Резолюции 20.",
        [
            "view about=LAS text=Resolution 20 stance=support comment=РСС присоединяется к арабскому предложению по Резолюции 20."
        ],
    ),
    (
        "las-1",
        "يتعذر على المجموعة العربية تأييد المقترح الأوروبي بشأن القرار 45.",
        [
            "view about=CEPT text=Resolution 45 stance=oppose comment=يتعذر على المجموعة العربية تأييد المقترح الأوروبي بشأن القرار 45."
        ],
    ),
    (
        "apt-1",
        "APT难以支持欧洲关于第45号决议的提案。",
        ["view about=CEPT text=Resolution 45 stance=oppose comment=APT难以支持欧洲关于第45号决议的提案。"],
    ),
    (
        "citel-1",
        "A la CITEL le resulta imposible sumarse a la propuesta europea sobre la Resolución 45.",
        [
            "view about=CEPT text=Resolution 45 stance=oppose comment=A la CITEL le resulta imposible sumarse a la propuesta europea sobre la Resolución 45."
        ],
    ),
    (
        "atu-2",
        "L'UAT est hors d'état de souscrire à la proposition européenne sur la Résolution 73.",
        [
            "view about=CEPT text=Resolution 73 stance=oppose comment=L'UAT est hors d'état de souscrire à la proposition européenne sur la Résolution 73."
        ],
    ),
    (
        "atu-2",
        "La délégation africaine ne voit aucun obstacle à la proposition européenne sur la Résolution 22.",
        [
            "view about=CEPT text=Resolution 22 stance=support comment=La délégation africaine ne voit aucun obstacle à la proposition européenne sur la Résolution 22."
        ],
    ),
    ("apt-1", "Our texts were well received by CEPT. On Resolution 2 there is no news.", []),
    ("cept-3", "We have been through the African package. Nothing on Resolution 22 in it.", []),
)


@pytest.mark.parametrize(("who", "text", "wanted"), POSITIONS)
def test_positions_in_plain_words(who: str, text: str, wanted: list[str]) -> None:
    assert found(who, text) == wanted


@pytest.mark.parametrize(("who", "text", "wanted"), VIEWS)
def test_views_in_plain_words(who: str, text: str, wanted: list[str]) -> None:
    assert found(who, text) == wanted
