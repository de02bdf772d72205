"""Golden pairs: `<kind>/<case>.eml` read against `state.yaml` gives what `<case>.json` says.

A label lists the changes that must be found with their fields, and no others may be; `questions` null is not
judged. Fields a careful reader may add (an address from the contact sheet, the words of a view) are free unless
the label gives them. A failing case leaves `<case>.got.json` beside its label.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/*.eml"))
FREE = {
    "participation": {"email"},
    "view": {"comment"},
    "contact": {"country", "affiliation", "job_title"},
    "meeting": {"mode", "status"},
}


@pytest.fixture(scope="module")
def state() -> Directory:
    return load_file(HERE / "state.yaml")


def plain(change: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value["new"] for name, value in change["fields"].items()}
    return {"target": change["target"], "op": change["op"], "id": change["id"], "fields": fields}


def fits(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    if any(wanted[key] != got[key] for key in ("target", "op", "id")):
        return False
    free = FREE.get(wanted["target"], set()) if wanted["op"] == "add" else set()
    extra = set(got["fields"]) - set(wanted["fields"]) - free
    return not extra and all(got["fields"].get(k) == v for k, v in wanted["fields"].items())


def differences(wanted: dict[str, Any], got: dict[str, Any]) -> list[str]:
    found = [
        f"{k}: {got[k]} instead of {wanted[k]}"
        for k in ("classification", "organization", "language")
        if got[k] != wanted[k]
    ]
    left = [plain(change) for change in got["changes"]]
    for change in wanted["changes"]:
        match = next((other for other in left if fits(change, other)), None)
        if match is None:
            found.append(f"missing: {change}")
        else:
            left.remove(match)
    found += [f"extra: {change}" for change in left]
    if wanted["questions"] is not None and bool(got["questions"]) != wanted["questions"]:
        found.append(f"questions: {got['questions']}")
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_golden(path: Path, state: Directory) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    got = interpret(path.read_bytes(), state, ("mx.itu.example",)).to_json()
    beside = path.with_suffix(".got.json")
    found = differences(wanted, got)
    if found:
        beside.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    else:
        beside.unlink(missing_ok=True)
    assert not found, "\n".join(found)


def test_evidence_is_verbatim(state: Directory) -> None:
    """Every excerpt of a change read from the body stands in the mail, line ends aside."""
    for path in CASES:
        seen = interpret(path.read_bytes(), state, ())
        text = " ".join(seen.message.text.replace(">", " ").split())
        for change in seen.changes:
            for excerpt in change.evidence if change.source == "body" else ():
                assert " ".join(excerpt.replace(">", " ").split()) in text, (path.name, excerpt)


def test_nothing_for_a_stranger(state: Directory) -> None:
    """The same letters from an address nobody knows change nothing."""
    for path in CASES:
        raw = path.read_bytes()
        head, _, body = raw.partition(b"\n\n")
        lines = [
            b"From: A <a@unknown.example>" if line.startswith(b"From:") else line
            for line in head.split(b"\n")
        ]
        assert interpret(b"\n".join(lines) + b"\n\n" + body, state, ()).changes == ()
