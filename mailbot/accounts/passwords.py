"""Passwords: argon2id hashes, and what is refused as a password.

The parameters are OWASP's (Password Storage Cheat Sheet: 19 MiB, two passes, one lane); a hash made with
others is made anew when its owner signs in (`is_outdated`). A password has 12 to 128 characters of any kind
(NIST SP 800-63B section 5.1.1.2: no rules on which), and is brought to NFKC first, for one may be typed in
several ways. Refused is what a guesser tries first: common passwords, and what little remains of a password
without common words, the account's own words, sequences and repetitions.

At most four hashes are computed at a time: memory is bounded, whoever knocks. Who has not had his turn after
some seconds is told to come again (Retry), so that the site's other pages are still served.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from mailbot.accounts.common import COMMON
from mailbot.errors import InputRefused, Retry
from mailbot.wording import N_

SHORTEST, LONGEST = 12, 128
_AT_ONCE = threading.BoundedSemaphore(4)
_PATIENCE = 5.0  # seconds
_HASHER = PasswordHasher(
    time_cost=2, memory_cost=19456, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)
_LEAST_OF_ITS_OWN = 6  # characters that remain without everybody's words
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
         "qwertzuiopasdfghjklyxcvbnm", "01234567890123456789",
         "йцукенгшщзхъфывапролджэячсмитьбю")  # fmt: skip
_PUNCTUATION = re.compile(r"[\s!-/:-@\[-`{-~]")
_DISGUISES = str.maketrans("013457@$!", "oleastasi")

TOO_SHORT = N_("The password is too short; take 12 characters or more, a few words for instance.")
TOO_LONG = N_("The password is too long; take 128 characters or less.")
TOO_COMMON = N_(
    "This password is one of the first that a guesser tries; take words that do not belong together."
)
TOO_CLOSE = N_("The password consists mainly of your own name or address; take other words.")


def hashed(password: str) -> str:
    """The argon2id hash, with its parameters and salt in it (PHC string format)."""
    with _turn():
        return _HASHER.hash(_one_form(password))


def is_right(password: str, known: str | None) -> bool:
    """Whether the password has this hash. Without a hash it takes as long and is False."""
    with _turn():
        try:
            return _HASHER.verify(known or _nobodys(), _one_form(password)) and bool(known)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(known: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(known)


def check(password: str, own_words: Iterable[str] = ()) -> None:
    """Raises InputRefused with the reason, a text of the catalogues, where the password is not to be had.
    ``own_words`` are the account's name, address and the like."""
    plain = _one_form(password)
    if len(plain) < SHORTEST:
        raise InputRefused(TOO_SHORT)
    if len(plain) > LONGEST:
        raise InputRefused(TOO_LONG)
    bare = plain.casefold()
    if len(_PUNCTUATION.sub("", _without(bare, _words(own_words)))) < _LEAST_OF_ITS_OWN:
        raise InputRefused(TOO_CLOSE)
    for form in (bare, bare.translate(_DISGUISES)):
        rest = _without(form, COMMON)
        if len(_without_runs(rest)) < _LEAST_OF_ITS_OWN or len(set(form)) < 5:
            raise InputRefused(TOO_COMMON)


@contextmanager
def _turn() -> Iterator[None]:
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise Retry("too many sign in at once; try again in a minute")
    try:
        yield
    finally:
        _AT_ONCE.release()


@cache
def _nobodys() -> str:
    """A hash that no password is compared with but to take the time."""
    return _HASHER.hash("nobody's password")


def _one_form(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _words(texts: Iterable[str]) -> list[str]:
    found = {word for text in texts for word in re.findall(r"\w{3,}", _one_form(text).casefold())}
    return sorted(found, key=len, reverse=True)


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _without_runs(text: str) -> str:
    """Each run of neighbours on the keyboard or in the alphabet, or of one character, counts as one."""
    kept: list[str] = []
    for before, here in zip((" ", *text), text, strict=False):
        pair = before + here
        if before == here or any(pair in run or pair in run[::-1] for run in _RUNS):
            continue
        kept.append(here)
    return "".join(kept)
