"""`mailbot account` asks for a password on a terminal, and does not show it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mailbot.accounts.passwords import is_right
from mailbot.settings import load_settings
from mailbot.store.session import Store
from mailbot.store.tables import AccountRow

PASSWORD = "herrings in a cupboard"
# a terminal of its own, in a process of its own: pty forks, which a process with threads should not
TYPING = """
import os, pty, select, sys
command, typed = sys.argv[1:-1], sys.argv[-1].encode() + b"\\n"
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
said, asked = b"", 0
while select.select([terminal], [], [], 60)[0]:
    try:
        part = os.read(terminal, 1000)
    except OSError:
        break
    said += part
    if said.count(b": ") > asked and said.endswith(b": "):
        asked += 1
        os.write(terminal, typed)
sys.stdout.write(said.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


def test_a_password_is_typed_twice_and_shown_never(folder: Path) -> None:
    command = [sys.executable, "-m", "mailbot", "account", "add", "ada@itu.example", "--role", "officer"]
    done = subprocess.run(
        [sys.executable, "-c", TYPING, *command, PASSWORD], cwd=folder, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Password") == 1
    assert "ada@itu.example may sign in as officer" in done.stdout
    assert PASSWORD not in done.stdout
    store = Store(load_settings(folder / "mailbot.toml").database.url)
    with store.read() as session:
        assert is_right(PASSWORD, session.query(AccountRow).one().password)
    store.close()
