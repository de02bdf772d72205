"""What servers may say, and what the mailbox makes of it."""

from __future__ import annotations

import threading

import pytest

from mailbot.errors import Retry
from mailbot.inbound.mailbox import Cursor, Item, MessageGone, MessageTooLarge, MessageUnreadable, imap_idle
from mailbot.inbound.mailbox.imap import ImapMailbox
from mailbot.settings import Imap
from tests.speed import soon

from .scripted import CLOSE, ScriptedServer

SIZE = "* 1 FETCH (UID 4 RFC822.SIZE 9)\r\n{tag} OK done\r\n"
ITEM = Item("7", "4", 9)


def body(text: str, answer: str = "{tag} OK done\r\n") -> dict[str, str]:
    return {"UID FETCH": f"* 1 FETCH (UID 4 BODY[] {{{len(text)}}}\r\n{text})\r\n{answer}"}


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (
            Imap(host="IMAP.itu.example", username="tsb@itu.example"),
            "imap://tsb%40itu.example@imap.itu.example:993/INBOX",
        ),
        (Imap(host="h", port=1143, username="t", folder="inbox"), "imap://t@h:1143/INBOX"),
        (
            Imap(host="[::1]", security="starttls", username="t", folder="Réf/A B"),
            "imap://t@[::1]:143/R%C3%A9f/A%20B",
        ),
    ],
)
def test_the_name_is_an_imap_url(settings: Imap, name: str) -> None:
    assert ImapMailbox(settings).name == name


def test_the_last_message_is_not_new_below_the_cursor() -> None:
    with ScriptedServer({"UID FETCH": SIZE}) as server, server.box() as box:
        assert list(box.new_since(Cursor("7", "4"))) == []
        assert "UID SEARCH UID 5:*" in server.commands
        assert list(box.new_since(Cursor("7", "3"))) == [ITEM]
        assert list(box.new_since(Cursor("6", "900"))) == [ITEM]


def test_messages_that_vanish_before_their_size_is_known_are_left_out() -> None:
    answers = {"UID SEARCH": "* SEARCH 9 4 6\r\n{tag} OK done\r\n", "UID FETCH": SIZE}
    with ScriptedServer(answers) as server, server.box() as box:
        assert list(box.new_since(None)) == [ITEM]
        assert "UID FETCH 4,6,9 (RFC822.SIZE)" in server.commands


def test_reading_peeks() -> None:
    with ScriptedServer(body("A: b\r\n\r\nc")) as server, server.box() as box:
        assert box.fetch(ITEM) == b"A: b\r\n\r\nc"
        assert server.commands[-1] == "UID FETCH 4 (BODY.PEEK[])"


@pytest.mark.parametrize(
    "answer",
    [
        "{tag} OK done\r\n",
        "{tag} NO [EXPUNGEISSUED] gone\r\n",
        "* 1 FETCH (UID 4 BODY[] NIL)\r\n{tag} OK done\r\n",
        '* 1 FETCH (UID 4 BODY[] "")\r\n{tag} OK done\r\n',
        "* 1 FETCH (UID 4 FLAGS ())\r\n{tag} OK done\r\n",
    ],
)
def test_the_ways_to_say_that_a_message_is_gone(answer: str) -> None:
    with ScriptedServer({"UID FETCH": answer}) as server, server.box() as box:
        with pytest.raises(MessageGone):
            box.fetch(ITEM)
        assert list(box.new_since(Cursor("7", "4"))) == []  # the connection is still good


def test_a_message_the_server_cannot_read_does_not_stop_the_others() -> None:
    answers = {"UID FETCH": "{tag} NO Some of the requested messages could not be fetched\r\n"}
    with ScriptedServer(answers) as server, server.box() as box:
        with pytest.raises(MessageUnreadable, match="message 4 cannot be read"):
            box.fetch(ITEM)
        assert list(box.new_since(Cursor("7", "4"))) == []


def test_a_temporary_no_to_fetch_is_retry() -> None:
    answers = {"UID FETCH": "{tag} NO [UNAVAILABLE] backend is away\r\n"}
    with ScriptedServer(answers) as server, server.box() as box, pytest.raises(Retry):
        box.fetch(ITEM)


