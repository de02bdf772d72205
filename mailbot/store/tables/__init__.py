"""The tables, by room. Names are the domain's own; every state is spelt out with its legal moves.

`db/schema.sql` is generated from here; a test compares both with what the migrations make. Whoever needs a
table imports it from here: with any table all are known, which foreign keys and `Base.metadata` rest on.
"""

from mailbot.store.tables.accounts import OAuthTokenRow, SecretRow, WorkerRow
from mailbot.store.tables.addresses import ADDRESS_STATES, AddressRow, BounceRow
from mailbot.store.tables.base import Base
from mailbot.store.tables.commands import SUBSCRIPTION_STATES, CommandMailRow, PreferenceRow, SubscriptionRow
from mailbot.store.tables.directory import (
    CommitteeRow,
    ContactRow,
    DocumentRow,
    EventRow,
    ImportRow,
    MeetingRow,
    OrganizationRow,
    ParticipationRow,
    PositionRow,
    ProgrammeRow,
    RevisionRow,
    TextRow,
    ViewRow,
)
from mailbot.store.tables.freshness import ConfirmedRow, EntriesAnswerRow
from mailbot.store.tables.intake import (
    MAIL_STATES,
    MailActionRow,
    MailboxItemRow,
    MailboxRow,
    MailPieceRow,
    MailRow,
)
from mailbot.store.tables.outbound import (
    OCCASION_STATES,
    OUTBOX_STATES,
    AutomaticAnswerRow,
    OccasionRow,
    OutboxRow,
    SendingRow,
)
from mailbot.store.tables.papers import (
    PAPER_STATES,
    PaperAnswerRow,
    PaperConfirmationRow,
    PaperFileRow,
    PaperMailRow,
    PaperRow,
    PaperVersionRow,
)
from mailbot.store.tables.people import (
    ACCOUNT_STATES,
    ROLES,
    AccountRow,
    AttemptRow,
    AuditRow,
    ConsentRow,
    SignInRow,
    WebSessionRow,
)
from mailbot.store.tables.postings import POSTING_STATES, PostingRow
from mailbot.store.tables.review import (
    CHANGE_SET_STATES,
    CHANGE_STATES,
    ApprovalRequestRow,
    AskRow,
    ChangeRow,
    ChangeSetRow,
    DecisionRow,
)

__all__ = [
    "ACCOUNT_STATES",
    "ADDRESS_STATES",
    "CHANGE_SET_STATES",
    "CHANGE_STATES",
    "MAIL_STATES",
    "OCCASION_STATES",
    "OUTBOX_STATES",
    "PAPER_STATES",
    "POSTING_STATES",
    "ROLES",
    "SUBSCRIPTION_STATES",
    "AccountRow",
    "AddressRow",
    "ApprovalRequestRow",
    "AskRow",
    "AttemptRow",
    "AuditRow",
    "AutomaticAnswerRow",
    "Base",
    "BounceRow",
    "ChangeRow",
    "ChangeSetRow",
    "CommandMailRow",
    "CommitteeRow",
    "ConfirmedRow",
    "ConsentRow",
    "ContactRow",
    "DecisionRow",
    "DocumentRow",
    "EntriesAnswerRow",
    "EventRow",
    "ImportRow",
    "MailActionRow",
    "MailPieceRow",
    "MailRow",
    "MailboxItemRow",
    "MailboxRow",
    "MeetingRow",
    "OAuthTokenRow",
    "OccasionRow",
    "OrganizationRow",
    "OutboxRow",
    "PaperAnswerRow",
    "PaperConfirmationRow",
    "PaperFileRow",
    "PaperMailRow",
    "PaperRow",
    "PaperVersionRow",
    "ParticipationRow",
    "PositionRow",
    "PostingRow",
    "PreferenceRow",
    "ProgrammeRow",
    "RevisionRow",
    "SecretRow",
    "SendingRow",
    "SignInRow",
    "SubscriptionRow",
    "TextRow",
    "ViewRow",
    "WebSessionRow",
    "WorkerRow",
]
