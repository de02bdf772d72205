"""flufl.bounce 6, for forms of old mail systems that our own patterns do not know.

It is asked who failed, never whether for good: it calls nearly every soft bounce permanent (ours is
`mail.permanence`). It is imported when it is needed only, and a defect in it yields nobody.
"""

from __future__ import annotations

import email
import logging

log = logging.getLogger(__name__)
MAX_RAW = 100_000


def failed(raw: bytes) -> list[str]:
    """The addresses its detectors find, sorted."""
    from flufl.bounce import all_failures

    quiet = logging.getLogger("flufl.bounce")
    quiet.setLevel(logging.CRITICAL)
    try:
        passing, final = all_failures(email.message_from_bytes(raw[:MAX_RAW].replace(b"\r\n", b"\n")))
    except Exception:  # a library's defect on strange mail must not lose the bounce
        log.debug("flufl.bounce could not read a bounce", exc_info=True)
        return []
    found = {address.decode("ascii", "replace").strip() for address in (*passing, *final)}
    return sorted(address for address in found if "@" in address)
