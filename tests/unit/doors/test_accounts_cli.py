"""`mailbot account` and what `doctor` says of accounts."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from mailbot.accounts.passwords import is_right
from mailbot.doors.cli.main import run
from mailbot.settings import load_settings
from mailbot.store.session import Store
from mailbot.store.tables import AccountRow, AuditRow
from tests.flow.servers.openid import OpenIdProvider
from tests.unit.doors.terminal import err, out, said

PASSWORD = "plum tree, no ladder"


def rows(folder: Path, table: type) -> list[AccountRow]:
    store = Store(load_settings(folder / "mailbot.toml").database.url)
    with store.read() as session:
        found = session.query(table).order_by(table.id).all()  # type: ignore[attr-defined]
    store.close()
    return found


def test_from_the_first_account_to_the_last(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["account", "list"]) == 0
    assert "make the first account: mailbot account add ADDRESS --role officer" in out(capfd)
    (folder / "secret").write_text(PASSWORD + "\nnot this\n")
    add = ["account", "add", "Ada.Verne@ITU.example", "--role", "officer", "--name", "Ada  Verne"]
    assert run([*add, "--password-file", "secret"]) == 0
    assert out(capfd) == "ada.verne@itu.example may sign in as officer\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("another good phrase\r\n"))
    assert run(["account", "add", "bo@itu.example", "--role", "viewer", "--password-stdin"]) == 0
    assert run(["account", "add", "cy@itu.example", "--role", "editor", "--no-password"]) == 0
    ada, bo, cy = rows(folder, AccountRow)
    assert is_right(PASSWORD, ada.password)
    assert is_right("another good phrase", bo.password)
    assert cy.password is None
    assert (ada.name, bo.name) == ("Ada Verne", "bo")
    assert run(["account", "role", "bo@itu.example", "editor"]) == 0
    assert run(["account", "name", "bo@itu.example", "Bo <b>[red]"]) == 0
    assert run(["account", "password", "bo@itu.example", "--no-password"]) == 0
    assert run(["account", "disable", "CY@itu.example"]) == 0
    capfd.readouterr()
    assert run(["account", "list", "--json"]) == 0
    told = [json.loads(line) for line in out(capfd).splitlines()]
    assert [(each["address"], each["role"], each["state"], each["password"]) for each in told] == [
        ("ada.verne@itu.example", "officer", "active", True),
        ("bo@itu.example", "editor", "active", False),
        ("cy@itu.example", "editor", "disabled", False),
    ]
    assert "argon2" not in json.dumps(told)
    assert run(["account", "list"]) == 0
    table = out(capfd)
    assert "Bo <b>[red]" in table
    assert re.search(r"cy@itu\.example\s+cy\s+editor\s+disabled", table)
    assert run(["account", "enable", "cy@itu.example"]) == 0
    ada, bo, cy = rows(folder, AccountRow)
    assert [row.generation for row in (ada, bo, cy)] == [1, 4, 3]
    noted = rows(folder, AuditRow)
    assert [(row.verb, row.what) for row in noted if "bo@" in row.what] == [  # type: ignore[attr-defined]
        ("account added", "account bo@itu.example"), ("role changed", "account bo@itu.example"),
        ("name changed", "account bo@itu.example"), ("password removed", "account bo@itu.example"),
    ]  # fmt: skip
    assert all(row.actor.endswith("(command line)") and row.door == "command" for row in noted)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (
            ["add", "ada@itu.example", "--role", "king", "--no-password"],
            1,
            "There is no such role; take officer, editor or viewer.",
        ),
        (["add", "a b@itu.example", "--role", "viewer", "--no-password"], 1, "This is no e-mail address"),
        (["add", "a@x\r\nBcc: b@y", "--role", "viewer", "--no-password"], 1, "This is no e-mail address"),
        (["add", "ada@itu.example", "--role", "viewer"], 2, "no terminal to ask for the password on"),
        (["add", "ada@itu.example", "--role", "viewer", "--no-password", "--password-stdin"], 2, "is enough"),
        (["add", "ada@itu.example", "--role", "viewer", "--password-file", "none"], 2, "none: No such file"),
        (["add", "ada@itu.example", "--role", "viewer", "--password-file", "short"], 1, "too short"),
        (
            ["add", "bo@itu.example", "--role", "viewer", "--no-password"],
            1,
            "There is an account with this address already.",
        ),
        (["add", "c@itu.example", "--role", "viewer", "--no-password", "--name", "a\x07b"], 1, "on one line"),
        (["role", "nobody@itu.example", "viewer"], 1, "There is no account with this address."),
        (["password", "nobody@itu.example"], 1, "There is no account with this address."),
        (["disable", "nobody@itu.example"], 1, "There is no account with this address."),
    ],
)
def test_what_is_refused(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], status: int, says: str
) -> None:
    (folder / "short").write_text("short\n")
    assert run(["account", "add", "bo@itu.example", "--role", "viewer", "--no-password"]) == 0
    capfd.readouterr()
    assert run(["account", *arguments]) == status
    told = err(capfd)
    assert says in told
    assert "\r" not in told
    assert len(rows(folder, AccountRow)) == 1


def doctor(capfd: pytest.CaptureFixture[str], name: str) -> str:
    capfd.readouterr()
    run(["doctor"])
    (line,) = [line for line in said(capfd).splitlines() if line[6:].startswith(f"{name}:")]
    return line


def test_doctor_compares_accounts_and_approvers(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOT_REVIEW__APPROVERS", '["Ada@itu.example", "bo@itu.example"]')
    assert doctor(capfd, "accounts").startswith(
        "ok    accounts: nobody may sign in to the console; make the first"
    )
    (folder / "secret").write_text(PASSWORD)
    assert run(["account", "add", "ada@itu.example", "--role", "officer", "--password-file", "secret"]) == 0
    line = doctor(capfd, "accounts")
    assert line.startswith("ok    accounts: 1 may sign in, 1 of them as officer")
    assert line.endswith("decide by mail only, for they have no account: bo@itu.example")
    assert run(["account", "add", "bo@itu.example", "--role", "viewer", "--password-file", "secret"]) == 0
    assert "FIX   accounts: bo@itu.example is viewer here, and officer by mail" in doctor(capfd, "accounts")
    assert run(["account", "disable", "bo@itu.example"]) == 0
    assert "bo@itu.example is disabled, and still decides by mail" in doctor(capfd, "accounts")
    assert run(["account", "add", "cy@itu.example", "--role", "viewer", "--no-password"]) == 0
    assert "cannot sign in, for there is neither password nor [oidc]: cy@itu.example" in doctor(
        capfd, "accounts"
    )
    monkeypatch.setenv("MAILBOT_WEB__HOST", "0.0.0.0")
    assert "set web.base_url to the https address" in doctor(capfd, "accounts")


def test_doctor_asks_the_identity_provider(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with OpenIdProvider("mailbot", "s3cret") as provider:
        monkeypatch.setenv("MAILBOT_OIDC__ISSUER", provider.issuer)
        assert "FIX   oidc: oidc.issuer is set, but oidc.client_id is not" in doctor(capfd, "oidc")
        monkeypatch.setenv("MAILBOT_OIDC__CLIENT_ID", "mailbot")
        monkeypatch.setenv("MAILBOT_OIDC__CLIENT_SECRET", "s3cret")
        monkeypatch.setenv("MAILBOT_WEB__BASE_URL", "https://irc.itu.example")
        assert doctor(capfd, "oidc") == (
            f"ok    oidc: {provider.issuer} answers, with 1 key(s); register there: "
            "https://irc.itu.example/sign-in/return"
        )
        monkeypatch.setenv("MAILBOT_OIDC__SCOPE", "openid")
        assert "oidc.scope must name" in doctor(capfd, "oidc")
        monkeypatch.delenv("MAILBOT_OIDC__SCOPE")
        provider.answers["/keys"] = (404, "not here", [])
        assert "answers 404 and no JSON object; check oidc.issuer" in doctor(capfd, "oidc")
    assert "check oidc.issuer and the network" in doctor(capfd, "oidc")
