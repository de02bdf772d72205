"""SIGKILL at random moments: every reply is taken in once, every notice arrives, at most one copy a kill."""

from __future__ import annotations

import random
import smtplib
import subprocess
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mailbot.store.session import Store
from mailbot.store.tables import ChangeSetRow, MailRow, OutboxRow
from tests.speed import soon

from .servers.dovecot import Dovecot
from .servers.postfix import Postfix
from .site import BOT, OFFICER, Site, make_site

KILLS, REPLIES, NOTICES = 30, 20, 200


def programme() -> str:
    contacts = "\n".join(
        f"  - {{id: x-{n}, organization: X, role: coordinator, committee: COM3, name: Person {n}, "
        f"email: p{n}@x.example, phone: '+4122730{n:04d}', country: CH}}"
        for n in range(NOTICES)
    )
    return f"""\
programme: {{id: kill, title: A rehearsal, timezone: Europe/Zurich, languages: [en]}}
organizations:
  - {{code: X, name: Organization X, domains: [x.example], language: en}}
contacts:
{contacts}
events:
  - {{id: com3-calls, title: Call, committee: COM3, weekday: TU, from: 2021-01-18, until: 2021-02-19, start: "12:30", end: "15:30"}}
"""


def send_reply(postfix: Postfix, number: int) -> None:
    mail = (
        f"From: p{number}@x.example\r\nTo: {BOT}\r\nSubject: contact sheet\r\nMessage-ID: <r{number}@x.example>\r\n"
        f"Date: Thu, 14 Jan 2021 08:00:00 +0100\r\n\r\nMy new phone number is +41 22 731 {number:02d} 99.\r\n"
    )
    with smtplib.SMTP("127.0.0.1", postfix.port) as smtp:
        smtp.sendmail(f"p{number}@x.example", [BOT], mail)


def kill_at(site: Site, seconds: float) -> None:
    """Start a worker, let it come to work, and kill it that much later."""
    worker = site.start("worker")
    assert worker.stderr is not None
    for line in worker.stderr:
        if "is at work" in line:
            break
    else:
        pytest.fail(f"the worker ended by itself: {worker.wait()}")
    time.sleep(seconds)
    worker.kill()
    worker.wait()
    worker.stderr.close()


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_killed_thirty_times(
    tmp_path: Path, dovecot: Dovecot, postfix: Postfix, backend: str, request: pytest.FixtureRequest
) -> None:
    url = "sqlite:///mailbot.db" if backend == "sqlite" else request.getfixturevalue("postgres").create()
    site = make_site(tmp_path, dovecot, postfix, url)
    (tmp_path / "p.yaml").write_text(programme())
    site.run("import", str(tmp_path / "p.yaml"))
    site.now = "2021-01-14T09:05"
    moments = random.Random(20210114)
    progress, window = [0], 1.0
    for kill in range(KILLS):
        if kill < REPLIES:
            send_reply(postfix, kill)
        kill_at(site, moments.uniform(0.0, window))
        progress.append(len(postfix.mails()))
        # as fast as this machine is: every life of the worker shall do about its share
        window *= 0.8 if progress[-1] - progress[-2] > NOTICES / KILLS else 1.1
    amid = sum(0 < before < NOTICES for before in progress)
    assert amid > KILLS / 3, progress  # the kills fell into the work, not before or after it
    site.run("worker", "--once")
    postfix.drain()

    store = Store(f"sqlite:///{tmp_path / 'mailbot.db'}" if backend == "sqlite" else url)
    with store.begin() as session:
        per_mail = select(func.count()).select_from(MailRow).group_by(MailRow.message_id)
        assert list(session.scalars(per_mail)) == [1] * REPLIES
        assert set(session.scalars(select(MailRow.state))) == {"read"}
        per_set = select(func.count()).select_from(ChangeSetRow).group_by(ChangeSetRow.message_id)
        assert list(session.scalars(per_set)) == [1] * REPLIES
        assert set(session.scalars(select(OutboxRow.state))) == {"sent"}
        notices = select(OutboxRow.recipient, OutboxRow.message_id).where(OutboxRow.kind == "call-notice")
        kept = {each.recipient: each.message_id for each in session.execute(notices)}
    store.close()
    came: Counter[tuple[str, str]] = Counter()
    for recipient, raw in postfix.mails():
        if recipient != OFFICER:
            came[recipient, str(message_from_bytes(raw)["Message-ID"])] += 1
    assert set(came) == set(kept.items())  # every notice arrived, and a copy has the same Message-ID
    assert len(kept) == NOTICES
    copies = sum(came.values()) - NOTICES
    print(f"{backend}: {KILLS} kills, {copies} notices came twice")
    assert copies <= KILLS


def test_sigterm_ends_the_worker_within_five_seconds(
    tmp_path: Path, dovecot: Dovecot, postfix: Postfix
) -> None:
    site = make_site(tmp_path, dovecot, postfix, "sqlite:///mailbot.db")
    (tmp_path / "p.yaml").write_text(programme())
    site.run("import", str(tmp_path / "p.yaml"))
    worker = subprocess.Popen(  # an interpreter of its own: this is about the process
        site.line("worker"),
        env=site.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stderr is not None
    next(line for line in worker.stderr if "is at work" in line)
    time.sleep(0.5)  # it idles in the inbox by now
    with soon(5), worker.stderr:
        worker.terminate()
        try:
            assert worker.wait(60) == 0
        except subprocess.TimeoutExpired:
            worker.kill()
            raise