def test_a_large_message_is_not_asked_for() -> None:
    with ScriptedServer(body("x" * 100)) as server, server.box(max_bytes=50) as box:
        with pytest.raises(MessageTooLarge):
            box.fetch(Item("7", "4", 51))
        assert not any("FETCH" in command for command in server.commands)
        with pytest.raises(MessageTooLarge):  # and a size that was a lie changes nothing
            box.fetch(ITEM)


def test_a_connection_that_ends_in_a_message_is_retry() -> None:
    answers = {"UID FETCH": "* 1 FETCH (UID 4 BODY[] {500}\r\nhalf" + CLOSE}
    with ScriptedServer(answers) as server, server.box() as box, pytest.raises(Retry):
        box.fetch(ITEM)


def test_a_read_only_answer_to_select_is_no_error() -> None:
    answers = {"SELECT": "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK [READ-ONLY] done\r\n"}
    with ScriptedServer(answers) as server, server.box() as box:
        assert box.open().read_only
        assert not box.dispose([ITEM]).complete
        assert not any("STORE" in command for command in server.commands)


def test_nothing_to_do_afterwards_is_examine() -> None:
    with ScriptedServer() as server, server.box(after="none") as box:
        assert box.dispose([ITEM]).complete
        assert "EXAMINE" in " ".join(server.commands)
        assert "SELECT" not in " ".join(server.commands)


@pytest.mark.parametrize(
    ("permanent", "stored"),
    [
        (r"* OK [PERMANENTFLAGS (\Seen)] ok", r"(\Seen)"),
        (r"* OK [PERMANENTFLAGS (\Seen \*)] ok", r"(\Seen $MailbotHandled)"),
        (r"* OK [PERMANENTFLAGS (\Answered $mailbothandled)] ok", "($MailbotHandled)"),
        (r"* OK [PERMANENTFLAGS (\Answered \*)] ok", "($MailbotHandled)"),
        ("* OK nothing about flags", r"(\Seen $MailbotHandled)"),
        (r"* OK [PERMANENTFLAGS ()] none", ""),
    ],
)
def test_only_flags_that_last_are_set(permanent: str, stored: str) -> None:
    select = f"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{permanent}\r\n{{tag}} OK [READ-WRITE] done\r\n"
    with ScriptedServer({"SELECT": select}) as server, server.box() as box:
        assert box.dispose([ITEM]).complete is bool(stored)
    stores = [command for command in server.commands if "STORE" in command]
    assert stores == ([f"UID STORE 4 +FLAGS.SILENT {stored}"] if stored else [])


def test_many_items_are_flagged_in_lines_a_server_takes() -> None:
    with ScriptedServer() as server, server.box() as box:
        assert box.dispose([Item("7", str(4_000_000_000 + n), 1) for n in range(450)]).complete
    stores = [command for command in server.commands if "STORE" in command]
    assert len(stores) == 3
    assert max(map(len, stores)) < 8000


NEWS = "* 2 EXISTS\r\n"


@pytest.mark.parametrize("idle", ["+ idling\r\n" + NEWS, NEWS + "+ idling\r\n"])
def test_news_in_the_packet_that_begins_idle_is_seen(idle: str) -> None:
    with ScriptedServer({"IDLE": idle}) as server, server.box(timeout=5) as box, soon(1):
        assert box.wait(5, threading.Event())


def test_news_mentioned_by_the_way_is_seen() -> None:
    with ScriptedServer({"UID STORE": NEWS + "{tag} OK done\r\n"}) as server, server.box() as box:
        box.dispose([ITEM])
        assert box.wait(5, threading.Event())
        assert "IDLE" not in server.commands


def test_news_in_the_answer_to_done_is_seen() -> None:
    with ScriptedServer({"DONE": NEWS + "{tag} OK done\r\n"}) as server, server.box(renew_after=0.1) as box:
        assert box.wait(5, threading.Event())


def test_still_here_is_no_news() -> None:
    with ScriptedServer({"IDLE": "+ idling\r\n* OK Still here\r\n"}) as server, server.box() as box:
        assert box.wait(0.2, threading.Event()) is False


def test_a_dead_idle_is_noticed_when_it_is_renewed() -> None:
    server = ScriptedServer({"DONE": ""})
    with server, server.box(renew_after=0.1, timeout=0.3) as box, pytest.raises(Retry):
        box.wait(20, threading.Event())


