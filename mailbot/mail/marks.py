"""The lines by which mail programs open a quotation: attributions, blocks of header lines, separators.

All is found by looking at the line and a bounded number of lines below it. Words come from `config/phrases`,
all languages at once, since a mail program writes in its own. Nothing here raises.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mailbot.mail.patterns import compiled
from mailbot.mail.phrases import every_language

KINDS = ("from", "sent", "to", "subject")
# `>>> click here <<<` is an advertisement's arrow, no quotation
QUOTE = re.compile(r"\s{0,3}(?=>)(?!.*<<$)((?:>\s?)+)")
RULE = re.compile(r"\s*[-_=*—─]{5,}\s*")
_ADDRESS = re.compile(r"<?[\w.+-]+@[\w.-]+>?")
_DATE = re.compile(r"\d{1,4}\s?[-./年]\s?\d{1,2}|\d{1,2}:\d{2}|\b(?:19|20)\d{2}\b|[٠-٩]{1,4}")
_WEEKDAY = re.compile(r"On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
_OLD_GMAIL = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b[^\n]{0,200}<[^<>\s]+@[^<>\s]+>\s*")
_NUMBER_FIRST = re.compile(r"\s*[*_]?\s*\d[^@]*$")
_WRAPPED_TO = 4  # lines that a long list of recipients takes


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    words = every_language()

    def label(name: str) -> str:
        return "|".join(sorted(map(re.escape, words.words(f"mail.header_{name}")), key=len, reverse=True))

    head = r"[\s>|]{0,12}\*{0,2}(?:%s)\s?\*{0,2}\s{0,2}[:：]\*{0,2}\s{0,4}(?P<value>\S.*)?"
    found = {f"header_{name}": re.compile(head % label(name), re.I) for name in KINDS}
    within = r"(?:(?<=\s)|^)\*{0,2}(?:%s)\*{0,2}\s?[:：]\*{0,2}\s"
    found |= {f"within_{name}": re.compile(within % label(name)) for name in KINDS}
    starts = "|".join(map(re.escape, words.words("mail.attribution_start")))
    found["same_line"] = re.compile(rf"(?<=[\s-])(?:{starts})\s(?=[^\d\n]{{0,20}}\d)")
    found["original"] = compiled(words.words("mail.original"))
    found["wrote"] = compiled(words.words("mail.wrote"))
    return found


def unmarked(line: str) -> str:
    """The line without its quotation marks."""
    found = QUOTE.match(line)
    return line[found.end() :] if found else line


def is_attribution(text: str) -> bool:
    """`On Mon, 14 Dec 2020 at 16:05, X <x@y> wrote:`, `14.12.2020, 18:05, "X" <x@y>:` and their kin."""
    text = text.strip()
    framed = text.startswith("--") and text.endswith("--")  # `---- On ... wrote ----`
    text = text.strip("- ")
    if not 8 <= len(text) <= 400:
        return False
    ends = framed or text.endswith((":", "：", "wrote", "写道"))
    if not ends and text[-1] not in ">*":
        return False
    has_date = _DATE.search(text) is not None
    address = _ADDRESS.search(text)
    found = patterns()["wrote"].search(text)
    if found is not None:
        if not has_date and address is not None and address.end() <= found.start():
            return text[found.end() :].strip(" ()a") in (":", "：")  # `X <x@y> wrote:`
        return has_date or _WEEKDAY.match(text) is not None
    return bool(ends and has_date and address)


def attribution_length(lines: list[str], index: int) -> int:
    """How many lines the attribution beginning here takes (mail clients wrap it), 0 if there is none."""
    text = ""
    for length in range(1, 5):
        if index + length > len(lines) or QUOTE.match(lines[index + length - 1]):
            break
        line = lines[index + length - 1]
        if not line.strip() or len(line) > 300:
            break
        text = f"{text} {line}"
        if length == 2 and not (_DATE.search(lines[index]) or _WEEKDAY.match(lines[index].strip())):
            break  # what is wrapped begins with its date
        if is_attribution(text):
            return length
        if length == 1 and _OLD_GMAIL.fullmatch(line.strip()) and quote_follows(lines, index + 1):
            return length
    return 0


def broken_before_attribution(lines: list[str]) -> list[str]:
    """`My answer. On Mon, 14 Dec 2020 X wrote:` above a quotation put on two lines."""
    out: list[str] = []
    quoted = [">" in line[:4] for line in lines]
    for index, line in enumerate(lines):
        if len(line) > 600 or quoted[index] or not any(quoted[index + 1 : index + 6]):
            out.append(line)
            continue
        starts = list(patterns()["same_line"].finditer(line))
        if starts and re.search(r"\w", line[: starts[-1].start()]):
            at = starts[-1].start()
            rest = [line[at:], *lines[index + 1 : index + 4]]
            if (length := attribution_length(rest, 0)) and quote_follows(lines, index + length):
                out += [line[:at].rstrip(" -"), line[at:]]
                continue
        out.append(line)
    return out


def quote_follows(lines: list[str], index: int) -> bool:
    for line in lines[index : index + 6]:
        if line.strip():
            return QUOTE.match(line) is not None
    return False


@lru_cache(maxsize=1024)
def _kind(line: str) -> str | None:
    """Which header line it is; None for any other."""
    if ":" not in line[:80] and "：" not in line[:80]:
        return None
    return next((name for name in KINDS if patterns()[f"header_{name}"].match(line)), None)


def _labelled(lines: list[str], index: int) -> dict[str, str]:
    """The header lines that stand here one below the other, by kind, with what is written in them."""
    values: dict[str, str] = {}
    unlabelled = 0
    last = ""
    for line in lines[index : index + 12]:
        if not line.strip():
            continue
        kind = _kind(line)
        if kind is None:
            unlabelled += 1
            if unlabelled > (_WRAPPED_TO if last == "to" else 1) or len(values) >= len(KINDS):
                break
            continue
        if kind == "from" and "from" in values:
            break
        found = patterns()[f"header_{kind}"].match(line)
        values.setdefault(kind, (found["value"] if found else "") or "")
        unlabelled, last = 0, kind
    return values


def opens_header(lines: list[str], index: int) -> bool:
    """Whether Outlook's block (From, Sent, To, Subject in any language) begins at the line."""
    line = lines[index]
    first = _kind(line)
    if first is None:
        return False
    if _in_one_line(line):
        return True
    if first == "subject":
        return False
    values = _labelled(lines, index)
    sender = values.get("from", "")
    if sender and _NUMBER_FIRST.match(sender):
        return False  # `From: 10:00`, `To: 12:00` of a meeting
    mailbox = "@" in sender or "@" in values.get("to", "")
    if first == "from":
        others = len(values) - 1
        ruled = index > 0 and RULE.fullmatch(lines[index - 1]) is not None
        return others >= 2 or (mailbox and (ruled or bool(_DATE.search(values.get("sent", "")))))
    if "from" in values:
        return mailbox and len(values) >= 3
    return mailbox and first == "sent" and "to" in values and _CLOCK.search(values["sent"]) is not None


