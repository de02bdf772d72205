"""What the pages know of the consensus, computed once for each state of the directory."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mailbot.directory.consensus import Assessment, assess_all
from mailbot.directory.trends import Trend, trend
from mailbot.doors.web.site import Site


@dataclass
class Consensus:
    """Keeps the newest of each and nothing older."""

    site: Site
    _kept: dict[str, tuple[Any, Any]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def now(self) -> Mapping[str, Assessment]:
        """Every text's assessment; those too that only withdrawn positions propose."""
        revision, directory = self.site.known()
        found: Mapping[str, Assessment] = self._once(
            "now", revision, lambda: assess_all(directory, withdrawn=True)
        )
        return found

    def trend(self, now: datetime) -> Trend:
        """The consensus over time, up to today."""
        revision, directory = self.site.known()
        zone = directory.zone

        def computed() -> Trend:
            with self.site.wiring.store.read() as session:
                return trend(session, now, zone)

        found: Trend = self._once("trend", (revision, now.astimezone(zone).date()), computed)
        return found

    def _once(self, name: str, key: object, compute: Any) -> Any:
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or kept[0] != key:
                kept = self._kept[name] = (key, compute())
            return kept[1]
