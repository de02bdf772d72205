"""Officers at work in a real browser: by mouse, by keyboard alone, on a phone, in Arabic, and two at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from mailbot.accounts import people
from mailbot.accounts.people import By
from mailbot.directory.apply import current
from mailbot.doors.web.console.mail_files import SHEET
from mailbot.mail.markup import safe_markup
from mailbot.review.queue import get_case
from mailbot.settings import Database, Settings, Web
from mailbot.store.tables import AskRow
from mailbot.wiring import Wiring
from tests.unit.doors.web.console.desk import (
    CEPT,
    PHONE,
    TRUST,
    forged,
    mail,
    phone_change,
    several_changes,
    take_in,
    unproven,
)
from tests.unit.mail.payloads import PAYLOADS

from .browser import DESKTOP, OpenPage, Visit, fits, screenshot, served, sound
from .browser import PHONE as PHONE_SIZE

NOW = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
PASSWORD = "plum tree, no ladder"
OFFICERS = ("ada@itu.example", "ben@itu.example")


@dataclass
class Office:
    """A site with two officers; `take` lets mails come in."""

    base: str
    wiring: Wiring
    open_page: OpenPage

    def take(self, *mails: EmailMessage) -> list[int]:
        return take_in(self.wiring.store, self.wiring.settings, *mails)

    def sit_down(self, officer: str = OFFICERS[0], **window: object) -> Visit:
        visit = self.open_page(self.base, **window)  # type: ignore[arg-type]
        page = visit.go("sign-in?to=console")
        page.fill("#address", officer)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url("**/console*")
        return visit

    def state(self, number: int) -> str:
        with self.wiring.store.read() as session:
            return get_case(session, number).state

    def phone(self, key: str = "cept-1") -> object:
        with self.wiring.store.read() as session:
            return (current(session, "contact", key) or {}).get("phone")


@pytest.fixture
def office(tmp_path: Path, imported: Path, visit: OpenPage) -> Iterator[Office]:
    file = shutil.copy(imported, tmp_path / "mailbot.db")
    wiring = Wiring(Settings(database=Database(url=f"sqlite:///{file}"), web=Web(port=0), trust=TRUST), NOW)
    with wiring.store.begin() as session:
        for address in OFFICERS:
            people.add(session, address, "officer", By("operator", "command", NOW), password=PASSWORD)
    with served(wiring) as address:
        yield Office(f"{address}/", wiring, visit)
    wiring.close()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_case_is_approved_amended_and_rejected_by_mouse(office: Office) -> None:
    phone, positions = office.take(phone_change(), several_changes())
    page = office.sit_down().page
    page.get_by_role("link", name="New phone number").click()
    expect(page.locator("mark")).to_contain_text(PHONE)
    page.get_by_role("link", name="Amend …").click()
    page.get_by_label("phone").fill("+46 8 465 00 488")
    page.get_by_role("button", name="Keep the amendment").click()
    expect(page.get_by_text("The reader had proposed:")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    expect(page).to_have_url(f"{office.base}console/cases/{positions}?done=approve&of={phone}")
    assert office.phone() == "+46846500488"
    removal = page.locator("#change-1")
    removal.get_by_role("button", name="Approve").click()  # the browser itself asks for the box
    assert office.state(positions) == "pending"
    removal.get_by_label("I have looked at this").check()
    removal.get_by_role("button", name="Approve").click()
    expect(page.locator("#change-1").get_by_text("approved", exact=True)).to_be_visible()
    third = page.locator("#change-3")
    third.get_by_text("Reject …").click()
    third.get_by_role("button", name="The entry is correct as it is.").click()
    third.get_by_role("button", name="Reject", exact=True).click()
    expect(page.locator("#change-3").get_by_text("Reason:")).to_be_visible()
    page.locator("#change-1").get_by_role("button", name="Take back").click()
    expect(page.get_by_role("status").get_by_text("Taken back.")).to_be_visible()
    with office.wiring.store.read() as session:
        assert [item.state for item in get_case(session, positions).items] == [
            "undone",
            "pending",
            "rejected",
        ]


def test_the_queue_is_worked_off_by_keyboard_alone(office: Office) -> None:
    first, second, third = office.take(phone_change(), several_changes(), unproven())
    page = office.sit_down().page
    press(page, "j", "j", "k", "o")  # the first row
    page.wait_for_url(f"**/console/cases/{first}*")
    press(page, "a")
    page.wait_for_url(f"**/console/cases/{second}?done=approve*")
    assert office.phone() == "+46846500499"
    press(page, "j", "a")  # a removal: to the box, nothing more
    expect(page.locator("#change-1 input[name=confirm]")).to_be_focused()
    assert office.state(second) == "pending"
    press(page, "Space", "a")
    page.wait_for_url(f"**/console/cases/{second}?done=approve")
    press(page, "j", "j", "j", "r")
    expect(page.locator("#change-3 textarea")).to_be_focused()
    page.keyboard.type("junk qa?")  # letters are letters in a field
    press(page, "Tab")
    page.locator("#change-3").get_by_role("button", name="Reject", exact=True).focus()
    press(page, "Enter")
    page.wait_for_url(f"**/console/cases/{second}?done=reject")
    with office.wiring.store.read() as session:
        items = get_case(session, second).items
        assert [item.state for item in items] == ["approved", "pending", "rejected"]
        assert items[2].reason == "junk qa?"
    press(page, "j", "j", "e")
    page.wait_for_url(f"**/console/cases/{second}/amend/2")
    page.go_back()
    press(page, "j", "u")
    page.wait_for_url(f"**/console/cases/{second}?done=undo")
    press(page, "n")
    page.wait_for_url(f"**/console/cases/{third}")
    press(page, "q")
    page.wait_for_url(f"**/console/cases/{third}/ask*")
    page.get_by_label("Question").fill("Is this you?")
    press(page, "Tab")
    page.get_by_role("button", name="Send the question").press("Enter")
    page.wait_for_url(f"**/console/cases/{third}?done=ask")
    with office.wiring.store.read() as session:
        assert session.scalars(select(AskRow.text)).all() == ["Is this you?"]
    press(page, "/")
    page.wait_for_url("**/console/cases")
    press(page, "/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_the_keys_can_be_looked_up_and_switched_off(office: Office) -> None:
    (number,) = office.take(phone_change())
    page = office.sit_down().page
    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    sound(page)
    page.get_by_label("Use these keys in this browser").uncheck()
    press(page, "Escape")
    page.goto(f"{office.base}console/cases/{number}")
    press(page, "a")
    page.wait_for_timeout(300)
    assert office.state(number) == "pending"
    page.get_by_role("button", name="Keyboard").click()
    page.get_by_label("Use these keys in this browser").check()
    press(page, "Escape", "a")
    page.wait_for_url("**/console?done=approve*")
    assert office.state(number) == "approved"


def test_several_are_approved_at_once(office: Office) -> None:
    numbers = office.take(
        phone_change(), mail("s.prasertkul@apt.example", "APT", "my phone number is now +66 2 555 01 99.")
    )
    page = office.sit_down().page
    press(page, "j", "x", "j", "x")
    expect(page.locator("#selected")).to_have_text("2")
    page.get_by_role("button", name="Approve the selected").click()
    expect(page.locator(".results li")).to_have_count(2)
    assert [office.state(number) for number in numbers] == ["approved", "approved"]


def test_two_browsers_decide_the_same_case_at_once(office: Office) -> None:
    (number,) = office.take(phone_change())
    ada, ben = office.sit_down(OFFICERS[0]).page, office.sit_down(OFFICERS[1])
    for page in (ada, ben.page):
        page.goto(f"{office.base}console/cases/{number}")
    ada.get_by_role("button", name="Approve").click()
    ada.wait_for_url("**/console?done=approve*")
    ben.page.get_by_text("Reject …").click()
    ben.page.get_by_label("Reason, which the sender will read").fill("not agreed")
    ben.page.get_by_role("button", name="Reject", exact=True).click()
    expect(ben.page.get_by_role("alert")).to_contain_text("has changed since you opened it")
    expect(ben.page.get_by_role("alert")).to_contain_text("ada@itu.example approved")
    assert office.state(number) == "approved"
    assert office.phone() == "+46846500499"
    ben.complaints.clear()  # Chromium notes the answer 409


def test_the_queue_is_live_and_not_changed_under_one_s_hand(office: Office) -> None:
    office.take(phone_change())
    page = office.sit_down().page
    expect(page.locator("tr[data-row]")).to_have_count(1)
    page.wait_for_timeout(500)  # until the stream has begun
    office.take(several_changes())
    expect(page.locator("tr[data-row]")).to_have_count(2)
    expect(page).to_have_title("(2) Queue – Console")
    page.get_by_label("Select case 1").check()
    office.take(unproven())
    expect(page.locator("#moved")).to_be_visible()
    expect(page.locator("tr[data-row]")).to_have_count(2)
    assert page.get_by_label("Select case 1").is_checked()


def test_a_case_that_another_decides_says_so_while_it_is_open(office: Office) -> None:
    (number,) = office.take(phone_change())
    ada, ben = office.sit_down(OFFICERS[0]).page, office.sit_down(OFFICERS[1]).page
    for page in (ada, ben):
        page.goto(f"{office.base}console/cases/{number}")
    ben.wait_for_timeout(500)
    ada.get_by_role("button", name="Approve").click()
    expect(ben.get_by_text("This case has changed since you opened it.")).to_be_visible()


def test_the_console_works_without_scripts(office: Office) -> None:
    (number,) = office.take(phone_change())
    page = office.sit_down(java_script_enabled=False).page
    page.get_by_role("link", name="New phone number").click()
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/console?done=approve*")
    assert office.state(number) == "approved"


def test_on_a_phone_a_case_is_decided(office: Office) -> None:
    (number,) = office.take(phone_change())
    page = office.sit_down(size=PHONE_SIZE, has_touch=True).page
    fits(page)
    page.get_by_role("link", name="New phone number").tap()
    page.wait_for_url(f"**/console/cases/{number}")
    fits(page)
    button = page.get_by_role("button", name="Approve")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    button.tap()
    page.wait_for_url("**/console?done=approve*")
    assert office.state(number) == "approved"


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_every_page_is_sound_and_fits(office: Office, locale: str) -> None:
    html = f"<p>{PHONE}.</p><table><tr><td>a</td><td>b</td></tr></table>"
    phone, positions, held, _ = office.take(
        mail(CEPT, "رقم \u202eجديد", f"{PHONE}.", html=html, attachments=(("a.svg", "image/svg+xml", b"<svg/>"),)),
        several_changes(), forged(), mail("someone@nowhere.example", "A question", "Who is the focal point of RCC?"),
    )  # fmt: skip
    page = office.sit_down(locale=locale).page
    assert page.evaluate("document.documentElement.dir") == ("rtl" if locale == "ar" else "ltr")
    for path in ("console", f"console/cases/{phone}", f"console/cases/{positions}", f"console/cases/{held}",
                 f"console/cases/{positions}/amend/2", f"console/cases/{positions}/ask", "console/cases", "console/log",
                 f"console/cases/{phone}/add?target=contact&op=update&organization=CEPT&id=cept-1",
                 f"console/cases/{phone}/source", "console/quarantine", "console/outbox", "console/papers",
                 "console/accounts", "console/records/contact?id=cept-1"):  # fmt: skip
        page.goto(office.base + path)
        for size in (DESKTOP, PHONE_SIZE):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            fits(page)
            sound(page)
            name = path.partition("?")[0].replace("/", "-")
            screenshot(page, f"{name}-{locale}-{'phone' if size == PHONE_SIZE else 'desk'}")


def test_dark_pages_are_sound(office: Office) -> None:
    (number, *_) = office.take(several_changes(), forged())
    page = office.sit_down(color_scheme="dark").page
    for path in ("console", f"console/cases/{number}", "console/log"):
        page.goto(office.base + path)
        sound(page)


TRAP = """
window.caught = [];
window.alert = window.confirm = window.prompt = said => { window.caught.push(String(said)); };
"""


def trapped(visit: Visit) -> tuple[Page, list[str]]:
    """A page that notes what runs in it, and what it asks others for."""
    asked: list[str] = []
    page = visit.page
    page.add_init_script(TRAP)
    page.on("dialog", lambda dialog: (asked.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    return page, asked


Barrier = Callable[[str], tuple[str, dict[str, str]]]


@pytest.mark.parametrize(
    "barrier",
    [
        pytest.param(lambda payload: (safe_markup(payload), {}), id="the cleaning alone"),
        pytest.param(lambda payload: (payload, {"Content-Security-Policy": SHEET}), id="the policy alone"),
    ],
)
def test_threat_21_no_payload_runs_or_loads_behind_either_barrier(visit: OpenPage, barrier: Barrier) -> None:
    made = visit("http://mail.test/")
    page, dialogs = trapped(made)
    served_now, sent = {"body": "", "headers": {}}, list[str]()

    def answer(route: object) -> None:  # sees what goes out, not what the browser has refused to ask for
        sent.append(route.request.url)  # type: ignore[attr-defined]
        route.fulfill(  # type: ignore[attr-defined]
            body=served_now["body"],
            headers={"Content-Type": "text/html; charset=utf-8", **served_now["headers"]},
        )

    page.route("**/*", answer)
    for number, payload in enumerate(PAYLOADS):
        body, headers = barrier(payload)
        served_now.update(body=f"<!DOCTYPE html><title>mail</title><body>{body}", headers=headers)
        dialogs.clear()
        sent.clear()
        page.goto(f"http://mail.test/{number}")
        page.wait_for_timeout(15)
        assert page.evaluate("window.caught ?? []") == [], payload
        assert [url for url in sent if not url.startswith("http://mail.test/")] == [], payload
        assert [each for each in dialogs if each.startswith("dialog")] == [], payload
        assert page.url == f"http://mail.test/{number}", payload
    made.complaints.clear()  # the browser tells what it has refused


def test_threat_21_all_payloads_in_a_mail_shown_in_the_console(office: Office) -> None:
    markup = f"<p>{PHONE}.</p>" + "\n".join(PAYLOADS)
    (number,) = office.take(mail(CEPT, PAYLOADS[14], f"{PHONE}. {PAYLOADS[14]}", html=markup))
    visit = office.sit_down()
    page, asked = trapped(visit)
    page.goto(f"{office.base}console/cases/{number}")
    page.get_by_text("As its sender laid it out").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("p").first).to_contain_text(PHONE)
    page.wait_for_timeout(500)
    assert page.evaluate("window.caught") == []
    assert [url for url in asked if not url.startswith((office.base, "data:"))] == []
    assert frame.locator("form, input, script, iframe, img, svg, a[href], [style*=url]").count() == 0
    assert page.url == f"{office.base}console/cases/{number}"


def test_threat_22_an_attachment_is_saved_and_not_opened(office: Office) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
    files = (("plan.svg", "image/svg+xml", svg), ("page.html", "text/html", b"<script>alert(1)</script>"))
    (number,) = office.take(mail(CEPT, "Plan", f"{PHONE}.", attachments=files))
    page, asked = trapped(office.sit_down())
    page.goto(f"{office.base}console/cases/{number}")
    for name, _, content in files:
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == name
        assert Path(download.value.path()).read_bytes() == content
    assert page.url == f"{office.base}console/cases/{number}"
    assert not [each for each in asked if each.startswith("dialog")]
