"""THREATS row 13: whoever follows the links of an approval request, or of any mail about it, decides nothing."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from mailbot.store.session import Store
from mailbot.store.tables import DecisionRow
from tests.unit.doors.web.conftest import BASE, Site
from tests.unit.inbound.officers import (
    OFFICER,
    ONE,
    SECOND,
    SENDER,
    Correspondence,
    html_of,
    settings_of,
    text_of,
)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_threat_13_following_every_link_of_the_request_changes_nothing(
    site: Site, store: Store, method: str
) -> None:
    settings = settings_of()
    web = settings.web.model_copy(update={"base_url": BASE})
    post = Correspondence(store, settings.model_copy(update={"web": web}))
    post.comes(post.mail(SENDER, ONE))
    mails = post.goes()
    post.says(mails[0], "ok?")  # not understood: a reply with a fresh request
    mails += post.goes()
    links = {
        link for mail in mails for link in re.findall(r"https?://[^\s\"'<>]+", text_of(mail) + html_of(mail))
    }
    assert f"{BASE}/console/cases/1" in links
    for link in links:
        answer = site.ask(method, link.removeprefix(BASE))
        assert answer.status in (200, 302, 303, 307, 401, 403)
    assert post.states() == ["pending"]
    assert {row.approver for row in post.requests() if row.used_at is None} == {OFFICER, SECOND}
    with store.begin() as session:
        assert session.scalar(select(func.count()).select_from(DecisionRow)) == 0
