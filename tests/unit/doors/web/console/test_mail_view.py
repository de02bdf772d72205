"""A mail in the console: marked, escaped, cleaned; its parts are saved and never opened here."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest

from ..browser import Browser
from .conftest import TakeIn
from .desk import CEPT, PHONE, mail, phone_change, several_changes
from .harmless import PAYLOADS, assert_harmless


def test_the_words_that_were_read_are_marked_and_lead_to_their_change(
    officer: Browser, taken: TakeIn
) -> None:
    (number,) = taken(phone_change())
    page = officer.get(f"/console/cases/{number}").text
    found = re.search(r'<mark id="excerpt-1">(.*?)<a class="ref" href="#change-1">', page, re.S)
    assert found
    assert found[1] == f"{PHONE}."
    assert 'id="change-1"' in page
    assert 'href="#excerpt-1"' in page


def test_new_text_is_told_from_quoted_text(officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(several_changes())
    page = officer.get(f"/console/cases/{number}").text
    quoted = re.findall(r'<details class="quoted".*?</details>', page, re.S)
    assert len(quoted) == 1
    assert "please check the table below" in quoted[0]
    assert "CEPT now supports" not in quoted[0]
    assert " open" not in quoted[0].split(">")[0]


def test_threat_21_the_html_form_runs_nothing_and_loads_nothing(officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(mail(CEPT, "Look", f"{PHONE}.", html=f"<p>{PHONE}.</p>" + "\n".join(PAYLOADS)))
    answer = officer.get(f"/console/cases/{number}/html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'none';")
    assert "allow-" not in policy
    assert "form-action 'none'" in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert_harmless(answer.text.partition("<body>")[2])
    page = officer.get(f"/console/cases/{number}")
    assert re.search(r"<iframe src=\"[^\"]*/html\" sandbox referrerpolicy", page.text)
    assert "alert(1)</script>" not in page.text
    assert page.text.count("<script") == 3  # ours
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]


def test_threat_21_payloads_in_text_subject_and_name_are_text(officer: Browser, taken: TakeIn) -> None:
    payload = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    (number,) = taken(mail(f'"{payload}" <{CEPT}>', f"Hello {payload}", f"{PHONE} {payload}."))
    for path in (
        f"cases/{number}",
        "",
        "cases",
        f"cases/{number}/source",
        f"cases/{number}/ask",
        f"cases/{number}/add",
    ):
        page = officer.get(f"/console/{path}".rstrip("/")).text
        assert "<script>alert" not in page, path
        assert "<img" not in page, path
    assert "&lt;script&gt;alert(1)" in officer.get(f"/console/cases/{number}").text


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("logo.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("page.html", "text/html", b"<script>alert(1)</script>"), ("x.xml", "text/xml", b"<x/>"),
        ("x.pdf", "application/pdf", b"%PDF-1.4"), ("x.js", "text/javascript", b"alert(1)"),
    ],
)  # fmt: skip
def test_threat_22_an_attachment_is_saved_and_never_opened(
    officer: Browser, taken: TakeIn, name: str, kind: str, content: bytes
) -> None:
    (number,) = taken(mail(CEPT, "Look", f"{PHONE}.", attachments=((name, kind, content),)))
    answer = officer.get(f"/console/cases/{number}/attachments/1")
    assert answer.body == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{name}"')
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert officer.get(f"/console/cases/{number}/attachments/2").status == 404
    assert officer.get(f"/console/cases/{number}/attachments/0").status == 422


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../x", "x"), ("C:\\x\\y.txt", "y.txt"), ("/etc/passwd", "passwd"), ("a" * 300 + ".txt", None),
        ("\u202egpj.exe", None), ('a";x="b.txt', None), ("..", None), ("предложение.docx", "предложение.docx"),
    ],
)  # fmt: skip
def test_threat_27_a_file_name_is_a_name_and_nothing_else(
    officer: Browser, taken: TakeIn, name: str, safe: str | None
) -> None:
    made = EmailMessage()
    made["From"], made["Subject"], made["To"] = CEPT, "A file", "tsb-irc@itu.example"
    made.set_content(f"{PHONE}.")
    made.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="placeholder")
    raw = made.as_bytes().replace(
        b'filename="placeholder"', b"filename*=utf-8''" + "".join(f"%{b:02X}" for b in name.encode()).encode()
    )
    (number,) = taken(raw)
    disposition = officer.get(f"/console/cases/{number}/attachments/1").headers["content-disposition"]
    plain = re.fullmatch(
        r"attachment; filename=\"([\w. -]{1,200})\"; filename\*=UTF-8''([\w.%~-]+)", disposition, re.A
    )
    assert plain, disposition
    assert not {"..", "."} & {plain[1]}
    page = officer.get(f"/console/cases/{number}").text
    listed = re.search(r"download><bdi>(.*?)</bdi>", page)
    assert listed
    assert "/" not in listed[1]
    assert "\\" not in listed[1]
    assert "\u202e" not in page
    assert len(listed[1]) <= 160
    assert safe is None or listed[1] == safe


def test_threat_43_headers_and_source_are_escaped(officer: Browser, taken: TakeIn) -> None:
    made = mail(CEPT, "Look", f"{PHONE}.")
    raw = made.as_bytes().replace(
        b"Subject:", b"X-Evil: <script>alert(1)</script>\nList-Id: <b>x</b>\nSubject:", 1
    )
    (number,) = taken(raw)
    source = officer.get(f"/console/cases/{number}/source").text
    assert "X-Evil: &lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert "<script>alert" not in source
    assert "&lt;b&gt;x&lt;/b&gt;" in officer.get(f"/console/cases/{number}").text
    saved = officer.get(f"/console/cases/{number}/source.eml")
    assert saved.body == raw
    assert saved.headers["content-disposition"].startswith("attachment;")


def test_threat_7_what_hides_or_turns_characters_is_written_out(officer: Browser, taken: TakeIn) -> None:
    (number,) = taken(mail(CEPT, "Tab\u202ele", f"Hello\u200b\u2066,\n\n{PHONE}.\tThanks"))
    page = officer.get(f"/console/cases/{number}").text
    for char in "\u202e\u200b\u2066":
        assert char not in page
        assert f"&lt;U+{ord(char):04X}&gt;" in page
    assert "U+0009" not in page


def test_a_mail_whose_bytes_are_gone_says_so(officer: Browser, taken: TakeIn) -> None:
    from mailbot.review.queue import get_case
    from mailbot.store import contents

    (number,) = taken(phone_change())
    with officer.site.wiring.store.begin() as session:
        mail_id = get_case(session, number).mail_id
        assert mail_id is not None
        contents.drop(session, mail_id)
    page = officer.get(f"/console/cases/{number}")
    assert page.status == 200
    assert "The mail itself is not kept any more." in page.text
    assert officer.get(f"/console/cases/{number}/html").status == 404
