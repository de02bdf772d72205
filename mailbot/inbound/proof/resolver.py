"""TXT records, from DNS or from wherever a test has them.

Failure semantics: a name that does not exist has no record (None); whatever keeps the answer from coming
(no server, no network, no answer in time, a broken answer) is `NoAnswer`. After three of these in a row
nothing is asked for five minutes, so that a queue of mails does not wait for a dead server mail by mail.
Answers are remembered for as long as their owner allows, an hour at most. For one thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Protocol

from mailbot.errors import Retry, UsageError

if TYPE_CHECKING:
    from dns.nameserver import Nameserver
    from dns.resolver import Resolver as Stub

MAX_TXT = 4096  # bytes of one record that are looked at
MAX_KNOWN = 1000
_TROUBLES, _PAUSE = 3, 300.0  # in a row; seconds
_REMEMBERED = 3600.0


class NoAnswer(Retry):
    """DNS did not answer; the same question may be answered later."""


class Resolver(Protocol):
    """Where TXT records come from."""

    def txt(self, name: str, seconds: float) -> tuple[bytes, ...] | None:
        """The records of ``name``, each with its strings joined; None where there are none.

        Returns within ``seconds``. Raises NoAnswer.
        """
        ...


@dataclass(frozen=True)
class Fixed:
    """Records that are given, names in lower case without a final dot. What is missing does not exist."""

    records: Mapping[str, Sequence[bytes]]

    def txt(self, name: str, seconds: float) -> tuple[bytes, ...] | None:  # noqa: ARG002 - it never waits
        found = self.records.get(name.lower().rstrip("."))
        return tuple(found) if found is not None else None


@dataclass
class Dns:
    """DNS by dnspython. ``servers`` are `address` or `address:port` (`[::1]:53`); empty: the system's own."""

    servers: Sequence[str] = ()
    clock: Callable[[], float] = time.monotonic
    _stub: Stub | None = field(default=None, repr=False)
    _known: dict[str, tuple[float, tuple[bytes, ...] | None]] = field(default_factory=dict, repr=False)
    _troubles: int = 0
    _resting_until: float = 0.0

    def txt(self, name: str, seconds: float) -> tuple[bytes, ...] | None:
        now = self.clock()
        known = self._known.get(name)
        if known is not None and known[0] > now:
            return known[1]
        if now < self._resting_until:
            raise NoAnswer("DNS did not answer lately and is not asked for the moment")
        try:
            found, lasting = self._asked(name, seconds)
        except NoAnswer:
            self._troubles += 1
            if self._troubles >= _TROUBLES:
                self._troubles, self._resting_until = 0, self.clock() + _PAUSE
            raise
        self._troubles = 0
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        self._known[name] = (now + min(lasting, _REMEMBERED), found)
        return found

    def _asked(self, name: str, seconds: float) -> tuple[tuple[bytes, ...] | None, float]:
        import dns.exception
        import dns.resolver

        try:
            answer = self._resolver().resolve(name, "TXT", lifetime=max(seconds, 0.05), search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return None, 60.0
        except (dns.exception.DNSException, OSError, ValueError) as exc:
            raise NoAnswer(f"DNS gave no answer for {name} ({type(exc).__name__})") from exc
        records = tuple(b"".join(record.strings) for record in answer)
        fitting = tuple(record for record in records if len(record) <= MAX_TXT)
        return fitting or None, float(answer.rrset.ttl if answer.rrset is not None else 0)

    def _resolver(self) -> Stub:
        if self._stub is None:
            import dns.resolver

            self._stub = dns.resolver.Resolver(configure=not self.servers)
            if self.servers:
                self._stub.nameservers = [_nameserver(each) for each in self.servers]
        return self._stub


def _nameserver(text: str) -> Nameserver:
    """An address with its port. Raises UsageError."""
    from dns.nameserver import Do53Nameserver

    address, port = text, "53"
    if text.startswith("["):
        address, _, rest = text[1:].partition("]")
        port = rest.removeprefix(":") or port
    elif text.count(":") == 1:
        address, _, port = text.partition(":")
    try:
        return Do53Nameserver(str(ip_address(address)), int(port))
    except ValueError as exc:
        raise UsageError(f"trust.dns_servers: {text!r} is no address of a name server") from exc
