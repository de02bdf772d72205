"""THREATS 25-31 on the whole path: `mailbot ingest FILE` quarantines each with its reason, quickly, in little
memory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.inbound.hostile import BREACHES, HEAD, attached, package, workbook

ROOT = Path(__file__).parents[3]
SECONDS, MEGABYTES = 2, 200
# the high-water mark of the process itself: getrusage would count what the parent had before exec
MEASURE = """
import json, resource, sys, time
from pathlib import Path
from mailbot.doors.cli.main import run
from tests.speed import slowness

def peak():
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

run(["ingest", "ordinary.eml"])  # what any mail needs is loaded
for path in sys.argv[1:]:
    begun = time.process_time()  # of this process: the machine may be busy
    code = run(["ingest", path])
    seconds, megabytes = time.process_time() - begun, peak()
    if seconds > 1:
        seconds /= slowness()  # or slow
    print("MEASURED", json.dumps([path, code, seconds, megabytes]), flush=True)
"""


def ingested(folder: Path, imported: Path, mails: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """Each mail by name: what `quarantine list` says of it, and what taking it in cost."""
    shutil.copy(imported, folder / "mailbot.db")
    (folder / "mailbot.toml").write_text('[database]\nurl = "sqlite:///mailbot.db"\n')
    (folder / "ordinary.eml").write_bytes(HEAD + b"\r\nThank you.\r\n")
    names = {}
    for number, (name, raw) in enumerate(mails.items()):
        path = folder / f"{number}.eml"
        path.write_bytes(raw.replace(b"<hostile@", b"<%d@" % number))
        names[str(path)] = name
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, *names], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    costs = [json.loads(line[9:]) for line in ran.stdout.splitlines() if line.startswith("MEASURED ")]
    listed = subprocess.run(
        [sys.executable, "-m", "mailbot", "quarantine", "list", "--json"], cwd=folder, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    found = {each["id"]: each for each in map(json.loads, listed.stdout.splitlines())}
    assert "Traceback" not in ran.stderr
    print(*(f"{names[path]}: {s:.2f}s {m}MB" for path, _, s, m in costs), sep="\n")
    return {
        names[path]: {"code": code, "seconds": seconds, "megabytes": megabytes, **found.get(number, {})}
        for number, (path, code, seconds, megabytes) in enumerate(costs, 2)
    }


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, imported: Path) -> dict[str, dict[str, Any]]:
    mails = {name: make() for name, (make, _) in BREACHES.items()}
    return ingested(tmp_path_factory.mktemp("breaches"), imported, mails)


def expect(results: dict[str, dict[str, Any]], row: str) -> None:
    names = [name for name in BREACHES if name.startswith(row)]
    assert names
    for name in names:
        found = results[name]
        assert found.get("reason") == BREACHES[name][1], (name, found)
        assert found["why"]
        assert found["code"] == 1
        assert found["seconds"] < SECONDS, (name, found["seconds"])
        assert found["megabytes"] < MEGABYTES, (name, found["megabytes"])


def test_threat_25_zip_bombs_are_stopped_at_the_limit(results: dict[str, dict[str, Any]]) -> None:
    expect(results, "25")


def test_threat_26_entity_bombs_and_external_entities(results: dict[str, dict[str, Any]]) -> None:
    expect(results, "26")


def test_threat_29_nested_multiparts(results: dict[str, dict[str, Any]]) -> None:
    expect(results, "29")


def test_threat_30_a_hundred_thousand_parts(results: dict[str, dict[str, Any]]) -> None:
    expect(results, "30")


def test_threat_31_twenty_thousand_addresses(results: dict[str, dict[str, Any]]) -> None:
    expect(results, "31")


def test_headers_and_size(results: dict[str, dict[str, Any]]) -> None:
    expect(results, "header")
    expect(results, "size")


def test_a_large_honest_mail_is_read_in_bounded_memory(tmp_path: Path, imported: Path) -> None:
    size = 40_000_000
    mails = {
        "paper": attached("paper.pdf", b"%PDF-1.7" + b"\1\2\3" * (size // 4)),
        "text": HEAD + b"\r\n" + b"The phone number is right. \r\n" * (size // 30),
        "matryoshka": matryoshka(20, size),
    }
    for name, found in ingested(tmp_path, imported, mails).items():
        assert found["code"] == 0, (name, found)
        assert found["megabytes"] < 300, (name, found)
        assert found["seconds"] < 5, (name, found)


def matryoshka(depth: int, size: int) -> bytes:
    """Multiparts in each other around one large part; to keep every level's body would take gigabytes."""
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)
    )
    return HEAD + head + b"Content-Type: application/x-a\r\n\r\n" + b"x" * size


def test_threat_25_archives_in_archives_are_not_opened(tmp_path: Path, imported: Path) -> None:
    inner = package({"bomb": b"\0" * 40_000_000})
    nested = workbook("", extra={"xl/embeddings/a.zip": inner, "xl/embeddings/b.xlsx": inner})
    mails = {"nested": attached("x.xlsx", nested), "zip": attached("x.zip", inner)}
    for found in ingested(tmp_path, imported, mails).values():
        assert (found["code"], found["megabytes"] < MEGABYTES, found["seconds"] < SECONDS) == (0, True, True)


def test_threat_28_a_symbolic_link_in_an_archive(tmp_path: Path, imported: Path) -> None:
    from mailbot.directory.programme import load_file
    from mailbot.inbound.interpret import interpret

    link = workbook("<row/>", extra={"xl/media/passwd": "/etc/passwd"}, links=("xl/media/passwd",))
    state = load_file(Path(__file__).parents[2] / "corpus" / "state.yaml")
    found = interpret(attached("x.xlsx", link), state, ())
    assert any("symbolic link" in question.text for question in found.questions)
    assert found.changes == ()
