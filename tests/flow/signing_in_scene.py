"""The site, a real OpenID provider, and somebody between them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from mailbot.settings import Oidc, Web
from mailbot.store.session import Store
from mailbot.store.tables import AccountRow, WebSessionRow
from tests.unit.doors.web.browser import Browser, add_account
from tests.unit.doors.web.conftest import BASE, Answer, Site, served

from .servers.openid import OpenIdProvider

ADA = {"sub": "248289761001", "email": "Ada@itu.example", "email_verified": True}
COOKIE = "__Host-mailbot"


@dataclass
class Scene:
    site: Site
    provider: OpenIdProvider

    def way(self, browser: Browser, to: str = "account") -> str:
        """Where the browser is sent, having pressed the button."""
        answer = browser.send("/sign-in/oidc", {"to": to}, page="/sign-in")
        assert answer.status == 200, answer.text
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
        assert found
        return html.unescape(found[1])

    def back(self, url: str) -> str:
        """What the provider answers to a browser that comes by this address: where it goes from there."""
        answer = httpx.get(url, follow_redirects=False)
        assert answer.status_code == 302, answer.text
        assert answer.headers["location"].startswith(f"{BASE}/sign-in/return?")
        return answer.headers["location"].removeprefix(BASE)

    def sign_in(self, browser: Browser) -> Answer:
        return browser.get(self.back(self.way(browser)))


@pytest.fixture
def scene(store: Store, tmp_path: Path) -> Iterator[Scene]:
    with OpenIdProvider("mailbot", "s3cret, with: signs", person=dict(ADA)) as provider:
        provider.client.redirect_uri = f"{BASE}/sign-in/return"
        oidc = Oidc(
            issuer=provider.issuer, client_id="mailbot", client_secret="s3cret, with: signs", label="ITU"
        )
        with served(tmp_path, web=Web(base_url=BASE), oidc=oidc) as site:
            add_account(site, password=None)
            yield Scene(site, provider)


def account(site: Site) -> AccountRow:
    with site.wiring.store.begin() as session:
        return session.scalars(select(AccountRow).where(AccountRow.address == "ada@itu.example")).one()


def refused(scene: Scene, answer: Answer, browser: Browser, status: int = 403) -> None:
    assert answer.status == status
    assert 'role="alert"' in answer.text
    assert COOKIE not in browser.cookies
    assert account(scene.site).subject is None
    with scene.site.wiring.store.begin() as session:
        assert session.scalars(select(WebSessionRow)).all() == []
