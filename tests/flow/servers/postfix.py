"""A private Postfix that hands everything it accepts to a private Dovecot.

Mail for an account of `itu.example` goes to that account, mail for any other domain to Dovecot's account
EVERYONE, where `mails` reads it. Nothing leaves this machine: there is no SMTP client in master.cf.
Postfix must be started by root; it then works as its own user.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from .daemon import HOST, Daemon, Unavailable, free_ports, program, temporary_folder
from .dovecot import EVERYONE, Dovecot
from .lookup import LookupTable

DOMAIN = "itu.example"
# Where master(8) expects its files, with the rights that postfix-files(5) gives them.
_QUEUES = (
    *[(name, "postfix", None, 0o700) for name in ("active", "bounce", "corrupt", "defer", "deferred")],
    *[(name, "postfix", None, 0o700) for name in ("flush", "hold", "incoming", "private", "saved", "trace")],
    ("maildrop", "postfix", "postdrop", 0o730),
    ("public", "postfix", "postdrop", 0o710),
    ("pid", "root", None, 0o755),
)
_WAITING = ("maildrop", "incoming", "active", "deferred")


class Postfix:
    """The server: `port` for plain SMTP, `tls_port` for STARTTLS and AUTH with Dovecot's accounts."""

    host = HOST
    port: int
    tls_port: int
    folder: Path
    _daemon: Daemon

    def __init__(self, dovecot: Dovecot) -> None:
        postconf = program("postconf", "postfix")
        if os.geteuid() != 0:
            raise Unavailable("Postfix can be started by root only")
        ask = [postconf, "-d", "-h", "daemon_directory"]
        self._daemons = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
        self._dovecot = dovecot
        self._faults: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.certificate = self._dovecot.certificate
        self.folder = temporary_folder("postfix")
        self._known = LookupTable(lambda address: "ok" if _base(address) in self._dovecot.accounts else None)
        self._access = LookupTable(self._fault_for)
        self._daemon = Daemon([f"{self._daemons}/master", "-c", f"{self.folder}/conf", "-d"], self.folder)
        try:
            self._prepare()
            self._daemon.start()
            self._daemon.wait_until(self.port, b"220")
            self._daemon.wait_until(self.tls_port, b"220")
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
        self._known.close()
        self._access.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- what was delivered ---------------------------------------------------------------------------

    def mails(self, account: str = EVERYONE) -> list[tuple[str, bytes]]:
        """What has been delivered so far: (envelope recipient, message), in order of arrival."""
        return [(_delivered_to(raw), raw) for raw in self._dovecot.messages(account)]

    def wait_for(self, count: int, account: str = EVERYONE, timeout: float = 60) -> list[tuple[str, bytes]]:
        """`mails` as soon as there are that many."""
        deadline = time.monotonic() + timeout
        while len(mails := self.mails(account)) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(mails)} of {count} mails for {account} came:\n{self.log[-4000:]}")
            time.sleep(0.02)
        return mails

    def drain(self, timeout: float = 60) -> None:
        """Return when Postfix has nothing left to do."""
        deadline = time.monotonic() + timeout
        while any(file.is_file() for name in _WAITING for file in (self.folder / "queue" / name).rglob("*")):
            if time.monotonic() > deadline:
                raise TimeoutError(f"the queue does not empty:\n{self.log[-4000:]}")
            time.sleep(0.02)

    def clear(self) -> None:
        """Forget faults, and what was delivered to everyone and to all accounts."""
        self.accept_all()
        self.drain()
        for account in self._dovecot.accounts:
            self._dovecot.clear(account)

    @property
    def log(self) -> str:
        """What Postfix has to say."""
        path = self.folder / "mail.log"
        return self._daemon.output + (path.read_text(errors="replace") if path.exists() else "")

    # --- faults ---------------------------------------------------------------------------------------

    def reject(self, address: str, code: int = 550, text: str = "") -> None:
        """Answer RCPT for this address so, from now on; 4xx as well. A whole domain, if there is no `@`."""
        kind = "5.1.1 mailbox does not exist" if code >= 500 else "4.2.1 mailbox is busy, try again"
        self._faults[address.lower()] = f"{code} {text or kind}"

    def bounce(self, address: str, text: str = "5.1.1 mailbox does not exist") -> None:
        """Accept mail for this address, then return it to the sender with a delivery status notification.

        Postfix applies it to the whole message, so to all recipients of one that has several.
        """
        self._faults[address.lower()] = f"FILTER error:{text}"

    def accept_all(self) -> None:
        """No more faults."""
        self._faults.clear()

    def _fault_for(self, address: str) -> str | None:
        keys = (address, _base(address), address.rpartition("@")[2])
        return next((self._faults[key] for key in keys if key in self._faults), None)

    # --- configuration --------------------------------------------------------------------------------

    def _prepare(self) -> None:
        self.port, self.tls_port = free_ports(2)
        for name in ("conf", "queue"):
            (self.folder / name).mkdir()
        for name, text in (("main.cf", self._main()), ("master.cf", self._master())):
            file = self.folder / "conf" / name
            file.write_text(text)
            # Postfix rereads a file until it is a second old, in case it is still being written.
            os.utime(file, (time.time() - 60,) * 2)
        owner = pwd.getpwnam("postfix")
        data = self.folder / "data"
        data.mkdir(mode=0o700)
        os.chown(data, owner.pw_uid, owner.pw_gid)
        for name, user, group, mode in _QUEUES:
            path = self.folder / "queue" / name
            path.mkdir()
            os.chown(path, pwd.getpwnam(user).pw_uid, grp.getgrnam(group).gr_gid if group else 0)
            path.chmod(mode)

    def _main(self) -> str:
        return f"""
compatibility_level = 3.6
queue_directory = {self.folder}/queue
data_directory = {self.folder}/data
daemon_directory = {self._daemons}
maillog_file = {self.folder}/mail.log
maillog_file_prefixes = {self.folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.{DOMAIN}
mydomain = {DOMAIN}
mydestination =
alias_maps =
inet_interfaces = {HOST}
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
disable_dns_lookups = yes
notify_classes =
recipient_delimiter = +
message_size_limit = 26214400
# Do not add a Message-ID or Date that the bot forgot.
local_header_rewrite_clients =

relay_domains = {DOMAIN}
relay_recipient_maps = {self._known.name}
relay_transport = lmtp:inet:{HOST}:{self._dovecot.lmtp_port}
default_transport = $relay_transport
# One recipient a delivery: Dovecot writes Delivered-To only then.
lmtp_destination_recipient_limit = 1
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access {self._access.name}, permit_mynetworks, reject

# Postfix slows down clients that err or hurry, and waits long before it tries again. Tests do not.
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 10000
smtpd_hard_error_limit = 10000
smtpd_client_connection_count_limit = 0
in_flow_delay = 0
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s

smtpd_tls_cert_file = {self._dovecot.certificate}
smtpd_tls_key_file = {self._dovecot.key}
smtpd_sasl_type = dovecot
smtpd_sasl_path = {self._dovecot.sasl_socket}
smtpd_tls_auth_only = yes
"""

    def _master(self) -> str:
        return f"""
{HOST}:{self.port} inet n - n - 50 smtpd
{HOST}:{self.tls_port} inet n - n - 20 smtpd
  -o smtpd_tls_security_level=may -o smtpd_sasl_auth_enable=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - 8 lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def _base(address: str) -> str:
    """The address without its detail; Postfix looks whole addresses up in TCP tables."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _delivered_to(raw: bytes) -> str:
    for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"delivered-to":
            return value.decode(errors="replace").strip()
    return ""
