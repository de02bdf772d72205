"""Lines that open a quotation, as mail programs write them in some thirty languages, whole and wrapped."""

from __future__ import annotations

import pytest

from mailbot.mail.reply import split

OLD = "The contact sheet is below.\nPlease say what has changed."


@pytest.mark.parametrize(
    "attribution",
    [
        "Am Di., 9. März 2021 um 10:12 Uhr schrieb Ada Verne <ada@union.example>:",
        "Am 09.03.2021 um 10:12 schrieb Ada Verne:",
        "Il giorno mar 9 mar 2021 alle ore 10:12 Ada Verne <ada@union.example> ha scritto:",
        "Op di 9 mrt. 2021 om 10:12 schreef Ada Verne <ada@union.example>:",
        "Op 9-mrt.-2021, om 10:12 heeft Ada Verne het volgende geschreven:",
        "Em ter., 9 de mar. de 2021 às 10:12, Ada Verne <ada@union.example> escreveu:",
        "Den tis 9 mars 2021 kl 10:12 skrev Ada Verne <ada@union.example>:",
        "Den 9. mars 2021 kl. 10.12 skrev Ada Verne:",
        "tir. 9. mar. 2021 kl. 10.12 skrev Ada Verne <ada@union.example>:",
        "ti 9. maalisk. 2021 klo 10.12 Ada Verne (ada@union.example) kirjoitti:",
        "wt., 9 mar 2021 o 10:12 Ada Verne <ada@union.example> napisał(a):",
        "W dniu 2021-03-09 10:12, ada@union.example pisze:",
        "út 9. 3. 2021 v 10:12 odesílatel Ada Verne <ada@union.example> napsal:",
        "ut 9. 3. 2021 o 10:12 Ada Verne napísala:",
        "Ada Verne <ada@union.example> ezt írta (időpont: 2021. márc. 9., K, 10:12):",
        "2021. márc. 9. 10:12 keltezéssel, Ada Verne írta:",
        "Pe mar., 9 mar. 2021 la 10:12, Ada Verne <ada@union.example> a scris:",
        "9 Mar 2021 Sal, 10:12 tarihinde Ada Verne <ada@union.example> şunu yazdı:",
        "Στις Τρί 9 Μαρ 2021 στις 10:12, η Ada Verne έγραψε:",
        "вт, 9 мар. 2021 г. в 10:12, Ada Verne <ada@union.example>:",
        "09.03.2021 10:12, Ada Verne пишет:",
        "вт, 9 бер. 2021 р. о 10:12 Ada Verne <ada@union.example> пише:",
        "На вт, 9.03.2021 г. в 10:12 Ada Verne написа:",
        "uto, 9. ožu 2021. u 10:12 Ada Verne je napisala:",
        "Pada tanggal Sel, 9 Mar 2021 pukul 10.12 Ada Verne menulis:",
        "2021年3月9日(火) 10:12 Ada Verne <ada@union.example>:",
        "2021/03/09 10:12、Ada Verne <ada@union.example> のメール:",
        "2021년 3월 9일 (화) 오전 10:12, Ada Verne <ada@union.example>님이 작성:",
        "Ada Verne <ada@union.example> 於 2021年3月9日 週二 上午10:12寫道：",
        "Vào Th 3, 9 thg 3, 2021 vào lúc 10:12 Ada Verne đã viết:",
        "في الثلاثاء، ٩ مارس ٢٠٢١ في ١٠:١٢ ص تمت كتابة ما يلي بواسطة Ada <ada@union.example>:",
        "Ada Verne <ada@union.example> wrote:",
        "---- On Tue, 09 Mar 2021 10:12:33 +0100 Ada Verne <ada@union.example> wrote ----",
        "------On 9/3/2021 10:12, Ada Verne wrote-----",
        "- Le 2021-03-09 10:12, Ada Verne a écrit :",
        "On Tue, Mar 9, 2021 at 10:12 AM Ada Verne of the Union\n<ada@union.example> wrote:",
        "On Tue, Mar 9, 2021 at 10:12 AM Ada Verne <\nada@union.example>\nwrote:",
        "Am Di., 9. März 2021 um 10:12 Uhr schrieb Ada Verne <\nada@union.example>:",
        "El mar, 9 mar 2021 a las 10:12, Ada Verne (<ada@union.example>)\nescribió:",
        "On Tue, Mar 9, Ada Verne\n<ada@union.example>\nwrote:",
    ],
)
@pytest.mark.parametrize("marked", [True, False], ids=["marked", "unmarked"])
def test_attributions(attribution: str, marked: bool) -> None:
    old = "\n".join(f"> {line}" for line in OLD.split("\n")) if marked else OLD
    reply = split(f"Nothing has changed with us.\n\n{attribution}\n\n{old}\n")
    assert reply.new_text == "Nothing has changed with us."
    assert "what has changed" in reply.quoted


def test_old_gmail_line_without_colon_opens_what_is_marked() -> None:
    line = "2021/3/9 Ada Verne <ada@union.example>"
    assert split(f"No change.\n{line}\n\n> the sheet").new_text == "No change."
    assert line in split(f"New secretariat since:\n{line}\n\nPlease note it.").new_text


@pytest.mark.parametrize(
    "text",
    [
        "My answer is yes. On Tue, Mar 9, 2021 at 10:12 AM, Ada Verne wrote:\n> the sheet",
        "My answer is yes.--- On Tue, 9 Mar 2021, ada@union.example wrote:\n\n> the sheet",
        "My answer is yes. Le 9 mars 2021 à 10:12, Ada Verne a écrit :\n> the sheet",
    ],
)
def test_answer_and_attribution_on_one_line(text: str) -> None:
    assert split(text).new_text == "My answer is yes."


@pytest.mark.parametrize(
    "text",
    [
        "On 9 March 2021 we met at 10:12 and agreed.\nOn the whole nothing changed.",
        "See >>> https://union.example <<<\n>>> https://union.example <<<\nfor the papers.",
        "See <https://union.example/papers\n> for the papers.",
    ],
)
def test_what_opens_no_quotation(text: str) -> None:
    assert split(text).new_text == text


def test_lines_that_wrapping_left_unmarked_belong_to_the_quotation() -> None:
    long = "> The regional preparatory meeting will look at all the common proposals that are"
    text = f"Agreed.\n\n{long}\nstill open and close them.\n> See (https://union.example/a\n_b=1)\n> Regards"
    assert split(text).new_text == "Agreed."
    assert [block.text for block in split("> Resolution 1\nmodify\n> Resolution 2\nkeep").new] == [
        "modify",
        "keep",
    ]
