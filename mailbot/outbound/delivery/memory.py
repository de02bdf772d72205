"""A way out that keeps what it is given. The real one's interface; failures can be arranged per address."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Delivered:
    envelope_from: str
    recipient: str
    content: bytes


@dataclass
class MemoryTransport:
    """``sent`` holds every accepted mail; ``fail(address, error)`` makes the next send to it raise."""

    sent: list[Delivered] = field(default_factory=list)
    closed: int = 0
    _failures: defaultdict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))

    def fail(self, address: str, error: Exception) -> None:
        self._failures[address].append(error)

    async def send(self, envelope_from: str, recipient: str, content: bytes) -> str:
        if self._failures[recipient]:
            raise self._failures[recipient].popleft()
        self.sent.append(Delivered(envelope_from, recipient, content))
        return f"2.0.0 kept as {len(self.sent)}"

    async def check(self) -> str:
        return "kept in memory"

    async def close(self) -> None:
        self.closed += 1