def _in_one_line(line: str) -> bool:
    """`Date: ... From: x@y To: ... Subject: ...` run together."""
    if len(line) > 600 or line.count(":") + line.count("：") < 2 or "@" not in line:
        return False
    kinds = {name for name in KINDS if patterns()[f"within_{name}"].search(line)}
    return "from" in kinds and (len(kinds) >= 3 or ("sent" in kinds and _CLOCK.search(line) is not None))


def through_headers(lines: list[str], index: int) -> int:
    """The number of the first line below the block of header lines or the separator that begins here."""
    last = index
    for position in range(index, min(index + 12, len(lines))):
        line = lines[position]
        kind = _kind(line)
        if is_separator(line) or kind is not None:
            last = position
            if kind == "subject" and not _continues(lines, position + 1):
                break
        elif not line.strip() and last > index:
            break
    return last + 1


def _continues(lines: list[str], index: int) -> bool:
    """Whether another header line stands right below the subject."""
    return index < len(lines) and _kind(lines[index]) not in (None, "subject")


def header_block(lines: list[str], announced: bool = False) -> tuple[str, int] | None:
    """(the From line's value, how many lines) if a block of header lines stands at the top of these.

    ``announced``: below a line that says so, where the block may begin with any header, as in Thunderbird.
    """
    if not lines:
        return None
    if announced and _kind(lines[0]) is not None:
        values = _labelled(lines, 0)
        return (values["from"], through_headers(lines, 0)) if "from" in values and len(values) > 1 else None
    if not patterns()["header_from"].match(lines[0]) or not opens_header(lines, 0):
        return None
    first = patterns()["header_from"].match(lines[0])
    return (first["value"] or "" if first else ""), through_headers(lines, 0)


def is_separator(line: str) -> bool:
    """`-----Original Message-----` in any language."""
    if len(line) >= 120:
        return False
    if "--" in line or "__" in line:
        return patterns()["original"].search(line) is not None
    return " processed by " in line and patterns()["original"].match(line) is not None


def announces_header(lines: list[str], index: int) -> bool:
    """`Begin forwarded message:` without dashes, above a block of header lines."""
    line = lines[index].strip(" *:：")
    if not 6 <= len(line) < 60 or _kind(lines[index]) is not None:
        return False
    below = next((i for i in range(index + 1, min(index + 4, len(lines))) if lines[i].strip()), None)
    if below is None or not opens_header(lines, below):  # asked first: it costs less than to look for words
        return False
    found = patterns()["original"].match(line)
    return found is not None and not line[found.end() :].strip(" :")
