"""Answers as mail programs write them: Outlook, Gmail, Apple Mail, phones; in six languages."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from mailbot.store.session import Store
from tests.unit.inbound.officers import OFFICER, SENDER, Correspondence, html_of, reader, text_of

Client = Callable[[Correspondence, EmailMessage, str], EmailMessage]


@pytest.fixture
def post(store: Store) -> Correspondence:
    return Correspondence(store)


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def inner(request: EmailMessage) -> str:
    """What stands between the body tags of our HTML, as programs quote it."""
    return html_of(request).partition("<body")[2].partition(">")[2].rpartition("</body>")[0]


def thunderbird(post: Correspondence, request: EmailMessage, text: str) -> EmailMessage:
    attribution = f"On 14/12/2020 12:00, TSB inter-regional coordination wrote:\n{quoted(text_of(request))}"
    return post.reply(request, f"{text}\n\n{attribution}\n")


def thunderbird_below(post: Correspondence, request: EmailMessage, text: str) -> EmailMessage:
    attribution = f"On 14/12/2020 12:00, TSB inter-regional coordination wrote:\n{quoted(text_of(request))}"
    return post.reply(request, f"{attribution}\n\n{text}\n")


def gmail(post: Correspondence, request: EmailMessage, text: str) -> EmailMessage:
    when = "On Mon, Dec 14, 2020 at 12:00 PM TSB inter-regional coordination <\ntsb-irc@itu.example> wrote:"
    made = post.reply(request, f"{text}\n\n{when}\n\n{quoted(text_of(request))}\n")
    rich = "<br>".join(map(html.escape, text.splitlines()))
    made.add_alternative(
        f'<div dir="ltr">{rich}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Dec 14,'
        " 2020 at 12:00 PM TSB inter-regional coordination &lt;<a"
        ' href="mailto:tsb-irc@itu.example">tsb-irc@itu.example</a>&gt; wrote:<br></div><blockquote'
        ' class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid'
        f' rgb(204,204,204);padding-left:1ex">{inner(request)}</blockquote></div>',
        subtype="html",
    )
    return made


def outlook(post: Correspondence, request: EmailMessage, text: str) -> EmailMessage:
    """HTML alone, with a header block and no quotation marks."""
    made = post.reply(request, "x")
    rich = "".join(f'<p class="MsoNormal">{html.escape(line)}<o:p></o:p></p>' for line in text.splitlines())
    made.set_content(
        f'<html><body lang="EN-GB"><div class="WordSection1">{rich}<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
        "<b>From:</b> TSB inter-regional coordination &lt;tsb-irc@itu.example&gt;<br><b>Sent:</b> Monday, December"
        " 14, 2020 12:00 PM<br><b>To:</b> officer@itu.example<br><b>Subject:</b> To decide</p></div>"
        f"{inner(request)}</div></body></html>",
        subtype="html",
    )
    return made


def outlook_plain(post: Correspondence, request: EmailMessage, text: str) -> EmailMessage:
    head = (
        "-----Original Message-----\nFrom: TSB inter-regional coordination <tsb-irc@itu.example>\n"
        "Sent: Monday, December 14, 2020 12:00 PM\nTo: officer@itu.example\nSubject: To decide\n"
    )
    return post.reply(request, f"{text}\n\n{head}\n{text_of(request)}")


def iphone(post: Correspondence, request: EmailMessage, text: str) -> EmailMessage:
    body = quoted(text_of(request))
    return post.reply(
        request, f"{text}\n\nSent from my iPhone\n\n> On 14 Dec 2020, at 12:00, TSB <tsb-irc@itu.example> wrote:\n> \n{body}\n"
    )  # fmt: skip


def apple_french(post: Correspondence, request: EmailMessage, text: str) -> EmailMessage:
    body = quoted(text_of(request))
    return post.reply(
        request, f"{text}\n\nEnvoyé de mon iPhone\n\n> Le 14 déc. 2020 à 12:00, TSB <tsb-irc@itu.example> a écrit :\n> \n{body}\n"
    )  # fmt: skip


def base64_text(post: Correspondence, request: EmailMessage, text: str) -> EmailMessage:
    made = thunderbird(post, request, text)
    body = base64.encodebytes(str(made.get_content()).encode()).decode()
    del made["Content-Transfer-Encoding"]
    made["Content-Transfer-Encoding"] = "base64"
    made.set_payload(body)
    return made


CLIENTS: list[Client] = [
    thunderbird, thunderbird_below, gmail, outlook, outlook_plain, iphone, apple_french, base64_text,
]  # fmt: skip


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
def test_every_program_s_answer_decides(post: Correspondence, client: Client) -> None:
    request = post.letter()
    assert post.comes(client(post, request, "ok 2 3, no 1: he is still with you")) == "approval"
    assert post.records() == [("decided", None)]
    assert post.states() == ["rejected", "approved", "approved"]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
def test_the_plainest_answer_of_all(post: Correspondence, client: Client) -> None:
    post.comes(client(post, post.letter(), "ok"))
    assert post.states() == ["approved"] * 3


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
def test_what_stands_in_the_quotation_alone_decides_nothing(post: Correspondence, client: Client) -> None:
    post.comes(client(post, post.letter(), ""))
    assert post.states() == ["pending"] * 3
    assert post.records()[0][0] == "refused"


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.__name__)
def test_a_value_corrected_in_the_quotation_is_entered_or_nothing_is(
    post: Correspondence, client: Client
) -> None:
    """Whatever the program makes of our lines, the value that the officer has replaced is never approved."""
    request = post.letter()
    answer = client(post, request, "ok 2")
    content = answer.as_bytes(policy=policy.SMTP)
    if answer["Content-Transfer-Encoding"] == "base64":
        edited = str(answer.get_content()).replace("+46846500499", "+46846500411")
        answer.set_payload(base64.encodebytes(edited.encode()).decode())
        content = answer.as_bytes(policy=policy.SMTP)
    else:
        content = content.replace(b"+46846500499", b"+46846500411")
    edited_mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(edited_mail, EmailMessage)
    post.comes(edited_mail)
    assert post.phone() in ("+46846500442", "+46846500411")
    if client in (thunderbird, outlook_plain, iphone, apple_french, base64_text, outlook):
        assert post.phone() == "+46846500411"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Bonjour,\n\noui 2 et 3, non 1 : il est encore chez vous\n\nMerci\n"),
        ("es", "sí 2, 3\nno 1: sigue con ustedes\n\nGracias"),
        ("ru", "да 2 и 3, нет 1: он ещё работает у вас\n\nС уважением,\nОльга"),
        ("ar", "موافق ٢ و ٣، لا ١: ما زال يعمل معكم\n\nشكرا"),
        ("zh", "同意2、3，不同意1：他还在职\n\n谢谢"),
    ],
)
def test_the_request_and_its_answer_in_six_languages(store: Store, language: str, text: str) -> None:
    from tests.unit.inbound.officers import spoken_by_officers

    post = Correspondence(store)
    spoken_by_officers(store, language)
    request = post.letter()
    assert "ok" in text_of(request)
    post.comes(thunderbird(post, request, text))
    assert post.records() == [("decided", None)]
    assert post.states() == ["rejected", "approved", "approved"]
    reasons = [item.reason for item in post.case().items if item.reason]
    assert len(reasons) == 1
    told = next(mail for mail in post.goes() if reader(mail) == SENDER)
    assert reasons[0] in " ".join(text_of(told).split())
    assert OFFICER not in text_of(told)
