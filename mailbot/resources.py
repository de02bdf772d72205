"""Where the files that belong to mailbot lie: templates/, config/, db/ of a checkout or inside the wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
ROOT = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent
TEMPLATES = ROOT / "templates"
CONFIG = ROOT / "config"
MIGRATIONS = ROOT / "db" / "migrations"
PHRASES = CONFIG / "phrases"
SHIPPED_PROGRAMME = CONFIG / "programmes" / "wtsa20.yaml"
