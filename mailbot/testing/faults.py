"""What the embedded SMTP server is told to do wrong.

Faults are asked for in the order they were added; one that is used up is forgotten. The methods may be
called from any thread, before or while mail is sent.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar


class Stage(Enum):
    """Where in the SMTP dialogue a fault shows."""

    MAIL = auto()
    RCPT = auto()
    END_OF_DATA = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer with this code and text, at one stage; to one recipient only, if one is named."""

    code: int
    text: str
    stage: Stage = Stage.END_OF_DATA
    recipient: str | None = None

    @property
    def line(self) -> str:
        """The reply line."""
        return f"{self.code} {self.text}"


@dataclass(frozen=True, slots=True)
class Drop:
    """Cut the connection after the message has come in, without an answer.

    ``accepted`` says whether the message was taken first: the window in which a client that sees no 250
    cannot know whether its message was delivered.
    """

    accepted: bool


@dataclass(frozen=True, slots=True)
class Delay:
    """Wait before the answer to the end of the message."""

    seconds: float


Fault = Answer | Drop | Delay
_FaultT = TypeVar("_FaultT", Answer, Drop, Delay)


@dataclass(slots=True)
class _Order:
    fault: Fault
    left: int | None


class Faults:
    """The faults still to come."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: list[_Order] = []

    def answer(
        self,
        code: int,
        text: str,
        *,
        recipient: str | None = None,
        stage: Stage | None = None,
        times: int | None = 1,
    ) -> None:
        """Answer so: to RCPT of `recipient`, or to the next `times` messages (None: until `clear`).

        The text carries its own enhanced status code: ``answer(451, "4.7.1 try again later")``.
        """
        where = stage or (Stage.RCPT if recipient else Stage.END_OF_DATA)
        if recipient and where is not Stage.RCPT:
            raise ValueError("a fault for one recipient can only show at RCPT")
        if not 400 <= code <= 599:
            raise ValueError(f"{code} is no failure: a fault answers with 4xx or 5xx")
        self._add(Answer(code, text, where, recipient.lower() if recipient else None), times)

    def drop(self, *, accepted: bool, times: int | None = 1) -> None:
        """Cut the connection at the end of the next messages, before or after they were accepted."""
        self._add(Drop(accepted), times)

    def delay(self, seconds: float, *, times: int | None = None) -> None:
        """Wait that long at the end of each message."""
        self._add(Delay(seconds), times)

    def clear(self) -> None:
        """No more faults."""
        with self._lock:
            self._orders.clear()

    @property
    def pending(self) -> tuple[Fault, ...]:
        """The faults that have not been used up."""
        with self._lock:
            return tuple(order.fault for order in self._orders)

    def take_answer(self, stage: Stage, recipient: str | None = None) -> Answer | None:
        """The next answer that is due at this stage, counted down. For the server."""
        named = recipient.lower() if recipient else None
        return self._take(Answer, lambda fault: fault.stage is stage and fault.recipient in (None, named))

    def take_drop(self) -> Drop | None:
        """The next drop, counted down. For the server."""
        return self._take(Drop)

    def take_delay(self) -> Delay | None:
        """The next delay, counted down. For the server."""
        return self._take(Delay)

    def _add(self, fault: Fault, times: int | None) -> None:
        with self._lock:
            self._orders.append(_Order(fault, times))

    def _take(self, kind: type[_FaultT], due: Callable[[_FaultT], bool] = lambda _: True) -> _FaultT | None:
        with self._lock:
            for order in self._orders:
                fault = order.fault
                if isinstance(fault, kind) and due(fault):
                    if order.left is not None:
                        order.left -= 1
                        if order.left <= 0:
                            self._orders.remove(order)
                    return fault
        return None
