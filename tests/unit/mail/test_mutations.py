"""Any bytes are read: strange mails as they are, and thousands of seeded mutations of them and of the corpus.

`python -m tests.unit.mail.test_mutations --count 100000 [--seed N] [--through interpret|intake] [FOLDER...]`
measures as many as are wanted, or as many as `--minutes` allow, on mails of other folders too; MAILBOT_MUTATIONS=100000 makes the suite do more.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random

import pytest

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret
from mailbot.mail.bounds import Unreadable
from mailbot.mail.message import parse
from tests.unit.inbound.whole_intake import WholeIntake
from tests.unit.mail.strange import STRANGE

CORPUS = Path(__file__).parents[2] / "corpus"
COUNT = int(os.environ.get("MAILBOT_MUTATIONS", "2000"))
SEED = 4
TOKENS = (
    b"\r\n", b"\n", b"\r", b"\0", b"\r\n\r\n", b"--", b"--b", b"--b--", b"=?utf-8?b?", b"?=", b"=?x?q?=", b";", b"\"",
    b"<", b">", b"(", b")", b",", b":", b"@", b"\\", b"=", b"%", b"*0*=", b"''", b"\xff", b"\xed\xa0\x80", b"\xc3",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n", b"Content-Type: message/rfc822\r\n", b"charset=utf-7",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: quoted-printable\r\n", b"charset=utf-16",
    b"From: a@x.example\r\n", b"Date: \r\n", b"\xe2\x80\xae", b"\xc2\xb2", b"99999999999", b"-1", b"\t", b" " * 200, b"> ",
    b"<table><tr><td>", b"</td>", b"&#x110000;", b"<ol start=\xc2\xb2>", b"| ", b"\x1b$B", b"~{", b"+AOk", b"\xef\xbb\xbf",
)  # fmt: skip


def mutated(raw: bytes, other: bytes, random: Random) -> bytes:
    """One to six random injuries: bytes changed, cut, doubled, moved, swapped with another mail's, tokens put in."""
    data = bytearray(raw[:200_000])
    for _ in range(random.randint(1, 6)):
        at, length = random.randint(0, len(data)), random.choice((1, 2, 8, 60, 400))
        match random.randrange(8):
            case 0 if data:
                data[min(at, len(data) - 1)] = random.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = random.choice(TOKENS) * random.choice((1, 1, 1, 40))
            case 3:
                data[at:at] = data[at : at + length]
            case 4:
                there = random.randint(0, len(other))
                data[at : at + length] = other[there : there + length * 5]
            case 5 if data:
                data[at:] = data[at:][:length] if random.random() < 0.3 else data[at:]
            case 6:
                data[at : at + length] = random.randbytes(min(length, 60))
            case _:
                lines = bytes(data).split(b"\n")
                first, second = random.randrange(len(lines)), random.randrange(len(lines))
                lines[first], lines[second] = lines[second], lines[first]
                data = bytearray(b"\n".join(lines))
    return bytes(data)


def mutations(mails: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    random = Random(seed)
    for _ in range(count):
        yield mutated(random.choice(mails), random.choice(mails), random)


@cache
def state() -> Directory:
    return load_file(CORPUS / "state.yaml")


@cache
def mails() -> tuple[bytes, ...]:
    return (*STRANGE.values(), *(path.read_bytes() for path in sorted(CORPUS.rglob("*.eml"))))


def read(raw: bytes) -> object:
    """One classified record, or the reason why not."""
    try:
        found = interpret(raw, state(), ("mx.itu.example",))
    except Unreadable as exc:
        return exc.reason.value
    failed = [result.reader for result in found.results if getattr(result, "rule", "") == "failure"]
    return found.classification + "".join(f", the {reader} reader failed" for reader in failed)


def parsed(raw: bytes) -> object:
    try:
        return "parsed" if parse(raw).raw is raw else "altered"
    except Unreadable as exc:
        return exc.reason.value


def test_there_are_enough_strange_mails() -> None:
    assert len(STRANGE) >= 120
    assert len(set(STRANGE.values())) == len(STRANGE)


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_mail_becomes_one_record(name: str) -> None:
    assert "reader failed" not in str(read(STRANGE[name]))


def test_mutations_are_parsed() -> None:
    assert "altered" not in Counter(parsed(raw) for raw in mutations(list(mails()), COUNT, SEED))


def test_mutations_are_read() -> None:
    kinds = Counter(
        read(raw) for raw in mutations([m for m in mails() if len(m) < 20_000], COUNT // 4, SEED + 1)
    )
    assert kinds.total() == COUNT // 4
    assert len(kinds) > 4
    assert not [kind for kind in kinds if "reader failed" in str(kind)]


def test_mutations_pass_the_whole_intake(tmp_path: Path) -> None:
    intake = WholeIntake(tmp_path, state())
    cases = [mail for mail in mails() if len(mail) < 20_000]
    kinds = Counter(intake(raw) for raw in mutations(cases, COUNT // 20, SEED + 2))
    intake.close()
    assert kinds.total() == COUNT // 20
    assert len(kinds) > 4
    assert "reader-failed" not in kinds


def main() -> int:
    """Measure; failing mails are kept in a folder named by --keep."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--through", choices=("parse", "interpret", "intake"), default="parse")
    options.add_argument("--minutes", type=float, default=None)
    options.add_argument("--keep", type=Path)
    options.add_argument("folders", nargs="*", type=Path)
    wanted = options.parse_args()
    originals = [
        p.read_bytes() for folder in wanted.folders for p in sorted(folder.rglob("*")) if p.is_file()
    ]
    cases = originals or list(mails())
    holder = tempfile.TemporaryDirectory()
    ways: dict[str, Callable[[], Callable[[bytes], object]]] = {
        "parse": lambda: parsed,
        "interpret": lambda: read,
        "intake": lambda: WholeIntake(Path(holder.name), state()),
    }
    one = ways[wanted.through]()
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    until = time.monotonic() + 60 * wanted.minutes if wanted.minutes else float("inf")
    for number, raw in enumerate(chain(cases, mutations(cases, wanted.count, wanted.seed))):
        if time.monotonic() > until:
            break
        begun = time.perf_counter()
        try:
            outcome = str(one(raw))
        except Exception:
            place = traceback.format_exc().strip().splitlines()
            outcome = f"RAISED {place[-1][:90]} at {place[-3].strip()[-90:]}"
            if wanted.keep and outcomes[outcome] < 3:
                wanted.keep.mkdir(parents=True, exist_ok=True)
                (wanted.keep / f"{number}.eml").write_bytes(raw)
        taken = time.perf_counter() - begun
        if taken > max(slowest, 0.5):
            slowest = taken
            if wanted.keep:
                wanted.keep.mkdir(parents=True, exist_ok=True)
                (wanted.keep / f"slow-{taken:.1f}s-{number}.eml").write_bytes(raw)
        outcomes[outcome] += 1
    done = max(outcomes.total() - len(cases), 0)
    sys.stdout.write(f"{len(cases)} mails, {done} mutations, slowest {slowest:.2f} s\n")
    for outcome, count in outcomes.most_common():
        sys.stdout.write(f"{count:8} {outcome}\n")
    return any(outcome.startswith("RAISED") for outcome in outcomes)


if __name__ == "__main__":
    sys.exit(main())
