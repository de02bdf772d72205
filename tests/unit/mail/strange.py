"""Mails as the Internet delivers them: broken, odd, old, hostile. Each is written here, by hand.

`STRANGE` maps a name to the bytes. Every one must come out as a record or as a typed quarantine.
"""

from __future__ import annotations

import base64
import gzip
import io
import zipfile

HEAD = (
    b"From: Ada Verne <ada.verne@cept.example>\r\nTo: tsb-irc@itu.example\r\nSubject: contact sheet\r\n"
    b"Date: Tue, 12 Jan 2021 10:00:00 +0000\r\nMessage-ID: <odd@cept.example>\r\nMIME-Version: 1.0\r\n"
)
WORDS = "my phone number should read +33 1 42 34 56 99"


def typed(content_type: str, body: bytes, *more: str) -> bytes:
    fields = "".join(f"{field}\r\n" for field in (f"Content-Type: {content_type}", *more))
    return HEAD + fields.encode() + b"\r\n" + body


def said(charset: str, text: str, codec: str | None = None) -> bytes:
    return typed(f"text/plain; charset={charset}", text.encode(codec or charset, "replace"))


def multipart(body: bytes, kind: str = "mixed", boundary: str = "b") -> bytes:
    return typed(f'multipart/{kind}; boundary="{boundary}"', body)


def part(content_type: str, body: bytes, *more: str) -> bytes:
    fields = "".join(f"{field}\r\n" for field in (f"Content-Type: {content_type}", *more))
    return b"--b\r\n" + fields.encode() + b"\r\n" + body + b"\r\n"


def without(*names: str) -> bytes:
    """The ordinary head without some fields."""
    lines = [line for line in HEAD.split(b"\r\n") if line]
    kept = [line for line in lines if line.split(b":")[0].decode().lower() not in names]
    return b"\r\n".join(kept) + b"\r\n"


def zipped(**files: bytes) -> bytes:
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return holder.getvalue()


PLAIN = part("text/plain", b"my phone number should read +33 1 42 34 56 99")
BASE64 = base64.encodebytes(WORDS.encode())

