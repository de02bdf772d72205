"""The four people who answer in the demo, each as the client they use would write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from mailbot.directory.records import Contact
from mailbot.doors.demo.stage import BORDER, BOT


@dataclass(frozen=True)
class Answer:
    """What one person writes: the new text, where it stands, and what is changed inside the quote.
    ``subject`` is that of a letter which answers none of ours; who is not ``proven`` has only somebody's
    address."""

    contact: str
    text: str
    edits: tuple[tuple[str, str], ...] = ()
    automatic: bool = False
    subject: str = ""
    proven: bool = True

    @property
    def gist(self) -> str:
        """What it says, on a line."""
        if self.automatic:
            return "(an automatic reply: out of the office)"
        if self.edits:
            return f"(writes {self.edits[0][1]} into the quoted contact sheet)"
        paragraphs = self.text.strip().split("\n\n")
        return " ".join(paragraphs[min(1, len(paragraphs) - 1)].split())


ANSWERS = (
    Answer(
        "cept-1",
        "Dear colleagues,\n\nThank you for the liaison statement. One correction to the contact sheet: my "
        "phone number has changed,\nthe new one is +46 8 465 004 77. Everything else is fine.\n\n"
        "Best regards\nAnnelie Sjögren\n",
    ),
    Answer(
        "las-2",
        "Dear all,\n\nI have corrected my line in your contact sheet below.\n\nFaisal Al-Otaibi\n",
        (("+966115550142", "+966 11 555 0190"),),
    ),
    Answer(
        "citel-2",
        "Hello,\n\nResolution 59: please change our action from SUP to MOD. The status stays preliminary.\n\n"
        "Regards,\nGreg Halloran\n",
    ),
    Answer(
        "atu-1",
        "I am out of the office until 4 January 2021 without access to e-mail. In urgent cases please call "
        "+254 20 200 0199.\n",
        automatic=True,
    ),
)


def reply(answer: Answer, contact: Contact, received: EmailMessage, now: datetime) -> bytes:
    """The answer to a mail of ours, as TSB's border server hands it in, with its verdict on the sender."""
    mail = _headed(answer, contact, now)
    mail["Subject"] = f"{'Automatic reply' if answer.automatic else 'Re'}: {received['Subject']}"
    mail["In-Reply-To"] = mail["References"] = received["Message-ID"]
    if answer.automatic:
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content(answer.text)
        return mail.as_bytes()
    mail.set_content(f"{answer.text}\n{_attribution(received)}\n{_quoted(answer, received)}\n")
    return mail.as_bytes()


def letter(answer: Answer, contact: Contact, now: datetime) -> bytes:
    """A mail that answers none of ours."""
    mail = _headed(answer, contact, now)
    mail["Subject"] = answer.subject
    mail.set_content(f"{answer.text.rstrip()}\n{contact.name}\n")
    return mail.as_bytes()


def _headed(answer: Answer, contact: Contact, now: datetime) -> EmailMessage:
    mail = EmailMessage()
    domain = str(contact.email).partition("@")[2]
    verdict = "pass" if answer.proven else "fail"
    mail["Authentication-Results"] = (
        f"{BORDER}; dkim={verdict} header.d={domain}; dmarc={verdict} header.from={domain}"
    )
    mail["From"] = f"{contact.name} <{contact.email}>"
    mail["To"] = BOT
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = make_msgid(domain=domain)
    return mail


def _attribution(received: EmailMessage) -> str:
    return f"On {received['Date'].datetime:%a, %d %b %Y at %H:%M}, {received['From']} wrote:"


def _quoted(answer: Answer, received: EmailMessage) -> str:
    body = received.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    for old, new in answer.edits:
        text = text.replace(old, new)
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
