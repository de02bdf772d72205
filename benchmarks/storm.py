"""How long a storm of looping mails takes, and that nobody is written to for it.

`python -m benchmarks.storm --count 10000` takes them in by `mailbot ingest` into a fresh folder, plans what
is due, and checks what `tests/unit/inbound/test_threat_17_storm.py` checks of fewer.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time

from mailbot.doors.cli.main import run
from tests.unit.inbound.test_threat_17_storm import check, outcome


def main() -> int:
    """Measure; raises AssertionError where somebody would be written to."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--count", type=int, default=10_000)
    count = options.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        run(["init"])
        run(["import", "programme.yaml"])
        wall, cpu = time.perf_counter(), time.process_time()
        found = outcome(count)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        os.chdir("/")
    check(count, *found)
    sys.stdout.write(
        f"{count} mails in {wall:.1f} s ({cpu:.1f} s of the processor, {1000 * cpu / count:.1f} ms a mail)\n"
        f"mails {dict(found[0])}, written to {dict(found[1])}, cases {dict(found[2])}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
