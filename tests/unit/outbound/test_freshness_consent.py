"""The question whether entries are right tells its reader what everybody may read of him, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime

from mailbot.directory.consent import Consent
from mailbot.directory.snapshot import Directory
from mailbot.outbound.composing import Identity
from mailbot.outbound.freshness import freshness, freshness_again
from mailbot.outbound.planner import identity_of
from mailbot.outbound.recipients import Recipient, as_recipient
from mailbot.settings import Settings
from tests.unit.outbound.recurring_mails import occasion

NOW = datetime(2021, 1, 11, 8, tzinfo=UTC)
IDENTITY = Identity("tsb-irc@itu.example", "TSB", publishes=("job_title", "country"))


def said(directory: Directory, person: Recipient, **consents: Consent) -> str:
    known = {name.replace("_", "-"): consent for name, consent in consents.items()}
    due = occasion(directory, "freshness")
    mails = [make(due, directory, IDENTITY, person, NOW, known) for make in (freshness, freshness_again)]
    texts = {" ".join(mail.rendered.text.split()) for mail in mails if mail.rendered}
    told = {text.partition("on our public pages: ")[2].partition(".")[0] for text in texts}
    (one,) = told
    return one


def test_the_reader_is_told_what_is_public_of_him(shipped: Directory) -> None:
    person = as_recipient(next(c for c in shipped.contacts if c.id == "apt-1"))
    assert said(shipped, person) == "name, organization, role, Committee, job title, country"
    chosen = Consent(frozenset({"phone"}))
    assert said(shipped, person, apt_1=chosen) == "name, organization, role, Committee, phone"
    assert said(shipped, person, apt_2=chosen) == "name, organization, role, Committee, job title, country"


def test_who_has_nothing_public_is_told_nothing(shipped: Directory) -> None:
    person = as_recipient(next(c for c in shipped.contacts if c.id == "apt-1"))
    assert said(shipped, person, apt_1=Consent(frozenset({"phone"}), listed=False)) == ""
    assert said(shipped, Recipient("officer@itu.example")) == ""


def test_the_sites_rule_is_the_configurations() -> None:
    assert identity_of(Settings()).publishes == ("job_title", "affiliation", "country")
