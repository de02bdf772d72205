"""Which messages of the selected folder are new (RFC 9051 §6.4.4), and how large they are.

Failure semantics: the library's errors, for the caller to translate; nothing is kept but `Quiet`, which
only spares a search that could find nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imapclient import IMAPClient

SIZES_AT_ONCE = 500


@dataclass(frozen=True)
class Selected:
    """What SELECT said of the folder. ``sequence`` is HIGHESTMODSEQ (CONDSTORE, RFC 7162 §3.1.2.1), 0 where
    the server or this folder has none (NOMODSEQ)."""

    generation: str
    count: int
    next_uid: int
    sequence: int

    @classmethod
    def of(cls, answer: Mapping[bytes, Any]) -> Selected:
        """``answer`` is that of IMAPClient's `select_folder`; numbers it could not read count as 0."""
        count, next_uid, sequence = (
            value if isinstance(value := answer.get(key), int) else 0
            for key in (b"EXISTS", b"UIDNEXT", b"HIGHESTMODSEQ")
        )
        return cls(str(answer.get(b"UIDVALIDITY", "")), count, next_uid, sequence)


@dataclass(frozen=True)
class Quiet:
    """When the folder was found like this, it had no message above ``highest``.

    Every arrival raises the mod-sequence, so while that stays (and the plain numbers with it) there is
    nothing to search for.
    """

    folder: Selected
    highest: int

    def holds(self, folder: Selected, last: int) -> bool:
        """Whether a search above ``last`` would be in vain."""
        return bool(folder.sequence) and folder == self.folder and last >= self.highest


def search(client: IMAPClient, last: int, count: int, window: int) -> list[int]:
    """UIDs above ``last``, ascending. `n:*` always names the last message, also below n.

    Large folders are searched in windows from the newest down: if messages are removed meanwhile, the
    rest moves towards windows that are still to come.
    """
    found: set[int] = set()
    for high in range(count, 0, -window):
        low = max(high - window + 1, 1)
        part = [] if count <= window else [f"{low}:{'*' if high == count else high}"]
        found.update(client.search([*part, "UID", f"{last + 1}:*"]))
    return sorted(uid for uid in found if uid > last)


def sizes(client: IMAPClient, uids: list[int]) -> dict[int, int]:
    """RFC822.SIZE by UID, in the order given; those that were removed in between are left out."""
    answer = client.fetch(uids, ["RFC822.SIZE"])
    return {uid: int(answer[uid].get(b"RFC822.SIZE", 0)) for uid in uids if uid in answer}
