"""A bounce, read: `report` never raises for a mail that `parse` could read.

The sources in order of trust: the fields of a delivery report (RFC 3464), `X-Failed-Recipients` (Exim), the
words of the notice, flufl.bounce, and last the one recipient of the mail that came back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailbot.inbound.kind.bounce import groups as fields
from mailbot.inbound.kind.bounce import older, transcript
from mailbot.inbound.kind.bounce.addresses import in_text, is_machine, of_field
from mailbot.inbound.kind.bounce.groups import Group
from mailbot.inbound.kind.bounce.model import Action, BounceReport, FailedRecipient
from mailbot.inbound.kind.bounce.notice import Notice, take_apart
from mailbot.mail.message import Message, Unreadable, parse
from mailbot.mail.permanence import is_permanent, reply_in, status_in

MAX_RECIPIENTS = 200
_ACTIONS: tuple[Action, ...] = ("failed", "delayed", "relayed", "expanded", "delivered")
_ID = re.compile(r"<[^<>\s]{1,990}>")
_OWN_FIELDS = ("to", "delivered-to", "envelope-to")
_DELAY = re.compile(
    r"delayed|delay\b|will (?:be )?(?:retr|continue|keep)|still (?:being|trying)|"
    r"not yet (?:been )?delivered|"
    r"warning: (?:could not send|message)|could not send message for past|do not need to resend|"
    r"attempts to deliver|не доставлено пока|задерж|retard|延迟|تأخ",
    re.I,
)
_FINAL = re.compile(
    r"permanent|given up|giving up|returned to sender|will not be retried|(?<!non-)fatal|gave up", re.I
)


def report(message: Message) -> BounceReport:
    """Who failed, and which mail came back."""
    notice = take_apart(message)
    found = fields.read(notice.status)
    own = _own(message)
    of_recipients = [group for group in found if group.of_recipient] or fields.embedded(notice.text)
    recipients = _from_groups(of_recipients, notice, own)
    if not recipients and (wrapped := _wrapped(message)) is not None:
        return report(wrapped)
    if not recipients:
        recipients = _from_words(message, notice, own)
    about_mail = next((group for group in found if not group.of_recipient), Group())
    return BounceReport(
        tuple(recipients[:MAX_RECIPIENTS]),
        _returned_id(message, notice),
        next(iter(in_text(notice.returned_field("from") or "")), None),
        about_mail.get("original-envelope-id")[:200] or None,
        about_mail.get("reporting-mta").partition(";")[2].strip()[:200] or None,
    )


def _wrapped(message: Message) -> Message | None:
    """A delivery report in a bounce that says nothing itself: a gateway has put its own words around it."""
    for part in message.parts:
        if part.content_type == "message/rfc822" and b"delivery-status" in part.content:
            try:
                inner = parse(part.content)
            except Unreadable:
                continue
            if inner.content_type == "multipart/report" and take_apart(inner).status:
                return inner
    return None


def _own(message: Message) -> set[str]:
    """To whom the bounce itself was sent: us."""
    found = {address.casefold() for address in message.to}
    for name, value in message.headers:
        if name.lower() in _OWN_FIELDS:
            found |= {address.casefold() for address in in_text(value[:2000])}
    return found


def _returned_to(notice: Notice) -> list[str]:
    values = [*notice.returned_fields("to"), *notice.returned_fields("cc"), *notice.returned_fields("bcc")]
    return in_text(" , ".join(values)[:20_000])


def _from_groups(groups: Iterable[Group], notice: Notice, own: set[str]) -> list[FailedRecipient]:
    written = {address.casefold() for address in _returned_to(notice)}
    found: dict[str, FailedRecipient] = {}
    for group in list(groups)[:MAX_RECIPIENTS]:
        address = _address(group, written)
        if address is None:
            continue
        words = " ".join(group.get(name) for name in ("status", "diagnostic-code", "x-supplementary-info"))
        action = _action(group.get("action"), group.get("status"), words)
        diagnostic = _without_type(group.get("diagnostic-code"))
        status = _status(group.get("status"), diagnostic)
        told = diagnostic or (status is not None and not status.endswith(".0.0"))
        permanent = is_permanent(
            action, status, words if told or len(found) > 5 else f"{words} {notice.text[:4000]}"
        )
        each = FailedRecipient(address, action, status, permanent, diagnostic[:500])
        known = found.get(address.casefold())
        if known is None or (known.action != "failed" and action == "failed"):
            found[address.casefold()] = each
    strangers = [each for key, each in found.items() if key not in own or key in written]
    return strangers or list(found.values())


def _address(group: Group, written: set[str]) -> str | None:
    """Whom we wrote to where the fields differ: as the returned mail's To says, else Original-Recipient."""
    names = ("original-recipient", "final-recipient", "x-actual-recipient")
    values = [address for name in names if (address := of_field(group.get(name))) is not None]
    if not values:
        local = re.sub(r"^[^;]*;", "", group.get("final-recipient")).strip("<> ").casefold()
        return next((w for w in sorted(written) if local and w.partition("@")[0] == local), None)
    return next((address for address in values if address.casefold() in written), values[0])


