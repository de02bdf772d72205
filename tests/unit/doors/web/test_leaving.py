"""Leaving a list by one click (RFC 8058), and that nothing else does it. THREATS rows 13 and 41."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit

import pytest
from sqlalchemy import update

from mailbot.directory.choices import load_choices, prefer
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.heads import value_of
from mailbot.outbound.planner import plan
from mailbot.store.tables import ContactRow

from .conftest import BASE, NOW, Site

ONE_CLICK = b"List-Unsubscribe=One-Click"
FORM = {"Content_Type": "application/x-www-form-urlencoded"}


def link(site: Site) -> tuple[str, str]:
    """A reader, and the path of the link in the mail that he got."""
    wired = site.wiring
    plan(wired.store, wired.settings, NOW)
    transport = MemoryTransport()
    asyncio.run(deliver_due(wired.store, transport, NOW, addressing=wired.addressing()))
    mail = transport.sent[0]
    assert value_of(mail.content, "List-Unsubscribe-Post") == ONE_CLICK.decode()
    found = re.search(r"<(https:[^>]*)>", value_of(mail.content, "List-Unsubscribe") or "")
    assert found is not None
    assert found[1].startswith(BASE)
    return mail.recipient, urlsplit(found[1]).path


def left(site: Site) -> set[tuple[str, str]]:
    with site.wiring.store.begin() as session:
        return set(load_choices(session).left)


def test_one_click_leaves_at_once(site: Site) -> None:
    reader, path = link(site)
    answer = site.ask("POST", path, ONE_CLICK, **FORM)
    assert answer.status == 200
    assert left(site) == {(reader.casefold(), "irm-com3")}
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert "You have left the list" in answer.text
    assert site.ask("POST", path, ONE_CLICK, **FORM).status == 200
    assert "You have left the list" in site.ask("GET", path).text


def test_a_form_in_parts_is_as_good(site: Site) -> None:
    """RFC 8058 section 3.1: multipart/form-data should be used, the other may."""
    _, path = link(site)
    body = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    assert site.ask("POST", path, body, Content_Type="multipart/form-data; boundary=x").status == 200
    assert len(left(site)) == 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_threat_13_looking_changes_nothing(site: Site, method: str) -> None:
    reader, path = link(site)
    for headers in ({}, {"Purpose": "prefetch"}, {"User_Agent": "SafeLinks"}, {"Cookie": "a=b"}):
        answer = site.ask(method, f"{path}?List-Unsubscribe=One-Click", **headers)
        assert answer.status == 200
    assert left(site) == set()
    if method == "GET":
        assert reader in answer.text
        assert '<form method="post">' in answer.text
        assert f'name="{ONE_CLICK.decode().replace("=", chr(34) + " value=" + chr(34))}"' in answer.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"List-Unsubscribe=no", "application/x-www-form-urlencoded"),
        (b"list-unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (ONE_CLICK, "application/json"),
        (b"garbage", "multipart/form-data; boundary=x"),
        (b"garbage", "multipart/form-data"),
        (b"&".join([b"a=b"] * 50) + b"&" + ONE_CLICK, "application/x-www-form-urlencoded"),
    ],
)
def test_a_post_that_does_not_say_so_changes_nothing(site: Site, body: bytes, kind: str) -> None:
    _, path = link(site)
    answer = site.ask("POST", path, body, Content_Type=kind)
    assert answer.status == 400
    assert left(site) == set()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_method_is_known(site: Site, method: str) -> None:
    _, path = link(site)
    assert site.ask(method, path, ONE_CLICK, **FORM).status == 405
    assert left(site) == set()


def test_a_made_up_token_is_nobodys(site: Site) -> None:
    _, path = link(site)
    changed = path[:-1] + ("a" if path[-1] != "a" else "b")
    for wrong in (
        changed,
        "/unsubscribe/u-1-aaaaaaaaaaaaaaaaaaaa",
        "/unsubscribe/x",
        "/unsubscribe/%0d%0aX: y",
    ):
        for method in ("GET", "POST"):
            answer = site.ask(
                method, wrong.replace(" ", "%20"), ONE_CLICK if method == "POST" else b"", **FORM
            )
            assert answer.status == 404
            assert "x" not in {name for name in answer.headers if name == "x"}
    assert left(site) == set()
    page = site.ask("GET", changed, Accept_Language="xx, fr;q=0.4, ar;q=0.9")
    assert page.headers["content-language"] == "ar"
    assert 'dir="rtl"' in page.text


def test_the_page_speaks_the_readers_language(site: Site) -> None:
    reader, path = link(site)
    with site.wiring.store.begin() as session:
        prefer(session, reader, "fr", NOW, None)
    answer = site.ask("GET", path, Accept_Language="ru")
    assert answer.headers["content-language"] == "fr"
    assert '<html lang="fr" dir="ltr">' in answer.text
    assert site.ask("POST", path, ONE_CLICK, **FORM).headers["content-language"] == "fr"


def test_nothing_of_the_data_is_markup(site: Site) -> None:
    link(site)
    from mailbot.store.keys import signer
    from mailbot.store.tables import OutboxRow, ProgrammeRow

    evil = '"<script>alert(1)</script>{{7*7}}"@x.example'
    with site.wiring.store.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == 1).values(recipient=evil, list_="<b>{{7*7}}"))
        session.execute(update(ProgrammeRow).values(title="<img src=x onerror=alert(1)>{{7*7}}"))
    token = signer(site.wiring.store, site.wiring.settings).text("u", 1, evil)
    for method, body in (("GET", b""), ("POST", ONE_CLICK)):
        page = site.ask(method, f"/unsubscribe/{token}", body, **FORM).text
        assert "<script" not in page
        assert "<img" not in page
        assert "<b>{{" not in page
        assert "{{7*7}}" in page
        assert "49" not in page.replace("0.49", "")


def test_a_contact_without_a_row_of_his_own_any_more_can_still_leave(site: Site) -> None:
    reader, path = link(site)
    with site.wiring.store.begin() as session:
        session.query(ContactRow).filter(ContactRow.email == reader).delete()
    assert site.ask("POST", path, ONE_CLICK, **FORM).status == 200
    assert left(site) == {(reader.casefold(), "irm-com3")}
