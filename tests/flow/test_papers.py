"""A circular letter on real servers: confirmed by two officers, sent by SMTP, answered by mail, counted."""

from __future__ import annotations

import json
import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import docx as python_docx
import pytest

from mailbot.resources import SHIPPED_PROGRAMME

from .servers.dovecot import EVERYONE, Dovecot
from .servers.postfix import Postfix
from .servers.postgres import Postgres
from .site import BOT, OFFICER, Site, make_site

ADA, SECOND = "annelie.sjogren@cept.example", "second@itu.example"


@pytest.fixture
def site(tmp_path: Path, dovecot: Dovecot, postfix: Postfix, postgres: Postgres) -> Site:
    made = make_site(tmp_path, dovecot, postfix, postgres.create())
    config = tmp_path / "mailbot.toml"
    text = config.read_text().replace(json.dumps([OFFICER]), json.dumps([OFFICER, SECOND]))
    assert SECOND in text
    config.write_text(text + '\n[papers]\nsignatory = "A. Director"\ntwo_officers = ["circular-letter"]\n')
    made.run("import", str(SHIPPED_PROGRAMME))
    return made


def test_a_circular_letter_from_draft_to_answers(site: Site, postfix: Postfix, tmp_path: Path) -> None:
    letter = ("send", "circular-letter", "irm-2", "--number", "5")
    annex = tmp_path / "map.txt"
    annex.write_text("the way\n")
    site.run(*letter, "--reference", "TSB/irc-5", "--deadline", "2021-01-04", "--annex", str(annex))
    site.run(*letter, "--confirm", "--officer", OFFICER)
    site.run("worker", "--once")
    assert json.loads(site.run("status", "--json"))["outbox"] == {}
    site.run(*letter, "--confirm", "--officer", SECOND)
    site.run("worker", "--once")
    arrived = dict(postfix.wait_for(18, EVERYONE))
    message = message_from_bytes(arrived[ADA], policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Subject"].startswith("TSB circular letter 5: ")
    attached = {part.get_filename(): part for part in message.iter_attachments()}
    assert attached["map.txt"].get_content().strip() == "the way"
    word = python_docx.Document(BytesIO(attached["circular-letter-5-en.docx"].get_content()))
    assert word.paragraphs[0].text == "TSB circular letter 5"

    site.now = "2020-12-20T10:00"
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = ADA, BOT, f"Re: {message['Subject']}"
    reply["Message-ID"], reply["In-Reply-To"] = "<yes@cept.example>", message["Message-ID"]
    reply.set_content("Thank you for the letter. We shall send our inputs next week.\n")
    with smtplib.SMTP("127.0.0.1", postfix.port) as smtp:
        smtp.send_message(reply, ADA, [BOT])
    postfix.wait_for(1, BOT)
    site.run("worker", "--once")
    shown = json.loads(site.run("papers", "show", "1", "--json"))
    assert (shown["state"], shown["confirmed_by"]) == ("sent", [OFFICER, SECOND])
    assert shown["answers"]["answered"] == ["CEPT"]
    site.run("papers", "export", "1", "-o", str(tmp_path / "kept"))
    kept = (tmp_path / "kept" / "circular-letter-5-en.docx").read_bytes()
    assert kept == attached["circular-letter-5-en.docx"].get_content()
