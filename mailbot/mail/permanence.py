"""Is the address itself of no use, or did this one mail fail? The rule (docs/operating.md, "Bounces"):

1. What is delayed, relayed, expanded or delivered is not permanent.
2. Status class 4 (RFC 3463) or, without a status, an SMTP reply 4xx is not permanent.
3. Words that name a passing or one-sided cause are not permanent, whatever the code: mailbox full, too large,
   spam, policy, blocked, relaying, time-out, loop, suspended or disabled account; or the refusal answered
   MAIL FROM or the content, not the recipient.
4. An address or domain that does not exist, or has moved, is permanent: status 5.1.0-5.1.3, 5.1.6, 5.1.10,
   5.4.4, 5.4.310 or words that say so ("user unknown", "host not found").
5. Anything else is not permanent: it counts as soft, and only its repetition makes an address dead.
"""

from __future__ import annotations

import re

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.:/\w-])([245][0-5]\d)(?=[ -]|$|[,;:)])")
_NOBODY = re.compile(
    r"(?:user|recipient|mailbox|address|account|mail ?box|e-?mail(?: address)?|rcpt|destination|addressee|"
    r"local[ -]?part|utilisateur|destinataire|adresse|boîte|usuario|dirección|buzón|empfänger|"
    r"login|alias|screen ?name)\b[^.\n]{0,60}?"
    r"(?:unknown|not (?:be )?found|(?:does|do|did)(?: not|n't) exist|non-?existent|no such|inconnue?|"
    r"desconocido|"
    r"unbekannt|not (?:a )?known|not listed|unavailable or does not|isn't (?:a )?valid|invalid|"
    r"is not valid|"
    r"n'existe pas|no existe|not exist|no longer (?:exists?|valid|on server|available|in use)|"
    r"not (?:local|recognized|recognised|registered|defined|here)|not an? (?:active|valid|known))|"
    r"(?:unknown|no such|invalid|non-?existent|bad|illegal|unrecognized|nonexistent|wrong|incorrect|"
    r"undefined)"
    r"[ _-](?:local[ -])?(?:user|recipient|mailbox|mail box|address|account|person|destination|domain|"
    r"host|alias|"
    r"addressee|rcpt|e-?mail|virtual|member|destinatary|final delivery userid|user address)|"
    r"not an? (?:known|valid|active|local|existing) (?:user|recipient|mailbox|address|account|e-?mail)|"
    r"no (?:mail ?box|mail box|account|user)\b(?: \w+){0,2} (?:here|found|by that|available|with)|"
    r"no (?:valid )?recipients?\b(?! list)|not our customer|user unknown|unknown user|recipnotfound|"
    r"(?:doesn't|does not|do not|don't) have an? [\w.@ ]{0,60}account|no(?:t)? (?:such )?user|"
    r"this user doesn't|does not exist here|requested action not taken: mailbox unavailable|"
    r"directory.{0,20}not.{0,10}list|not listed in (?:public )?(?:name|domino|address)|badrcptto|"
    r"user account is (?:unavailable|expired)|unknown or illegal alias|has moved|user has moved|"
    r"unrouteable address|unroutable address|(?:host|domain|name or service)\b[^.\n]{0,40}?(?:not found|"
    r"unknown|"
    r"not known|does not exist|doesn't exist|not exist|no such)|no such (?:host|domain)|nxdomain|"
    r"(?:can't|cannot|couldn't|could not|unable to) (?:find|resolve|lookup|look up)[^.\n]{0,40}(?:host|"
    r"domain|server|mx)|"
    r"domain (?:name )?(?:not|isn't|is not) (?:found|valid)|no mx (?:record|host)|null mx|"
    r"indicated no smtp service|"
    r"не (?:существует|найден)|несуществующ|нет такого|неизвестн\w+ пользовател|пользователь не|"
    r"用户不存在|收件人.{0,12}不存在|账号不存在|帐号不存在|邮箱不存在|地址不存在|不存在|لا يوجد|غير موجود|"
    r"存在しません|見つかり|リストにありません",
    re.I,
)
_ONE_SIDED = re.compile(
    r"quota|mail ?box (?:is |was )?(?:too )?full|(?:mailbox|mailfolder|folder|inbox|storage|disk|账户|"
    r"邮箱)[^.\n]{0,50}"
    r"(?:full|exceed|over|limit)|exceeds? (?:the )?(?:size|quota|storage|maximum|local limit)|"
    r"insufficient (?:system )?"
    r"(?:storage|disk|space)|not enough (?:disk |storage )?space|no space left|out of (?:disk )?space|"
    r"too (?:big|large|"
    r"long|many|much|fast|frequent)|size (?:limit|exceed)|message size|oversize|"
    r"spam|\buce\b|unsolicited|junk|black ?list|block(?:ed|ing)? (?:list|by|using|for|due)|blocked|"
    r"deny ?list|"
    r"listed (?:at|in|on) \S+\.\S+|reputation|policy|prohibited|banned|virus|malware|infected|attachment|"
    r"content (?:reject|filter|den)|relay(?:ing)? (?:access )?(?:denied|not|prohibited|is)|unable to relay|"
    r"not (?:permitted|allowed) to relay|access denied|permission denied|not authori[sz]ed|unauthori[sz]ed|"
    r"authenticat|spf\b|dkim|dmarc|preferences|refus(?:es|ed|ing) (?:mail|to accept|connection)|"
    r"connection (?:refused|reset|timed|lost|dropped|closed)|time ?d? ?-?out|timeout|expired|retry|"
    r"deferr|delay|"
    r"temporar|try (?:again|later)|grey-?list|gray-?list|loop|hop count|too many hops|"
    r"suspend|disabled|inactive|deactivat|locked|frozen|over.?limit|exceeded|busy|unreachable|no route|"
    r"network|sender (?:address )?(?:rejected|denied|verify|domain)|"
    r"转发|已满|空间不足|超出|超过|拒绝|垃圾|переполнен|превыш|место|заблокирован|спам|"
    r"saturée|pleine|llen[oa]|voll\b|ممتلئ|あふれ|容量",
    re.I,
)
_NOT_ABOUT_HIM = re.compile(  # refused before or after he was named: the sender or the content is meant
    r"(?:after|in reply to|response to) (?:the )?(?:mail from|helo|ehlo|initial connection|connect|"
    r"(?:end of )?data|bdat)|"
    r"un?rout(?:e)?able sender|sender (?:verify|is|address|domain|not)",
    re.I,
)
_HARD = {(1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (4, 4), (4, 310), (1, 351)}
_NAMED = {(1, 1), (1, 10), (1, 6)}
_SOFT = {(2, 1), (2, 2), (2, 3), (3, 4), (4, 7)}


def status_in(text: str) -> str | None:
    """The first enhanced status code in a text: `5.1.1`."""
    found = _STATUS.search(text)
    return found[0] if found else None


def reply_in(text: str) -> int | None:
    """The first SMTP reply code in a text that reports trouble: 550."""
    codes = [int(found[1]) for found in _REPLY.finditer(text)]
    return next((code for code in codes if code >= 400), None)


def is_permanent(action: str, status: str | None, text: str) -> bool:
    """The rule above; ``text`` are the words about this recipient."""
    if action != "failed":
        return False
    reply = reply_in(text)
    if _passing(status, reply, text):
        return False
    text = _without_names(text)
    nobody = _NOBODY.search(text) is not None
    if _ONE_SIDED.search(text) and not _plainly_nobody(text, nobody):
        return False
    found = _STATUS.fullmatch(status or "")
    pair = (int(found[2]), int(found[3])) if found else None
    if pair in _SOFT or (pair not in _NAMED and _NOT_ABOUT_HIM.search(text)):
        return False
    return nobody or pair in _HARD


def _passing(status: str | None, reply: int | None, text: str) -> bool:
    if status is not None and status[0] in "24":
        return True
    inner = status_in(text)
    return (status is None and inner is not None and inner[0] == "4") or (reply is not None and reply < 500)


def _plainly_nobody(text: str, nobody: bool) -> bool:
    """`550 5.1.1 User unknown` stays what it says, though a policy or a retry is spoken of elsewhere."""
    return nobody and re.search(
        r"(?:user|recipient|address)\b.{0,40}(?:unknown|not exist|not found)|unknown user|"
        r"no such (?:user|recipient|mailbox)"
        r"|不存在", text, re.I,
    ) is not None and not re.search(r"quota|full\b|spam|block|policy|已满", text, re.I)  # fmt: skip


def _without_names(text: str) -> str:
    """Addresses, hosts and links left out: their words say nothing (`spam.example.org`)."""
    return re.sub(r"https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+){1,6}\b", " ", text)
