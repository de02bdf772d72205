"""Which parts need nobody's attention: logos, cryptographic signatures, Outlook's container beside a body.

A picture is a logo unless it is what the mail is about: scanned, photographed, attached to next to no words.
"""

from __future__ import annotations

import re

from mailbot.mail.message import Part
from mailbot.reading.findings import Material

SILENT_TYPES = (
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "application/ms-tnef", "application/vnd.ms-tnef", "message/delivery-status", "text/rfc822-headers",
    "message/disposition-notification", "application/pgp-keys",
)  # fmt: skip
SILENT_NAMES = ("winmail.dat", "smime.p7s", "signature.asc")
MAX_LOGO = 150_000
MIN_SHOT = 2_000  # of a picture that the letter speaks of
MIN_SCAN = 12_000  # no page of writing is smaller
_SCANNED = re.compile(
    r"scan|скан|img_\d|photo|фото|letter|lettre|carta|письмо|doc\d|fax|كتاب|扫描|照片|函", re.I
)
_TOLD = re.compile(
    r"scan|photo|picture of|signed|signé|numéris|escane|firmad|подписан|скан|фото|ممسوح|موقع|صورة"
    r"|扫描|照片|签署",
    re.I,
)
_LOGO = re.compile(r"image\d{3}|logo|banner|signature|icon|facebook|twitter|linkedin", re.I)


def is_silent(part: Part, material: Material) -> bool:
    """Whether the part says nothing by itself."""
    name = (part.filename or "").lower()
    if part.content_type in SILENT_TYPES or name in SILENT_NAMES:
        return True
    if part.content_type.startswith("image/"):
        return not _is_page(part, material)
    return not part.content.strip()


def _is_page(part: Part, material: Material) -> bool:
    """Whether a picture is a page that somebody has to look at."""
    size = len(part.content)
    name = part.filename or ""
    shown = part.inline and "cid:" in (material.message.html or "")
    named = _SCANNED.search(name) and not _LOGO.search(name) and not shown
    if named and size >= MIN_SHOT and _TOLD.search(material.reply.new_text):
        return True  # `I photographed the signed letter`
    if size < MIN_SCAN or _LOGO.search(name) or shown:
        return size >= MAX_LOGO and not part.inline
    if size >= MAX_LOGO and not part.inline:
        return True
    wordless = len(re.findall(r"\w+", material.reply.new_text)) <= 25
    return wordless or _SCANNED.search(name) is not None
