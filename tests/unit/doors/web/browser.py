"""Somebody with a browser at the real site: keeps cookies, reads tokens out of pages, sends forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from mailbot.accounts import people
from mailbot.accounts.people import By

from .conftest import NOW, Answer, Site

PASSWORD = "plum tree, no ladder"
OPERATOR = By("operator (command line)", "command", NOW)


@dataclass
class Browser:
    site: Site
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        named = {**self.headers, **headers}
        if self.cookies:
            named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.site.ask(method, path, body, **named)
        for line in answer.cookies:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        kind = {"Content_Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(form).encode(), **kind, **headers)

    def token(self, path: str = "/sign-in") -> str:
        """The token of the first form on this page."""
        return token_in(self.get(path))

    def send(self, path: str, form: dict[str, str], page: str = "") -> Answer:
        """Open the page, and send its form with its token."""
        return self.post(path, {"csrf": self.token(page or path), **form})

    def sign_in(self, address: str, password: str = PASSWORD, to: str = "account") -> Answer:
        return self.send("/sign-in", {"address": address, "password": password, "to": to})


def token_in(page: Answer) -> str:
    found = re.search(r'name="csrf" value="([A-Za-z0-9_-]+)"', page.text)
    assert found, page.text
    return found[1]


def add_account(
    site: Site, address: str = "ada@itu.example", role: str = "officer", **more: str | None
) -> str:
    """An account with PASSWORD."""
    with site.wiring.store.begin() as session:
        people.add(session, address, role, OPERATOR, **{"password": PASSWORD, **more})
    return address


def signed_in(site: Site, address: str = "ada@itu.example", role: str = "officer") -> Browser:
    """A browser with a session of a new account."""
    browser = Browser(site)
    assert browser.sign_in(add_account(site, address, role)).status == 303
    return browser
