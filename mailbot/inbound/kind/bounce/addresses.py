"""Addresses in running text and in the fields of delivery reports.

Reports are written by machines of forty years: `rfc822; <a@b>`, `utf-8; \\x{E9}@b` (RFC 6533), xtext (RFC
3461 section 4), source routes, comments. What is no mailbox at a domain is dropped, never repaired by guess.
"""

from __future__ import annotations

import re

_LOCAL = (
    r"(?:\"[^\"\n@]{1,64}\"|"
    r"[^\s<>()\[\]{},;:\\\"@'`|=（）【】《》「」“”‘’，。；：、]['\w!#$%&*+\-/=?^.~{}|]{0,63})"
)
_DOMAIN = r"[^\W_](?:[\w-]{0,62}(?:\.[\w-]{1,63}){1,8})"
ADDRESS = rf"(?:{_LOCAL}@{_DOMAIN})"
IN_TEXT = re.compile(rf"(?<![\w.+/=@-])(?:mailto:)?(?P<address>{ADDRESS})(?![\w@])")
_MACHINES = re.compile(
    r"(?:mailer|mail)[-_]?daemon|mdaemon|post_?master|hostmaster|abuse|no-?reply|do-?not-?reply|"
    r"spam(?:master)?|"
    r"help-?desk|support|bounces?|double-bounce|microsoftexchange[0-9a-f]{20,}",
    re.I,
)


def in_text(text: str) -> list[str]:
    """The addresses in running text, in order, each once."""
    found: dict[str, str] = {}
    for match in IN_TEXT.finditer(text):
        address = match["address"].strip("'").rstrip(".-")
        found.setdefault(address.casefold(), address)
    return list(found.values())


def of_field(value: str) -> str | None:
    """The mailbox of `Final-Recipient: rfc822; user@example.org` and its many relatives, or None."""
    kind, separator, rest = value.partition(";")
    text = rest if separator and "@" not in kind else value
    text = _unescaped(text.strip())
    angle = re.search(r"<([^<>]*)>", text)
    text = (angle[1] if angle else re.sub(r"\([^()]*\)", "", text)).strip(" \t\"'<>")
    text = re.sub(r"^(?:rfc822|smtp|mailto)[:;]\s*", "", text, flags=re.I)
    text = re.sub(r"^@[^:@]+:", "", text)  # a source route (RFC 5321 appendix C)
    match = re.match(r"[^\s@<>;,]{1,200}@[^\s@<>;,()\[\]\"']{1,255}", text)
    return match[0].rstrip(".") if match else None


def _unescaped(text: str) -> str:
    """utf-8-addr-xtext (RFC 6533 section 3) and the xtext of `+` and `=` undone."""
    text = re.sub(r"\\x\{([0-9A-Fa-f]{2,6})\}", _character, text)
    if "@" not in text:
        text = text.replace("+40", "@", 1)
    return text.replace("+2B", "+").replace("+3D", "=")


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]


def is_machine(address: str) -> bool:
    """Whether it is a mail system's or a service's own address, which no text means as a failed one."""
    return _MACHINES.fullmatch(address.partition("@")[0]) is not None
