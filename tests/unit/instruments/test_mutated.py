"""Thousands of damaged forms and submissions, the same each time: refused or read, never an error of ours."""

import random
import re
import time

from naikkelas.instruments import xform, xlsform, xpath
from naikkelas.instruments.form_problems import KINDS
from naikkelas.instruments.forms import questionnaires
from naikkelas.kit.problems import Refused

SUBMISSION = (
    b'<?xml version="1.0"?><data id="market" version="1" xmlns:orx="http://openrosa.org/xforms"><start>2020-03-12T09:00:00+07:00</start>'
    b"<visit><visit_code>K1-0001</visit_code><found>found</found></visit><repeat><a>1</a></repeat><repeat><a>2</a></repeat>"
    b"<location>-5.7 105.6 10 4</location><photo>a.jpg</photo><orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"
)
SPLICES = (
    b"&", b"<", b">", b"]]>", b"<![CDATA[", b"<!--", b"<!DOCTYPE a>", b"&#x0;", b"&lt;", b"\x00", b"\xff", b"<a>", b"</a>", b"''",
    b'"', b"xmlns='x'", b"\xe2\x80\xae", b"<?pi ?>", b"=", b"/", b" " * 300,
)  # fmt: skip


def damaged(content: bytes, dice: random.Random) -> bytes:
    """One to four bytes flipped, parts cut, doubled, moved or spliced in."""
    out = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        at, end = sorted(dice.randrange(len(out) + 1) for _ in range(2))
        what = dice.randrange(5)
        if what == 0 and at < len(out):
            out[at] ^= 1 << dice.randrange(8)
        elif what == 1:
            del out[at : min(end, at + 40)]
        elif what == 2:
            out[at:at] = out[at : min(end, at + 60)]
        elif what == 3:
            out[at:at] = dice.choice(SPLICES)
        else:
            piece = out[at : at + 20]
            out[end:end] = piece
    return bytes(out)


def test_damaged_submissions_are_read_or_refused():
    dice, began, refused = random.Random(20200313), time.process_time(), 0
    statuses = set()
    for _ in range(5_000):
        try:
            found = xform.read(damaged(SUBMISSION, dice))
        except Refused as refusal:
            statuses.add(refusal.status)
            refused += 1
        else:
            assert found.form_id
            assert found.instance_id
    assert statuses <= {400, 413}
    assert 1_000 < refused < 4_950
    assert time.process_time() - began < 20


def test_damaged_forms_are_judged_or_refused():
    dice, began = random.Random(20200313), time.process_time()
    form = questionnaires()["market"].form.encode()
    for _ in range(120):
        answer = xlsform.compiled(damaged(form, dice), "form.md").values
        for p in answer["problems"]:
            assert KINDS[p["code"]].text("id", **p["params"])
        assert answer["problems"] or "xform" in answer
    assert time.process_time() - began < 30


def test_damaged_formulas_are_read_or_refused():
    dice = random.Random(20200313)
    forms = "".join(q.form for q in questionnaires().values())
    formulas = sorted({m for m in re.findall(r"\| ([^|]*\$\{[^|]*) \|", forms)})
    assert len(formulas) > 10
    for formula in formulas * 40:
        text = damaged(formula.replace("${", "/data/").replace("}", "").encode(), dice).decode(
            "utf-8", "replace"
        )
        try:
            xpath.read(text)
        except xpath.NotXPath:
            continue
