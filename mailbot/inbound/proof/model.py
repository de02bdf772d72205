"""Whom mailbot believes, and what it comes to: the values of this room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mailbot.mail.addresses import ascii_domain

if TYPE_CHECKING:
    from mailbot.settings import Trust

Verdict = Literal["authenticated", "unverified", "failed"]


@dataclass(frozen=True)
class Trusted:
    """The configuration's [trust], names in lower case and ASCII."""

    authserv_ids: frozenset[str] = frozenset()
    without_authserv_id: bool = False
    forwarders: frozenset[str] = frozenset()
    hold_unverified: bool = False

    @classmethod
    def of(cls, trust: Trust | Trusted | Collection[str]) -> Trusted:
        """From the settings, or from authserv-ids alone."""
        if isinstance(trust, Trusted):
            return trust
        if isinstance(trust, Collection):
            return cls(frozenset(name.lower() for name in trust))
        return cls(
            frozenset(name.lower() for name in trust.authserv_ids),
            trust.without_authserv_id,
            frozenset(map(ascii_domain, trust.forwarders)),
            trust.hold_unverified,
        )


@dataclass(frozen=True)
class Authenticity:
    """The verdict and, in words, what it rests on. ``held``: an officer must release the mail by name."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    held: bool = False


@dataclass(frozen=True)
class Signature:
    """What a DKIM signature came to when it was checked here.

    ``result`` is `pass`, `fail`, `ignored` (it proves nothing, whether good or not) or `temperror` (the key
    could not be fetched); ``why`` says so in words.
    """

    domain: str
    result: Literal["pass", "fail", "ignored", "temperror"]
    why: str

    def to_json(self) -> dict[str, str]:
        return {"domain": self.domain, "result": self.result, "why": self.why}


def checked_before(forms: Sequence[Mapping[str, Any]] | None) -> tuple[Signature, ...] | None:
    """What was kept of a mail's signatures (`to_json`); None where it has still to be found out."""
    kept = tuple(Signature(form["domain"], form["result"], form["why"]) for form in forms or ())
    return None if forms is None or any(each.result == "temperror" for each in kept) else kept
