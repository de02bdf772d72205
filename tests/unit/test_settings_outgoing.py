"""The configuration of how mails leave: keys, pace, quiet hours."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from mailbot.errors import UsageError
from mailbot.settings import Settings, load_settings
from mailbot.wiring import Wiring


def loaded(folder: Path, text: str) -> Settings:
    path = folder / "mailbot.toml"
    path.write_text(text)
    return load_settings(path)


def test_pace_and_quiet_hours(tmp_path: Path) -> None:
    assert Wiring(Settings()).pace.is_limited is False
    found = Wiring(loaded(
        tmp_path,
        '[smtp]\nper_minute = 30\nper_domain_per_minute = 5\n[schedule]\nquiet_hours = "21:00-07:30"\n',
    )).pace  # fmt: skip
    assert (found.per_minute, found.per_domain, found.quiet) == (30, 5, (time(21), time(7, 30)))


@pytest.mark.parametrize("hours", ["21-7", "21:00", "25:00-07:00", "07:00-07:00", "21:00–07:00", "x"])
def test_hours_that_are_none_are_refused(tmp_path: Path, hours: str) -> None:
    with pytest.raises(UsageError, match=r"schedule\.quiet_hours: .*from when to when"):
        loaded(tmp_path, f'[schedule]\nquiet_hours = "{hours}"\n')


def test_key_files_start_from_the_configurations_folder(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        '[dkim]\nkeys = [{selector = "a", file = "dkim/a.pem"}, {selector = "b", file = "/etc/b.pem"}]\n',
    )
    assert [key.file for key in found.dkim.keys] == [tmp_path / "dkim/a.pem", Path("/etc/b.pem")]
    assert Wiring(found).dkim_domain == "itu.example"
    with pytest.raises(UsageError, match=r"a\.pem: No such file.*mailbot dkim keygen"):
        _ = Wiring(found).signing


def test_the_domain_that_signs_is_written_in_ascii(tmp_path: Path) -> None:
    assert (
        Wiring(loaded(tmp_path, '[identity]\naddress = "tsb@Bücher.example"\n')).dkim_domain
        == "xn--bcher-kva.example"
    )
    assert Wiring(loaded(tmp_path, '[dkim]\ndomain = "ITU.example"\n')).dkim_domain == "itu.example"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('keys = [{selector = "a b", file = "x"}]', "selector"),
        ('keys = [{selector = "a", file = "x"}, {selector = "A", file = "y"}]', "a selector is there twice"),
        ('domain = "itu.example; x"', "domain"),
    ],
)
def test_what_would_break_a_signature_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        loaded(tmp_path, f"[dkim]\n{text}\n")