def test_idle_that_is_refused_becomes_a_poll() -> None:
    with ScriptedServer({"IDLE": "{tag} NO not for you\r\n"}) as server, server.box() as box:
        assert box.open().idle
        assert box.wait(0.1, threading.Event())
        assert not box.open().idle


def test_closing_takes_a_server_that_does_not_answer() -> None:
    with ScriptedServer({"LOGOUT": ""}) as server:
        box = server.box(timeout=60)
        box.open()
        with soon(3):
            box.close()
        box.close()


def test_an_open_mailbox_stays_open() -> None:
    with ScriptedServer() as server, server.box() as box:
        assert box.open() == box.open()
        assert sum(command.startswith("LOGIN") for command in server.commands) == 1


def select_with(*more: str, next_uid: int = 5) -> dict[str, str]:
    told = "".join(f"* OK [{each}] ok\r\n" for each in ("UIDVALIDITY 7", f"UIDNEXT {next_uid}", *more))
    return {"SELECT": f"* 1 EXISTS\r\n{told}{{tag}} OK [READ-WRITE] done\r\n", "UID FETCH": SIZE}


def searches(server: ScriptedServer) -> int:
    return sum(command.startswith("UID SEARCH") for command in server.commands)


def test_with_condstore_a_quiet_folder_is_not_searched_again() -> None:
    with ScriptedServer(select_with("HIGHESTMODSEQ 99")) as server, server.box() as box:
        assert list(box.new_since(None)) == [ITEM]
        for _ in range(3):
            assert list(box.new_since(ITEM.cursor)) == []
        assert searches(server) == 1
        assert list(box.new_since(None)) == [ITEM]  # what was not recorded is listed again
        assert list(box.new_since(Cursor("7", "3"))) == [ITEM]
        assert searches(server) == 3


@pytest.mark.parametrize(
    ("later", "next_uid"),
    [(["HIGHESTMODSEQ 100"], 5), (["NOMODSEQ"], 5), ([], 5), (["HIGHESTMODSEQ 99"], 6)],
)
def test_with_condstore_any_change_is_looked_at(later: list[str], next_uid: int) -> None:
    with ScriptedServer(select_with("HIGHESTMODSEQ 99")) as server, server.box() as box:
        assert list(box.new_since(None)) == [ITEM]
        server._answers |= select_with(*later, next_uid=next_uid)
        server._answers["UID SEARCH"] = "* SEARCH 4 5\r\n{tag} OK done\r\n"
        server._answers["UID FETCH"] = "* 2 FETCH (UID 5 RFC822.SIZE 9)\r\n{tag} OK done\r\n"
        assert list(box.new_since(ITEM.cursor)) == [Item("7", "5", 9)]


@pytest.mark.parametrize("more", [("NOMODSEQ",), (), ("HIGHESTMODSEQ 0",)])
def test_without_condstore_every_poll_searches(more: tuple[str, ...]) -> None:
    with ScriptedServer(select_with(*more)) as server, server.box() as box:
        for _ in range(3):
            box.new_since(ITEM.cursor)
        assert searches(server) == 3


def test_a_dead_idle_is_noticed_whatever_the_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """9 minutes until IDLE is renewed and 30 s for the answer: less than the 10 minutes it may take."""
    assert imap_idle.RENEW_AFTER + imap_idle.ANSWER_WITHIN < 600
    monkeypatch.setattr(imap_idle, "ANSWER_WITHIN", 0.3)
    server = ScriptedServer({"DONE": ""})
    with soon(5), server, server.box(renew_after=0.1, timeout=600) as box, pytest.raises(Retry):
        box.wait(20, threading.Event())


@pytest.mark.parametrize("answer", ["{tag} OK done\r\n", "{tag} BAD what?\r\n", "{tag} NO not here\r\n"])
def test_condstore_is_asked_for_and_a_refusal_costs_nothing(answer: str) -> None:
    server = ScriptedServer({"ENABLE": answer}, capabilities="ENABLE CONDSTORE")
    with server, server.box() as box:
        assert list(box.new_since(Cursor("7", "4"))) == []
    assert server.commands.count("ENABLE CONDSTORE") == 1
