"""The mark of a mail that was written in our web form."""

FORM = "X-Mailbot-Form"
