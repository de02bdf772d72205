"""Rows in the long sentences of officials and the notes of hurried people: clauses, turns, what was once meant."""

from __future__ import annotations

import pytest

from tests.unit.reading.test_prose_positions_named import Wanted, found
from tests.unit.reading.test_prose_positions_told_together import rows


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "jb",
            "At the plenary the administrations lifted the last of their reservations on our text on Resolution 22,"
            " which may accordingly be shown as agreed, whereas on Resolution 48 they preferred to abandon the"
            " suppression in favour of a modification, preliminary for the time being.",
            rows((22,), status="agreed") | rows((48,), action="MOD", status="preliminary"),
        ),
        (
            "jb",
            "I am asked to record that Europe intends to modify Resolutions 43 and 68, both being preliminary, that"
            " it would like to see Resolution 90 suppressed, and that it is content for Resolution 34 to remain"
            " exactly as it is.",
            rows((43, 68), action="MOD", status="preliminary")
            | rows((90,), action="SUP")
            | rows((34,), action="NOC"),
        ),
        (
            "rod",
            "Me permito informarle de que la región desea modificar las Resoluciones 68 y 74, ambas en fase"
            " preliminar, que quisiera suprimir la Resolución 90 y que prefiere dejar la Resolución 22 sin cambios.",
            rows((68, 74), action="MOD", status="preliminary")
            | rows((90,), action="SUP")
            | rows((22,), action="NOC"),
        ),
        (
            "rim",
            "J'ai l'honneur de vous informer que le groupe arabe entend modifier les Résolutions 43 et 68, toutes"
            " deux au stade préliminaire, et qu'il préfère laisser la Résolution 90 en l'état.",
            rows((43, 68), action="MOD", status="preliminary") | rows((90,), action="NOC"),
        ),
        (
            "kate",
            "Сообщаем, что РСС предлагает изменить Резолюции 43 и 68 (обе предварительно), что Резолюцию 90"
            " предлагается исключить, а Резолюцию 34 оставить без изменений.",
            rows((43, 68), action="MOD", status="preliminary")
            | rows((90,), action="SUP")
            | rows((34,), action="NOC"),
        ),
        (
            "wei",
            "亚太区拟修改第43、74号决议（均为初步），建议废止第90号决议，第34号决议则保持不变。",
            rows((43, 74), action="MOD", status="preliminary")
            | rows((90,), action="SUP")
            | rows((34,), action="NOC"),
        ),
        (
            "faisal",
            "تقترح المجموعة العربية تعديل القرار 43، وإلغاء القرار 90، وعدم تعديل القرار 34.",
            rows((43,), action="MOD") | rows((90,), action="SUP") | rows((34,), action="NOC"),
        ),
        (
            "jb",
            "Resolution 22 might be modified, but Resolution 48 is withdrawn.",
            rows((48,), status="withdrawn"),
        ),
        ("jb", "If the plenary agrees, Resolution 22 will be shown as agreed and Resolution 48 as MOD.", {}),
    ],
)
def test_each_clause_speaks_of_its_own_texts(who: str, text: str, wanted: Wanted) -> None:
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "jb",
            "In respect of Resolution 88 our earlier preference for leaving the text untouched has given way to a"
            " modification.",
            rows((88,), action="MOD"),
        ),
        (
            "jb",
            "In place of the suppression of Resolution 48 a modification is proposed.",
            rows((48,), action="MOD"),
        ),
        (
            "jb",
            "The suppression of Resolution 48 has been replaced by a modification.",
            rows((48,), action="MOD"),
        ),
        (
            "jb",
            "While it was at one time intended to suppress Resolution 48, it is now proposed that it be modified.",
            rows((48,), action="MOD"),
        ),
        ("jb", "Res 48: scratch SUP, it's MOD.", rows((48,), action="MOD")),
        ("jb", "Res 48: SUP > MOD", rows((48,), action="MOD")),
        ("rim", "Résolution 79 : il avait d'abord été envisagé de la supprimer.", {}),
        (
            "kate",
            "Первоначально предполагалось исключить Резолюцию 18, теперь же предлагается оставить её без изменений.",
            rows((18,), action="NOC"),
        ),
        ("jb", "Resolution 22: we do not want to suppress it.", {}),
        ("rim", "Résolution 79 : nous ne voulons pas la supprimer.", {}),
        ("rod", "Resolución 43: no queremos suprimirla.", {}),
        ("kate", "Резолюция 18: исключать её мы не хотим.", {}),
        ("faisal", "القرار 79: لا نريد إلغاءه.", {}),
        ("wei", "关于第1号决议：我们不希望废止该决议。", {}),
    ],
)
def test_what_was_once_meant_or_is_not_wanted_is_no_action(who: str, text: str, wanted: Wanted) -> None:
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "jb",
            "We looked again at Resolutions 11, 22 and 48. Only 22 remains a draft, the rest are agreed.",
            rows((11, 48), status="agreed"),
        ),
        (
            "rod",
            "Hemos revisado las Resoluciones 34, 43 y 50. Solo la Resolución 50 sigue siendo preliminar; las demás"
            " fueron aprobadas.",
            rows((34, 43), status="agreed"),
        ),
        (
            "kate",
            "Рассмотрены Резолюции 18, 20 и 99. Предварительной остаётся только Резолюция 20, остальные согласованы.",
            rows((18, 99), status="agreed"),
        ),
        ("jb", "Resolution 22 was not discussed; the others have been adopted.", {}),
        (
            "jb",
            "Resolution 22 was adopted; the same cannot be said of Resolution 48.",
            rows((22,), status="agreed"),
        ),
    ],
)
def test_the_rest_of_a_list_is_all_of_it_but_those_named(who: str, text: str, wanted: Wanted) -> None:
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "jb",
            "22 - still MOD, but agreed now\n43 + 90 - not in yr table. MOD both, prelim., coord = me",
            rows((22,), status="agreed")
            | rows((43, 90), action="MOD", status="preliminary", coordinator="cept-1"),
        ),
        (
            "kate",
            "Рез. 43 и 90 - нет в таблице. Обе MOD, предварительно, координатор я.",
            rows((43, 90), action="MOD", status="preliminary", coordinator="rcc-2"),
        ),
        ("jb", "43/68/90 MOD prelim", rows((43, 68, 90), action="MOD", status="preliminary")),
        ("jb", "Res. 48 - CEPT takes its proposal back. No replacement.", rows((48,), status="withdrawn")),
        ("rim", "Rés. 79 : non plus projet mais convenu", rows((79,), status="agreed")),
        (
            "kate",
            "Поскольку последние оговорки по Резолюции 18 сняты, её можно показать как согласованную.",
            rows((18,), status="agreed"),
        ),
        ("jb", "The reservations on Resolution 22 have been withdrawn.", {}),
    ],
)
def test_a_hurried_line_says_it_all(who: str, text: str, wanted: Wanted) -> None:
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "jb",
            "Ms Papadaki has kindly accepted to be the coordinator of our proposal on A.8, while Resolution 48 stays"
            " with me.",
            {"A.8": {"coordinator": "cept-4"}} | rows((48,), coordinator="cept-1"),
        ),
        (
            "jb",
            "Res 48 -> I don't carry it any more, Ms Papadaki coordinates",
            rows((48,), coordinator="cept-4"),
        ),
        (
            "kate",
            "Резолюция 18: я её больше не веду, координирует г-н Юлдашев.",
            rows((18,), coordinator="rcc-3"),
        ),
        ("jb", "Resolution 22 is no longer coordinated by Mr Iriarte.", {}),
        ("jb", "I do not coordinate Resolution 22, and never did.", {}),
    ],
)
def test_who_gives_a_text_up_is_not_who_takes_it(who: str, text: str, wanted: Wanted) -> None:
    assert found(who, text) == wanted


def test_a_new_resolution_told_over_several_sentences() -> None:
    text = (
        "The plenary has mandated the preparation of a new Resolution. This is what I can give you today:\n\n"
        '"Trust services for small states" is the working title. It is a preliminary text. In one sentence, it'
        " invites the study groups to draft Recommendations. Ms Papadaki holds the pen."
    )
    assert found("jb", text) == {
        "New: Trust services for small states": {
            "action": "ADD",
            "status": "preliminary",
            "summary": "it invites the study groups to draft Recommendations",
            "coordinator": "cept-4",
        }
    }


def test_the_words_quoted_are_used_as_the_summary() -> None:
    text = (
        'We propose a draft new Resolution entitled "Open network architectures", which is to be regarded as a'
        ' preliminary proposal. It would, in the words of its sponsors, "encourage study groups to cooperate",'
        " and you may use that phrase as its summary."
    )
    assert found("jb", text) == {
        "New: Open network architectures": {
            "action": "ADD",
            "status": "preliminary",
            "summary": "encourage study groups to cooperate",
        }
    }
