"""Planning tick: what is due → composed mails in the outbox, settled in the ledger.

- Scheduled occasions (`outbound.scheduled`) are queued a few mails at a time; after a crash the next tick
  goes on where it ended.
- Any number of workers may plan at once: unique keys let one of them win, the others find it done.
- Occasions that the database holds (approval requests, answers, questions, command answers) are locked,
  composed and settled in one transaction each.
- A mail that cannot be composed for one person (a bad address) does not stop the others; it is noted in the
  ledger. A template that does not work stops the tick with UsageError, and nothing is settled.
"""

from __future__ import annotations

from datetime import datetime

from mailbot.clock import aware
from mailbot.directory.load import has_programme
from mailbot.outbound.call_changes import plan_call_changes
from mailbot.outbound.cases.answered import plan_answers, plan_questions
from mailbot.outbound.cases.approvals import Terms
from mailbot.outbound.cases.noticed import plan_notices
from mailbot.outbound.cases.replied import plan_approval_answers
from mailbot.outbound.cases.requested import Office, plan_approval_requests
from mailbot.outbound.commanded import answer_commands
from mailbot.outbound.composing import Identity
from mailbot.outbound.ledger import Planned
from mailbot.outbound.postings import plan_postings
from mailbot.outbound.rules import load_rules
from mailbot.outbound.scheduled import plan_scheduled
from mailbot.settings import Settings
from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.tokens import Signer
from mailbot.wording import Wordings

__all__ = ["Planned", "identity_of", "plan"]


def plan(store: Store, settings: Settings, now: datetime) -> Planned:
    """Queue every mail that is due at ``now``. Idempotent. Does nothing before the first import."""
    aware(now)
    planned = Planned()
    with store.begin() as session:
        if not has_programme(session):
            return planned
    identity = identity_of(settings, signer(store, settings))
    rules, officers = load_rules(settings.schedule.file), settings.review.approvers
    plan_scheduled(store, rules, identity, now, planned, officers, terms_of(settings))
    plan_call_changes(store, identity, now, planned)
    office = Office(officers, identity, terms_of(settings))
    plan_approval_requests(store, office, now, planned)
    plan_answers(store, identity, now, planned)
    plan_approval_answers(store, office, now, planned)
    plan_notices(store, office, now, planned)
    plan_questions(store, identity, now, planned)
    answer_commands(store, identity, now, planned)
    plan_postings(store, settings.review.approvers, identity, now, planned)
    return planned


def terms_of(settings: Settings) -> Terms:
    """How approval requests can be answered."""
    return Terms(settings.review.request_days, settings.identity.subaddressing)


def identity_of(settings: Settings, signs: Signer | None = None) -> Identity:
    """Who the mails are from; without a signer only for what is looked at and not sent."""
    wordings = Wordings(settings.translations.folder)
    own = settings.identity
    return Identity(own.address, own.name, signs, wordings, settings.web.publish, settings.web.base_url)
