"""Which line ends a mail client set."""

from __future__ import annotations

import pytest

from mailbot.reading.prose.wrapped import Wrap, logical_lines, wrap_of


def joined(text: str) -> list[str]:
    paragraphs = [paragraph.split("\n") for paragraph in text.split("\n\n")]
    wrap = wrap_of(paragraphs)
    return [line for paragraph in paragraphs for line in logical_lines(paragraph, wrap)]


NARROW = """The preparatory group has met twice
since we wrote to you, and it has
asked me to pass on two changes: the
place is Lagos now, and Ms Verne
can be reached at
verne@anfr.example, no longer at
the address that you have."""


def test_a_narrow_text_is_one_line() -> None:
    assert joined(NARROW) == [" ".join(NARROW.split("\n"))]


def test_an_address_stays_in_its_lines() -> None:
    block = "Ada Verne\nDirector, Radio Agency\nverne@anfr.example\n+33 1 45 18 72 72"
    assert joined(f"{NARROW}\n\n{block}")[1:] == block.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 20: MOD\nResolution 29: SUP\nResolution 40: NOC",
        "- Ms Verne for Committee 3\n- Mr Bell for Committee 4",
        "Please find below the list of those who come to the meeting:\nMs Ada Verne\nMr John Bell",
    ],
)
def test_a_list_stays_in_its_lines(text: str) -> None:
    assert joined(text) == text.split("\n")


def test_one_line_below_a_colon_is_the_end_of_its_sentence_where_the_line_was_full() -> None:
    text = "PCC.I has decided to hold its 38th meeting a week later than it announced:\nMonday 15 March."
    assert joined(text) == [text.replace("\n", " ")]


def test_chinese_is_joined_without_a_blank() -> None:
    text = (
        "因与第十三研究组会议时间冲突，原定三月举行的第五次筹备组会议顺延一周，改\n"
        "为三月二十二日至二十六日，仍以视频方式举行。该安排已获管理委员会批准，日历\n"
        "上可由暂定改为已确认。"
    )
    assert joined(text) == [text.replace("\n", "")]
    assert joined("因会议时间冲突，原定三月举行的会议顺延一周，\n改为四月举行。") == [
        "因会议时间冲突，原定三月举行的会议顺延一周，改为四月举行。"
    ]


def test_a_number_is_joined() -> None:
    text = "Her desk has moved to the other building and the number has changed to +52\n55 5015 4120."
    assert joined(text) == [text.replace("\n", " ")]


def test_lines_of_another_program_do_not_matter() -> None:
    long = "This first line was never wrapped by any program at all, " + "and goes on and on " * 5
    assert wrap_of([[long], NARROW.split("\n")]) == wrap_of([NARROW.split("\n")])
    assert wrap_of([[long]]) == Wrap()


@pytest.mark.parametrize("text", ["", "One line only.", "\n\n"])
def test_too_little_to_tell(text: str) -> None:
    assert wrap_of([line.split("\n") for line in text.split("\n\n")]) == Wrap()
