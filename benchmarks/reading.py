"""How long reading a mail takes, as ratios to two named references that run beside it:

- warm: `interpret` of one mail, against **the standard library's parser** on the same mail (`email` with the
  default policy, the whole tree walked, every text decoded);
- cold: `mailbot parse --state --json` of one mail in a process of its own, against **loading the libraries
  alone** (typer, pydantic, PyYAML) in a process of its own.

A machine that is busy slows both sides, so that the ratios of two runs can be compared where the milliseconds
cannot. Times are CPU times; the caches of bytecode are filled first.

    python -m benchmarks.reading [--hands mixed russian ...] [--cold 5] [--rounds 3]
"""

from __future__ import annotations

import argparse
import compileall
import email
import email.policy
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret

ROOT = Path(__file__).resolve().parent.parent
HANDS = ROOT / "tests" / "unseen" / "hands"
TRUST = ("mx.itu.example",)
LIBRARIES = "import typer, pydantic, yaml; pydantic.BaseModel; typer.Typer()"
DEFAULT = ("mixed", "english-3", "five-languages", "russian", "arabic-chinese", "attachments-2")


def library(raw: bytes) -> None:
    """The reference of the warm figures."""
    for part in email.message_from_bytes(raw, policy=email.policy.default).walk():
        if part.get_content_maintype() == "text":
            part.get_content()


def spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def reading(raw: bytes, directory: Directory) -> float:
    return spent(lambda: interpret(raw, directory, TRUST))


def warm(hand: str, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """(mailbot's seconds, the reference's) of every letter, the least of the rounds; by kind of mail.

    A round goes over all mails, so that nothing kept of a mail is there when it is read again.
    """
    directory = load_file(HANDS / hand / "state.yaml")
    mails = [path.read_bytes() for path in sorted((HANDS / hand).glob("*.eml"))]
    read = [interpret(raw, directory, TRUST) for raw in mails]
    ours, theirs = [[9.0] * len(mails), [9.0] * len(mails)]
    for _ in range(rounds):
        for number, raw in enumerate(mails):
            ours[number] = min(ours[number], reading(raw, directory))
            theirs[number] = min(theirs[number], spent(partial(library, raw)))
    found: dict[str, list[tuple[float, float]]] = {"prose": [], "attachment": []}
    for seen, mine, other in zip(read, ours, theirs, strict=True):
        if seen.kind.kind == "letter":
            found["attachment" if seen.message.parts else "prose"].append((mine, other))
    return found


def in_a_process(*arguments: str) -> tuple[float, float]:
    """(CPU seconds, seconds on the clock) of one run of Python."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(  # noqa: S603  # our own program, on our own files
        [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=ROOT
    )
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime), ended - began


def cold(hand: str, times: int) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Runs of `mailbot parse`, each of another mail, and beside each one of the reference."""
    mails = sorted((HANDS / hand).glob("*.eml"))[:times]
    state = str(HANDS / hand / "state.yaml")
    ours, theirs = [], []
    for path in mails:
        ours.append(in_a_process("-m", "mailbot", "parse", "--state", state, "--json", str(path)))
        theirs.append(in_a_process("-c", LIBRARIES))
    return ours, theirs


def row(name: str, count: int, ours: list[float], theirs: list[float]) -> None:
    mine, other = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    print(f"{name:34}{count:5}{1000 * mine:10.1f}{1000 * other:12.1f}{ratio:9.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hands", nargs="*", default=DEFAULT)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cold", type=int, default=5, help="mails, each in a process of its own")
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(ROOT / "mailbot", quiet=2)
    print(f"{'median':34}{'n':>5}{'ms':>10}{'reference':>12}{'ratio':>9}")
    every: dict[str, list[tuple[float, float]]] = {"prose": [], "attachment": []}
    for hand in given.hands:
        for kind, times in warm(hand, given.rounds).items():
            every[kind] += times
            if times:
                row(f"warm, {hand}, {kind}", len(times), *map(list, zip(*times, strict=True)))
    for kind, times in every.items():
        if times:
            row(f"warm, all, {kind}", len(times), *map(list, zip(*times, strict=True)))
    if given.cold:
        ours, theirs = cold(given.hands[0], given.cold)
        for number, unit in enumerate(("CPU", "clock")):
            row(f"cold, {unit}", len(ours), [t[number] for t in ours], [t[number] for t in theirs])


if __name__ == "__main__":
    main()