STRUCTURE: dict[str, bytes] = {
    "nothing": b"",
    "one byte": b"x",
    "one line end": b"\r\n",
    "only NULs": b"\0" * 500,
    "no header": b"\r\njust text\r\n",
    "only headers": HEAD,
    "only headers without the last line end": HEAD.rstrip(),
    "no colon anywhere": b"hello\nworld\n\nagain\n",
    "text before the header": b"hello\n" + HEAD + b"\r\nbody",
    "an mbox From line": b"From ada@cept.example Tue Jan 12 10:00:00 2021\n" + HEAD + b"\r\nFrom here on\r\n",
    "a quoted mbox From line": b">From ada@cept.example Tue Jan 12 10:00:00 2021\n" + HEAD + b"\r\nx",
    "an mbox From line in the middle of the header": HEAD + b"From ada@cept.example\nX-A: b\r\n\r\nx",
    "LF only": HEAD.replace(b"\r\n", b"\n") + b"\nbody\n",
    "CR only": HEAD.replace(b"\r\n", b"\r") + b"\rbody\r",
    "mixed line ends": HEAD.replace(b"\r\nTo", b"\nTo").replace(b"\r\nDate", b"\rDate") + b"\n\nbody",
    "a header that ends with blanks": HEAD + b" \t \r\nbody",
    "a folded field with nothing in it": HEAD + b"X-Fold:\r\n \r\n \r\n\r\nbody",
    "folding before any field": b" folded\r\n" + HEAD + b"\r\nbody",
    "a field name with a blank": HEAD + b"X Y: z\r\nReply To: q\r\n\r\nbody",
    "a field without a name": HEAD + b": value\r\n\r\nbody",
    "a field name in eight bits": HEAD + b"S\xfcbject: z\r\n\r\nbody",
    "eight-bit values": without("subject") + b"Subject: caf\xe9 \xff\xfe\r\n\r\nbody",
    "NULs in the header": without("subject") + b"Subject: a\0b\r\nX-\0: y\r\n\r\nbo\0dy",
    "every field twice": HEAD + HEAD + b"\r\nbody",
    "a subject of a megabyte": without("subject") + b"Subject: " + b"long " * 200_000 + b"\r\n\r\nbody",
    "a subject folded ten thousand times": without("subject") + b"Subject: x" + b"\r\n y" * 10_000 + b"\r\n\r\nz",
    "bare CRs in the body": HEAD + b"\r\none\rtwo\r.\rthree\n.\nfour",
    "a body of dots": HEAD + b"\r\n.\r\n..\r\n.\n.\r",
    "a line of a megabyte": HEAD + b"\r\n" + b"x" * 1_000_000,
    "form feeds and escapes": HEAD + b"\r\n\x0c\x1b[31mred\x1b[0m \x07\x08 \x7f end",
}  # fmt: skip
MULTIPARTS: dict[str, bytes] = {
    "no boundary parameter": typed("multipart/mixed", PLAIN + b"--b--"),
    "an empty boundary": multipart(PLAIN + b"--b--", boundary=""),
    "another boundary than announced": multipart(PLAIN + b"--b--", boundary="c"),
    "a boundary of regular expression signs": multipart(b"--(.*)+\r\n\r\nx\r\n--(.*)+--", boundary="(.*)+"),
    "a boundary of a thousand characters": multipart(b"--" + b"q" * 1000 + b"\r\n\r\nx", boundary="q" * 1000),
    "a boundary that begins another": multipart(
        part('multipart/alternative; boundary="bb"', b"--bb\r\n\r\ninner\r\n--bb--") + b"--b--"
    ),
    "no final boundary": multipart(PLAIN + PLAIN),
    "a final boundary only": multipart(b"--b--\r\n"),
    "text after the final boundary": multipart(PLAIN + b"--b--\r\nepilogue\r\n--b\r\n\r\nghost"),
    "a preamble": multipart(b"This is a multi-part message.\r\n" + PLAIN + b"--b--"),
    "parts without headers": multipart(b"--b\r\n\r\none\r\n--b\r\ntwo\r\n--b--"),
    "empty parts": multipart(b"--b\r\n--b\r\n\r\n--b\r\n\r\n\r\n--b--"),
    "the same boundary inside": multipart(part('multipart/mixed; boundary="b"', PLAIN + b"--b--")),
    "base64 of a multipart": typed(
        'multipart/mixed; boundary="b"', base64.encodebytes(PLAIN + b"--b--"), "Content-Transfer-Encoding: base64"
    ),
    "related around alternative": multipart(
        part('multipart/related; boundary="r"; type="text/html"',
             b"--r\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\nplain\r\n"
             b"--a\r\nContent-Type: text/html\r\n\r\n<p>plain\r\n--a--\r\n"
             b"--r\r\nContent-Type: image/png\r\nContent-ID: <x>\r\n\r\n\x89PNG\r\n--r--") + b"--b--"
    ),
    "html only in a related": multipart(
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>my phone<script>x</script>\r\n--b--", "related"
    ),
    "message/partial": typed('message/partial; id="x@y"; number=1; total=3', HEAD + b"\r\nfirst third"),
    "message/external-body": typed(
        'message/external-body; access-type=URL; URL="http://192.0.2.1/x"', b"Content-Type: text/plain\r\n\r\n"
    ),
    "message/rfc822 that holds nothing": multipart(part("message/rfc822", b"") + b"--b--"),
    "message/rfc822 in base64": multipart(
        part("message/rfc822", base64.encodebytes(HEAD + b"\r\ninner"), "Content-Transfer-Encoding: base64")
    ),
    "a digest": multipart(b"--b\r\n\r\nFrom: a@x.example\r\n\r\ninner\r\n--b--", "digest"),
    "a report without its parts": typed("multipart/report; report-type=delivery-status; boundary=b", b"failed"),
    "a report of a report": typed(
        "multipart/report; report-type=delivery-status; boundary=b",
        PLAIN + part("message/delivery-status", b"Final-Recipient: rfc822;\r\nAction\r\n\r\n\r\nStatus: 5.x")
        + part("text/rfc822-headers", HEAD) + b"--b--",
    ),
    "signed by S/MIME": typed(
        'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=b',
        PLAIN + part('application/pkcs7-signature; name="smime.p7s"', b"MIIB", "Content-Transfer-Encoding: base64")
        + b"--b--",
    ),
    "encrypted by S/MIME": typed(
        "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", b"MIIB//8=",
        "Content-Transfer-Encoding: base64", 'Content-Disposition: attachment; filename="smime.p7m"',
    ),
    "encrypted by PGP": typed(
        'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
        part("application/pgp-encrypted", b"Version: 1") + part("application/octet-stream", b"-----BEGIN PGP") + b"--b--",
    ),
    "signed by PGP in the text": HEAD + b"\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n- -- \r\n"
    + WORDS.encode() + b"\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQ\r\n-----END PGP SIGNATURE-----\r\n",
    "winmail.dat only": typed(
        "application/ms-tnef; name=winmail.dat", base64.encodebytes(b"\x78\x9f\x3e\x22" + b"\0" * 40),
        "Content-Transfer-Encoding: base64",
    ),
    "uuencoded text": HEAD + b"\r\nsee below\r\n\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n",
    "uuencode that breaks off": typed(
        "application/octet-stream; name=a.txt", b"begin 644 a.txt\n#0V%T\n!!!!\xff\n", "Content-Transfer-Encoding: x-uuencode"
    ),
    "binhex": typed("application/mac-binhex40", b"(This file must be converted)\r\n:$f*TEQKPH:"),
    "yenc": HEAD + b"\r\n=ybegin line=128 size=3 name=a\r\n\xff\xfe\xfd\r\n=yend size=3\r\n",
}  # fmt: skip
ENCODINGS: dict[str, bytes] = {
    "an unknown transfer encoding": typed("text/plain", WORDS.encode(), "Content-Transfer-Encoding: x-nonsense"),
    "two transfer encodings": typed(
        "text/plain", BASE64, "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: 8bit"
    ),
    "base64 with noise": typed("text/plain", b"!" + BASE64.replace(b"\n", b" \x00*\r\n"), "Content-Transfer-Encoding: base64"),
    "base64 cut in a quantum": typed("text/plain", BASE64[:-5], "Content-Transfer-Encoding: base64"),
    "base64 padded in the middle": typed("text/plain", b"bXkg==\r\ncGhv====bmU=\r\n", "Content-Transfer-Encoding: base64"),
    "base64 of one character": typed("text/plain", b"Q", "Content-Transfer-Encoding: base64"),
    "base64 that is plain text": typed("text/plain", WORDS.encode(), "Content-Transfer-Encoding: base64"),
    "quoted-printable broken": typed("text/plain", b"=\r\n=4=XY=\x80=e9=C3=A9 =", "Content-Transfer-Encoding: quoted-printable"),
    "quoted-printable cut": typed("text/plain", b"my phone=", "Content-Transfer-Encoding: quoted-printable"),
    "no such charset": said("x-klingon", WORDS, "ascii"),
    "an empty charset": typed('text/plain; charset=""', WORDS.encode()),
    "a charset that is a codec": said("base64", WORDS, "ascii"),
    "a charset with a NUL": typed('text/plain; charset="utf\0-8"', WORDS.encode()),
    "a charset of 2000 letters": typed(f"text/plain; charset={'u' * 2000}", WORDS.encode()),
    "idna as charset": typed("text/plain; charset=idna", b"xn--\xff." + b"a" * 70),
    "punycode as charset": typed("text/plain; charset=punycode", b"-99999999999 \xff"),
    "undefined as charset": typed("text/plain; charset=undefined", WORDS.encode()),
    "unicode_escape as charset": typed("text/plain; charset=unicode_escape", rb"\N{x} \ud800 \U00110000 \x"),
    "utf-7": said("utf-7", "café ünïcode"),
    "utf-7 broken": typed("text/plain; charset=utf-7", b"+AOk +/ +//// \xff"),
    "utf-16": said("utf-16", WORDS),
    "utf-16 halved": typed("text/plain; charset=utf-16le", WORDS.encode("utf-16-le")[:-1]),
    "utf-32 with surrogates": typed("text/plain; charset=utf-32", b"\xff\xfe\0\0\0\xd8\0\0\xff\xff\xff\xff"),
    "utf-8 with surrogates": typed("text/plain; charset=utf-8", b"a \xed\xa0\x80 b \xf4\x90\x80\x80 \xc0\xaf"),
    "utf-8 with a mark": said("utf-8", "\ufeffmy phone"),
    "iso-2022-jp": said("iso-2022-jp", "電話番号"),
    "iso-2022-jp that stays shifted": typed("text/plain; charset=iso-2022-jp", b"\x1b$BEEOC"),
    "iso-2022-kr": said("iso-2022-kr", "전화번호"),
    "hz": said("hz", "电话号码"),
    "hz broken": typed("text/plain; charset=hz-gb-2312", b"~{5g ~ \xff ~~"),
    "big5": said("big5", "電話號碼"),
    "gb18030 called gb2312": said("gb2312", "电话號碼", "gb18030"),
    "koi8-r": said("koi8-r", "новый номер телефона"),
    "windows-1251 called koi8-r": said("koi8-r", "новый номер", "windows-1251"),
    "windows-1256": said("windows-1256", "رقم هاتف جديد"),
    "iso-8859-8-i": typed("text/plain; charset=iso-8859-8-i", "טלפון".encode("iso-8859-8")),
    "windows-1252 called latin-1": typed("text/plain; charset=iso-8859-1", b"\x93quoted\x94 \x80 5"),
    "ebcdic": said("cp037", WORDS),
}  # fmt: skip
FIELDS: dict[str, bytes] = {
    "encoded words that break off": without("subject") + b"Subject: =?utf-8?b?w6k? =?utf-8?q?=C3 =?\r\n\r\nx",
    "encoded words in no charset": without("subject") + b"Subject: =?x-none?q?caf=E9?= =??b?QQ==?=\r\n\r\nx",
    "an encoded word cut in a character": without("subject") + b"Subject: =?utf-8?q?caf=C3?= =?utf-8?q?=A9?=\r\n\r\nx",
    "an encoded word with bad base64": without("subject") + b"Subject: =?utf-8?b?!!!?= =?utf-8?b?A?= \r\n\r\nx",
    "an encoded word with a language": without("subject") + b"Subject: =?utf-8*fr?q?caf=C3=A9?=\r\n\r\nx",
    "an encoded word with line ends": without("subject") + b"Subject: =?utf-8?q?a=0D=0ABcc:_x=40y.example?=\r\n\r\nx",
    "nested encoded words": without("subject") + b"Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=\r\n\r\nx",
    "ten thousand encoded words": without("subject") + b"Subject: " + b"=?utf-8?q?a?= " * 10_000 + b"\r\n\r\nx",
    "a name in utf-7": without("from") + b"From: =?utf-7?q?+AOk-?= <ada.verne@cept.example>\r\n\r\nx",
    "RFC 2231 continued with gaps": typed(
        "application/x-a; name*0=a; name*2=c; name*1*=''%41; name*x=q", b"x", "Content-Disposition: attachment"
    ),
    "RFC 2231 with a bad number": typed(
        "application/x-a", b"x", "Content-Disposition: attachment; filename*00*=utf-8''%; filename*99999999999=b"
    ),
    "RFC 2231 in no charset": typed("application/x-a", b"x", "Content-Disposition: attachment; filename*=x-no'en'%E9%ff%"),
    "RFC 2231 with quotes only": typed("application/x-a", b"x", "Content-Disposition: attachment; filename*='''"),
    "parameters without values": typed("text/plain; charset; =; ; name=; x==y; \"", WORDS.encode()),
    "a content type of commas": typed(",/,; charset=utf-8", WORDS.encode()),
    "a content type without a subtype": typed("text", WORDS.encode()),
    "two content types": typed("text/html", b"<b>x</b>", "Content-Type: application/zip"),
    "a thousand parameters": typed("text/plain; " + "; ".join(f"p{n}=v" for n in range(1000)), WORDS.encode()),
    "group address": without("from") + b"From: friends: a@x.example, b@x.example;\r\n\r\nx",
    "an empty group": without("from", "to") + b"From: undisclosed-senders:;\r\nTo: undisclosed-recipients:;\r\n\r\nx",
    "no From": without("from") + b"\r\nx",
    "an empty From": without("from") + b"From:\r\n\r\nx",
    "a From in eight bits": without("from") + "From: Zoë <zoë@exämple.example>\r\n\r\nx".encode(),
    "a From with a route": without("from") + b"From: <@a.example,@b.example:ada@cept.example>\r\n\r\nx",
    "a From with an open quote": without("from") + b'From: "Ada <ada.verne@cept.example>\r\n\r\nx',
    "a From with angles in angles": without("from") + b"From: <<<ada.verne@cept.example>>>\r\n\r\nx",
    "a From of 100 kB": without("from") + b"From: " + b"a" * 100_000 + b"@x.example\r\n\r\nx",
    "a domain of dots": without("from") + b"From: ada@....\r\n\r\nx",
    "a domain literal": without("from") + b"From: ada@[192.0.2.1]\r\n\r\nx",
    "a domain in broken punycode": without("from") + b"From: ada@xn--\xc3\xa9-99999999999.example\r\n\r\nx",
    "a domain with a label of 200 letters": without("from") + b"From: ada@xn--" + b"a" * 200 + b".example\r\n\r\nx",
    "no date": without("date") + b"\r\nx",
    "a date in the year 0": without("date") + b"Date: Mon, 00 Jan 0000 00:00:00 +0000\r\n\r\nx",
    "a date with a zone of days": without("date") + b"Date: Tue, 12 Jan 2021 10:00:00 +9999\r\n\r\nx",
    "a date of great numbers": without("date") + b"Date: 99999999999999999999 Jan 99999999999 1:1:1 +1\r\n\r\nx",
    "a date in words": without("date") + b"Date: yesterday, about noon\r\n\r\nx",
    "a date at the end of time": without("date") + b"Date: Fri, 31 Dec 9999 23:59:59 -2400\r\n\r\nx",
    "a Message-ID without angles": without("message-id") + b"Message-ID: abc\r\n\r\nx",
    "ten thousand references": HEAD + b"References: " + b"\r\n ".join(b"<%d@x>" % n for n in range(10_000)) + b"\r\n\r\nx",
    "Authentication-Results of noise": HEAD + b"Authentication-Results: mx.itu.example; dmarc=(((=;; dkim=" + b"(" * 3000
    + b"\r\n\r\nx",
}  # fmt: skip
CONTENTS: dict[str, bytes] = {
    "html without end": typed("text/html", b"<div><table><tr><td>" * 500 + WORDS.encode()),
    "html with a thousand lists": typed("text/html", b"<ol start='99999999999999999999999'><li>" * 1000 + b"x"),
    "html with a superscript start": typed("text/html; charset=utf-8", "<ol start='²'><li>x</ol><ol start='-3'><li>y".encode()),
    "html in utf-16 without saying so": typed("text/html", "<p>my phone</p>".encode("utf-16")),
    "html of comments": typed("text/html", b"<!--" * 5000 + b"-->x<!---->"),
    "html of NULs": typed("text/html", b"<\0p\0>my \0phone<a href=\0>"),
    "html with colours": typed("text/html", b"<p>x</p><p style='color:rgb(999,0,0)'>y<p style='color:#12'>z<font color=#\xff>"),
    "flowed without end": typed("text/plain; format=flowed; delsp=yes", b"> > a \n> b \n " * 50),
    "a calendar of noise": multipart(part("text/calendar; method=REPLY", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:x\r\n"
                                          b"RRULE:FREQ=SECONDLY;COUNT=1000000\r\nDTEND;TZID=\xff:9\r\nEND:VALARM")),
    "a card of noise": multipart(part("text/vcard; name=a.vcf", b"BEGIN:VCARD\r\nN:;;;;;;\r\nTEL;;=:\r\nEMAIL\r\nEND:VCARD")),
    "a sheet of noise": multipart(part("text/csv; name=a.csv", b'"a";"b\r\n\0;\xff"\r\n=1+1;"')),
    "a workbook that is none": multipart(part("application/vnd.ms-excel; name=a.xls", b"\xd0\xcf\x11\xe0" + b"\xff" * 600)),
    "a document cut off": multipart(part("application/octet-stream; name=a.docx", zipped(**{"word/document.xml": b"<w:p>"})[:60])),
    "a document of noise": multipart(
        part("application/octet-stream; name=a.docx", base64.encodebytes(zipped(**{"word/document.xml": b"<w:p>\xff"})),
             "Content-Transfer-Encoding: base64")
    ),
    "a gzip": multipart(part("application/gzip; name=../../a.gz", gzip.compress(b"x", mtime=0))),
    "lines of dashes": HEAD + b"\r\n" + b"-- \r\n" * 3000,
    "an outlook block without end": HEAD + b"\r\nyes\r\n\r\n-----Original Message-----\r\n" + b"From: a\r\nSent: b\r\n" * 500,
    "quote marks": HEAD + b"\r\n" + b">" * 5000 + b" x\r\n" + b"> " * 5000 + b"y\r\n",
    "right to left marks": HEAD + "\r\n\u202emy phone\u202c \u200b\u2066x\ufeff\r\n".encode(),
    "combining marks": HEAD + b"\r\n" + ("e" + "\u0301" * 3000).encode(),
    "digits of every script": HEAD + "\r\nmy phone number is +٣٣ १२ ໑໒໓ ²³ ① 𝟗𝟗\r\n".encode(),
}  # fmt: skip
STRANGE: dict[str, bytes] = {**STRUCTURE, **MULTIPARTS, **ENCODINGS, **FIELDS, **CONTENTS}
