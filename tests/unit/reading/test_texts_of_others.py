"""What a member proposes, and Resolutions of other conferences: nothing of the region's table."""

from __future__ import annotations

import pytest

from tests.unit.reading.twins_case import found

NOTHING = (
    ("atu-1", "en", "Tanzania proposes to modify Resolution 44."),
    ("atu-1", "en", "The delegation of Senegal would like to suppress Resolution 34."),
    ("atu-1", "en", "Resolution 44: Botswana wants to revise it."),
    ("cept-1", "en", "However, the United Kingdom suggests the suppression of Resolution 34."),
    ("cept-1", "en", "The administration of Portugal has withdrawn its proposal on Resolution 2."),
    ("citel-1", "es", "La administración de Chile propone modificar la Resolución 44."),
    ("citel-1", "es", "Perú desea suprimir la Resolución 34."),
    ("atu-2", "fr", "Le Bénin propose de modifier la Résolution 44."),
    ("atu-2", "fr", "La délégation du Maroc souhaite la suppression de la Résolution 34."),
    ("rcc-1", "ru", "Республика Армения предлагает внести изменения в Резолюцию 44."),
    ("rcc-1", "ru", "Администрация связи Узбекистана предлагает исключить Резолюцию 34."),
    ("rcc-1", "ru", "Что касается Резолюции 44, Казахстан предлагает её пересмотреть."),
    ("las-1", "ar", "تقترح تونس تعديل القرار 44."),
    ("las-1", "ar", "يقترح الأردن إلغاء القرار 34."),
    ("apt-3", "zh", "韩国提议修改第44号决议。"),
    ("apt-3", "zh", "此外，泰国建议废止第34号决议。"),
    ("cept-1", "en", "Resolution 71 (Rev. Bucharest, 2022) was adopted by the Plenipotentiary Conference."),
    ("cept-1", "en", "We shall work in the spirit of Resolution 130 (Rev. Busan, 2014)."),
    ("rcc-1", "ru", "Поправка к Резолюции 67 (Пересм. Дубай, 2018 г.) обсуждалась на конференции."),
    ("apt-3", "zh", "参见第71号决议（2018年，迪拜，修订版）。"),
    ("las-1", "ar", "النظام الداخلي (القرار 1 للمؤتمر العالمي لتنمية الاتصالات) قيد المراجعة."),
    ("citel-1", "es", "Se revisa el reglamento del UIT-D (Resolución 1 de la CMDT)."),
    ("cept-1", "en", "Resolution 16 describes how study groups are chosen."),
    ("cept-1", "en", "Resolution 16 – Rules for the choice of chairs and vice-chairs of groups"),
    ("cept-1", "en", "The conference of the other Sector revised Resolutions 3, 4, 5, 6, 8, 9 and 10."),
    ("las-3", "fr", "La Recommandation A.1 a été approuvée par l'Assemblée mondiale de normalisation en 2008."),
)  # fmt: skip
SOMETHING = (
    ("atu-1", "en", "ATU proposes to modify Resolution 44.", ["position Resolution 44 MOD"]),
    ("atu-1", "en", "In Ghana we agreed to modify Resolution 44.", ["position Resolution 44 MOD"]),
    (
        "atu-1", "en", "Ghana proposes to modify Resolution 44, and ATU has decided to do so: MOD.",
        ["position Resolution 44 MOD"],
    ),
    ("atu-2", "fr", "L'UAT propose de modifier la Résolution 44.", ["position Resolution 44 MOD"]),
    ("citel-1", "es", "La CITEL propone modificar la Resolución 44.", ["position Resolution 44 MOD"]),
    ("rcc-1", "ru", "Администрации связи РСС предлагают внести изменения в Резолюцию 44.",
     ["position Resolution 44 MOD"]),
    ("las-1", "ar", "تقترح المجموعة العربية تعديل القرار 44.", ["position Resolution 44 MOD"]),
    ("cept-1", "en", "We propose to modify Resolution 18 (Rev. Hammamet, 2016).", ["position Resolution 18 MOD"]),
    (
        "cept-1", "en", "We propose to modify Resolution 44 in line with Resolution 70 (Rev. Dubai, 2018).",
        ["position Resolution 44 MOD"],
    ),
    ("cept-1", "en", "We propose to suppress Resolution 16.", ["?"]),
)  # fmt: skip


@pytest.mark.parametrize(("sender", "language", "text"), NOTHING)
def test_what_others_propose_changes_no_table_of_ours(sender: str, language: str, text: str) -> None:
    assert found(sender, language, text) == []


@pytest.mark.parametrize(("sender", "language", "text"), NOTHING)
def test_nor_does_it_in_a_letter(sender: str, language: str, text: str) -> None:
    assert found(sender, language, text, letter=True) == []


@pytest.mark.parametrize(("sender", "language", "text", "wanted"), SOMETHING)
def test_what_the_region_proposes_is_entered(
    sender: str, language: str, text: str, wanted: list[str]
) -> None:
    assert found(sender, language, text) == wanted
