"""What of the directory a visitor may see: everybody what is public, TSB all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mailbot.directory.consent import Consents, load_consents, published
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor


@dataclass(frozen=True)
class Shown:
    """``version`` differs whenever what is shown does: a page's ETag rests on it. ``whole`` is what TSB
    sees."""

    directory: Directory
    whole: Directory
    version: object
    consents: Consents = field(repr=False)


def shown(site: Site, visitor: Visitor) -> Shown:
    """The directory as this visitor may see it. Raises UsageError where there is no programme yet."""
    revision, whole = site.known()
    with site.wiring.store.read() as session:
        consents = load_consents(session)
    public = site.wiring.settings.web.publish
    directory = whole if visitor.may("see") else published(whole, consents, public)
    chosen = sorted((key, each.public, each.listed) for key, each in consents.items())
    return Shown(directory, whole, (revision, chosen, public), consents)
