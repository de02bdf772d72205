"""The directory's own words as our mails say them: marked for the catalogues here, translated where shown."""

from __future__ import annotations

from mailbot.directory.change import Change
from mailbot.directory.records import View
from mailbot.wording import N_, Wording

ACTIONS = {"ADD": N_("new"), "MOD": N_("modify"), "SUP": N_("suppress"), "NOC": N_("no change")}
STATUSES = {
    "preliminary": N_("preliminary"), "draft": N_("draft"), "agreed": N_("agreed"),
    "submitted": N_("submitted"), "withdrawn": N_("withdrawn"),
    "confirmed": N_("confirmed"), "tentative": N_("tentative"), "postponed": N_("postponed"),
    "cancelled": N_("cancelled"),
}  # fmt: skip
MODES = {"physical": N_("in person"), "virtual": N_("online"), "hybrid": N_("in person and online")}
PAPERS = {
    "liaison": N_("liaison statement"), "circular-letter": N_("circular letter"), "agenda": N_("agenda"),
    "meeting-report": N_("report"),
}  # fmt: skip
FIELDS = {
    "id": N_("id"), "organization": N_("organization"), "role": N_("role"), "committee": N_("Committee"),
    "honorific": N_("form of address"), "name": N_("name"), "email": N_("e-mail"), "phone": N_("phone"),
    "job_title": N_("job title"), "affiliation": N_("affiliation"), "country": N_("country"),
    "language": N_("language"), "timezone": N_("time zone"), "text": N_("text"), "action": N_("action"),
    "status": N_("status"), "summary": N_("summary"), "coordinator": N_("coordinator"),
    "document": N_("document"), "about": N_("about"), "stance": N_("stance"), "comment": N_("comment"),
    "title": N_("title"), "starts": N_("first day"), "ends": N_("last day"), "mode": N_("mode"),
    "place": N_("place"), "url": N_("link"), "event": N_("event"), "attending": N_("attending"),
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


def field_name(name: str, say: Wording) -> str:
    """A field as people call it; one we have no word for by its own name."""
    return say(FIELDS[name]) if name in FIELDS else name.replace("_", " ")


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
