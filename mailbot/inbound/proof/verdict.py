"""How well proven the author is: by the results of hosts we trust, else by signatures checked here.

Only the topmost Authentication-Results field of a trusted authserv-id counts: whatever lies below it was
there when the mail came in and can be forged. Microsoft 365 names no authserv-id; its field counts only where
the configuration says so, if it is the topmost of all and no host but Microsoft's has handled the mail above
it. A result proves the author only if it is about his domain (DMARC alignment, RFC 7489 section 3.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.inbound.proof.domains import aligned, of_address
from mailbot.inbound.proof.model import Authenticity, Signature, Trusted, Verdict
from mailbot.inbound.proof.results import Check, Results, read
from mailbot.mail.message import Message

_FIELD = "authentication-results"
_MICROSOFT = (".outlook.com", ".outlook.cn", ".office365.us")
_HOP = re.compile(r"\s*from\s+([\w.-]{1,255}).{0,2000}?\sby\s+([\w.-]{1,255})", re.I | re.S)


def trusted_results(message: Message, trust: Trusted) -> Results | None:
    """What the trusted host found; None where it left no word, or none that can be read."""
    if trust.without_authserv_id and (found := _microsoft(message)) is not None:
        return found
    for value in message.all_headers(_FIELD):
        name = re.match(r"[\s\"]*([^\s;\"]+)", value)
        found = read(value)
        if found is None:
            if name and name[1].lower() in trust.authserv_ids:
                return None  # the trusted host's own field is broken: what lies below it is older
            continue
        if found.authserv_id in trust.authserv_ids:
            return found
    return None


def _microsoft(message: Message) -> Results | None:
    """The topmost field, if it names nobody and nothing foreign was written above it."""
    for name, value in message.headers:
        if name.lower() == "received" and not _within_microsoft(value):
            return None
        if name.lower() == _FIELD:
            found = read(value)
            return found if found is not None and found.authserv_id is None else None
    return None


def _within_microsoft(received: str) -> bool:
    hop = _HOP.match(received)
    return hop is not None and all(host.lower().rstrip(".").endswith(_MICROSOFT) for host in hop.groups())


def needs_signatures(message: Message, trust: Trusted) -> bool:
    """Whether the word of a trusted host leaves open who signed the mail."""
    results = trusted_results(message, trust)
    return message.from_address is not None and (
        results is None or not any(check.method in ("dkim", "dmarc") for check in results.checks)
    )


def judge(message: Message, trust: Trusted, signatures: Sequence[Signature] | None = None) -> Authenticity:
    """The verdict on the From address. ``signatures`` None: they were not checked."""
    found = _judged(message, trust, signatures)
    held = found.verdict == "failed" or (trust.hold_unverified and found.verdict == "unverified")
    return Authenticity(found.verdict, found.reasons, held)


def _judged(message: Message, trust: Trusted, signatures: Sequence[Signature] | None) -> Authenticity:
    if message.from_address is None:
        return Authenticity("failed", (f"From: {message.from_problem}",))
    author = of_address(message.from_address)
    results = trusted_results(message, trust)
    reasons: tuple[str, ...] = ("no Authentication-Results of a trusted host",)
    if results is not None:
        said = tuple(f"{_host(results)}: {check}" for check in results.checks if check.method in _TELLING)
        reasons = said or (f"{_host(results)} checked nothing",)
        verdict = by_results(results.checks, author)
        if verdict != "unverified":
            return Authenticity(verdict, reasons)
    if not needs_signatures(message, trust):
        return Authenticity("unverified", reasons)
    if signatures is None:
        signed = message.all_headers("dkim-signature")
        note = ("its DKIM signature was not checked, for no DNS is asked here",) if signed else ()
        return Authenticity("unverified", reasons + note)
    proven = any(each.result == "pass" and aligned(each.domain, author) for each in signatures)
    found = tuple(each.why for each in signatures) or ("it bears no DKIM signature of its author's domain",)
    return Authenticity("authenticated" if proven else "unverified", found if proven else reasons + found)


_TELLING = ("dmarc", "dkim", "spf", "compauth", "arc")


def _host(results: Results) -> str:
    return results.authserv_id or "Microsoft 365"


def by_results(checks: Sequence[Check], author: str) -> Verdict:
    """What these results say of a mail whose author is at ``author`` (a domain in ASCII)."""
    dmarc = [check for check in checks if check.method == "dmarc"]
    if any(check.result == "fail" for check in dmarc):
        return "failed"
    if dmarc and all(
        _passes(check) and (not check.domain or aligned(check.domain, author)) for check in dmarc
    ):
        return "authenticated"
    if any(check.method == "compauth" and check.result == "fail" for check in checks):
        return "failed"
    signed = [check for check in checks if check.method in ("dkim", "spf")]
    if any(check.result == "pass" and aligned(check.domain, author) for check in signed):
        return "authenticated"
    failing = {check.method for check in signed if check.result == "fail"}
    return "failed" if failing == {"dkim", "spf"} else "unverified"


def _passes(check: Check) -> bool:
    return check.result in ("pass", "bestguesspass")
