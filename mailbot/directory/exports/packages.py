"""Zip packages (docx, xlsx) that are the same bytes whenever they are made of the same content."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

Change = Callable[[str, bytes], bytes]


def without_clock(saved: BytesIO, change: Change = lambda _, content: content) -> bytes:
    """The package with its parts' times all the same; ``change`` may give a part other bytes."""
    made = BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, change(name, old.read(name)))
    return made.getvalue()
