"""Processes of `mailbot` that start at once: children of one that has everything imported.

A command is a process of its own, with its own memory, clock and end, and can be killed like any other; only the
second that an interpreter needs to import all modules is spent once instead of hundreds of times. Tests of the
start itself, and of several workers beside each other, run `Site.line` as a new interpreter.

The nursery hears on a socket: the command with its environment as JSON, and four files: its standard input,
output and errors, and where to report. A keeper between nursery and command reports the number of the process
when it runs, and its exit status when it has ended.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache

LARGEST = 200_000  # bytes of a request
NUMBER = 8
ORDINARY = b"""\
From: annelie.sjogren@cept.example
Subject: Our entry
Message-ID: <1@cept.example>
Date: Mon, 14 Dec 2020 07:00:00 +0000

Dear TSB,

My phone number is now +46 8 465 004 99. Please remove Oliver Pemberton from the list.
We support MOD Resolution 20, and our next meeting is on 2 March 2021. I will attend.
"""


class Child:
    """A running command. What `subprocess.Popen` offers, as far as the tests need it."""

    def __init__(self, pid: int, report: socket.socket, stderr: int | None = None) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stderr = None if stderr is None else os.fdopen(stderr, encoding="utf-8")
        self._report = report

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def terminate(self) -> None:
        os.kill(self.pid, signal.SIGTERM)

    def wait(self, timeout: float = 120) -> int:
        """Its exit status, or minus the signal that ended it. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            self._report.settimeout(timeout)
            try:
                self.returncode = int(self._report.recv(NUMBER))
            except TimeoutError as late:
                raise subprocess.TimeoutExpired("mailbot", timeout) from late
            self._report.close()
        return self.returncode

    def ended(self, timeout: float = 120) -> str:
        """What it wrote to its errors until it ended."""
        assert self.stderr is not None
        with self.stderr:
            said = self.stderr.read()
        self.wait(timeout)
        return said


class Nursery:
    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.flow.nursery", str(theirs.fileno())],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONWARNINGS": "default"},
            )  # fmt: skip

    def start(
        self, arguments: Sequence[str], environment: Mapping[str, str], stdin: int, stdout: int, stderr: int
    ) -> tuple[int, socket.socket]:
        """The number of the new process, and where its exit status will be told."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            request = json.dumps([list(arguments), dict(environment), os.getcwd()]).encode()
            socket.send_fds(self._line, [request], [stdin, stdout, stderr, theirs.fileno()])
        return int(ours.recv(NUMBER)), ours

    def close(self) -> None:
        self._line.close()
        self._process.wait()


@cache
def nursery() -> Nursery:
    made = Nursery()
    atexit.register(made.close)
    return made


def start(arguments: Sequence[str], environment: Mapping[str, str]) -> Child:
    """A command in the background, whose errors can be read."""
    errors, their_errors = os.pipe()
    nothing = os.open(os.devnull, os.O_RDWR)
    pid, report = nursery().start(arguments, environment, nothing, nothing, their_errors)
    os.close(nothing)
    os.close(their_errors)
    return Child(pid, report, errors)


def _prepare() -> None:
    """All of mailbot, and what it imports first when it is needed."""
    import mailbot

    for found in pkgutil.walk_packages(mailbot.__path__, "mailbot."):
        if not found.name.startswith("mailbot.testing") and not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in (
        "sqlalchemy.dialects.sqlite",
        "sqlalchemy.dialects.postgresql",
        "psycopg",
        "alembic.command",
    ):
        importlib.import_module(name)
    from sqlalchemy.orm import configure_mappers

    from mailbot.directory.programme import load_file
    from mailbot.inbound.interpret import interpret
    from mailbot.resources import SHIPPED_PROGRAMME

    configure_mappers()
    interpret(ORDINARY, load_file(SHIPPED_PROGRAMME), ())  # phrases are compiled when they are first needed
    gc.collect()
    gc.freeze()


def _serve(line: socket.socket) -> Sequence[str]:
    """Returns in the child that is to run a command: its arguments. The nursery itself never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the keepers
    while True:
        request, files, _, _ = socket.recv_fds(line, LARGEST, 4)
        if not request:
            os._exit(0)
        if os.fork() == 0:
            line.close()
            return _keep(json.loads(request), files)
        for each in files:
            os.close(each)


def _keep(request: tuple[list[str], dict[str, str], str], files: Sequence[int]) -> Sequence[str]:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    arguments, environment, folder = request
    report = socket.socket(fileno=files[3])
    if child := os.fork():
        for each in files[:3]:
            os.close(each)
        report.send(str(child).encode())
        _, status = os.waitpid(child, 0)
        report.send(str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    report.close()
    for number, each in enumerate(files[:3]):
        os.dup2(each, number)
        os.close(each)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    return arguments


if __name__ == "__main__":
    _prepare()
    given = _serve(socket.socket(fileno=int(sys.argv[1])))
    sys.argv[1:] = given
    from mailbot.doors.cli import main

    main()
