"""The directory's own words as people read them: marked for the catalogues here, translated where shown.

Mails, papers, pages and exports share them. Actions are ITU's own words (contract, section 1).
"""

from __future__ import annotations

from mailbot.wording import N_, Wording

ACTIONS = {"ADD": N_("new"), "MOD": N_("modify"), "SUP": N_("suppress"), "NOC": N_("no change")}
STATUSES = {
    "preliminary": N_("preliminary"), "draft": N_("draft"), "agreed": N_("agreed"),
    "submitted": N_("submitted"), "withdrawn": N_("withdrawn"),
    "confirmed": N_("confirmed"), "tentative": N_("tentative"), "postponed": N_("postponed"),
    "cancelled": N_("cancelled"),
}  # fmt: skip
MODES = {"physical": N_("in person"), "virtual": N_("online"), "hybrid": N_("in person and online")}
ROLES = {
    "focal_point": N_("focal point"), "coordinator": N_("coordinator"), "alternate": N_("alternate"),
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


def field_name(name: str, say: Wording) -> str:
    """A field as people call it; one we have no word for by its own name."""
    return say(FIELDS[name]) if name in FIELDS else name.replace("_", " ")
