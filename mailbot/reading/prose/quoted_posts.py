"""Two quoted posts side by side, one of them on file: `"Manager" makes way for "Head of Unit"`.

The file tells which of them is over, whatever the order; the words outside the quotes tell whether
anything is to change at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

_QUOTED = re.compile(r"[\"“«„「‘]([^\"“”«»„「」]{2,160})[\"”»“」’]")


@dataclass(frozen=True)
class PostPair:
    """Two quoted texts, the old post first or, where it is ``turned``, the new one.

    ``holder`` is the one own contact who has one of them on file; it is the old one then.
    """

    first: re.Match[str]
    second: re.Match[str]
    holder: Contact | None = None
    turned: bool = False

    @property
    def old(self) -> str:
        return clean((self.second if self.turned else self.first)[1])

    @property
    def new(self) -> str:
        return clean((self.first if self.turned else self.second)[1])

    @property
    def place(self) -> int:
        """Where the new one begins."""
        return (self.first if self.turned else self.second).start()

    @property
    def between(self) -> str:
        """What stands between the two."""
        return self.first.string[self.first.end() : self.second.start()]


def holder_of(title: str, context: Context) -> Contact | None:
    """The one own contact whose post on file it is."""
    found = [c for c in context.own_contacts if c.job_title and folded(c.job_title) == folded(title)]
    return found[0] if len(found) == 1 else None


def post_pairs(scene: Scene) -> Iterator[PostPair]:
    """Every two neighbours among the quoted texts of the sentence, the old one told by the file."""
    for first, second in pairwise(_QUOTED.finditer(scene.text)):
        pair = PostPair(first, second)
        turned = replace(pair, turned=True)
        known = ((each, holder_of(each.old, scene.context)) for each in (pair, turned))
        yield next((replace(each, holder=holder) for each, holder in known if holder), pair)


def outside_quotes(scene: Scene) -> str:
    """The sentence without what it quotes."""
    return _QUOTED.sub(" ", scene.text)


def tells_change(scene: Scene) -> bool:
    """Whether the words outside the quotes want one for the other: `are the same grade` does not."""
    outside = outside_quotes(scene)
    return scene.has_in("contact.edit.cue", outside) and not scene.has_in("contact.edit.kept", outside)
