"""Signing in as a person does it, in a real browser: what it keeps, sends and refuses by itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mailbot.accounts import people
from mailbot.settings import Database, Oidc, Settings, Web
from mailbot.store.session import Store
from mailbot.wiring import Wiring
from tests.unit.doors.web.browser import OPERATOR, PASSWORD

from .browser import DESKTOP, PHONE, fits, screenshot, served, sound
from .servers.openid import OpenIdProvider


@dataclass
class Scene:
    base: str
    provider: OpenIdProvider
    store: Store


@pytest.fixture
def scene(store: Store, tmp_path: Path) -> Iterator[Scene]:
    """The site is 127.0.0.1, the provider localhost: for the browser another site, as it would be."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with OpenIdProvider("mailbot", "s3cret", host="localhost") as provider:
        provider.person = {"sub": "17", "email": "ada@itu.example", "email_verified": True}
        provider.client.redirect_uri = f"{base}/sign-in/return"
        wiring = Wiring(Settings(
            database=Database(url=f"sqlite:///{tmp_path / 'mailbot.db'}"), web=Web(port=port, base_url=base),
            oidc=Oidc(issuer=provider.issuer, client_id="mailbot", client_secret="s3cret", label="ITU account"),
        ))  # fmt: skip
        with store.begin() as session:
            people.add(session, "ada@itu.example", "officer", OPERATOR, name="Ada Verne", password=PASSWORD)
        with served(wiring) as address:
            yield Scene(address, provider, store)
        wiring.close()


@pytest.mark.parametrize(("locale", "size"), [("en", DESKTOP), ("ar", PHONE)])
def test_by_keyboard_with_a_password(
    scene: Scene, browser: Browser, locale: str, size: tuple[int, int]
) -> None:
    page = opened(browser, locale, size)
    page.goto(f"{scene.base}/account?lang={locale}")
    check(page, f"sign-in-{locale}")
    page.locator("#address").focus()
    page.keyboard.type("ada@itu.example")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    check(page, f"sign-in-refused-{locale}")
    page.locator("#password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{scene.base}/account?lang={locale}")
    check(page, f"account-{locale}")
    assert page.evaluate("document.cookie") == ""
    page.locator("form[action*='sign-out'] button").first.press("Enter")
    page.wait_for_url(f"{scene.base}/?lang={locale}")
    page.goto(f"{scene.base}/account")
    assert "/sign-in?to=account" in page.url


def test_by_the_provider_and_back(scene: Scene, browser: Browser) -> None:
    page = opened(browser)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.goto(f"{scene.base}/account")
    page.get_by_role("button", name="Sign in with ITU account").click()
    page.wait_for_url(f"{scene.base}/account")
    expect(page.get_by_text("Ada Verne")).to_be_visible()
    assert scene.provider.asked.count("/authorize") == 1
    assert refused == []


def test_a_form_of_another_site_is_not_sent_for_ada(scene: Scene, browser: Browser) -> None:
    page = opened(browser)
    page.goto(f"{scene.base}/sign-in?to=account")
    page.fill("#address", "ada@itu.example")
    page.fill("#password", PASSWORD)
    page.locator("form.fields button").click()
    page.wait_for_url(f"{scene.base}/account")
    trap = f'<form method="post" action="{scene.base}/account/sessions"><button>Win</button></form>'
    scene.provider.answers["/trap"] = (200, trap, [("Content-Type", "text/html")])
    page.goto(f"{scene.provider.issuer}/trap")
    page.get_by_role("button").click()
    page.wait_for_url(f"{scene.base}/account/sessions")
    expect(page.get_by_role("heading", name="This is not allowed")).to_be_visible()
    page.goto(f"{scene.base}/account")
    expect(page.get_by_text("Ada Verne")).to_be_visible()


def opened(browser: Browser, locale: str = "en", size: tuple[int, int] = DESKTOP) -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=locale)
    context.set_default_timeout(30_000)
    return context.new_page()


def check(page: Page, name: str) -> None:
    sound(page)
    fits(page)
    screenshot(page, name)
