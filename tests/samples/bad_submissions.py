"""Bad submissions, made the same each time, each with the status that the phone must get (tests/doors/openrosa)."""

import gzip
from collections.abc import Iterator

BOUNDARY = "batas"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"
KEPT = "201"
"""Taken: doubtful answers are a matter for a person, not for the phone."""


def form(inside: str = "", *, version: str, form_id: str = "market", number: str = "uuid:satu") -> bytes:
    meta = f"<meta><instanceID>{number}</instanceID></meta>"
    return f'<data id="{form_id}" version="{version}">{inside}{meta}</data>'.encode()


def parts(*given: tuple[str, str, bytes], end: bool = True) -> bytes:
    body = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, filename, content in given
    )
    return body + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


def xml(content: bytes) -> bytes:
    return parts(("xml_submission_file", "s.xml", content))


Case = tuple[str, bytes, str, str]


def cases(version: str) -> Iterator[Case]:
    """(name, body, content type, statuses)."""
    yield from _answers(version)
    yield from _documents(version)
    yield from _envelopes(version)
    yield from _cut(version)


def _answers(version: str) -> Iterator[Case]:
    """Odd answers in a whole form are kept."""
    odd = (
        "12.500.000", "1.25E7", "9" * 400, "-1", "NaN", "１２３", "2099-01-01", "1970-01-01T00:00:00+25:00",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "=cmd|' /C calc'!A0", "{{7*7}}", "{% include 'x' %}", "${7*7}", "' OR 1=1 --", "‮kebalik", "\u0301",
        "x" * 20_000, "ꦥꦱꦂ", "null",
        "undefined", "true", "0x10", "1;2;3", "../../etc/passwd", "%00", "javascript:alert(1)", "🏪" * 50, "\t\n",
        "-5.7 999 0 0", "a b c d",
    )  # fmt: skip
    for n, text in enumerate(odd):
        inside = (
            f"<kiosks_built>{text}</kiosks_built><today>{text[:40]}</today><location>{text[:40]}</location>"
        )
        yield f"answer-{n}", xml(form(inside, version=version, number=f"uuid:answer-{n}")), TYPE, KEPT
    for n, number in enumerate(
        ("x", "uuid:" + "é" * 200, "a" * 249, "<![CDATA[uuid:cdata]]>", "uuid:../../x", "uuid:';--")
    ):
        yield f"number-{n}", xml(form(version=version, number=number)), TYPE, KEPT
    twice = "<found>found</found>" * 3 + "<r><a>1</a></r>" * 200
    yield "repeats", xml(form(twice, version=version, number="uuid:repeats")), TYPE, KEPT


def _documents(version: str) -> Iterator[Case]:
    good = form(version=version)
    wrong: tuple[bytes, ...] = (
        b"", b" ", b"not xml", b"<", b"<data", b"<data/>", b"<data id='market'/>", b"<?xml version='1.0'?>",
        b"\xef\xbb\xbf", b"\x00" * 50,
        b"<data id='market'><a></b></data>", b"<data id='market'>&undefined;</data>", b"<data id='market'>&#0;</data>",
        b"<data id='market'>\xff</data>", b"<?xml version='1.0' encoding='utf-7'?><data/>",
        b"<?xml version='1.0' encoding='x'?><data/>",
        b"<?xml version='1.0' encoding='utf-16'?><data/>", b"<!DOCTYPE data><data id='market'/>",
        b"<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><data id='market'>&x;</data>",
        b"<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><data id='market'>&b;</data>",
        b"<!DOCTYPE d SYSTEM 'http://127.0.0.1:9/x.dtd'><data id='market'/>",
        b"<data id='market' id='x'/>", b"<a:data id='market'/>" * 2, good + good, good[:-7], good[:40],
        good.replace(b"instanceID", b"number"),
        good.replace(b"<meta>", b"<other>").replace(b"</meta>", b"</other>"), good.replace(b"uuid:satu", b" "),
        b"<data id='market'>" + b"<a>" * 100 + b"</a>" * 100 + b"</data>", b"<a>" * 50_000,
        b"<data id='market'>" + b"<a/>" * 30_000 + b"</data>",
        b"<data id='market'><![CDATA[" + b"x" * 100 + b"</data>",
        b"<data id='market'><!-- " + b"-" * 1_000 + b"</data>", b"{}", b"%PDF-1.7",
    )  # fmt: skip
    for n, content in enumerate(wrong):
        yield f"document-{n}", xml(content), TYPE, "400"
    yield "large-text", xml(form(f"<a>{'x' * 1_000_000}</a>", version=version)), TYPE, "413"
    yield "large-attribute", xml(b"<data id='market' x='" + b"y" * 1_100_000 + b"'/>"), TYPE, "413"
    for n, (form_id, number) in enumerate(
        (("nosuch", version), ("market", "1999"), ("market", ""), ("../x", version), ("x" * 249, version))
    ):
        yield f"unknown-{n}", xml(form(version=number, form_id=form_id)), TYPE, "404"


def _envelopes(version: str) -> Iterator[Case]:
    good = form(version=version)
    yield "raw-xml", good, "text/xml", "400"
    yield "raw-json", b"{}", "application/json", "400"
    yield "no-type", good, "application/octet-stream", "400"
    yield "no-boundary", xml(good), "multipart/form-data", "400"
    yield "other-boundary", xml(good), "multipart/form-data; boundary=lain", "400"
    yield "empty-boundary", xml(good), "multipart/form-data; boundary=", "400"
    yield "long-boundary", xml(good), f"multipart/form-data; boundary={'b' * 500}", "400"
    yield "no-parts", parts(), TYPE, "400"
    yield "nothing", b"", TYPE, "400"
    yield "only-photo", parts(("foto.jpg", "foto.jpg", b"x")), TYPE, "400"
    yield (
        "two-forms",
        parts(("xml_submission_file", "a.xml", good), ("xml_submission_file", "b.xml", good)),
        TYPE,
        "400",
    )
    yield "gzip-inside", xml(gzip.compress(good)), TYPE, "400"
    yield (
        "many-files",
        parts(("xml_submission_file", "a.xml", good), *((f"f{n}", f"{n}.jpg", b"x") for n in range(201))),
        TYPE,
        "413",
    )
    named = form("<foto>besar.jpg</foto>", version=version)
    heavy = parts(("xml_submission_file", "a.xml", named), ("besar.jpg", "besar.jpg", b"x" * 10_000_001))
    yield "heavy-file", heavy, TYPE, "413"
    for n, name in enumerate(
        ("../../x.jpg", "a\tb.jpg", "con.jpg", "x" * 240 + ".jpg", "é.jpg", "..", "a;b.jpg", "%2e%2e%2fx.jpg")
    ):
        other = form(version=version, number=f"uuid:file-{n}")
        yield (
            f"file-name-{n}",
            parts(("xml_submission_file", "a.xml", other), (f"f{n}", name, b"x")),
            TYPE,
            KEPT,
        )


def _cut(version: str) -> Iterator[Case]:
    body = parts(
        ("xml_submission_file", "a.xml", form("<foto>a.jpg</foto>", version=version)),
        ("a.jpg", "a.jpg", b"x" * 300),
    )
    for tenth in range(1, 10):
        yield f"cut-{tenth}", body[: len(body) * tenth // 10], TYPE, "400"
    for end in (1, 2, 3, 5, 9):
        yield f"cut-end-{end}", body[: -end - 2], TYPE, "400"
