"""What the readers make of mail by other hands, measured; the floors are a little below the last measurement."""

from __future__ import annotations

import importlib.util
import json
import statistics
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret

HERE = Path(__file__).parent
FLOORS: dict[str, dict[str, float]] = json.loads((HERE / "floors.json").read_text())

FORBIDDEN = {"languages/score": 1}  # forbidden values still proposed; the goal is none


@pytest.fixture(scope="module")
def directory() -> Directory:
    return load_file(HERE / "state.yaml")


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("unseen_score", HERE / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(scorer: ModuleType, directory: Directory, part: str) -> dict[str, Any]:
    gold = scorer.read(HERE / part / "gold.jsonl")
    found, times = {}, []
    for file in gold:
        raw = (HERE / part / file).read_bytes()
        began = time.perf_counter()
        found[file] = interpret(raw, directory, ("mx.itu.example",)).to_json()
        times.append(time.perf_counter() - began)
    result, _ = scorer.score(gold, found)
    return {
        "precision": result["overall"]["precision"],
        "recall": result["overall"]["recall"],
        **{name: result[name] for name in ("classification", "exact", "questions")},
        "must_not": result["must_not_violations"],
        "median_ms": 1000 * statistics.median(times),
    }


@pytest.mark.parametrize("part", sorted(FLOORS))
def test_unseen_mail_is_read_no_worse_than_before(
    scorer: ModuleType, directory: Directory, part: str
) -> None:
    result = measured(scorer, directory, part)
    print(part, {name: round(value, 3) for name, value in result.items()})
    assert result["must_not"] <= FORBIDDEN.get(part, 0)
    below = {name: (result[name], floor) for name, floor in FLOORS[part].items() if result[name] < floor}
    assert below == {}
