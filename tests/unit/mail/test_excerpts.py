"""Where the words that readers quote stand in a mail."""

from __future__ import annotations

from mailbot.mail.excerpts import Piece, Run, marked

TEXT = """Dear all,

my phone number should read
+33 1 42 34 56 99. It was
wrong before.

On Monday, TSB wrote:
> the phone is 12, and
> the name is Verne
> It was
"""


def said(runs: tuple[Run, ...], name: str) -> list[tuple[bool, str]]:
    return [(run.is_new, piece.text) for run in runs for piece in run.pieces if name in piece.marks]


def test_an_excerpt_is_found_over_line_ends() -> None:
    runs = marked(TEXT, {"1": ["my phone number should read +33 1 42 34 56 99."]})
    assert said(runs, "1") == [(True, "my phone number should read\n+33 1 42 34 56 99.")]
    assert [run.is_new for run in runs] == [True, False]
    assert "".join(piece.text for run in runs for piece in run.pieces).split() == TEXT.split()


def test_in_quoted_text_the_marks_before_the_lines_do_not_count() -> None:
    runs = marked(TEXT, {"1": ["the phone is 12, and the name is Verne"]})
    assert said(runs, "1") == [(False, "the phone is 12, and\n> the name is Verne")]
    assert not runs[0].is_marked
    assert runs[1].is_marked


def test_what_was_written_now_goes_before_what_is_quoted() -> None:
    text = "> It was\n\nIt was so.\n"
    assert said(marked(text, {"1": ["It was"]}), "1") == [(True, "It was")]


def test_excerpts_may_overlap_and_each_begins_once() -> None:
    runs = marked("abcdef\n", {"1": ["abcd"], "2": ["cdef"], "3": ["cd"]})
    assert runs[0].pieces == (
        Piece("ab", ("1",), ("1",)), Piece("cd", ("1", "2", "3"), ("2", "3")), Piece("ef", ("2",), ()),
        Piece("\n", (), ()),
    )  # fmt: skip


def test_what_the_mail_does_not_say_is_marked_nowhere() -> None:
    runs = marked(TEXT, {"1": ["something else"], "2": [""], "3": ["  \n "]})
    assert not any(run.is_marked for run in runs)


def test_an_empty_mail_has_no_runs_that_say_anything() -> None:
    assert "".join(piece.text for run in marked("", {"1": ["x"]}) for piece in run.pieces) == ""
