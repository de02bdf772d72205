"""What becomes of handled messages on an IMAP server: flagged, or moved to another folder.

Failure semantics: the messages named are touched and no others; a bare EXPUNGE, which would remove what
somebody else has marked as deleted, is never sent. UIDs that are gone already are passed over by the
server (RFC 9051 §6.4.9). A refusal of the server is a result with its reason; broken connections and
temporary refusals are the library's errors, for the caller to translate. Where the server has no MOVE, a
crash between COPY and the removal leaves a message in both folders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from imaplib import IMAP4

from imapclient import DELETED, SEEN, IMAPClient

from mailbot.inbound.mailbox.imap_errors import is_temporary, response_code
from mailbot.inbound.mailbox.protocol import Disposal

KEYWORD = b"$MailbotHandled"
_AT_ONCE = 200  # UIDs in one command: servers limit the length of a line

Permanent = frozenset[bytes] | None
"""PERMANENTFLAGS of the folder; None: the server did not say, so all may be set (RFC 9051 §7.1)."""


def flag(client: IMAPClient, uids: Sequence[int], permanent: Permanent) -> Disposal:
    r"""Sets \Seen and, where the folder keeps keywords, `$MailbotHandled` (RFC 9051 §2.3.2, §6.4.6)."""
    flags = [flag for flag in (SEEN, KEYWORD) if _is_kept(flag, permanent)]
    if not flags:
        return Disposal(complete=False, reason="the folder keeps no flags")
    for some in _groups(uids):
        refusal = _refusal(lambda some=some: client.add_flags(some, flags, silent=True))  # type: ignore[misc]
        if refusal:
            return Disposal(complete=False, reason=refusal)
    return Disposal(complete=True)


def move(client: IMAPClient, uids: Sequence[int], target: str) -> Disposal:
    """Moves the messages to ``target``, which is created where it is missing.

    MOVE (RFC 6851); else COPY, \\Deleted and UID EXPUNGE (UIDPLUS, RFC 4315 §2.1); without UIDPLUS the
    originals stay where they are, marked as deleted.
    """
    one = _moved if client.has_capability("MOVE") else _copied_and_removed
    for some in _groups(uids):
        refusal = ""
        for folder in _spellings(client, target):
            refusal = _into(client, some, folder, one)
            if not refusal:
                target = folder
                break
        if refusal:
            return Disposal(complete=False, reason=refusal)
    if client.has_capability("MOVE") or client.has_capability("UIDPLUS"):
        return Disposal(complete=True)
    return Disposal(
        complete=True,
        reason=f"no MOVE and no UIDPLUS here: copied to {target}, the originals are marked as deleted",
    )


def _into(
    client: IMAPClient, uids: list[int], target: str, one: Callable[[IMAPClient, list[int], str], None]
) -> str:
    refusal = _refusal(lambda: one(client, uids, target))
    if not refusal or response_code(refusal) not in {"", "TRYCREATE", "NONEXISTENT"}:
        return refusal
    if uncreated := _refusal(lambda: client.create_folder(target)):
        return uncreated if response_code(uncreated) != "ALREADYEXISTS" else refusal
    return _refusal(lambda: one(client, uids, target))


def _moved(client: IMAPClient, uids: list[int], target: str) -> None:
    client.move(uids, target)


def _copied_and_removed(client: IMAPClient, uids: list[int], target: str) -> None:
    client.copy(uids, target)
    client.add_flags(uids, [DELETED], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)


def _spellings(client: IMAPClient, target: str) -> Iterator[str]:
    """The name as configured, then inside the personal namespace, as some servers want (RFC 2342)."""
    yield target
    if client.has_capability("NAMESPACE"):
        for prefix, _ in client.namespace().personal or ():
            if prefix and not target.startswith(prefix):
                yield prefix + target


def _is_kept(flag: bytes, permanent: Permanent) -> bool:
    if permanent is None:
        return True
    known = {name.lower() for name in permanent}
    return flag.lower() in known or (not flag.startswith(b"\\") and rb"\*" in known)


def _groups(uids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(uids), _AT_ONCE):
        yield list(uids[start : start + _AT_ONCE])


def _refusal(command: Callable[[], object]) -> str:
    """The reason of a lasting NO; everything else that goes wrong is raised."""
    try:
        command()
    except IMAP4.abort:
        raise
    except IMAP4.error as error:
        reason = str(error)
        if is_temporary(reason):
            raise
        return reason
    return ""
