"""What the servers share: a temporary folder, free ports, a child process and its end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

HOST = "127.0.0.1"
# Daemons live in sbin, which a plain user's PATH often lacks.
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"])


class Unavailable(Exception):
    """The server cannot run here; the text says what is missing."""


def program(name: str, package: str, folders: Sequence[str] = ()) -> str:
    """The path of a program, from PATH or one of the folders, else Unavailable naming the package."""
    found = shutil.which(name, path=os.pathsep.join([SEARCH_PATH, *folders]))
    if found is None:
        raise Unavailable(f"{name} is not installed (Debian package {package}; tools/install-test-servers)")
    return found


def temporary_folder(name: str) -> Path:
    """A new folder with a short path (UNIX sockets allow 108 bytes) that other users may enter.

    Not pytest's: that one is closed to the users the daemons run as.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"mailbot-{name}-"))
    folder.chmod(0o755)
    return folder


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind((HOST, 0))
        return [int(each.getsockname()[1]) for each in sockets]
    finally:
        for each in sockets:
            each.close()


def self_signed_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody vouches for, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *[program("openssl", "openssl"), "req", "-x509", "-nodes", "-days", "2"],
            *["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
            *["-subj", "/CN=localhost", "-addext", f"subjectAltName=DNS:localhost,IP:{HOST}"],
            *["-keyout", str(key), "-out", str(certificate)],
        ],
        check=True,
        capture_output=True,
    )
    key.chmod(0o644)  # a throw-away key: the daemon's user must be able to read it
    return certificate, key


class Daemon:
    """A server in the foreground as a child process, in a session of its own."""

    def __init__(self, argv: Sequence[str], folder: Path, user: str | None = None) -> None:
        self._argv = list(argv)
        self._output = folder / "output.log"
        self._user = user
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program; its output goes to a file in the folder."""
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                self._argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                user=self._user,
                group=self._user,
                extra_groups=None if self._user is None else [],
            )
        # Should the test run be killed, the watch sees its end of the pipe close and ends the program.
        # (prctl's parent death signal is not enough: it is lost when Postfix changes its user.)
        self._watch = subprocess.Popen(
            ["/bin/sh", "-c", "read _; kill -TERM $0", str(self._process.pid)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def wait_until(self, port: int, greeting: bytes, timeout: float = 60) -> None:
        """Return when a connection to the port is greeted so; empty: when it is accepted."""
        assert self._process is not None
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            with suppress(OSError), socket.create_connection((HOST, port), timeout=2) as connection:
                if not greeting or connection.recv(len(greeting)) == greeting:
                    return
            time.sleep(0.02)
        raise RuntimeError(f"{self._argv[0]} does not answer on port {port}:\n{self.output}")

    @property
    def output(self) -> str:
        """What the program has printed."""
        return self._output.read_text(errors="replace") if self._output.exists() else ""

    def stop(self, first: signal.Signals = signal.SIGTERM, timeout: float = 5) -> None:
        """Ask the program to end, then end what is left of its family."""
        if self._process is None:
            return
        if self._watch is not None:
            self._watch.kill()
            self._watch.communicate()
            self._watch = None
        members = family(self._process.pid)
        self._process.send_signal(first)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout)
        deadline = time.monotonic() + timeout
        while left := alive(members | family(self._process.pid)):
            for pid, _ in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.poll()
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self._argv[0]}: processes {left} do not end")
            time.sleep(0.01)
        self._process.wait()
        self._process = None

    @property
    def pid(self) -> int:
        """The process, which is also the session."""
        assert self._process is not None
        return self._process.pid


Process = tuple[int, int]
"""A process id with its start time: the id alone may be given to a stranger."""


def family(ancestor: int) -> set[Process]:
    """A process, its descendants, and all of its session: orphans stay in that, unless they made their own."""
    found = {ancestor}
    table = _process_table()
    size = 0
    while size != len(found):
        size = len(found)
        found |= {
            pid for pid, (_, parent, session) in table.items() if parent in found or session == ancestor
        }
    return {(pid, table[pid][0]) for pid in found if pid in table}


def alive(processes: set[Process]) -> set[Process]:
    """Those that still run."""
    table = _process_table()
    return {(pid, start) for pid, start in processes if pid in table and table[pid][0] == start}


def _process_table() -> dict[int, tuple[int, int, int]]:
    """Process id to (start time, parent, session), zombies left out."""
    table = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                # pid (name, which may hold blanks and brackets) state ppid pgrp session ... starttime
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if fields[0] != "Z":
                    table[int(entry.name)] = (int(fields[19]), int(fields[1]), int(fields[3]))
    return table
