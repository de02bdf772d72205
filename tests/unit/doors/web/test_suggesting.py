"""`/suggest`: what a visitor writes is kept as a held mail, once, and not too often."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from mailbot.accounts.attempts import SUGGESTIONS
from mailbot.inbound.intake import read_kept
from mailbot.review.queue import open_cases
from mailbot.store.tables import MailRow

from .conftest import NOW, Answer, Site

TEXT = "Please note that my new phone number is +33 1 42 34 56 99."


def opened(site: Site, query: str = "") -> tuple[str, str]:
    """(cookie, token) of the form as a browser has them."""
    page = site.ask("GET", f"/suggest{query}")
    assert page.status == 200
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    return page.headers["set-cookie"].partition(";")[0], token[1]


def send(site: Site, *, cookie: str, csrf: str, **fields: str) -> Answer:
    form = {"name": "Eve", "email": "eve@elsewhere.example", "text": TEXT, "page": "", "csrf": csrf, **fields}
    return site.ask(
        "POST", "/suggest", urlencode(form).encode(), Cookie=cookie,
        Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip


def mails(site: Site) -> int:
    with site.wiring.store.begin() as session:
        return session.scalar(select(func.count()).select_from(MailRow)) or 0


def test_a_suggestion_becomes_a_held_case(site: Site) -> None:
    contact = site.wiring.directory().contacts[0]
    cookie, csrf = opened(site, f"?page=contacts/{contact.id}")
    answer = send(site, cookie=cookie, csrf=csrf, email=contact.email or "", page=f"contacts/{contact.id}")
    assert answer.status == 200
    assert "nothing has been changed" in answer.text
    list(read_kept(site.wiring.store, site.wiring.settings, NOW))
    with site.wiring.store.begin() as session:
        case = open_cases(session)[0]
    assert (case.state, case.subject) == ("held", f"{contact.name} ({contact.organization})")
    assert case.items[0].change.fields["phone"].new == "+33142345699"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_form_keeps_nothing(site: Site, method: str) -> None:
    assert site.ask(method, "/suggest?page=contacts/x&text=y&email=z@x.example").status == 200
    assert mails(site) == 0


def test_threat_41_no_token_no_suggestion(site: Site) -> None:
    cookie, csrf = opened(site)
    _, others = opened(site)
    for sent in (
        {"cookie": cookie, "csrf": ""},
        {"cookie": "", "csrf": csrf},
        {"cookie": cookie, "csrf": others},
    ):
        assert send(site, **sent).status == 403
    assert mails(site) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "nobody"), ("email", "a@b.example\r\nBcc: c@d.example"), ("text", " "), ("text", "x" * 5001)],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_kept_in_the_form(
    site: Site, field: str, value: str
) -> None:
    cookie, csrf = opened(site)
    answer = send(site, cookie=cookie, csrf=csrf, **{field: value})
    assert answer.status == 422
    assert f'id="{field}-wrong"' in answer.text
    assert 'value="Eve"' in answer.text
    assert mails(site) == 0


def test_markup_stays_text(site: Site) -> None:
    cookie, csrf = opened(site)
    answer = send(site, cookie=cookie, csrf=csrf, text="</textarea><script>alert(1)</script>", email="x")
    assert "<script>" not in answer.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in answer.text


def test_one_client_may_suggest_only_so_often(site: Site) -> None:
    cookie, csrf = opened(site)
    for number in range(SUGGESTIONS.free):
        assert send(site, cookie=cookie, csrf=csrf, text=f"{TEXT} {number}").status == 200
    answer = send(site, cookie=cookie, csrf=csrf, text="one more")
    assert answer.status == 429
    assert int(answer.headers["retry-after"]) > 0
    assert mails(site) == SUGGESTIONS.free
