"""Bounds of time that a slow or busy machine cannot break.

Seconds in a test are those of an idle machine of 2026, of one process. What a piece of known work costs at the
same moment says how much slower this machine is now: in processor time where others share its cores and caches,
in time by the clock where a process has to wait for its turn.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

REFERENCE = 0.0235  # seconds of the known work on the idle machine: a slower one is seen as slower at once
TRIES = 4
_TEXT = " ".join(f"word{number} {number % 97} a.b{number % 89}@c.example," for number in range(17_000))
_TOKEN = re.compile(r"[a-z.]+\d*@[a-z.]+|\d+|\w+")


def _known_work() -> None:
    """Reading's own kinds of work: a scan, many small strings, a table of them, and plain arithmetic."""
    sorted(Counter(match[0] for match in _TOKEN.finditer(_TEXT)).items())
    sum(range(100_000))


def slowness(clock: Callable[[], float] = time.process_time) -> float:
    """How much slower than the idle machine this one is just now; 1 at least."""
    begun = clock()
    _known_work()
    return max(1.0, (clock() - begun) / REFERENCE)


def processor_time(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def spent(work: Callable[[], object]) -> float:
    """Processor time of the work, in seconds of the idle machine."""
    before = slowness()
    taken = processor_time(work)
    return taken / max(before, slowness())


def takes_less(seconds: float, work: Callable[[], object]) -> bool:
    """Whether the work takes less processor time than that. Most often its first run tells, without comparison;
    where it does not, the best of some runs counts."""
    return processor_time(work) < seconds or any(spent(work) < seconds for _ in range(TRIES))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is inside takes less processor time, where the bound is far from what it takes."""
    before = slowness()
    begun = time.process_time()
    yield
    taken = time.process_time() - begun
    assert taken < seconds * max(before, slowness()), taken


@contextmanager
def soon(seconds: float) -> Iterator[None]:
    """What is inside ends in that time by the clock, of a machine that has nothing else to do."""
    before = slowness(time.monotonic)
    begun = time.monotonic()
    yield
    taken = time.monotonic() - begun
    assert taken < seconds * max(before, slowness(time.monotonic)), taken
