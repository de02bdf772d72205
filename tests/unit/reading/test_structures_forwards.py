"""Messages sent on in every client's manner: whose words they are, and what the covering letter makes of them."""

from __future__ import annotations

import pytest

from tests.unit.reading.structures import facts

INNER = "my extension is gone, please use +30 210 615 1077. Can you pass this on to Geneva?\n\nEleftheria\n"
CLIENTS = {
    "thunderbird": "-------- Forwarded Message --------\nSubject: \tnumbers\n"
    "Date: \tFri, 3 May 2024 11:20:00 +0300\nFrom: \tEleftheria Papadaki <e.papadaki@eett-gr.example>\n"
    "To: \tJörg Brandstätter <joerg.brandstaetter@rtr-at.example>\n\n",
    "gmail": "---------- Forwarded message ---------\nFrom: Eleftheria Papadaki <e.papadaki@eett-gr.example>\n"
    "Date: Fri, 3 May 2024 at 11:20\nSubject: numbers\nTo: <joerg.brandstaetter@rtr-at.example>\n\n",
    "outlook": "________________________________\nFrom: Eleftheria Papadaki <e.papadaki@eett-gr.example>\n"
    "Sent: Friday, May 3, 2024 11:20 AM\nTo: Brandstätter Jörg\nSubject: numbers\n\n",
    "apple": "Begin forwarded message:\n\nFrom: Eleftheria Papadaki <e.papadaki@eett-gr.example>\n"
    "Subject: numbers\nDate: 3 May 2024 at 11:20:44 EEST\nTo: <joerg.brandstaetter@rtr-at.example>\n\n",
}
CHANGED = ["c cept-4 phone=+302106151077"]


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    "cover",
    [
        "What Ms Papadaki writes below has the approval of CEPT. Be so kind as to enter it.",
        "It has the agreement of the Secretariat, so kindly proceed.",
        "For your action, please.",
    ],
)
def test_a_message_that_is_endorsed(client: str, cover: str) -> None:
    text = f"Dear colleagues,\n\n{cover}\n\nJörg\n\n{CLIENTS[client]}Dear Jörg,\n{INNER}"
    assert facts("cept-1", text, subject="Fwd: numbers") == CHANGED


def test_a_line_that_says_so_is_enough_without_the_word_in_the_subject() -> None:
    text = f"Please enter this.\n\nJörg\n\n{CLIENTS['thunderbird']}Jörg, {INNER}"
    assert facts("cept-1", text, subject="Numbers of CEPT") == CHANGED


@pytest.mark.parametrize(
    ("cover", "wanted"),
    [
        ("FYI, we have not yet discussed it.", ["?"]),
        ("The first point below is agreed, please do it. The second one we have to discuss, leave it out.",
         ["c cept-4 phone=+302106151077"]),
    ],
)  # fmt: skip
def test_what_is_kept_back(cover: str, wanted: list[str]) -> None:
    inner = "1. My telephone is now +30 210 615 1077.\n2. Resolution 88 may become agreed.\n\nEleftheria\n"
    text = f"Dear TSB, {cover}\n\nJörg\n\n{CLIENTS['gmail']}Dear Jörg,\n\n{inner}"
    assert facts("cept-1", text, subject="Fwd: two points") == wanted


def test_thanks_sent_on_change_nothing() -> None:
    text = (
        f"Thanks again.\n\nJörg\n\n{CLIENTS['gmail']}Dear Jörg, the meeting was well organized, thank you.\n"
    )
    assert facts("cept-1", text, subject="Fwd: thanks") == []
