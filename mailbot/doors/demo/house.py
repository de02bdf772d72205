"""The demo's open house: the console and the pages with the story's data, and a reply now and then.

The web server is the real one, in a thread of its own; the main thread does the worker's ticks until it is
told to stop. Everything stays on this machine.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

from mailbot.accounts import people
from mailbot.doors.demo.drip import DRIP
from mailbot.doors.demo.narrator import Narrator
from mailbot.doors.demo.replies import Answer, letter
from mailbot.doors.demo.stage import BOT, OFFICER, Stage
from mailbot.doors.web.serving import serving

_EVERY_SECONDS = 25.0
_TICK_SECONDS = 1.0
_PREFERRED_PORT = 8080


def free_port() -> int:
    """8080 if nobody listens there, else whatever is free."""
    for wanted in (_PREFERRED_PORT, 0):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(tried.getsockname()[1])
    raise OSError("no port is free on this machine")


class OpenHouse:
    """Use it with `with`; `keep_open` returns when ``stopped`` is set."""

    def __init__(self, stage: Stage, tell: Narrator, stopped: threading.Event) -> None:
        self.stage, self.tell, self.stopped = stage, tell, stopped
        self._site = ExitStack()

    def __enter__(self) -> OpenHouse:
        with self.stage.wiring.store.begin() as session:
            by = people.By("demo", "command", self.stage.clock.wall())
            people.add(session, OFFICER, "officer", by, name="Olivia Officer", password=self.stage.password)
        self._site.enter_context(serving(self.stage.wiring, self.stage.wiring.settings.web.port))
        return self

    def __exit__(self, *_: object) -> None:
        self._site.close()

    def welcome(self) -> None:
        base = self.stage.wiring.settings.web.base_url
        self.tell.say("\n[bold]The pages and the console are open, on this machine only:[/]")
        self.tell.table(("", ""), [
            ("everybody", f"[bold]{base}/[/]"), ("TSB's console", f"[bold]{base}/console[/]"),
            ("sign in as", f"[bold]{OFFICER}[/]"), ("password", f"[bold]{self.stage.password}[/]"),
        ])  # fmt: skip
        self.tell.say(f"{len(DRIP)} more people will write in the next minutes. Ctrl-C ends it.\n")

    def keep_open(self) -> None:
        """Do the worker's ticks, and let somebody write now and then."""
        waiting: Iterator[Answer] = iter(DRIP)
        due = time.monotonic() + _EVERY_SECONDS / 3
        while not self.stopped.wait(_TICK_SECONDS):
            if time.monotonic() >= due:
                due = time.monotonic() + _EVERY_SECONDS
                if (answer := next(waiting, None)) is not None:
                    self.receive(answer)
            self.tick()

    def receive(self, answer: Answer) -> None:
        """Somebody writes, some minutes later on the stage's clock."""
        self.stage.clock.frozen = self.stage.clock.now() + timedelta(minutes=7)
        contact = self.stage.contact(answer.contact)
        self.stage.mail.deliver(letter(answer, contact, self.stage.clock.now()), BOT)
        self.tell.person(
            f"{self.stage.clock.now():%H:%M} {contact.name} ({contact.organization})", answer.gist
        )

    def tick(self) -> None:
        ticks = self.stage.ticks
        for work in (ticks.poll, ticks.read, ticks.plan, ticks.deliver):
            work()
