"""An attendance stands on an event, a person and a word that says he comes: mentions of a call are none."""

from __future__ import annotations

import pytest

from tests.unit.reading.second_state import MAY, directory, read

ALL = range(1, 6)


def attending(who: str, body: str) -> set[tuple[str, str, str]]:
    """(event, person, answer) of every attendance read, a series as its calls."""
    found = set()
    for change in read(who, body, MAY).changes:
        if change.target == "participation":
            event, name, said = (str(change.fields[f].new) for f in ("event", "name", "attending"))
            series = [e.id for e in directory().events if e.is_series]
            events = [f"{event}-{n}" for n in ALL] if event in series else [event]
            found |= {(e, name, said) for e in events}
    return found


MENTIONS = [
    ("jb", "With the Committee 3 calls in full swing, we have asked Ms Papadaki for help with the drafting."),
    ("jb", "Thank you for the agenda of the Wednesday calls. That is all from Vienna."),
    ("jb", "The minutes of the call on 5 July reached us this morning. All good, thank you."),
    ("jb", "The list of the people who will attend the Committee 4 calls follows by post."),
    ("jb", "The dates of the calls collide with holidays in some countries, as Ms Wiśniewska pointed out."),
    ("jb", "Mr Iriarte prepares a paper for the Friday calls; the original will come with the next mail."),
    ("jb", "If the call on 26 July were moved to the 25th, I could attend."),
    ("jb", "Ms Papadaki no longer takes part in the preparation of the Assembly."),
    ("hanh", "Inputs to the Committee 4 calls may be sent in French, I understood. Could you confirm?"),
    ("faisal", "ستصلكم قائمة المشاركين في مكالمات اللجنة 4 لاحقاً."),
    ("faisal", "شكراً على جدول أعمال مكالمة يوم الجمعة. هذا كل ما لدينا."),
    ("rod", "La lista de participantes en las llamadas sigue por correo."),
    ("rod", "Gracias por el orden del día de la llamada del viernes. Eso es todo de nuestra parte."),
    ("kate", "Состав участников созвонов по Комитету 4 определим в июне."),
    ("kate", "Надеюсь, у вас всё хорошо и первые созвоны прошли без приключений."),
    ("wei", "7月10日的电话会几点开始？需要提前登记吗？"),
    ("wei", "感谢发来周五电话会的议程。我们这边就这些。"),
]


@pytest.mark.parametrize(("who", "body"), MENTIONS)
def test_a_mention_is_no_attendance(who: str, body: str) -> None:
    assert attending(who, body) == set()


ME = {"jb": "Jörg Brandstätter", "rod": "Rodrigo Sepúlveda", "kate": "Yekaterina Vorontsova",
      "faisal": "Faisal Al-Otaibi", "wei": "Zhang Wei"}  # fmt: skip


@pytest.mark.parametrize(
    ("who", "body", "wanted"),
    [
        (
            "jb",
            "For the inter-regional meeting of 11 June CEPT will send Małgorzata Wiśniewska and myself.",
            {("irm-3", "Małgorzata Wiśniewska", "yes"), ("irm-3", ME["jb"], "yes")},
        ),
        (
            "jb",
            "There is nothing else from me, except that I'll be on the Committee 3 call on the 10th of July.",
            {("com3-calls-2", ME["jb"], "yes")},
        ),
        (
            "jb",
            "My colleague Joaquín Iriarte knows the details. On 11 June we shall both be connected.",
            {("irm-3", "Joaquín Iriarte", "yes"), ("irm-3", ME["jb"], "yes")},
        ),
        (
            "jb",
            "Joaquín Iriarte is busy on 11 June but takes on all calls of Committee 4.",
            {("irm-3", "Joaquín Iriarte", "no")}
            | {(f"com4-calls-{n}", "Joaquín Iriarte", "yes") for n in ALL},
        ),
        (
            "kate",
            "Я на созвон 3 июля опоздаю минут на десять, но буду. И на следующий, 10 июля, тоже.",
            {("com3-calls-1", ME["kate"], "yes"), ("com3-calls-2", ME["kate"], "yes")},
        ),
        (
            "kate",
            "Бахтиёр Юлдашев 11 июня занят, зато возьмёт на себя все созвоны по Комитету 4.",
            {("irm-3", "Bakhtiyor Yuldashev", "no")}
            | {(f"com4-calls-{n}", "Bakhtiyor Yuldashev", "yes") for n in ALL},
        ),
        (
            "rod",
            "A la reunión interregional del 11 de junio la CITEL enviará a Marcus Ellery y a quien suscribe.",
            {("irm-3", "Marcus Ellery", "yes"), ("irm-3", ME["rod"], "yes")},
        ),
        (
            "faisal",
            "طرأ ظرف عائلي سيحول دون حضوري اجتماع 11 يونيو، وسيقوم مقامي في هذه المرة وحدها ريم بن يوسف.",
            {("irm-3", "Rim Ben Youssef", "yes"), ("irm-3", ME["faisal"], "no")},
        ),
        (
            "wei",
            "周三的第3委员会电话会我都会上线，只有7月17日那次出差，不参加。",
            {(f"com3-calls-{n}", ME["wei"], "no" if n == 3 else "yes") for n in ALL},
        ),
        (
            "wei",
            "第3委員會的週三電話會議，本人將全程參加。",
            {(f"com3-calls-{n}", ME["wei"], "yes") for n in ALL},
        ),
        (
            "jb",
            "Meeting of 11 June .......: [ ] yes   [ ] no   [x] tentative\n"
            "Weekly calls, Committee 4 : [x] yes, all   [ ] some   [ ] no",
            {("irm-3", ME["jb"], "tentative")} | {(f"com4-calls-{n}", ME["jb"], "yes") for n in ALL},
        ),
    ],
)
def test_what_a_clause_says(who: str, body: str, wanted: set[tuple[str, str, str]]) -> None:
    assert attending(who, body) == wanted


def test_the_first_name_of_a_list_is_no_signature() -> None:
    body = "Participants of CEPT in the Friday calls:\n\nJörg Brandstätter\nMr Joaquín Iriarte\n\nMs Papadaki sends regrets."
    assert {name for _, name, said in attending("jb", body) if said == "yes"} == {
        "Jörg Brandstätter", "Joaquín Iriarte",
    }  # fmt: skip
