"""The configuration: file, environment, and what is refused with the key's name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mailbot.errors import UsageError
from mailbot.resources import CONFIG
from mailbot.settings import Settings, is_loopback, load_settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in os.environ:
        if name.startswith("MAILBOT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "mailbot.toml"
    path.write_text(text)
    return path


def test_without_a_file_the_defaults_hold(elsewhere: Path) -> None:
    settings = load_settings()
    assert settings.database.url == f"sqlite:///{elsewhere}/var/mailbot.db"
    assert settings.imap.effective_port == 993
    assert settings.smtp.effective_port == 587
    assert settings.smtp.in_flight == 1


def test_the_file_in_the_working_directory_is_found(elsewhere: Path) -> None:
    written(elsewhere, '[imap]\nhost = "imap.itu.example"\n')
    assert load_settings().imap.host == "imap.itu.example"


def test_relative_paths_start_from_the_files_folder(elsewhere: Path) -> None:
    (elsewhere / "etc").mkdir()
    path = written(elsewhere / "etc", '[database]\nurl = "sqlite:///x.db"\n[smtp]\nca_file = "ca.pem"\n')
    settings = load_settings(path)
    assert settings.database.url == f"sqlite:///{elsewhere}/etc/x.db"
    assert settings.smtp.ca_file == elsewhere / "etc" / "ca.pem"


def test_the_environment_goes_before_the_file(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(elsewhere, '[imap]\nhost = "a.example"\nport = 993\n[review]\napprovers = ["a@itu.example"]\n')
    monkeypatch.setenv("MAILBOT_IMAP__HOST", "b.example")
    monkeypatch.setenv("MAILBOT_REVIEW__APPROVERS", '["x@itu.example", "y@itu.example"]')
    settings = load_settings()
    assert (settings.imap.host, settings.imap.port) == ("b.example", 993)
    assert settings.review.approvers == ("x@itu.example", "y@itu.example")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[imap]\nhots = "x"\n', r"imap\.hots"),
        ("[imap]\nport = 70000\n", r"imap\.port"),
        ("[imap]\nsecurity = 'ssl'\n", r"imap\.security"),
        ("nonsense", "not valid TOML"),
        ('[imap]\nhost = "imap.itu.example"\nsecurity = "none"\n', "allow_insecure"),
        ("[smtp]\nin_flight = 0\n", r"smtp\.in_flight"),
    ],
)
def test_mistakes_are_named(elsewhere: Path, text: str, message: str) -> None:
    path = written(elsewhere, text)
    with pytest.raises(UsageError, match=message) as caught:
        load_settings(path)
    assert "mailbot.toml" in str(caught.value)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(UsageError, match=r"nowhere\.toml"):
        load_settings(Path("nowhere.toml"))


def test_insecure_is_allowed_on_loopback_and_when_asked_for(elsewhere: Path) -> None:
    load_settings(written(elsewhere, '[imap]\nhost = "127.0.0.1"\nsecurity = "none"\n'))
    load_settings(
        written(elsewhere, '[imap]\nhost = "x.example"\nsecurity = "none"\nallow_insecure = true\n')
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True),
     ("10.0.0.1", False), ("localhost.evil.example", False), ("127.0.0.1.evil.example", False)],
)  # fmt: skip
def test_what_is_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_the_password_is_never_shown() -> None:
    settings = Settings(imap={"host": "h", "password": "hunter2"})  # type: ignore[arg-type]
    assert "hunter2" not in repr(settings) + str(settings)


def test_the_shipped_configuration_is_valid_and_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every key is in the commented file, so that nobody has to read code to find it."""
    load_settings(CONFIG / "mailbot.toml")
    text = (CONFIG / "mailbot.toml").read_text()
    sections = text.split("\n[")
    for name, info in Settings.model_fields.items():
        section = next(part for part in sections if part.startswith(f"{name}]"))
        for key in info.annotation.model_fields:  # type: ignore[union-attr]
            assert f"{key} =" in section, f"[{name}] {key} is not in config/mailbot.toml"


def test_only_the_example_site_trusts_a_server_by_default(elsewhere: Path) -> None:
    assert load_settings().trust.authserv_ids == ("mx.itu.example",)
    own = written(elsewhere, '[identity]\naddress = "irc@secretariat.example"\n')
    assert load_settings(own).trust.authserv_ids == ()
    told = written(elsewhere, "[trust]\nauthserv_ids = []\n")
    assert load_settings(told).trust.authserv_ids == ()


def test_a_preset_knows_the_servers_of_what_logs_in_by_token(elsewhere: Path) -> None:
    oauth = '[oauth]\npreset = "microsoft365"\ntenant = "contoso.example"\nclient_id = "x"\n'
    both = '[imap]\nauth = "oauth2"\nusername = "u"\n[smtp]\nauth = "oauth2"\nusername = "u"\n'
    settings = load_settings(written(elsewhere, oauth + both))
    assert (settings.imap.host, settings.imap.effective_port) == ("outlook.office365.com", 993)
    assert (settings.smtp.host, settings.smtp.effective_port) == ("smtp.office365.com", 587)
    google = oauth.replace("microsoft365", "google")
    settings = load_settings(written(elsewhere, google + '[imap]\nauth = "oauth2"\nhost = "mine.example"\n'))
    assert (settings.imap.host, settings.smtp.host) == ("mine.example", "")
    in_the_clear = oauth + '[imap]\nauth = "oauth2"\nsecurity = "none"\n'
    with pytest.raises(UsageError, match="allow_insecure"):
        load_settings(written(elsewhere, in_the_clear))


def test_secrets_of_oauth_come_from_the_environment_too(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOT_OAUTH__CLIENT_SECRET", "hunter2")
    monkeypatch.setenv("MAILBOT_OAUTH__REFRESH_TOKEN", "hunter3")
    monkeypatch.setenv("MAILBOT_OAUTH__SECRET_EXPIRES", "2027-01-31")
    settings = load_settings(written(elsewhere, '[oauth]\nservice_account_file = "key.json"\n'))
    assert settings.oauth.client_secret.get_secret_value() == "hunter2"
    assert str(settings.oauth.secret_expires) == "2027-01-31"
    assert settings.oauth.service_account_file == elsewhere / "key.json"
    assert "hunter" not in repr(settings) + str(settings.model_dump())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('folders = ["INBOX", "INBOX"]', "twice"),
        ('after = "move"\nfolders = ["INBOX", "Processed"]', "circle"),
        ('after = "move"\nfolder = "Processed"', "circle"),
        ('folders = "INBOX"', r"imap\.folders"),
    ],
)
def test_folders_that_cannot_be_meant(elsewhere: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_settings(written(elsewhere, f"[imap]\n{text}\n"))


def test_folders_go_before_folder(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(elsewhere, '[imap]\nfolder = "Post"\n')
    assert load_settings(path).imap.all_folders == ("Post",)
    monkeypatch.setenv("MAILBOT_IMAP__FOLDERS", '["INBOX", "Junk"]')
    assert load_settings(path).imap.all_folders == ("INBOX", "Junk")
