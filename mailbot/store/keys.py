"""The key that signs our addresses and Message-IDs (`mailbot.tokens`).

It is `identity.secret`; else the file `<database>.key` beside a SQLite database, made on first need and
readable by its owner only; else, on a database server, a row that all workers share. Two processes that need
it at once get the same one: a file is linked into place whole, a row is inserted once. A lost key makes
nothing wrong: answers to mails sent before are read like new ones. Raises UsageError for a key that cannot be
made or read; nothing logs it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mailbot.errors import UsageError
from mailbot.settings import Settings
from mailbot.store.session import Store
from mailbot.store.tables import SecretRow
from mailbot.tokens import MIN_KEY, Signer

NAME = "identity"


def signer(store: Store, settings: Settings) -> Signer:
    """The site's signer. The key is derived, so that the configured secret serves no other purpose."""
    configured = settings.identity.secret.get_secret_value()
    if configured:
        return Signer(hashlib.sha256(b"mailbot identity\x00" + configured.encode()).digest())
    path = key_file(store)
    if path is None:
        return Signer(_from_database(store))
    return Signer(_from_file(path))


def key_file(store: Store) -> Path | None:
    """Where the key of a SQLite database lies; None for other databases."""
    url = store.engine.url
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database + ".key")


def _from_file(path: Path) -> bytes:
    try:
        if not path.exists():
            _make(path)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or "it holds no key"
        raise UsageError(f"{path}: {reason}; restore it, or remove it to have another one made") from exc
    if len(key) < MIN_KEY:
        raise UsageError(f"{path}: it holds no key; restore it, or remove it to have another one made")
    return key


def _make(path: Path) -> None:
    """Whole or not at all: written under another name first. Who comes second takes what is there."""
    part = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
            out.write(secrets.token_hex(MIN_KEY) + "\n")
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            os.link(part, path)
    finally:
        part.unlink(missing_ok=True)


def _from_database(store: Store) -> bytes:
    wanted = select(SecretRow.value).where(SecretRow.name == NAME)
    with store.begin() as session:
        found = session.scalar(wanted)
    if found is None:
        with suppress(IntegrityError), store.begin() as session:
            session.add(SecretRow(name=NAME, value=secrets.token_hex(MIN_KEY)))
        with store.begin() as session:
            found = session.scalars(wanted).one()
    return bytes.fromhex(found)
