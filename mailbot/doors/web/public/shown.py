"""What of the directory a visitor may see: everybody what is public, TSB all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from mailbot.directory.consent import Consents, load_consents, published
from mailbot.directory.snapshot import Directory
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor


@dataclass(frozen=True)
class Shown:
    """``version`` differs whenever what is shown does: a page's ETag rests on it. ``whole`` is what TSB
    sees; with ``all_of_it`` it is what is shown."""

    whole: Directory
    version: object
    consents: Consents = field(repr=False)
    public_fields: tuple[str, ...]
    all_of_it: bool

    @cached_property
    def directory(self) -> Directory:
        """What is shown; made when it is asked for, which an unchanged page does not do."""
        return self.whole if self.all_of_it else published(self.whole, self.consents, self.public_fields)


def shown(site: Site, visitor: Visitor | None = None) -> Shown:
    """The directory as this visitor may see it; without one, as everybody may. Raises UsageError where there
    is no programme yet."""
    revision, whole = site.known()
    with site.wiring.store.read() as session:
        consents = load_consents(session)
    public = site.wiring.settings.web.publish
    chosen = sorted((key, each.public, each.listed) for key, each in consents.items())
    all_of_it = visitor is not None and visitor.may("see")
    return Shown(whole, (revision, chosen, public), consents, public, all_of_it)
