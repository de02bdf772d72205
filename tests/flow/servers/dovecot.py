"""A private Dovecot: IMAP (plain, STARTTLS, TLS) and LMTP over Maildirs in a temporary folder.

Mail for an account goes to that account. LMTP takes mail for anybody else too and puts it into the
account EVERYONE, so that a test can read all that was sent; `Delivered-To` names the recipient.
"""

from __future__ import annotations

import imaplib
import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from .daemon import HOST, Daemon, Unavailable, free_ports, program, self_signed_certificate, temporary_folder
from .dovecot_conf import VERSIONS, Plan, mail_owner

EVERYONE = "everyone"
_LIBRARIES = ("/usr/lib/dovecot", "/usr/libexec/dovecot", "/usr/lib64/dovecot")


class Dovecot:
    """The server and its accounts: addresses with their passwords.

    `port` takes plain IMAP and STARTTLS, `tls_port` TLS; ``extra`` is put at the end of the
    configuration, in the syntax of the version that is installed. With ``introspection_url`` (RFC 7662),
    tokens are taken too, by XOAUTH2 and OAUTHBEARER; who may ask Dovecot's `sasl_socket` gets both as well.
    """

    host = HOST
    port: int
    tls_port: int
    lmtp_port: int
    folder: Path
    certificate: Path
    key: Path
    _daemon: Daemon

    def __init__(self, accounts: Mapping[str, str], extra: str = "", introspection_url: str = "") -> None:
        self._program = program("dovecot", "dovecot-imapd")
        for service, package in (("imap", "dovecot-imapd"), ("lmtp", "dovecot-lmtpd")):
            program(service, package, _LIBRARIES)
        program("openssl", "openssl")
        asked = subprocess.run([self._program, "--version"], capture_output=True, text=True, check=True)
        self.version = ".".join(asked.stdout.split(".")[:2])
        if self.version not in VERSIONS:
            raise Unavailable(f"Dovecot {self.version} is none of {', '.join(VERSIONS)}")
        self.accounts = {EVERYONE: "everyone", **accounts}
        self._extra = extra
        self._introspection_url = introspection_url

    def __enter__(self) -> Self:
        self.folder = temporary_folder("dovecot")
        self._daemon = Daemon([self._program, "-F", "-c", f"{self.folder}/dovecot.conf"], self.folder)
        try:
            self._prepare()
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End all processes and remove the folder."""
        self._daemon.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def restart(self) -> None:
        """End all processes, which drops all connections, and start again on the same ports."""
        self._daemon.stop()
        self._start()

    def add_account(self, name: str, password: str) -> None:
        """One more account; returns when Dovecot has noticed that the file of users has changed."""
        self.accounts[name] = password
        self._write_users()
        for _ in range(200):
            with imaplib.IMAP4(self.host, self.port) as connection, suppress(imaplib.IMAP4.error):
                connection.login(name, password)
                return
            time.sleep(0.05)
        raise TimeoutError(f"Dovecot does not know {name}:\n{self.log}")

    def maildir(self, account: str) -> Path:
        """Where the account's INBOX lies."""
        return self.folder / "mail" / account / "Maildir"

    def messages(self, account: str) -> list[bytes]:
        """The messages in an account's INBOX, in order of arrival, with CRLF line ends."""
        while True:
            files = [file for part in ("new", "cur") for file in (self.maildir(account) / part).glob("*")]
            files.sort(key=_arrival)
            # A client may move a file from `new` to `cur` just now: then look again.
            with suppress(FileNotFoundError):
                return [file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for file in files]

    def clear(self, account: str) -> None:
        """Empty an account's INBOX. UIDVALIDITY and the next UID stay."""
        for part in ("new", "cur"):
            for file in (self.maildir(account) / part).glob("*"):
                file.unlink(missing_ok=True)

    @property
    def sasl_socket(self) -> Path:
        """Where Postfix asks whether a password is right."""
        return self.folder / "run" / "sasl"

    @property
    def log(self) -> str:
        """What Dovecot has to say."""
        path = self.folder / "dovecot.log"
        return self._daemon.output + (path.read_text(errors="replace") if path.exists() else "")

    def _start(self) -> None:
        self._daemon.start()
        self._daemon.wait_until(self.port, b"* OK")
        self._daemon.wait_until(self.lmtp_port, b"220")

    def _prepare(self) -> None:
        self.certificate, self.key = self_signed_certificate(self.folder)
        self.port, self.tls_port, self.lmtp_port = free_ports(3)
        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir()
        if os.geteuid() == 0:
            os.chown(self.folder / "mail", mail_owner().pw_uid, mail_owner().pw_gid)
        self._write_users()
        (self.folder / "dovecot.conf").write_text(self._configuration(self.version))

    def _configuration(self, version: str) -> str:
        ports = (self.port, self.tls_port, self.lmtp_port)
        plan = Plan(
            self.folder, *ports, self.certificate, self.key, EVERYONE, self._extra, self._introspection_url
        )
        return plan.text(version)

    def _write_users(self) -> None:
        owner = mail_owner()
        lines = [
            f"{name}:{{PLAIN}}{password}:{owner.pw_uid}:{owner.pw_gid}::{self.folder}/mail/{name}::\n"
            for name, password in self.accounts.items()
        ]
        part = self.folder / "users.part"
        part.write_text("".join(lines))
        part.chmod(0o644)
        part.rename(self.folder / "users")


def _arrival(file: Path) -> tuple[int, int]:
    """Names begin with `<seconds>.M<microseconds>P`, not padded: as text they are nearly in order."""
    seconds, _, rest = file.name.partition(".")
    microseconds = rest.removeprefix("M").partition("P")[0]
    return int(seconds), int(microseconds) if microseconds.isdigit() else 0
