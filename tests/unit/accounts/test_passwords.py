"""What is a password, and how it is kept."""

from __future__ import annotations

import threading
import time

import pytest
from argon2 import PasswordHasher

from mailbot.accounts import passwords
from mailbot.errors import InputRefused, Retry

OWN = ("ada.verne@itu.example", "Ada Verne")


@pytest.mark.parametrize(
    "password",
    [
        "plum tree, no ladder", "correct horse battery staple", "xk7#Tq9!vLm2", "пять сельдей в шкафу",
        "五条鲱鱼在柜子里面还有一只猫", "خمس سمكات في الخزانة", "ada likes seven herrings", "            leading blanks",
        "it is summer in geneva again, ouch", "🐟🐠🐡🦈🐙🐚🦀🦞🦐🦑🐬🐳",
    ],
)  # fmt: skip
def test_what_may_be_one(password: str) -> None:
    passwords.check(password, OWN)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", passwords.TOO_SHORT), ("", passwords.TOO_SHORT), ("x" * 129, passwords.TOO_LONG),
        ("password1234", passwords.TOO_COMMON), ("P4ssw0rd2021!", passwords.TOO_COMMON),
        ("passwordpassword", passwords.TOO_COMMON), ("qwertyuiop123", passwords.TOO_COMMON),
        ("123456789012", passwords.TOO_COMMON), ("987654321098", passwords.TOO_COMMON),
        ("aaaaaaaaaaaaaaaa", passwords.TOO_COMMON), ("abababababab", passwords.TOO_COMMON),
        ("Welcome2Geneva", passwords.TOO_COMMON), ("Summer2021!!", passwords.TOO_COMMON),
        ("1q2w3e4r5t6y", passwords.TOO_COMMON), ("letmein-letmein", passwords.TOO_COMMON),
        ("Administrator1", passwords.TOO_COMMON), ("йцукенгшщзхъ", passwords.TOO_COMMON),
        ("CorrectHorseBatteryStaple", passwords.TOO_COMMON), ("mailbot-wtsa20", passwords.TOO_COMMON),
        ("ada.verne@itu.example", passwords.TOO_CLOSE), ("AdaVerne2021!", passwords.TOO_CLOSE),
        ("verne.verne.ada", passwords.TOO_CLOSE), ("ＡｄａＶｅｒｎｅ１２３４", passwords.TOO_CLOSE),
    ],
)  # fmt: skip
def test_what_a_guesser_tries_first(password: str, why: str) -> None:
    with pytest.raises(InputRefused) as refused:
        passwords.check(password, OWN)
    assert str(refused.value) == why
    assert password not in str(refused.value) or not password


def test_it_is_kept_as_owasp_has_it() -> None:
    kept = passwords.hashed("plum tree, no ladder")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept != passwords.hashed("plum tree, no ladder")
    assert passwords.is_right("plum tree, no ladder", kept)
    assert not passwords.is_right("Plum tree, no ladder", kept)
    assert not passwords.is_outdated(kept)


def test_an_older_hash_is_outdated() -> None:
    kept = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("plum tree, no ladder")
    assert passwords.is_right("plum tree, no ladder", kept)
    assert passwords.is_outdated(kept)


def test_one_password_may_be_typed_in_several_ways() -> None:
    kept = passwords.hashed("Ａdéle likes herrings")
    assert passwords.is_right("Adéle likes herrings", kept)


@pytest.mark.parametrize("kept", [None, "", "x", "$argon2id$v=19$m=19456,t=2,p=1$", "!"])
def test_without_a_hash_nothing_is_right(kept: str | None) -> None:
    assert not passwords.is_right("nobody's password", kept)
    assert not passwords.is_right("", kept)


def test_more_than_a_few_at_once_wait_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE", 0.01)
    monkeypatch.setattr(passwords, "_AT_ONCE", threading.BoundedSemaphore(1))
    with passwords._turn(), pytest.raises(Retry):
        passwords.is_right("a guess, another guess", None)
    assert not passwords.is_right("a guess, another guess", None)


def test_somebody_unknown_takes_as_long() -> None:
    kept = passwords.hashed("plum tree, no ladder")
    passwords.is_right("x", None)

    def took(known: str | None) -> float:
        begin = time.process_time()  # of all threads: a busy machine does not count
        passwords.is_right("a guess, another guess", known)
        return time.process_time() - begin

    unknown, known = (min(took(each) for _ in range(15)) for each in (None, kept))
    assert 0.5 < unknown / known < 2
