"""The words before an address in a notice that say it failed, in the languages mail systems write.

`names` looks back from an address, at most 160 characters, so that its time is bounded whatever a line holds.
"""

from __future__ import annotations

import re

BACK = 160
_BEFORE = [
    re.compile(pattern, re.I)
    for pattern in (
        r"rcpt to\s?:\s*$",
        r"\[smtp:$",
        r"^[\s*>-]*(?:final |intended |original |failed |the |affected |your )?(?:recipients?|"
        r"addressee|destinatari\w+|"
        r"destinataires?|empfänger|получател\w+|收件人|收信人|"
        r"宛先)(?:\(s\))?(?: e?-?mail)?(?: address(?:es)?)?\s*[:：=]\s*$",
        r"^[\s*>-]*(?:failed|undeliverable|invalid|bad|rejected|unknown|illegal) (?:recipient|address|"
        r"e-?mail|user|to)"
        r"\w*\s*(?:address)?\s*[:=]\s*$",
        r"^\s*(?:unknown user|user unknown|no such user|unknown recipient|error-for|delivery failed|"
        r"mailbox full|"
        r"over quota|user's mailbox is full|invalid final delivery userid|"
        r"user mailbox exceeds allowed size|"
        r"account (?:inactive|disabled)|undeliverable (?:to|address))\s*:\s*$",
        r"(?:un(?:able|deliverable)|fail(?:ed|ure)?|could ?n[o']t|cannot|can't|wasn't able|"
        r"impossible)\b[^@\n]{0,70}?"
        r"\b(?:to|for)\b:?\s+[^@\n]{0,30}$",
        r"(?:n'a (?:pas )?pu être (?:remis|distribué)\w*|no se (?:pudo|ha podido|"
        r"puede) entregar)[^@\n]{0,60}$",
        r"(?:не (?:может быть |удалось |удаётся |удается |было )?достав\w+)[^@\n]{0,60}$",
        r"(?:无法(?:送达|投递|发送|递送)|退信|未能送达|投递失败)[^@\n]{0,30}$",
    )
]
_MAIL_TO = re.compile(
    r"\b(?:message|mail|e-?mail|letter|delivery|deliver)\b[^@\n]{0,60}?\b(?:to|for|at|"
    r"recipient)\b:?\s+[^@\n]{0,30}$",
    re.I,
)
_THEN = re.compile(
    r">?[^@\n]{0,40}?(?:could|cannot|can't|couldn't|was|has|is|were|had|failed|wasn't|hasn't|bounced)", re.I
)
_THEN_CHINESE = re.compile(r"[^@\n]{0,10}(?:无法|不存在|未能|邮箱|地址)")


def names(line: str, begin: int, end: int) -> bool:
    """Whether the words around the address at ``line[begin:end]`` call it undeliverable."""
    before = line[max(0, begin - BACK) : begin]
    opened = re.sub(r"(?:(?<!\[)smtp:|mailto:|rfc822;)?\s?$", "", before.rstrip("<\"'(")).rstrip("<\"'([")
    forms = (before, opened, f"{opened} ")
    if any(pattern.search(form) for pattern in _BEFORE for form in forms):
        return True
    after = line[end : end + 80]
    if _THEN_CHINESE.match(after):
        return True
    return _THEN.match(after) is not None and any(_MAIL_TO.search(form) for form in forms)


INTRODUCES = re.compile(
    r"recipient|address|deliver|undeliver|fail|following|reach|affected|problem|reason|unknown|could not|"
    r"not sent|"
    r"destinat|adres|entreg|remis|distribu|empfänger|zugestell|получател|достав|адрес|收件|投递|送达|退信|发送|"
    r"あて先|宛先|送信|メール|تسليم|المستلم",
    re.I,
)
TROUBLE = re.compile(
    r"(?<![\d.])[45]\d\d[ -]|(?<![\d.])[45]\.\d{1,2}\.\d{1,3}(?![\d.])|unknown|undeliver|no such|not found|"
    r"does(?: not|n't) exist|reject|fail|refus|invalid|quota|full\b|denied|unavailable|could not|cannot|"
    r"not deliver|"
    r"not a valid|unable|disabled|suspended|inactive|exceed|delay|不存在|无法|失败|拒绝|"
    r"не найден|не существует|достав|"
    r"no existe|inconnu",
    re.I,
)
_NOT_HIM = re.compile(
    r"(?:contact|assistance|help|write to|questions?|e-?mail us|forward (?:it|this)|report (?:it|this)|"
    r"send (?:it|mail|e-?mail|a)|"
    r"postmaster|administrator|envelope[- ]from|mail from|sender|from|reply-?to|sent by|message-?id|"
    r"in-reply-to|"
    r"unsubscribe|свяжитесь|отправител\w*|от|发件人|发信人)\W{1,4}[^@\n]{0,40}$",
    re.I,
)  # fmt: skip


def means_another(before: str) -> bool:
    """Whether the words before an address say that it is somebody else's: whom to ask, who sent."""
    return _NOT_HIM.search(before[-BACK:].rstrip("<\"'([")) is not None
