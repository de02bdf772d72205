"""The mails of invitation, hour reminder, digest, freshness and deadline, for golden tests and others."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from mailbot.directory.snapshot import Directory
from mailbot.outbound import deadlines, digests, freshness
from mailbot.outbound.composing import Identity, Mail
from mailbot.outbound.digests import Revision, Week
from mailbot.outbound.occasion import Addressee, Deadline, Known, Occasion
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.rules import load_rules
from mailbot.outbound.schedule import occasions

KINDS = ("digest", "freshness", "freshness-again", "freshness-silence", "deadline")
PAPER = Deadline(
    "paper-7", "LS 42: Outcome of the inter-regional meeting", date(2021, 1, 18), datetime(2020, 12, 14, 15, tzinfo=UTC),
    (Addressee("c.ashworth@ditrdc-au.example", "<liaison.1@itu.example>", "LS 42: Outcome of the inter-regional meeting"),),
)  # fmt: skip
REVISIONS = (
    Revision("contact", "apt-1", "update", {"phone": {"old": "+6625550142", "new": "+6625550199"}}),
    Revision("position", "APT/A.7", "update", {"status": {"old": "draft", "new": "agreed"}}),
    Revision(
        "meeting", "cept-m3", "add",
        {"organization": {"old": None, "new": "CEPT"}, "title": {"old": None, "new": "CEPT Com-ITU #5"},
         "starts": {"old": None, "new": "2021-03-02"}, "ends": {"old": None, "new": "2021-03-04"}},
    ),
    Revision("view", "ATU>CEPT/Resolution 20", "remove", {"organization": {"old": "ATU", "new": None}}),
)  # fmt: skip


def occasion(directory: Directory, kind: str, organization: str = "APT") -> Occasion:
    """The kind's occasion of January 2021."""
    rules, known = load_rules(), Known(deadlines=(PAPER,))
    found = occasions(directory, rules, date(2021, 1, 1), date(2021, 1, 31), known)
    return next(o for o in found if o.kind == kind and o.organization in (organization, None))


def mail(directory: Directory, kind: str, recipient: Recipient, identity: Identity) -> Mail:
    due = occasion(directory, kind)
    if kind == "digest":
        week = Week(due.at - timedelta(days=7), due.at, digests.net(REVISIONS))
        return digests.digest(due, week, directory, identity, recipient, due.at)
    if kind == "deadline":
        return deadlines.deadline(due, directory, identity, recipient, due.at)
    if kind == "freshness-silence":
        assert due.asked is not None
        first, second = directory.organizations[:2]
        before = due.asked - timedelta(days=27)
        silent = (freshness.Silent(first, due.asked, None), freshness.Silent(second, due.asked, before))
        return freshness.freshness_silence(due, silent, directory, identity, recipient, due.at)
    compose = freshness.freshness if kind == "freshness" else freshness.freshness_again
    return compose(due, directory, identity, recipient, due.at)
