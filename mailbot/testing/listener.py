"""A listening socket and the connections it accepted.

`asyncio.Server` is not used: closed while a client is just connecting, it loses that connection without
closing it (its transport finds no server to attach to), and since Python 3.12 it may wait for clients
that do not leave.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from weakref import WeakSet


class Listener:
    """Accepts connections on a port of the system's choice; each gets a protocol from the factory."""

    def __init__(self, host: str, factory: Callable[[], asyncio.BaseProtocol]) -> None:
        self._factory = factory
        self._socket = socket.create_server((host, 0), backlog=128)
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]
        self._transports: WeakSet[asyncio.Transport] = WeakSet()
        self._stopping = False
        self._accepting = asyncio.get_running_loop().create_task(self._accept())

    async def stop(self) -> None:
        """Accept nobody any more; the connections stay."""
        # Not cancelled but woken by a caller of our own: a connection that is accepted at the moment
        # of the cancellation would be lost.
        self._stopping = True
        with socket.socket() as knock:
            knock.setblocking(False)
            knock.connect_ex(self._socket.getsockname())
            await self._accepting
        self._socket.close()

    async def cut(self) -> None:
        """End all connections at once, without a farewell."""
        for transport in list(self._transports):
            transport.abort()
        # An aborted connection is closed, and its protocol told, in the loop's next round.
        await asyncio.sleep(0)

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(self._socket)
                if self._stopping:
                    connection.close()
                    return
                transport, _ = await loop.connect_accepted_socket(self._factory, connection)
            except OSError:  # a client that has left again, or no file descriptor to spare
                if self._stopping:
                    return
                await asyncio.sleep(0.01)
            else:
                self._transports.add(transport)
