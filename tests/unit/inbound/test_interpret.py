"""Sender, authenticity, kind, three-way comparison, and what a failing reader leaves standing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailbot.directory.programme import load_file
from mailbot.directory.records import Contact, Record
from mailbot.directory.snapshot import Directory
from mailbot.doors.cli.parse import parse_files, run
from mailbot.inbound.authenticity import judge
from mailbot.inbound.interpret import interpret
from mailbot.inbound.kind import classify
from mailbot.inbound.sender import identify
from mailbot.mail.message import parse
from mailbot.reading import registry
from mailbot.reading.context import Context
from mailbot.reading.findings import Material, Result

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def state() -> Directory:
    return load_file(CORPUS / "state.yaml")


def mail(sender: str = "oskar.berg@pts-se.example", body: str = "Hello", *extra: str) -> bytes:
    head = [
        f"From: {sender}",
        "To: tsb@itu.example",
        "Subject: s",
        "Date: Tue, 12 Jan 2021 10:00:00 +0000",
        *extra,
    ]
    return ("\n".join(head) + "\n\n" + body).encode()


@pytest.mark.parametrize(
    ("address", "organization", "contact", "resembles"),
    [
        ("oskar.berg@pts-se.example", "NRTC", "nrtc-3", None),
        ("OSKAR.BERG@PTS-SE.EXAMPLE", "NRTC", "nrtc-3", None),
        ("somebody@nrtc.example", "NRTC", None, None),
        ("somebody@mail.nrtc.example", "NRTC", None, None),
        ("somebody@nrtc-mail.example", None, None, "NRTC"),
        ("somebody@nrtc.example.evil.example", None, None, "NRTC"),
        ("somebody@ոrtc.example", None, None, "NRTC"),
        ("somebody@xn--ntc-dlc.example", None, None, None),
        ("somebody@else.example", None, None, None),
    ],
)
def test_sender(
    address: str, organization: str | None, contact: str | None, resembles: str | None, state: Directory
) -> None:
    found = identify(parse(mail(address)), state)
    assert found.organization == organization
    assert (found.contact.id if found.contact else None) == contact
    assert found.resembles == resembles


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        (["mx.itu.example; dmarc=pass header.from=pts-se.example"], "authenticated"),
        (["mx.itu.example; dkim=pass header.d=pts-se.example; dmarc=none"], "authenticated"),
        (["mx.itu.example; dkim=pass header.d=other.example"], "unverified"),
        (["mx.itu.example; dmarc=fail header.from=pts-se.example"], "failed"),
        (["evil.example; dmarc=pass header.from=pts-se.example"], "unverified"),
        (["mx.itu.example; dmarc=fail", "mx.itu.example; dmarc=pass"], "failed"),
        (["evil.example; dmarc=pass", "mx.itu.example; dmarc=fail"], "failed"),
        (["mx.itu.example; none"], "unverified"),
        ([], "unverified"),
    ],
)
def test_authenticity(fields: list[str], verdict: str) -> None:
    raw = mail("oskar.berg@pts-se.example", "x", *(f"Authentication-Results: {f}" for f in fields))
    assert judge(parse(raw), ("mx.itu.example",)).verdict == verdict


@pytest.mark.parametrize(
    ("extra", "body", "kind"),
    [
        (("Auto-Submitted: auto-replied",), "x", "auto-reply"),
        (("Auto-Submitted: no",), "x", "letter"),
        (("Content-Type: multipart/report; report-type=delivery-status; boundary=b",), "x", "bounce"),
        (
            ("Content-Type: multipart/report; report-type=disposition-notification; boundary=b",),
            "x",
            "auto-reply",
        ),
        (("X-Failed-Recipients: a@x.example",), "x", "bounce"),
        ((), "I am out of the office until Monday.", "auto-reply"),
        ((), "approve cs-12", "command"),
        ((), "Approve all proposals of the other regions, please.", "letter"),
        ((), "Status: the proposal is agreed.", "letter"),
        ((), "> approve cs-12", "letter"),
    ],
)
def test_kind(extra: tuple[str, ...], body: str, kind: str) -> None:
    from mailbot.mail.reply import split

    message = parse(mail("a@x.example", body, *extra))
    assert classify(message, split(message.text).new_text) == kind


def test_three_way(state: Directory) -> None:
    """A cell left as it was shown says nothing, even where the directory has moved on; an edit carries both."""
    record = state.get("contact", "nrtc-3")
    assert isinstance(record, Contact)
    seen = record.model_copy(update={"phone": "+4686780000"})
    shown: dict[tuple[str, str], Record] = {("contact", "nrtc-3"): seen}
    quoted = "OK?\n\nOn Mon, 14 Dec 2020, TSB <t@itu.example> wrote:\n> coordinator | COM4 | Mr Oskar Berg | {} | +4686780000\n"
    same = interpret(mail(body=quoted.format("oskar.berg@pts-se.example")), state, (), shown)
    assert same.changes == ()
    edited = interpret(mail(body=quoted.format("oskar@pts.example")), state, (), shown)
    change = edited.changes[0].fields["email"]
    assert (change.seen, change.old, change.new) == (
        "oskar.berg@pts-se.example",
        "oskar.berg@pts-se.example",
        "oskar@pts.example",
    )
    assert change.has_seen


def test_a_rewrapped_row_is_still_read(state: Directory) -> None:
    quoted = "See below.\n\nTSB wrote on 14.12.2020:\n> coordinator | COM4 | Mr Oskar Berg |\n> oskar.berg@pts-se.example |\n> +46 8 678 55 99\n"
    seen = interpret(mail(body=quoted), state, ())
    assert [(c.id, c.fields["phone"].new) for c in seen.changes] == [("nrtc-3", "+4686785599")]


def test_a_failing_reader_leaves_the_others(state: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(material: Material, context: Context) -> list[Result]:
        raise RuntimeError("boom")

    good = registry.body_readers()
    monkeypatch.setattr(registry, "body_readers", lambda: [("broken", broken), *good])
    seen = interpret(mail(body="My new phone number is +46 8 678 57 10."), state, ())
    assert [c.id for c in seen.changes] == ["nrtc-3"]
    assert any("broken" in q.text for q in seen.questions)


def test_parse_reports_what_is_no_message(tmp_path: Path, state: Directory) -> None:
    good, empty, junk, missing = (tmp_path / name for name in ("a.eml", "b.eml", "c.eml", "d.eml"))
    good.write_bytes(mail())
    empty.write_bytes(b"")
    junk.write_bytes(bytes(range(256)) * 20)
    forms = list(parse_files([good, empty, junk, missing], state, ()))
    assert ["error" in form for form in forms] == [False, True, True, True]
    lines: list[str] = []
    assert run([good], lambda: state, (), lines.append) == 0
    assert run([good, junk], lambda: state, (), lines.append) == 1
    assert [json.loads(line)["file"] for line in lines] == [str(good), str(good), str(junk)]


def test_the_json_has_the_contracts_keys(state: Directory) -> None:
    form = interpret(mail(), state, ()).to_json()
    assert list(form) == [
        "message_id", "from", "organization", "classification", "language", "authenticity", "new_text", "changes", "questions",
    ]  # fmt: skip
