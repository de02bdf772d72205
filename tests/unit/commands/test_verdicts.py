"""An officer's answer → verdicts, or nothing: in six languages, and from whatever people type in haste."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.commands.verdict_edits import Asked, Value
from mailbot.commands.verdict_model import WHY, Judgement
from mailbot.commands.verdicts import read
from mailbot.mail.phrases import every_language
from mailbot.mail.reply import split

NAME = "Olga Officer"
FIVE = [
    Asked(n, f"Contact Person {n} (cept-{n})", {"phone": Value("phone", f"+3314233567{n}", f"+3314233569{n}")})
    for n in range(1, 5)
] + [Asked(5, "Position CEPT/Resolution 20", {
    "status": Value("status", "draft", "agreed"), "summary": Value("résumé", "", "A new text on numbering"),
})]  # fmt: skip
ONE = FIVE[:1]
HELD = [FIVE[0], Asked(2, "Contact Person 2 (cept-2)", {"phone": Value("phone", "+1", "+2")}, held=True)]


def judged(text: str, asked: list[Asked] = FIVE) -> Judgement:
    return read(split(text, NAME), asked, NAME)


def said(text: str, asked: list[Asked] = FIVE) -> str:
    """`1+ 2-reason 3= 4!reason`, with corrections as `1+phone:+44`; a trouble as its name."""
    found = judged(text, asked)
    if found.troubles:
        assert not found.verdicts
        return found.troubles[0].why
    signs = {"approve": "+", "reject": "-", "hold": "=", "release": "!"}
    return " ".join(
        f"{each.number}{signs[each.verb]}{each.reason or ''}"
        + "".join(f"{name}:{value}" for name, value in each.values.items())
        for each in found.verdicts
    )


ALL = "1+ 2+ 3+ 4+ 5+"
NONE = "1- 2- 3- 4- 5-"
UNDERSTOOD = [
    ("ok", ALL), ("OK", ALL), ("Ok.", ALL), ("okay!", ALL), ("yes", ALL), ("Approve", ALL), ("approved", ALL),
    ("agreed", ALL), ("I agree", ALL), ("I approve.", ALL), ("accept", ALL), ("ok for me", ALL), ("*ok*", ALL),
    ("ok all", ALL), ("all ok", ALL), ("yes to all", ALL), ("ok, thanks", ALL), ("Thanks, ok", ALL),
    ("yes please", ALL), ("ok, please", ALL), ("ok\nok", ALL), ("ok 1-5", ALL), ("ok 1 to 5", ALL),
    ("no", NONE), ("No.", NONE), ("reject", NONE), ("rejected all", NONE),
    ("no: the sheet is closed", "1-the sheet is closed 2-the sheet is closed 3-the sheet is closed"
     " 4-the sheet is closed 5-the sheet is closed"),
    ("ok 1", "1+"), ("ok 1 3", "1+ 3+"), ("ok 1,3", "1+ 3+"), ("ok 1, 3", "1+ 3+"), ("ok 1 and 3", "1+ 3+"),
    ("ok 1;3", "1+ 3+"), ("ok #1 #3", "1+ 3+"), ("ok 1-3", "1+ 2+ 3+"), ("ok 1–3", "1+ 2+ 3+"),
    ("ok 1 - 3", "1+ 2+ 3+"), ("ok: 1 3", "1+ 3+"), ("ok (1)", "1+"), ("ok for 1 and 2", "1+ 2+"),
    ("approve 1 2", "1+ 2+"), ("ok 2 2", "2+"), ("ok 1-2, 2-3", "1+ 2+ 3+"), ("Yes 1, yes 3", "1+ 3+"),
    ("ok 1-4, no 5: not agreed yet", "1+ 2+ 3+ 4+ 5-not agreed yet"), ("ok 1 no 2", "1+ 2-"),
    ("ok 1 3, no 2: wrong number", "1+ 2-wrong number 3+"), ("ok 1. No 2: wrong", "1+ 2-wrong"),
    ("ok 1\nno 2: wrong\nok 3", "1+ 2-wrong 3+"), ("no 2", "2-"), ("no 2: why?", "2-why?"),
    ("no 2: no, it is not hers", "2-no, it is not hers"), ("reject 2 3: both are old", "2-both are old 3-both are old"),
    ("no: 2, 3", "2- 3-"), ("1 ok", "1+"), ("1: ok", "1+"), ("1. ok", "1+"), ("1) ok", "1+"), ("#1 ok", "1+"),
    ("1 ok, 2 no", "1+ 2-"), ("1 3 ok, 2 no: wrong", "1+ 2-wrong 3+"), ("1-3 ok", "1+ 2+ 3+"),
    ("1: ok\n2: no: wrong", "1+ 2-wrong"), ("2 no: wrong", "2-wrong"),
    ("hold", "1= 2= 3= 4= 5="), ("hold 2", "2="), ("ok 1, hold 2", "1+ 2="), ("wait", "1= 2= 3= 4= 5="),
    ("2 phone = +44 20 7946 0000", "2+phone:+44 20 7946 0000"), ("2 phone: +44 20", "2+phone:+44 20"),
    ("2: phone: +44 20", "2+phone:+44 20"), ("2. phone: +44 20", "2+phone:+44 20"),
    ("2 phone -> +44 20", "2+phone:+44 20"), ("2 Phone=+44", "2+phone:+44"),
    ("phone: +33142335672 -> +44 20", "2+phone:+44 20"), ("   phone: +33142335672 → +44", "2+phone:+44"),
    ("2 phone: +33142335692 -> +44", "2+phone:+44"),  # from the value that was proposed
    ("ok 1\n2 phone = +44", "1+ 2+phone:+44"), ("ok\n2 phone = +44", "1+ 2+phone:+44 3+ 4+ 5+"),
    ("ok 2\n2 phone = +44", "2+phone:+44"), ("5 status = submitted", "5+status:submitted"),
    ("5 status: agreed", "5+status:agreed"), ("5 résumé = Numbering, and more", "5+summary:Numbering, and more"),
    ("5 summary: Numbering", "5+summary:Numbering"), ("5 résumé: (empty) -> Text", "5+summary:Text"),
    ("Hi,\n\nok", ALL), ("Dear colleagues,\n\nok 1\n\nBest regards,\nOlga Officer", "1+"),
    ("ok\n\nSent from my iPhone", ALL), ("ok\nGet Outlook for iOS", ALL), ("ok\n\nThanks\nOlga", ALL),
    ("ok\n\n-- \nOlga Officer\nTSB, room V.423", ALL), ("ok\nOO", ALL), ("ok\n\nOlga", ALL), ("Thanks!\nok 1", "1+"),
    ("o\u200bk", ALL), ("\u202bok\u202c", ALL), ("ok\u00a01", "1+"), ("ＯＫ １", "1+"),
    ("no 2: the number is the one of another person, as far as I know from\nthe ministry in Paris",
     "2-the number is the one of another person, as far as I know from the ministry in Paris"),
    ("no 2:\nwrong number", "2-wrong number"),
    # French
    ("oui", ALL), ("d’accord", ALL), ("ok 1 et 3", "1+ 3+"), ("oui 1 à 3", "1+ 2+ 3+"), ("ok pour moi", ALL),
    ("non 2 : mauvais numéro", "2-mauvais numéro"), ("j'approuve 1, je refuse 2", "1+ 2-"), ("pas d'accord", NONE),
    ("Bonjour,\n\nok 1, merci\n\nCordialement,\nOlga", "1+"), ("en attente", "1= 2= 3= 4= 5="),
    # Spanish
    ("sí", ALL), ("de acuerdo", ALL), ("sí 1 y 3, no 2: número equivocado", "1+ 2-número equivocado 3+"),
    ("apruebo 1 a 3", "1+ 2+ 3+"), ("rechazo 2", "2-"), ("ok, gracias", ALL), ("no apruebo 2", "2-"),
    # Russian
    ("да", ALL), ("согласна", ALL), ("ок 1 и 3", "1+ 3+"), ("да 1, нет 2: неверный номер", "1+ 2-неверный номер"),
    ("не согласен", NONE), ("отклонить 2", "2-"), ("1 да, 2 нет", "1+ 2-"), ("ок, спасибо", ALL),
    # Arabic
    ("نعم", ALL), ("موافق", ALL), ("موافق ١ و ٣", "1+ 3+"), ("موافق 1، لا 2: رقم خاطئ", "1+ 2-رقم خاطئ"),
    ("غير موافق", NONE), ("موافق على 1 إلى 3", "1+ 2+ 3+"), ("نعم، شكرا", ALL),
    # Chinese
    ("同意", ALL), ("同意1、3", "1+ 3+"), ("同意1、3，不同意2：号码不对", "1+ 2-号码不对 3+"), ("不同意", NONE), ("1同意，2拒绝", "1+ 2-"),
    ("同意第1条", "1+"), ("全部同意", ALL), ("好的，谢谢", ALL), ("同意1至3", "1+ 2+ 3+"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), UNDERSTOOD, ids=[text for text, _ in UNDERSTOOD])
def test_what_is_understood(text: str, wanted: str) -> None:
    assert said(text) == wanted


NOT = [
    ("", "nothing"), ("\n\n", "nothing"), ("Thanks", "nothing"), ("Hi,\n\nThanks", "nothing"), ("> ok", "nothing"),
    ("ok?", "question"), ("ok 1?", "question"), ("is 2 ok?", "question"), ("ok？", "question"), ("نعم؟", "question"),
    ("ok but not 2", "unknown"), ("ok, but wait", "unknown"), ("ok, I will look at it tomorrow", "unknown"),
    ("OK. Will do tomorrow.", "unknown"), ("no problem", "unknown"), ("no objection", "unknown"),
    ("no comment", "unknown"), ("no issue with 1", "unknown"), ("not ok", "unknown"), ("not ok 2", "unknown"),
    ("no thanks", "unknown"), ("no, thank you", "unknown"), ("ok except 2", "unknown"), ("all but 2 ok", "unknown"),
    ("ok if Ada agrees", "unknown"), ("I think ok", "unknown"), ("probably ok", "unknown"), ("👍", "unknown"),
    ("ok 👍", "unknown"), ("+1", "unknown"), ("ok1", "unknown"), ("okno", "unknown"), ("oknok", "unknown"),
    ("ok 1.5", "unknown"), ("ok 1/2", "unknown"), ("ok 1%", "unknown"), ("ok -1", "unknown"), ("ok 1st", "unknown"),
    ("ok 1 the 2", "unknown"), ("ok 1 to", "unknown"), ("ok to", "unknown"), ("1 ok 2", "unknown"), ("1 2", "unknown"), ("1", "unknown"),
    ("ok: wait for me", "unknown"), ("ok 1: thanks to her", "unknown"), ("ok:", "unknown"),
    ("approve everything tomorrow", "unknown"), ("Automatic reply: I am away", "unknown"), ("unsubscribe", "unknown"),
    ("ok\nbut please wait with the rest", "unknown"), ("ok\n\nPS: not 2", "unknown"), ("ok\nWait!!! not 2", "unknown"),
    ("{{ok}}", "unknown"), ("<b>ok</b>", "unknown"), ("ok; DROP TABLE changes", "unknown"), ("ok\x00", "unknown"),
    ("\"ok\"", "unknown"), ("as I said: ok", "unknown"), ("mailbot review approve 1", "unknown"), ("okkk", "unknown"),
    ("Olga reacted to your message: ok", "unknown"), ("ok 1 2 3 4 5 6 7", "range"), ("ok 0", "range"), ("ok 6", "range"),
    ("ok 99999", "range"), ("ok 4-1", "range"), ("ok 1-999999", "range"), ("no 6: wrong", "range"), ("2 ok, 7 no", "range"),
    ("ok 2 no 2", "contradiction"), ("ok no", "contradiction"), ("yes, no", "contradiction"), ("ok, no 2", "contradiction"),
    ("ok\nno 2: wrong", "contradiction"), ("ok 1-3, no 2", "contradiction"), ("ok no. 2", "contradiction"),
    ("hold, ok", "contradiction"), ("ok, hold 2", "contradiction"), ("no\n2 phone = +44", "contradiction"),
    ("no 2\n2 phone = +44", "contradiction"), ("2 phone = +44\n2 phone = +45", "contradiction"),
    ("no 2: a\nno 2: b", "contradiction"), ("ok 2, hold 2", "contradiction"),
    ("no 2: wrong, ok 3", "mixed"), ("no 2: wrong; 3 ok", "mixed"), ("no 2: ok", "mixed"), ("no: ok", "mixed"),
    ("2 phone = +44, ok 1", "mixed"), ("2 phone: ok", "mixed"), ("2 phone = no", "mixed"),
    ("5 résumé: Numbering, no 2", "mixed"), ("no 1: old. ok 2", "mixed"), ("非同意", "unknown"), ("同意吗", "unknown"),
    ("同意吗？", "question"), ("не ок", "unknown"), ("pas ok", "unknown"), ("no 2:", "reason"),
    ("release 2: I called", "not_held"), ("2 phone =", "value"), ("2 phone = +44?", "question"),
    ("phone: +44", "which"), ("phone: +1 -> +44", "which"), ("2 phone: +1 -> +44", "old"), ("2 phone: a -> b -> c", "old"),
    ("2 email = a@b.example", "unknown"), ("9 phone = +44", "unknown"), ("2 phone: +33142335672 ->", "value"),
    ("ok\n\nBest regards\nOlga\n\nno 2", "signature"), ("ok\n\n-- \nno 2: wrong", "signature"),
    ("ok " * 400, "long"), ("ok\n" + "x\n" * 80, "long"), ("ok 1\n" * 70, "long"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), NOT, ids=[text[:40] for text, _ in NOT])
def test_what_decides_nothing(text: str, wanted: str) -> None:
    assert said(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ok", "1+"), ("no", "1-"), ("ok 1", "1+"), ("ok 2", "held"), ("ok 1 2", "held"), ("ok 1, 2", "held"),
        ("release 2: I called him", "2!I called him"), ("ok\nrelease 2: I called him", "1+ 2!I called him"),
        ("release 2", "reason"), ("release 2:", "reason"), ("release 1: x", "not_held"), ("release", "which"),
        ("no 2: forged", "2-forged"), ("2 phone = +3", "held"), ("release 2: I called\n2 phone = +3", "2!I calledphone:+3"),
        ("libérer 2 : je l'ai appelé", "2!je l'ai appelé"), ("放行2：已核实", "2!已核实"),
    ],
)  # fmt: skip
def test_what_is_held_needs_a_release(text: str, wanted: str) -> None:
    assert said(text, HELD) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("ok", "held"), ("no", "1-"), ("no: forged", "1-forged"), ("release 1: called", "1!called"),
     ("release: called", "1!called"), ("release", "reason"), ("hold", "1=")],
)  # fmt: skip
def test_where_everything_is_held(text: str, wanted: str) -> None:
    assert said(text, [Asked(1, "Contact", {}, held=True)]) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [("phone = +44", "1+phone:+44"), ("phone: +44", "1+phone:+44"), ("ok", "1+")]
)
def test_where_there_is_one_change_its_number_may_be_left_out(text: str, wanted: str) -> None:
    assert said(text, ONE) == wanted


QUOTE = (
    "> 1. Contact Person 1 (cept-1)\n>    phone: +33142335671 -> +33142335691\n"
    ">    In the sender's words:\n>    > my number\n>\n"
    "> 2. Contact Person 2 (cept-2)\n>    phone: +33142335672 -> +33142335692\n>\n"
)


def quoting(text: str, quote: str = QUOTE) -> str:
    return said(
        f"{text}\n\nOn 14 December 2020 at 12:00, TSB <tsb-irc@itu.example> wrote:\n{quote}", FIVE[:2]
    )


@pytest.mark.parametrize(
    ("text", "was", "now", "wanted"),
    [
        ("ok", "", "", "1+ 2+"),
        ("ok", "+33142335692", "+44 20 7946", "1+ 2+phone:+44 20 7946"),
        ("ok 2", "+33142335692", "+44 20", "2+phone:+44 20"),
        ("ok 1", "+33142335692", "+44 20", "quote"),  # corrected, and not approved
        ("no", "+33142335692", "+44 20", "quote"),
        ("", "+33142335692", "+44 20", "nothing"),  # a quotation alone decides nothing
        ("ok", "-> +33142335692", "->\n> +33142335692", "1+ 2+"),  # broken by the mail program
        ("ok", "-> +33142335692", "-> +331423\n> 35692", "1+ 2+"),
        ("ok", "+33142335692", "+33142335692<tel:+33142335692>", "1+ 2+"),
        ("ok", "+33142335692", "+3314233", "quote"),  # cut, or broken: nobody knows
        ("ok", "+33142335692", "+33142335600", "1+ 2+phone:+33142335600"),
        ("ok", "phone: +33142335672 -> +33142335692", "phone: something else", "quote"),
        ("ok", "+33142335672 -> +33142335692", "+44", "quote"),
        ("2 phone = +45", "+33142335692", "+44", "contradiction"),
        ("2 phone = +44", "+33142335692", "+44", "2+phone:+44"),
    ],
)
def test_a_value_corrected_in_the_quoted_line(text: str, was: str, now: str, wanted: str) -> None:
    assert quoting(text, QUOTE.replace(was, now) if was else QUOTE) == wanted


def test_a_heading_that_stands_twice_in_the_quotation_is_not_ours() -> None:
    assert (
        quoting("ok", QUOTE + "> 2. Contact Person 2 (cept-2)\n>    phone: +33142335672 -> +666\n") == "quote"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (QUOTE.replace(">\n> 2.", ">\nok\n\n> 2.") + "no: old\n", "1+ 2-old"),  # between the lines
        (QUOTE + "ok\n", "1+ 2+"),  # below all of it
        (QUOTE.partition("> 2.")[0] + "ok\n", "1+"),  # below the first
        ("ok 1\n\n" + QUOTE + "no: old\n", "which"),
    ],
)
def test_an_answer_between_the_lines_is_about_what_stands_above_it(text: str, wanted: str) -> None:
    assert said(text, FIVE[:2]) == wanted


@given(st.text(max_size=400))
def test_random_text_never_raises_and_never_decides(text: str) -> None:
    found = judged(text)
    assert all(each.why in WHY for each in found.troubles)
    if found.verdicts:  # then it is made of nothing but our words
        words = {w.casefold() for w in _vocabulary()}
        assert any(word in text.casefold() or word in _compact(text) for word in words)


@given(st.lists(st.sampled_from(["ok", "no", "hold", "1", "2", "9", ":", ",", "\n", "?", "> ", "-", "release", "phone",
                                 "->", "=", "not", "but", "Thanks", "-- ", "同意", "не", "о", "\u202e", "On x wrote:"]), max_size=25))  # fmt: skip
def test_words_in_any_order_never_raise_and_never_say_two_things(words: list[str]) -> None:
    found = judged(" ".join(words))
    assert not (found.verdicts and found.troubles)
    numbers = [each.number for each in found.verdicts]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= {1, 2, 3, 4, 5}


@given(
    st.sampled_from(["ok", "yes", "ok 1", "no 2: wrong", "1 ok", "同意"]),
    st.from_regex(r"[bcdfghjklm]{3,8}( [bcdfghjklm]{3,8}){0,4}", fullmatch=True),
    st.booleans(),
)
def test_a_decision_beside_words_that_are_not_ours_is_none(verdict: str, words: str, before: bool) -> None:
    text = f"{words}\n{verdict}" if before else f"{verdict}\n{words}"
    assert said(text) in ("unknown", "mixed")


def _vocabulary() -> list[str]:
    kinds = ("approve", "reject", "hold", "release")
    return [word for kind in kinds for word in every_language().words(f"command.verdict.{kind}")]


def _compact(text: str) -> str:
    import unicodedata

    kept = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", kept).casefold()
