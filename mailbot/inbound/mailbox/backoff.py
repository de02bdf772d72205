"""How long to wait before the next attempt to reach a mailbox. A pure value: it keeps no time itself.

Failure semantics: none. The waits grow without jitter, so that what a test or a log shows can be
computed; a mailbox has one reader a worker, no herd that would have to be spread.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Backoff:
    """Waits of 1 s, 2 s, 4 s ... up to 5 min after each failure in a row."""

    failures: int = 0
    first: float = 1.0
    factor: float = 2.0
    limit: float = 300.0

    @property
    def delay(self) -> float:
        """Seconds to wait now; 0 while nothing has failed."""
        if self.failures == 0:
            return 0.0
        delay = self.first
        for _ in range(self.failures - 1):
            if delay >= self.limit:
                break
            delay *= self.factor
        return min(delay, self.limit)

    def failed(self) -> Backoff:
        """One failure more."""
        return replace(self, failures=self.failures + 1)

    def succeeded(self) -> Backoff:
        """Reached: the next failure starts again with the first wait."""
        return replace(self, failures=0)
