"""Answers in words: which group and turn of a repeat each stands in."""

import pytest

from naikkelas.instruments import xform
from naikkelas.instruments.wording import wording
from naikkelas.web.monev.answers import told
from tests.factories.answers import form_with

pytestmark = pytest.mark.django_db

NESTED = """| begin repeat | toko | Toko | Shop |
| | text | pemilik | Pemilik | Owner |
| | begin repeat | barang | Barang | Goods |
| | text | jenis | Jenis | Kind |
| | end repeat | | | |
| | end repeat | | | |"""


def test_a_turn_within_a_turn_is_told_by_both_numbers():
    form = form_with(NESTED)
    sent = (
        "<toko><barang><jenis>a</jenis></barang><barang><jenis>b</jenis></barang></toko>"
        "<toko><pemilik>Ani</pemilik><barang><jenis>c</jenis></barang><barang><jenis>d</jenis></barang></toko>"
    )
    found = xform.read(
        f'<data id="kios" version="1">{sent}<meta><instanceID>u</instanceID></meta></data>'.encode()
    )
    answers = [{"path": a.path, "text": a.text} for a in found.answers]
    assert [(row.title, row.text) for row in told(answers, wording(form.xform), "en")] == [
        ("Goods", "a"), ("Goods 2", "b"), ("Shop 2", "Ani"), ("Shop 2 › Goods", "c"), ("Shop 2 › Goods 2", "d"),
    ]  # fmt: skip
