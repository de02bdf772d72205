"""Is it a bounce? By structure (RFC 3464, RFC 6522), else by sender, subject, words and what came back.

No single sign is enough: people forward bounces, postmasters write letters, newsletters speak of delivery. A
subject that begins with Re: or Fwd: and a text that is quoted are no signs at all.
"""

from __future__ import annotations

import re

from mailbot.inbound.kind.bounce import groups
from mailbot.inbound.kind.bounce.notice import Notice, take_apart
from mailbot.mail.message import Message

_STATUS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/partial",
    "message/global",
)
_DAEMON = re.compile(
    r"(?:mailer-?daemon|mail-?daemon|mdaemon|mailerdaemon|mail_daemon|mail\.daemon)(?:\+.*)?", re.I
)
_OFFICE = re.compile(
    r"(?:post[-_]?master|mail-?admin(?:istrator)?|mailadm|mail[-._]?system|mail[-._]?delivery(?:[-._]system)?|mailerror|"
    r"system[ ._-]administrator|ndr|bounces?|microsoftexchange[0-9a-f]{20,})(?:[+._-].*)?",
    re.I,
)
_SERVICE = re.compile(
    r"(?:admin(?:istrator)?|delivery|no-?_?reply|system|smtp|mta|e?mail)(?:[+._-].*)?", re.I
)
_NAME = re.compile(
    r"mail(?:er)?[ _-]?(?:delivery|daemon|deliver|system|administrator|admin)|delivery (?:sub)?system|"
    r"mailer-daemon|"
    r"postmaster|system administrator|microsoft (?:outlook|exchange)|администратор|почтов|系统|邮件系统",
    re.I,
)
_SUBJECT = re.compile(
    r"undeliver|non-?deliver|not (?:be )?delivered|nondeliverable|un-?deliverable|"
    r"deliver(?:y|ing) (?:status|failure|failed|has failed|delay|problem|incomplete|error|notification|"
    r"report|unsuccess|"
    r"to [^@\s]+@\S+ (?:has )?failed|has been)|"
    r"delivery unsuccessful|failed (?:mail|delivery|to deliver)|fail(?:ed|ure) (?:delivery|delivering|"
    r"notice|report)|"
    r"(?:returned|bounced|rejected|returning) (?:mail|message|email|e-mail|to sender)|"
    r"mail (?:delivery|system|server|could not|status|transport)\b.{0,20}(?:fail|error|report|problem|"
    r"delivered|undeliv|"
    r"unavail)|mail (?:failure|delivery|error|status)|"
    r"(?:mail|message|delivery|e-?mail) (?:is |was |has been |has )?(?:still )?(?:delayed|rejected|"
    r"returned|bounced|refused|"
    r"failed|failure|blocked|undeliver\w*)|message (?:could not|not delivered|status|undeliv|from|"
    r"you sent blocked)|"
    r"failure notice|could ?n[o']t be delivered|cannot be delivered|can(?: ?not|'t) deliver|"
    r"unable to deliver|"
    r"could not (?:be )?(?:deliver|sen[dt])|warning: (?:could not send|message|e?-?mail)|delayed (?:mail|"
    r"delivery)|rejected:|"
    r"user unknown|unknown user|(?:mailbox|quota) (?:is )?(?:full|exceeded)|over quota|"
    r"mail delivery warning|problem(?:s)? (?:delivering|with (?:your )?(?:mail|delivery))|"
    r"^\W*(?:nondelivery|dsn|ndr|ndn|bounce|error|failed)\b|auto(?:matic)?ally rejected mail|"
    r"invalid (?:address|recipient)|address (?:unknown|error)|"
    r"non.?remis|non.?distribu|[ée]chec de (?:la )?(?:remise|distribution|livraison)|"
    r"n'a pas pu être (?:remis|distribué)|"
    r"unzustellbar|nicht zustellbar|zustellung|не (?:было |может быть )?доставлен|недоставлен|"
    r"не уда(?:ётся|ется|лось) доставить|"
    r"сбой доставки|задержк\w* доставк|ошибк\w+ доставк|"
    r"no se (?:pudo|puede|ha podido) entregar|error (?:de|en la) entrega|no entregad|(?:mensaje|"
    r"correo) (?:devuelto|no entreg)|"
    r"mancata consegna|non recapitabile|não entregue|falha na entrega|niedostarcz|nie dostarczono|"
    r"退信|无法(?:送达|投递|递送|发送)|投递失败|未能送达|退回|系统退|发送失败|配信|エラー|"
    r"تعذر (?:ال)?تسليم|فشل (?:ال)?تسليم|لم يتم (?:ال)?تسليم|رسالة مرتجعة",
    re.I,
)
_ANSWERED = re.compile(
    r"\s*(?:re|fwd?|aw|wg|tr|rv|sv|vs|отв|на|转发|回复|答复|رد)\s?(?:\[\d+\])?\s?[:：]", re.I
)
_TOLD_AT_END = re.compile(
    r"\S[^:]{3,}\s[:(]\s*(?:non remis|delivery failed|undeliver(?:able|ed)|not delivered)\b[^:]{0,30}$", re.I
)
_WORDS = re.compile(
    r"postponed due|full mailbox|(?:not|n't) an? valid (?:user|recipient|address)|"
    r"to\s+which your message was addressed|"
    r"invalid final delivery|(?:could|can|was|has|were|did|is|may|will)\s?(?:not|n't|n’t)\s(?:yet |"
    r"currently )?(?:be |been )?(?:deliver|accept|reach|sent|"
    r"process|send)|(?:cannot|can't|couldn't|wasn't|unable to|failed to|not able to|"
    r"impossible to) (?:be |currently )?(?:deliver|"
    r"send|reach|relay|accept)|deliver[a-z]* (?:to|for|of|attempt|has|have|"
    r"the following)?[^.\n]{0,60}(?:fail|delay|abort|"
    r"problem|error|unsuccess|suspended|impossible|refused)|undeliver(?:able|ed)|non-?deliver|"
    r"permanent(?: fatal)? errors?|"
    r"transcript of session|following (?:address|recipient)|did not reach|returned (?:to (?:the )?sender|"
    r"mail|message)|"
    r"delivery status notification|this is (?:the|a) (?:qmail|postfix|mail)|"
    r"mail delivery (?:program|software|error)|"
    r"(?:message|mail) (?:was |has been |is |delivery )(?:rejected|refused|blocked|bounced|undeliverable|"
    r"returned|fail)|"
    r"could not be (?:handled|delivered)|unknown user|user unknown|no such user|mailbox (?:is )?(?:full|"
    r"unavailable|not found)|"
    r"invalid (?:user|recipient|address)|(?:address|user|account|recipient|"
    r"mailbox)\b[^.\n]{0,50}(?:does not exist|doesn't exist|"
    r"unknown|not found|disabled|inactive|invalid|rejected|over quota|exceed)|not listed in|"
    r"cannot send message|deferred|"
    r"automatically rejected|because it (?:was|has)|"
    r"n'a (?:pas )?pu être|non remis|échec|no se (?:pudo|ha podido|puede) entregar|no (?:fue|"
    r"ha sido) entregado|"
    r"nicht zugestellt|konnte nicht|unzustellbar|не (?:может быть|удалось|было|удаётся|"
    r"удается)[^.\n]{0,20}достав|недоставлен|"
    r"退信|无法(?:送达|投递|发送|递送)|未能送达|投递失败|被退回|تعذر|لم يتم تسليم|فشل تسليم|送信できません|"
    r"配信できません|届けられ|"
    r"エラーのため",
    re.I,
)
_FORMAL = re.compile(
    r"created automatically by (?:the )?mail delivery (?:software|system)|this is the (?:qmail-send|"
    r"mail system|mail delivery|"
    r"postfix|machine generated)|transcript of session (?:follows|while)|(?:permanent|fatal|"
    r"delivery) (?:fatal )?(?:errors|problems)"
    r" -----|below this line is a copy of the message|the following address(?:\(es\)|es)? (?:failed|had)|"
    r"delivery to the following recipients? (?:failed|has been delayed|was aborted)|"
    r"did not reach the following recipient|"
    r"your message did not reach some or all|failed recipients|could not be delivered to (?:one or more|"
    r"the following)|"
    r"smtp error from remote mail server|rcpt to:\s*<|the original message was received at|"
    r"could not deliver message to the following|"
    r"delivery status notification|permanent fatal errors|could not be delivered to the following user",
    re.I,
)
_REPLY = re.compile(
    r"undeliverable (?:mail|message|address)|550[ -]5\.\d\.\d|5\d\d [^\n]{0,60}(?:user|mailbox|recipient)",
    re.I,
)


