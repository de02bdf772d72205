"""Several workers on one database, and servers that fail: everything still happens once."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest

from .servers.dovecot import Dovecot
from .servers.postfix import Postfix
from .site import OFFICER, Site, make_site
from .test_kill import NOTICES, programme, send_reply


@pytest.fixture(params=["sqlite", "postgresql"])
def site(tmp_path: Path, dovecot: Dovecot, postfix: Postfix, request: pytest.FixtureRequest) -> Site:
    url = "sqlite:///mailbot.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create()
    site = make_site(tmp_path, dovecot, postfix, url)
    (tmp_path / "p.yaml").write_text(programme())
    site.run("import", str(tmp_path / "p.yaml"))
    site.now = "2021-01-14T09:05"
    return site


def notices(postfix: Postfix) -> Counter[str]:
    postfix.drain()
    return Counter(recipient for recipient, _ in postfix.mails())


def test_three_workers_at_once_do_everything_once(site: Site, postfix: Postfix) -> None:
    for number in range(10):
        send_reply(postfix, number)
    postfix.drain()
    workers = [
        subprocess.Popen(
            site.line("worker", "--once"),
            env=site.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for worker in workers:
        _, errors = worker.communicate(timeout=120)
        assert worker.returncode == 0, errors.decode()
    assert notices(postfix) == {f"p{n}@x.example": 1 for n in range(NOTICES)}
    queue = site.queue()
    assert len(queue) == 10
    assert len({case["message_id"] for case in queue}) == 10
    asked = [message_from_bytes(raw)["Subject"] for _, raw in postfix.mails(OFFICER)]
    assert 1 <= len(asked) <= 3  # each change set is asked for in one request; workers may share them out
    site.run("worker", "--once")
    assert sum(notices(postfix).values()) == NOTICES


def test_what_the_server_refuses_for_now_is_sent_later_and_for_good_is_shown(
    site: Site, postfix: Postfix
) -> None:
    postfix.reject("p1@x.example", 450)
    postfix.reject("p2@x.example", 550)
    site.run("worker", "--once")
    came = notices(postfix)
    assert len(came) == NOTICES - 2
    assert "p2@x.example" in site.run("status")
    postfix.accept_all()
    site.now = "2021-01-14T09:07"
    site.run("worker", "--once")
    came = notices(postfix)
    assert came["p1@x.example"] == 1
    assert came["p2@x.example"] == 0
    assert sum(came.values()) == NOTICES - 1


def test_nothing_is_lost_while_the_smtp_server_is_away(site: Site, postfix: Postfix) -> None:
    config = site.folder / "mailbot.toml"
    good = config.read_text()
    config.write_text(good.replace(f"port = {postfix.port}", "port = 9"))
    site.run("worker", "--once", status=1)
    assert notices(postfix) == {}
    config.write_text(good)
    site.now = "2021-01-14T09:15"
    site.run("worker", "--once")
    assert notices(postfix) == {f"p{n}@x.example": 1 for n in range(NOTICES)}


def test_a_notice_that_is_too_late_is_recorded_as_skipped(site: Site, postfix: Postfix) -> None:
    site.now = "2021-01-19T12:45"
    site.run("worker", "--once")
    assert notices(postfix) == {}


def test_a_worker_keeps_hearing_of_new_mail(site: Site, postfix: Postfix) -> None:
    """Poll after poll: the run that waits for news names its successor and is not lost on the way."""
    worker = site.start("worker")
    try:
        for number in range(4):
            send_reply(postfix, number)
            deadline = time.monotonic() + 120
            while len(site.queue()) <= number:
                assert time.monotonic() < deadline, f"mail {number} was not read"
                time.sleep(0.2)
    finally:
        worker.terminate()
        assert worker.stderr is not None
        worker.stderr.read()
        worker.stderr.close()
        assert worker.wait(60) == 0
