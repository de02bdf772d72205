"""An IMAP server that says what a test wants, also what no decent server would say."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Any

from mailbot.inbound.mailbox.imap import ImapMailbox
from mailbot.settings import Imap
from tests.scripted import CLOSE, Scripted, send

__all__ = ["CLOSE", "ScriptedServer"]

DEFAULT = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 {more}\r\n{tag} OK done\r\n",
    "LOGIN": "{tag} OK logged in\r\n",
    "SELECT": (
        "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [PERMANENTFLAGS (\\Seen)] ok\r\n"
        "{tag} OK [READ-WRITE] done\r\n"
    ),
    "EXAMINE": "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK [READ-ONLY] done\r\n",
    "UID SEARCH": "* SEARCH 4\r\n{tag} OK done\r\n",
    "UID STORE": "{tag} OK done\r\n",
    "IDLE": "+ idling\r\n",
    "DONE": "{tag} OK done\r\n",
    "LOGOUT": "* BYE\r\n{tag} OK bye\r\n",
    "NOOP": "{tag} OK done\r\n",
}


class ScriptedServer(Scripted):
    """``answers`` by command, as text in which `{tag}` is the command's tag; they replace the decent ones.

    ``commands`` is what the clients said, tags left out; RESPONSE and EMPTY stand for answers to a `+`. `starttls` is a context: the server then starts
    TLS after its answer to STARTTLS. With `tls`, it speaks TLS from the first byte.
    """

    def __init__(
        self,
        answers: Mapping[str, str] | None = None,
        *,
        capabilities: str = "IDLE UIDPLUS",
        greeting: str = "* OK ready\r\n",
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(tls)
        self._answers = {**DEFAULT, **(answers or {})}
        self._capabilities = capabilities
        self._greeting = greeting
        self._starttls = starttls
        self.commands: list[str] = []
        self.said = threading.Condition()

    def box(self, **more: Any) -> ImapMailbox:
        """A mailbox on this server; ``more`` are settings, or `renew_after`."""
        own = {key: more.pop(key) for key in ("renew_after", "max_bytes") if key in more}
        fixed = {"host": "127.0.0.1", "port": self.port, "security": "none", "timeout": 2}
        fixed |= {"username": "tsb", "password": "pass word"}
        return ImapMailbox(Imap.model_validate({**fixed, **more}), **own)

    def wait_for(self, command: str) -> None:
        """Returns when a client has said this."""
        with self.said:
            assert self.said.wait_for(lambda: command in self.commands, timeout=30)

    def serve(self, connection: socket.socket, *, is_secure: bool) -> None:
        if not self._send(connection, self._greeting, ""):
            return
        file = connection.makefile("rb")
        tag = ""
        while raw := file.readline():
            line = raw.decode().rstrip("\r\n")
            if " " in line:
                tag, line = line.split(" ", 1)
            elif line != "DONE":  # an answer to the server's `+`
                line = "RESPONSE" if line else "EMPTY"
            with self.said:
                self.commands.append(line)
                self.said.notify_all()
            words = line.split(" ")
            verb = " ".join(words[:2]) if words[0] == "UID" else words[0]
            if not self._send(connection, self._answers.get(verb, "{tag} BAD unknown\r\n"), tag):
                return
            if verb == "STARTTLS" and self._starttls is not None:
                with self.secured(connection, self._starttls) as secure:
                    self._greeting, self._starttls = "", None
                    self.serve(secure, is_secure=True)
                return

    def _send(self, connection: socket.socket, answer: str, tag: str) -> bool:
        return send(connection, answer.replace("{tag}", tag).replace("{more}", self._capabilities))
