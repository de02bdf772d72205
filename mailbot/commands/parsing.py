"""The commands of a mail: one a line, in any of the six languages. Pure.

A mail is a command mail if its first line (after a greeting) is a command and no line is prose: a letter that
begins with `Status` or `Help us` stays a letter. What stands below `--`, `quit`, thanks, a closing or the
sender's own name is not read. The words are those of `command.*` in `config/phrases`, matched whole.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from mailbot.commands.model import FORMATS, OFFICERS_ONLY, Line
from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import LANGUAGES, every_language, phrases

MAX_LENGTH = 80  # characters of a line that may be a command
MAX_DECISION = 400
MAX_WORDS = 10
MOST_LINES = 60  # a mail with more of them is no command mail
MAX_OFFICERS_LINES = 12  # a mail that approves may give its reason below
_ID = r"(?:\d{1,9}|[A-Za-z0-9][\w.:-]*\d[\w.:-]*)"
_DECISION = re.compile(
    rf"(?:(?:approve|undo|hold)(?:\s+all|(?:[\s,]+{_ID}){{1,50}})"
    rf"|(?:reject|release|approve|undo)\s+{_ID}(?:\s.{{0,300}})?)\s*[.!]?",
    re.I,
)
_JOINED = "و"  # Arabic writes its `and` together with the next word
_LIST = re.compile(r"\w[\w.-]{0,39}")
_ATTEMPT = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}")  # what may be a mistyped command: few words


def read(new_text: str, sender_name: str = "") -> tuple[Line, ...]:
    """The lines of a command mail, those not understood too; empty for every other mail."""
    lines = [line for line in map(str.strip, new_text.splitlines()) if line]
    first = command(lines[0]) if lines else None
    if first is None and len(lines) > 1 and (second := command(lines[1])) and _is_greeting(lines[0]):
        first, lines = second, lines[1:]
    if first is None:
        return ()
    lines = _up_to_the_end(lines[: MOST_LINES + 1], sender_name)
    if len(lines) > (MAX_OFFICERS_LINES if first.verb in OFFICERS_ONLY else MOST_LINES):
        return ()
    found = [first, *(command(line) or Line(line) for line in lines[1:])]
    prose = any(line.verb is None and not _ATTEMPT.fullmatch(line.text[:MAX_LENGTH]) for line in found)
    return () if prose and first.verb not in OFFICERS_ONLY else tuple(found)


def command(line: str) -> Line | None:
    """The command on a line, or None."""
    text = line.strip()
    if len(text) <= MAX_DECISION and _DECISION.fullmatch(text):
        decision, *numbers = text.split()
        return Line(text, decision.lower(), tuple(numbers[:60]))
    if not text or len(text) > MAX_LENGTH or len(text.split()) > MAX_WORDS:
        return None
    plain = _plain(text)
    for word, verb, language in _words("verb"):
        if (rest := _after(plain, word)) is None:
            continue
        arguments = _arguments(verb, rest, language)
        if arguments is not None:
            return Line(text, verb, arguments, language)
    return None


def _arguments(verb: str, rest: str, language: str) -> tuple[str, ...] | None:
    """What stands behind a verb; None where it is nothing that the verb takes."""
    if verb == "send":
        return _object(rest, language)
    if verb == "language":
        return _language(rest)
    if verb in ("subscribe", "unsubscribe"):
        return _list(rest, language)
    if verb in ("publish", "hide"):
        return _fields(rest, language, may_be_none=verb == "publish")
    return None if rest else ()


def _fields(rest: str, language: str, *, may_be_none: bool) -> tuple[str, ...] | None:
    """`my email and phone`: fields of a contact, each once; `everything`, `nothing`, `me` stand alone."""
    found: list[str] = []
    between = sorted((*_flat("also", language), *_flat("filler", language)), key=len, reverse=True)
    wanted = rest
    while wanted := wanted.lstrip(" ,;،、，"):
        named = next(
            ((n, behind) for word, n, _ in _words("field") if (behind := _cut(wanted, word)) is not None),
            None,
        )
        if named is not None:
            found.append(named[0])
            wanted = named[1]
            continue
        skipped = next((behind for word in between if (behind := _cut(wanted, word)) is not None), None)
        if skipped is None:
            return None
        wanted = skipped
    words = tuple(dict.fromkeys(found))
    alone = {"everything", "nothing", "me"} & set(words)
    if (alone and len(words) > 1) or (rest and not words) or not (words or may_be_none):
        return None
    return words


def _cut(text: str, word: str) -> str | None:
    """What follows a word that a blank or a comma ends."""
    if not text.startswith(word):
        return None
    rest = text[len(word) :]
    return rest if not rest or rest[0] in " ,;،、，" or HAN.match(word) or word == _JOINED else None


def _list(rest: str, language: str) -> tuple[str, ...] | None:
    """`irm-com3`, perhaps with an address behind it."""
    words = [word for word in rest.split() if word not in _flat("filler", language)]
    if len(words) > 2 or (words and not _LIST.fullmatch(words[0])):
        return None
    return tuple(words) if len(words) < 2 or "@" in words[1] else None


def _object(rest: str, language: str) -> tuple[str, ...] | None:
    """(what, format) of `contacts`, `contacts as xlsx`, `contacts xlsx`; no format is an empty one."""
    words = rest.split()
    while words and words[0] in _flat("filler", language):
        words.pop(0)
    wanted = " ".join(words)
    for name, what, _ in _words("object"):
        behind = _after(wanted, name)
        if behind is None:
            continue
        named = behind in FORMATS or not behind
        for word in sorted((*_flat("as", "en"), *_flat("as", language)), key=len, reverse=True):
            if not named and (format_ := _after(behind, word)):
                behind, named = format_, re.fullmatch(r"[a-z]{2,6}", format_) is not None
        if named:
            return what, behind
    return None


def _language(rest: str) -> tuple[str, ...] | None:
    """A code, or one of the six languages by name."""
    named = next((code for name, code, _ in _words("name") if name == rest), rest)
    return (named,) if re.fullmatch(r"[a-z]{2}", named) else None


@cache
def _words(table: str) -> tuple[tuple[str, str, str], ...]:
    """(word, what it stands for, its language) of `command.<table>`, the longest word first."""
    found = {
        (_plain(word), key): language
        for language in reversed(LANGUAGES)  # what two languages share counts as the first one's
        for key, words in phrases(language).table(f"command.{table}").items()
        for word in words
    }
    return tuple(sorted(((w, k, language) for (w, k), language in found.items()), key=lambda e: -len(e[0])))


@cache
def _flat(name: str, language: str) -> frozenset[str]:
    return frozenset(_plain(word) for word in phrases(language).words(f"command.{name}"))


def native(verb: str, language: str) -> str | None:
    """The word for a verb in a language, as `help` names it."""
    return next(iter(phrases(language).table("command.verb").get(verb, ())), None)


def _plain(text: str) -> str:
    """For comparison: no case, one kind of apostrophe, single blanks, no full stop."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(text.split()).rstrip(".。").rstrip()


def _after(text: str, word: str) -> str | None:
    """What follows the word at the beginning of the text; Chinese needs no blank between."""
    if not text.startswith(word):
        return None
    rest = text[len(word) :]
    return rest.strip() if not rest or rest[0] == " " or HAN.match(word) else None


def _up_to_the_end(lines: list[str], sender_name: str) -> list[str]:
    """The lines down to where the sender ends."""
    name = _plain(sender_name)
    out: list[str] = []
    for line in lines:
        bare = _plain(line).strip(" ,.!。！،")
        ends = line.startswith("--") or any(bare in _flat("quit", language) for language in LANGUAGES)
        if ends or (out and (bare == name or (len(bare) > 2 and bare in name.split()))):
            break
        if out and every_language().pattern("mail.closing").fullmatch(line.rstrip(" ,.!")):
            break
        out.append(line)
    return out


def _is_greeting(line: str) -> bool:
    """`Dear colleagues,`: a greeting and a comma behind it."""
    if not line.endswith((",", "!", "،", "，", ":", "：")) or len(line) > 60:
        return False
    return every_language().pattern("mail.greeting").match(line) is not None
