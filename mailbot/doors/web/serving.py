"""The site in a thread of its own, on this machine only: for the demo, and for tests of the real thing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from mailbot.doors.web.app import create_app
from mailbot.wiring import Wiring

_HOST, _PATIENCE = "127.0.0.1", 20.0


@contextmanager
def serving(wiring: Wiring, port: int = 0) -> Iterator[int]:
    """Serve it as long as the block runs; gives the port, which the system chooses for 0. Raises RuntimeError
    where it cannot be served."""
    app = create_app(wiring)
    server = uvicorn.Server(uvicorn.Config(
        app, host=_HOST, port=port, log_config=None, server_header=False, proxy_headers=False,
        timeout_graceful_shutdown=1,
    ))  # fmt: skip
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + _PATIENCE
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.01)
    if not server.started:
        raise RuntimeError(f"the site cannot be served on {_HOST}:{port}")
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        app.state.ending.set()  # streams end by it
        server.should_exit = True
        thread.join(10)
