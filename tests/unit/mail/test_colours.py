"""Answers in colour inside what is quoted are the sender's words; a coloured mail as such is not."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailbot.mail.alternatives import disagreement
from mailbot.mail.html import is_coloured, to_text
from mailbot.mail.message import parse
from mailbot.mail.reply import split

QUOTE = "<div><b>From:</b> TSB &lt;tsb@itu.example&gt;<br><b>Sent:</b> Monday<br><b>To:</b> CEPT<br><b>Subject:</b> LS</div>"


def mail(html: str, plain: str = "see below") -> bytes:
    message = EmailMessage()
    message["From"] = "a@cept.example"
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize(
    "style",
    ["<p style='color:#0070C0'>{}</p>", "<p><font color='blue'>{}</font></p>",
     "<p><span style='font-size:11pt;color:rgb(192, 0, 0)'>{}</span></p>", "<p style='COLOR: red'><b>{}</b></p>"],
)  # fmt: skip
@pytest.mark.parametrize(
    "frame",
    [QUOTE + "{}", "<p>On Mon, 14 Dec 2020 TSB &lt;t@itu.example&gt; wrote:</p><blockquote>{}</blockquote>"],
)
def test_a_coloured_line_in_a_quotation_is_new(style: str, frame: str) -> None:
    quoted = "<p>CEPT | Resolution 1 | MOD | draft</p>" + style.format("agreed now") + "<p>CEPT | A.7</p>"
    message = parse(mail("<p>My remarks in blue.</p>" + frame.format(quoted)))
    reply = split(message.text, "")
    assert "agreed now" in reply.new_text
    assert "Resolution 1" not in reply.new_text
    assert any("Resolution 1" in line for block in reply.new for line in block.answers)


@pytest.mark.parametrize("colour", ["black", "#222222", "gray", "white", "#1a1a1a", "windowtext", "inherit"])
def test_ordinary_text_has_no_colour(colour: str) -> None:
    assert not is_coloured("span", {"style": f"color:{colour}"})


def test_a_quotation_coloured_as_a_whole_stays_one() -> None:
    quoted = "".join(f"<p style='color:blue'>line {n}</p>" for n in range(5))
    reply = split(parse(mail("<p>Fine.</p>" + QUOTE + quoted)).text, "")
    assert reply.new_text == "Fine."


def test_colours_are_no_part_of_the_text() -> None:
    html = "<p>a</p><p style='color:red'>b</p>"
    assert to_text(html) == "a\n\nb"
    assert split(parse(mail(html)).text, "").new_text == "a\n\nb"


def test_answers_in_colour_are_no_second_face() -> None:
    quoted = (
        "<p>CEPT | Resolution 1 | MOD | draft</p><p style='color:red'>agreed on 12 May</p><p>CEPT | A.7</p>"
    )
    assert disagreement(parse(mail("<p>See red.</p>" + QUOTE + quoted, plain=""))) == ()
