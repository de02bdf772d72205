"""Row 41 of the threats, for every form that the site has and will have: none acts without its token."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from mailbot.doors.web.app import create_app
from mailbot.settings import Settings
from mailbot.wiring import Wiring

from .browser import Browser, signed_in
from .conftest import BASE, Site

ONE_CLICK = "/unsubscribe/{token}"  # RFC 8058: its token is its proof
FOR_ANYBODY = {"/sign-in", "/sign-in/oidc", "/sign-out", "/suggest"}


def paths(routes: Iterable[Any], method: str, before: str = "") -> Iterator[str]:
    """The path of every route that takes this method, as it is written."""
    for route in routes:
        included = getattr(route, "original_router", None)
        inner = included.routes if included else getattr(route, "routes", ())
        yield from paths(inner, method, before + ("" if included else getattr(route, "path", "")))
        if method in (getattr(route, "methods", None) or ()):
            yield before + route.path


ROUTES = create_app(Wiring(Settings())).routes
PATHS = sorted(paths(ROUTES, "POST"))


def test_all_of_them_are_known() -> None:
    assert {ONE_CLICK, *FOR_ANYBODY, "/account/password"} <= set(PATHS)
    assert [path for path in PATHS if path.startswith("/console/")]


@pytest.mark.parametrize("path", [path for path in PATHS if path != ONE_CLICK])
def test_threat_41_no_form_acts_without_its_token(site: Site, path: str) -> None:
    address = re.sub(r"\{[^}]*\}", "1", path)
    ada, nobody = signed_in(site), Browser(site)
    for browser in (ada, nobody):
        for form in ({}, {"csrf": "x" * 86}):
            refused = browser.post(address, form, Origin=BASE)
            assert refused.status == 403, (path, form, refused.status)
            assert "nothing was done" in refused.text
    foreign = ada.post(address, {"csrf": ada.token("/account")}, Sec_Fetch_Site="cross-site")
    assert foreign.status == 403
    assert "sent from another site" in foreign.text


@pytest.mark.parametrize("path", [path for path in PATHS if path not in {ONE_CLICK, *FOR_ANYBODY}])
def test_who_is_not_signed_in_is_sent_to_sign_in(site: Site, path: str) -> None:
    nobody = Browser(site)
    address = re.sub(r"\{[^}]*\}", "1", path)
    answer = nobody.post(address, {"csrf": nobody.token()})
    assert answer.status == 303
    assert re.match(r"(\./|(\.\./)+)sign-in\?to=console$", answer.headers["location"])


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith("/console/")])
def test_who_may_only_look_changes_nothing(site: Site, path: str) -> None:
    viewer = signed_in(site, "vi@itu.example", "viewer")
    refused = viewer.post(re.sub(r"\{[^}]*\}", "1", path), {"csrf": viewer.token("/account")})
    assert refused.status == 403
    assert "Your account may" in refused.text


@pytest.mark.parametrize("path", [path for path in paths(ROUTES, "GET") if path.startswith("/console")])
def test_the_console_is_closed(site: Site, path: str) -> None:
    address = re.sub(r"\{[^}]*\}", "1", path)
    answer = Browser(site).get(address)
    assert answer.status == 303
    assert "sign-in?to=console" in answer.headers["location"]
    live = Browser(site).get(address, HX_Request="true")
    assert live.status == 401
    assert live.headers["hx-redirect"] == "/sign-in?to=console"
