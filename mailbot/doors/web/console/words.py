"""The console's words for states, proofs and reasons; marked for the catalogues, translated where shown."""

from __future__ import annotations

from mailbot.directory.records import Contact
from mailbot.directory.snapshot import Directory
from mailbot.directory.words import ACTIONS, MODES, ROLES, STATUSES
from mailbot.review.case import Case
from mailbot.review.urgency import Reason
from mailbot.wording import N_, Wording

STATES = {
    "pending": N_("waits"), "held": N_("held"), "partly": N_("partly decided"), "approved": N_("approved"),
    "rejected": N_("rejected"), "undone": N_("taken back"), "replaced": N_("replaced by a newer reading"),
}  # fmt: skip
STATE_LOOKS = {"held": "bad", "partly": "info", "approved": "good", "rejected": "", "pending": "info"}
LEVELS = {
    "overdue": N_("overdue"), "urgent": N_("urgent"), "soon": N_("soon"), "normal": N_("no hurry"),
}  # fmt: skip
LEVEL_LOOKS = {"overdue": "bad", "urgent": "warn", "soon": "info", "normal": ""}
KINDS = {
    "contact": N_("contacts"), "position": N_("positions"), "meeting": N_("meetings"), "view": N_("views"),
    "participation": N_("attendance"),
}  # fmt: skip
ONE_OF_KIND = {
    "contact": N_("contact"), "position": N_("position"), "meeting": N_("meeting"), "view": N_("view"),
    "participation": N_("attendance"),
}  # fmt: skip
AUTHENTICITY = {
    "authenticated": N_("The sender's address is proven."),
    "unverified": N_("The sender's address is not proven: anybody could have written it."),
    "failed": N_("The sender's address is probably forged: its domain disowns this mail."),
}  # fmt: skip
AUTHENTICITY_SHORT = {
    "authenticated": N_("proven"), "unverified": N_("not proven"), "failed": N_("probably forged"),
}  # fmt: skip
AUTHENTICITY_LOOKS = {"authenticated": "good", "unverified": "warn", "failed": "bad"}
VERBS = {
    "approve": N_("approved"), "reject": N_("rejected"), "undo": N_("took back"),
    "second": N_("approved as the first of two"), "amended": N_("amended"), "added": N_("added by hand"),
    "asked": N_("asked the sender"),
}  # fmt: skip
STANCES = {"support": N_("supports"), "oppose": N_("opposes"), "comment": N_("comments")}
ATTENDING = {"yes": N_("yes"), "no": N_("no"), "tentative": N_("tentative")}
SURE = 0.9
UNSURE = 0.8  # below it an officer confirms that he has compared the words
_ENUMERATIONS = {"role": ROLES, "status": STATUSES, "mode": MODES, "stance": STANCES, "attending": ATTENDING}


def confidence_words(confidence: float) -> str:
    """How sure the reader is, as a text of the catalogues."""
    if confidence >= SURE:
        return N_("The reader is sure.")
    if confidence >= UNSURE:
        return N_("The reader is fairly sure.")
    return N_("The reader is not sure: compare it with the mail.")


def choice(field: str, value: str, say: Wording) -> str:
    """A value of an enumeration as people read it: `MOD (modify)`, `focal point`; else the value."""
    if field == "action" and value in ACTIONS:
        return f"{value} ({say(ACTIONS[value])})"
    known = _ENUMERATIONS.get(field, {})
    if value in known:
        return say(known[value])
    return say(N_("all Committees")) if field == "committee" and value == "all" else value


def in_words(field: str, value: str | None, directory: Directory, say: Wording) -> str | None:
    """A field's value as officers read it; a coordinator with his name."""
    if value is None:
        return None
    if field == "coordinator":
        known = directory.get("contact", value)
        return f"{known.name} ({value})" if isinstance(known, Contact) else value
    return choice(field, value, say)


def authority(case: Case, directory: Directory, say: Wording) -> str:
    """Who the sender is, by what is on file of his address."""
    contact = directory.contact_at(case.sender) if case.sender else None
    if contact is not None:
        known = N_("%(name)s is on the contact sheet: %(role)s of %(organization)s (%(committee)s).")
        facts = {
            "name": contact.name, "role": say(ROLES[contact.role]), "organization": contact.organization,
            "committee": choice("committee", contact.committee, say),
        }  # fmt: skip
        return say(known) % facts
    if case.organization:
        known = N_("Not on the contact sheet; the address belongs to a domain of %(organization)s.")
        return say(known) % {"organization": case.organization}
    if case.sender is None:
        return say(N_("The mail names no sender, or more than one."))
    return say(N_("Not on the contact sheet, and of no organization's domain."))


def hurry(reason: Reason, say: Wording) -> str:
    """Why a case is urgent."""
    if reason.kind == "age":
        return say(N_("has waited for three days or more"))
    last_day, before = N_("last day for answers to %(what)s"), N_("before %(what)s")
    what = reason.named(say.data(reason.title))
    return say(last_day if reason.kind == "deadline" else before) % {"what": what}