def is_bounce(message: Message) -> bool:
    """Any delivery status notification, delays too, and the older kinds that only look like one."""
    declared = (message.header("content-type") or "").lower()
    if "feedback-report" in declared:
        return False
    if "disposition-notification" in declared:  # Dovecot's quota reply calls itself a receipt
        return "automatically rejected" in message.text[:2000]
    status = any(part.content_type in _STATUS for part in message.parts)
    if message.content_type == "multipart/report" and status:
        return True
    if message.header("x-failed-recipients") and not _letter(message):
        return True
    notice = take_apart(message)
    if status and (_by_system(message) or _subject(message) or not _letter(message)):
        return True
    if (
        message.content_type == "multipart/report"
        and "delivery-status" in declared
        and _any_sign(message, notice)
    ):
        return True
    return not _letter(message) and _looks_like(message, notice)


def _any_sign(message: Message, notice: Notice) -> bool:
    """One sign beside the declaration, for a report that lost its status part or everything."""
    if not message.text.strip():
        return True
    opening = _opening(notice.text)
    return (
        _by_system(message) or _nameless(message) or _subject(message) or _WORDS.search(opening) is not None
    )


def _looks_like(message: Message, notice: Notice) -> bool:
    """By what stands in it, the more of it the less its sender says."""
    opening = _opening(notice.text)
    subject = _subject(message)
    words = _WORDS.search(opening) is not None
    formal = _FORMAL.search(opening) is not None
    machine = formal or _REPLY.search(opening) is not None
    came_back = bool(notice.returned) or any(part.content_type in _RETURNED for part in message.parts)
    fields = bool(groups.embedded(notice.text))
    if _by_daemon(message):
        return subject or words or machine or fields or came_back
    if _by_system(message):
        return (subject and (words or machine or came_back or _nameless(message))) or (
            (words or machine) and (came_back or machine or fields)
        )
    if _nameless(message):
        if not _local(message):
            return subject or formal or (words and len(opening) < 600)
        return (subject and (words or machine or came_back)) or (machine and (came_back or fields))
    if _SERVICE.fullmatch(_local(message)):
        whole = any(part.content_type in _RETURNED for part in message.parts) or notice.returned_field(
            "received"
        )
        return (subject or words) and (formal or fields or bool(whole))
    return (subject and formal) or (words and _told(message)) or (formal and came_back and fields)


