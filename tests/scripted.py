"""Servers that say what a test wants, also what no decent server would say: the part that listens."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

CLOSE = "!close"
"""An answer that ends the connection; text before it is sent."""


class Scripted:
    """Listens on loopback and serves one connection after another. A subclass says how in `serve`.

    With ``tls`` a connection is TLS from its first byte; within `serve`, `secured` starts it later.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._connections: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept)

    def serve(self, connection: socket.socket, *, is_secure: bool) -> None:
        """Speak with one client until it leaves."""
        raise NotImplementedError

    def secured(self, connection: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
        """The connection with TLS; a context manager."""
        secure = context.wrap_socket(connection, server_side=True)
        self._connections.append(secure)
        return secure

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            with suppress(OSError), connection:
                if self._tls is None:
                    self.serve(connection, is_secure=False)
                    continue
                with self.secured(connection, self._tls) as secure:
                    self.serve(secure, is_secure=True)


def send(connection: socket.socket, answer: str) -> bool:
    """Say it; False where it ends the connection."""
    text, closes, _ = answer.partition(CLOSE)
    connection.sendall(text.encode())
    return not closes
