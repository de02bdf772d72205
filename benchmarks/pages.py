"""How long the public pages of the table take, and how large they are, with every cell filled in.

The table is six organizations by sixty texts (`tests/unit/doors/web/big.py`), all positions there, and a
change a day. The reference is the smallest page of the site, from the same server in the same layout, so that
a busy machine slows both sides. Times are medians of the whole answer, connection, request, database and
page; `first` is the first time after a change of the directory, when the consensus is computed anew.

As measured when this was written, in the ratio to the empty page: table 2.9 (66 kB), one Committee 2.7, in
Arabic 3.0 (73 kB), text 2.1, cell 1.9, compare 3.3, matrix 3.4. On a core of its own the table takes some
13 ms.

    python -m benchmarks.pages [--rounds 30]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.importing import import_programme
from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.resources import SHIPPED_PROGRAMME
from mailbot.store.session import Store
from tests.unit.doors.web.big import full
from tests.unit.doors.web.conftest import Site, served

BEGIN = datetime(2020, 12, 14, 11, tzinfo=UTC)
DAYS = 30
PAGES = {
    "table": "/table",
    "table, one Committee": "/table?committee=COM4",
    "table, in Arabic": "/table?lang=ar",
    "text": "/table/text/Resolution%2020",
    "cell": "/table/cell/CEPT/Resolution%2020",
    "compare": "/table/compare?a=CEPT&b=ATU",
    "matrix": "/table/matrix",
}
EMPTY = "/suggest"  # a small form


def prepared(folder: Path) -> None:
    """The database of the full table with a history of some weeks, a change a day."""
    store = Store(f"sqlite:///{folder / 'mailbot.db'}").prepare()
    with store.begin() as session:
        directory = full(load_file(SHIPPED_PROGRAMME))
        import_programme(session, directory, actor="operator", file="f", now=BEGIN)
    for day in range(DAYS):
        changed(store, directory, day)
    store.close()


def changed(store: Store, directory: Directory, day: int) -> None:
    """One position is agreed upon."""
    position = directory.positions[7 * day]
    turned = "agreed" if position.status != "agreed" else "submitted"
    fields = {"status": FieldChange(position.status, turned)}
    change = Change("position", "update", position.key, position.organization, fields)
    with store.begin() as session:
        apply(session, change, Provenance("officer", BEGIN + timedelta(days=day, hours=1)))


def asked(site: Site, path: str) -> tuple[float, int]:
    """(milliseconds, octets) of one answer."""
    began = time.perf_counter()
    answer = site.ask("GET", path)
    return 1000 * (time.perf_counter() - began), len(answer.body)


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=30)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        prepared(Path(folder))
        with served(Path(folder)) as site:
            directory = site.wiring.directory()
            for path in PAGES.values():
                asked(site, path)  # templates are compiled once
            print(f"{'median of ' + str(rounds):24}{'kB':>7}{'ms':>8}{'empty':>8}{'ratio':>8}{'first':>8}")
            for number, (name, path) in enumerate(PAGES.items()):
                changed(site.wiring.store, directory, DAYS + number)
                first = asked(site, path)[0]
                pairs = [(asked(site, path), asked(site, EMPTY)[0]) for _ in range(rounds)]
                ours = statistics.median(answer[0] for answer, _ in pairs)
                empty = statistics.median(reference for _, reference in pairs)
                size = pairs[0][0][1] / 1000
                print(f"{name:24}{size:7.1f}{ours:8.1f}{empty:8.1f}{ours / empty:8.1f}{first:8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