def _action(value: str, status: str, words: str) -> Action:
    """The action field; where it is missing or unknown (`deliverable`, `error`), what the status says."""
    word = re.sub(r"\(.*", "", value).strip().lower()
    for known in _ACTIONS:
        if word.startswith(known):
            return known
    if status.strip().startswith("2"):
        return "delivered"
    if not word and status.strip().startswith("4") and _DELAY.search(words):
        return "delayed"
    return "failed"


def _status(given: str, diagnostic: str) -> str | None:
    """The status field's code; the far server's own where the field says no more than 5.0.0."""
    status, inner = status_in(given), status_in(diagnostic)
    return inner if inner and (status is None or status.endswith(".0.0")) else status


def _without_type(diagnostic: str) -> str:
    """`smtp; 550 No such user` without its type."""
    return re.sub(r"^\s*[\w.-]{1,30}\s*;\s*", "", " ".join(diagnostic.split()))


def _from_words(message: Message, notice: Notice, own: set[str]) -> list[FailedRecipient]:
    excluded = own | _authors(message, notice)
    addresses = in_text(message.header("x-failed-recipients") or "")
    spoken = {each.address.casefold(): each for each in transcript.failed(notice.text, excluded)}
    if addresses:
        all_of_it = notice.text[:6000]
        found = [spoken.get(a.casefold(), transcript.Found(a, all_of_it)) for a in addresses]
    elif spoken:
        found = list(spoken.values())
    else:
        others = [a for a in older.failed(message.raw) if a.casefold() not in excluded and not is_machine(a)]
        found = [transcript.Found(a, notice.text[:6000]) for a in others]
        found = found or transcript.suspected(notice.text, excluded)
        found = found or [transcript.Found(a, notice.text[:6000]) for a in _last_resort(notice, own)]
    delayed = _is_delay(message, notice)
    return [_of_words(each, delayed) for each in found]


def _authors(message: Message, notice: Notice) -> set[str]:
    """Who wrote: the bounce, and the mail that came back."""
    values = [
        notice.returned_field(name) or ""
        for name in ("from", "sender", "return-path", "reply-to", "errors-to")
    ]
    values += notice.returned_fields("message-id")
    authors = {address.casefold() for address in in_text(" , ".join(values)[:4000])}
    authors -= {address.casefold() for address in _returned_to(notice)}
    return authors | ({message.from_address.casefold()} if message.from_address else set())


def _last_resort(notice: Notice, own: set[str]) -> list[str]:
    """The envelope's recipient as the last Received says, else the one recipient the letter names."""
    for value in notice.returned_fields("received")[:3]:
        found = re.search(r"\bfor\s+<?([^\s<>;]+@[^\s<>;]+)>?", value[:2000])
        if found and (address := of_field(found[1])) and address.casefold() not in own:
            return [address]
    written = _returned_to(notice)
    return written if len(written) == 1 else []


def _is_delay(message: Message, notice: Notice) -> bool:
    text = f"{message.subject}\n{notice.text[:3000]}"
    return _DELAY.search(text) is not None and _FINAL.search(text) is None


def _of_words(each: transcript.Found, delayed: bool) -> FailedRecipient:
    action: Action = "delayed" if delayed else "failed"
    status = status_in(each.words)
    lines = [line.strip() for line in each.words.split("\n") if line.strip()]
    telling = next((line for line in lines if reply_in(line) or status_in(line)), None)
    diagnostic = telling or " ".join(lines[:3])
    return FailedRecipient(
        each.address, action, status, is_permanent(action, status, each.words), diagnostic[:500]
    )


def _returned_id(message: Message, notice: Notice) -> str | None:
    """The Message-ID of the mail that came back; some systems give it in In-Reply-To or References only."""
    for value in notice.returned_fields("message-id"):
        if found := _ID.search(value):
            return found[0]
    if found := re.search(
        r"(?im)^\W{0,6}(?:original )?message[ -]?id\s*[:=]\s*(<[^<>\s]{1,990}>)", notice.text
    ):
        return found[1]
    mentioned = (*message.in_reply_to, *message.references)
    return mentioned[-1] if mentioned else None
