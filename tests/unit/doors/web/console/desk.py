"""Mails for the console's tests, taken in by the real intake, and the site that shows them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from html import unescape

from sqlalchemy import select

from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.settings import Settings, Trust
from mailbot.store.session import Store
from mailbot.store.tables import ChangeSetRow

from ..browser import Browser
from ..conftest import Answer

TRUST = Trust(authserv_ids=("mx.itu.example",), verify_dkim=False)
CAME_IN = datetime.fromisoformat("2021-01-13T09:00:00+00:00")
CEPT, ATU = "annelie.sjogren@cept.example", "j.wekesa@atu.example"
PHONE = "my phone number should read +46 8 465 00 499"


def mail(
    sender: str, subject: str, body: str, *, proof: str = "pass", html: str | None = None,
    attachments: tuple[tuple[str, str, bytes], ...] = (), number: int = 1,
) -> EmailMessage:  # fmt: skip
    """A mail to us; ``proof`` is what our own server found of the sender's domain, empty: nothing."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "tsb-irc@itu.example", subject
    made["Date"] = format_datetime(CAME_IN - timedelta(hours=1))
    made["Message-ID"] = f"<console-{number}-{abs(hash((sender, subject, body)))}@sender.example>"
    domain = sender.rpartition("@")[2].rstrip(">")
    if proof:
        made["Authentication-Results"] = (
            f"mx.itu.example; dkim={proof} header.d={domain}; dmarc={proof} header.from={domain}"
        )
    made.set_content(body)
    if html is not None:
        made.add_alternative(html, subtype="html")
    for name, kind, content in attachments:
        main, _, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made


def take_in(
    store: Store, settings: Settings, *mails: EmailMessage | bytes, at: datetime = CAME_IN
) -> list[int]:
    """The numbers of the cases that the mails opened, in order."""
    numbers = []
    for each in mails:
        raw = each if isinstance(each, bytes) else each.as_bytes()
        with store.begin() as session:
            mail_id, _ = keep_bytes(session, raw, "test", at)
        list(read_kept(store, settings, at))
        with store.begin() as session:
            found = session.scalar(select(ChangeSetRow.id).where(ChangeSetRow.mail_id == mail_id))
            assert found is not None, "no case was opened"
            numbers.append(found)
    return numbers


def phone_change(number: int = 1) -> EmailMessage:
    return mail(CEPT, "New phone number", f"Dear TSB,\n\n{PHONE}.\n\nBest regards\nAnnelie", number=number)


def several_changes() -> EmailMessage:
    return mail(
        CEPT,
        "Positions of CEPT",
        "Dear colleagues,\n\nCEPT now supports no change to Resolution 1: our position on Resolution 1 is NOC.\n"
        "Our proposal on Resolution 35 is withdrawn.\nPlease remove Oliver Pemberton from the contact sheet; he"
        " has left.\n\nOn Mon, 11 Jan 2021, TSB wrote:\n> Dear Annelie,\n> please check the table below.\n\n"
        "Best regards\nAnnelie Sjögren",
    )


def forged() -> EmailMessage:
    return mail(CEPT, "Urgent", f"Dear TSB,\n\n{PHONE}.\n\nAnnelie", proof="fail", number=7)


def unproven() -> EmailMessage:
    return mail(
        ATU, "Phone", "Dear TSB,\n\nmy phone number is now +254 20 200 0199.\n\nJoseph Wekesa", proof=""
    )


def hidden(page: str, name: str) -> str:
    """The value of the first field of this name on a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return unescape(found[1])


def form_of(page: str, number: int | None, verb: str) -> dict[str, str]:
    """The fields of the form that does ``verb`` with change ``number``, as the page has them, its boxes
    ticked."""
    for form in re.findall(r"<form.*?</form>", page, re.S):
        change = re.search(r'name="change" value="(\d+)"', form)
        if f'name="verb" value="{verb}"' in form and (int(change[1]) if change else None) == number:
            fields = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form)
            return {name: unescape(value) for name, value in fields} | {"verb": verb}
    raise AssertionError(f"there is no form to {verb} {number}")


def act(browser: Browser, number: int, verb: str, change: int | None = None, **more: str) -> Answer:
    """Open the case's page and send the form as it is there; of ``more`` an empty value leaves a field out."""
    page = browser.get(f"/console/cases/{number}")
    assert page.status == 200
    form = {**form_of(page.text, change, verb), **more}
    return browser.post(f"/console/cases/{number}/decide", {name: v for name, v in form.items() if v})
