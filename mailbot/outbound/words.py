"""Words that our mails say of papers, changes and views; those of the records are `directory.words`."""

from __future__ import annotations

from mailbot.directory.change import Change
from mailbot.directory.records import View
from mailbot.directory.words import ACTIONS as ACTIONS
from mailbot.directory.words import FIELDS as FIELDS
from mailbot.directory.words import MODES as MODES
from mailbot.directory.words import STATUSES as STATUSES
from mailbot.directory.words import field_name as field_name
from mailbot.wording import N_, Wording

PAPERS = {
    "liaison": N_("liaison statement"), "circular-letter": N_("circular letter"), "agenda": N_("agenda"),
    "meeting-report": N_("report"),
}  # fmt: skip
_NOUNS = {
    ("contact", "add"): N_("New contact {title}"),
    ("contact", "update"): N_("Contact {title}"),
    ("contact", "remove"): N_("Removal of contact {title}"),
    ("position", "add"): N_("New position {title}"),
    ("position", "update"): N_("Position {title}"),
    ("position", "remove"): N_("Removal of position {title}"),
    ("meeting", "add"): N_("New meeting {title}"),
    ("meeting", "update"): N_("Meeting {title}"),
    ("meeting", "remove"): N_("Removal of meeting {title}"),
    ("view", "add"): N_("New view {title}"),
    ("view", "update"): N_("View {title}"),
    ("view", "remove"): N_("Removal of view {title}"),
    ("participation", "add"): N_("Attendance {title}"),
    ("participation", "update"): N_("Attendance {title}"),
    ("participation", "remove"): N_("Removal of attendance {title}"),
}


def noun(change: Change, title: str, say: Wording) -> str:
    """What the change is about: `Contact Ada Verne`, `Removal of meeting CEPT Com-ITU #4`."""
    return say(_NOUNS[change.target, change.op]).replace("{title}", title).strip()


_VIEWS = {
    ("support", True): N_("%(who)s supports the position of %(about)s"),
    ("oppose", True): N_("%(who)s opposes the position of %(about)s"),
    ("comment", True): N_("%(who)s comments on the position of %(about)s"),
    ("support", False): N_("%(who)s supports the text"),
    ("oppose", False): N_("%(who)s opposes the text"),
    ("comment", False): N_("%(who)s comments on the text"),
}


def view_words(view: View, say: Wording) -> str:
    """`ATU supports the position of CEPT: with the changes of Com-ITU`."""
    said = say(_VIEWS[view.stance, bool(view.about)])
    for name, value in (("who", view.organization), ("about", view.about or "")):
        said = said.replace(f"%({name})s", value)
    return f"{said}: {view.comment}" if view.comment else said
