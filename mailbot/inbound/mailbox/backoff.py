"""How long to wait before the next attempt to reach a mailbox. A pure value: it keeps no time itself.

Failure semantics: none. The waits are spread by chance, so that the workers of a site, which all lose the
server at the same moment, do not all come back at the same moment.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

_SPREAD = 0.25  # of the wait, to either side


@dataclass(frozen=True)
class Backoff:
    """Waits of about 1 s, 2 s, 4 s ... up to 5 min after each failure in a row.

    ``chance`` (0 to 1, drawn at each failure) moves the wait within a quarter to either side.
    """

    failures: int = 0
    chance: float = 0.5
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
        return min(min(delay, self.limit) * (1 + _SPREAD * (2 * self.chance - 1)), self.limit)

    def failed(self, draw: Callable[[], float] = random.random) -> Backoff:
        """One failure more."""
        return replace(self, failures=self.failures + 1, chance=draw())

    def succeeded(self) -> Backoff:
        """Reached: the next failure starts again with the first wait."""
        return replace(self, failures=0, chance=0.5)