def _letter(message: Message) -> bool:
    """Whether somebody answers or forwards; an answer by machine may be a bounce."""
    answered = _ANSWERED.match(message.subject) is not None
    return answered and not _told(message) and not _by_system(message) and not _nameless(message)


def _subject(message: Message) -> bool:
    if _ANSWERED.match(message.subject):
        return _told(message)
    return _SUBJECT.search(message.subject) is not None


def _told(message: Message) -> bool:
    return _TOLD_AT_END.search(message.subject) is not None


def _opening(text: str) -> str:
    """The first 4,000 characters that nobody quotes."""
    return "\n".join(line for line in text.split("\n") if not re.match(r"\s{0,3}>(?!>>)", line))[:4000]


def _local(message: Message) -> str:
    raw = message.from_address or next(iter(message.all_headers("from")), "")
    return re.sub(r".*<", "", raw[:500]).partition("@")[0].strip(" <>\"'\\")


def _by_daemon(message: Message) -> bool:
    return _DAEMON.fullmatch(_local(message)) is not None


def _by_system(message: Message) -> bool:
    name = message.from_name or next(iter(message.all_headers("from")), "")[:200]
    return (
        _by_daemon(message)
        or _OFFICE.fullmatch(_local(message)) is not None
        or _NAME.search(name.partition("<")[0]) is not None
    )


def _nameless(message: Message) -> bool:
    """Sent with the null return path (RFC 5321 section 4.5.5)."""
    paths = [value.strip() for value in message.all_headers("return-path")]
    return any(path in ("<>", "") for path in paths) or any(
        re.match(r"<?(?:mailer-daemon|mail-daemon)\b", path, re.I) for path in paths
    )
