"""Storms of looping mails, as machines send them: with the headers that say so, and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

VACATION, SILENT, ROBOT, LOOPING = (
    "annelie.sjogren@cept.example", "oskar.berg@pts-se.example", "anna.lind@cept.example", "robot@elsewhere.example",
)  # fmt: skip
ASKER = "o.pemberton@dcms-gb.example"


def _letter(number: int, sender: str, subject: str, body: str, *fields: str) -> bytes:
    head = (
        f"From: {sender}", "To: tsb-irc@itu.example", f"Subject: {subject}", "Date: Tue, 12 Jan 2021 10:00:00 +0000",
        f"Message-ID: <{number}@{sender.partition('@')[2]}>", *fields,
    )  # fmt: skip
    return ("\n".join(head) + f"\n\n{body}\n").encode()


def storm(count: int) -> Iterator[bytes]:
    """``count`` mails, a fifth of each kind; no two are the same."""
    for n in range(count):
        match n % 5:
            case 0:  # says so
                yield _letter(
                    n,
                    VACATION,
                    f"Re: LS {n}",
                    f"I am out of the office. Ticket {n}.",
                    "Auto-Submitted: auto-replied",
                )
            case 1:  # a vacation that does not say so
                yield _letter(n, SILENT, f"Re: LS {n}", f"I am out of the office until 8 January, no. {n}.")
            case 2:  # a receipt that does not say so
                yield _letter(
                    n, ROBOT, f"Re: {n}", f"We have taken note of your mail no. {n} and shall look at it."
                )
            case 3:  # a machine nobody knows
                yield _letter(
                    n,
                    LOOPING,
                    f"[#{n}] your request",
                    f"Case {n} was closed by our agent.",
                    "Precedence: bulk",
                )
            case _:  # a program that asks again and again in one thread
                yield _letter(
                    n,
                    ASKER,
                    "Re: commands",
                    "help\n" + "status\n" * (n % 7),
                    "References: <root@dcms-gb.example>",
                )


def write_mbox(path: Path, count: int) -> None:
    with path.open("wb") as file:
        for raw in storm(count):
            file.write(b"From storm Tue Jan 12 10:00:00 2021\n" + raw + b"\n")
