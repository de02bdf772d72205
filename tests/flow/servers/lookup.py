"""A table that Postfix asks over TCP (tcp_table(5)), so that a test can change it between two mails."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from urllib.parse import quote, unquote

from .daemon import HOST

Lookup = Callable[[str], str | None]


class LookupTable:
    """Answers Postfix's questions by calling a function; None means "not found"."""

    def __init__(self, lookup: Lookup) -> None:
        self._server = _Server(lookup)
        self.name = f"tcp:{HOST}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering; to be called when Postfix has ended."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, lookup: Lookup) -> None:
        super().__init__((HOST, 0), _Questions)
        self.lookup = lookup


class _Questions(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Server)
        for line in self.rfile:
            verb, _, key = line.decode().strip().partition(" ")
            found = self.server.lookup(unquote(key).lower()) if verb == "get" else None
            answer = "500 not found" if found is None else f"200 {quote(found, safe='@:.,/+-=[]')}"
            self.wfile.write(f"{answer}\n".encode())
