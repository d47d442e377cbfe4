"""Registry files that strangers and tired colleagues send, made the same each time, with the answer each must get.

`python -m tests.samples.registry_files FOLDER` writes them into a folder, to try them by hand.
"""

import sys
from pathlib import Path

from tests.unit.instruments.books import DINAS, GOOD, book, packed, parts, sheet_xml, text_row

_DTD = '<!DOCTYPE workbook [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_BOOK = parts(sheet_xml(text_row(1, DINAS) + text_row(2, GOOD)))
_FAR = text_row(1, DINAS) + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'

REFUSED: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "file.empty"),
    "only-spaces.csv": (b" \r\n ; ; \r\n", "file.empty"),
    "photo.xlsx": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4, "file.not_a_table"),
    "letter.docx": (packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "file.not_a_table"),
    "half.xlsx": (book({"Data": [DINAS, GOOD]})[:1_500], "file.not_a_table"),
    "page.xls": (b"<html><table><tr><td>Nama UMKM</td></tr></table></html>", "file.not_a_table"),
    "doctype.xlsx": (
        packed(
            _BOOK | {"xl/workbook.xml": _BOOK["xl/workbook.xml"].replace("<workbook", _DTD + "<workbook", 1)}
        ),
        "file.not_a_table",
    ),
    "excel-97.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file.old_excel"),
    "bomb.xlsx": (packed(_BOOK | {"xl/media/image1.png": b"\0" * 60_000_000}), "file.suspicious"),
    "far-corner.xlsx": (packed(parts(sheet_xml(_FAR))), "file.too_heavy"),
}
"""By file name: the bytes, and the code of the refusal."""

TO_MAP: dict[str, tuple[bytes, str]] = {
    "other-headings.csv": (b"No;Tanggal;Uraian;Debet;Kredit\n1;2;3;4;5\n", "file.unknown_layout"),
    "no-place.csv": (b"Nama UMKM;Nama Pelaku Usaha;NIK KTP\nKeripik;Siti;\n", "file.missing_columns"),
}
"""By file name: the bytes, and the reason why a person is asked what the columns hold."""

ODD_TEXTS = {
    "formula": "=HYPERLINK(\"http://x.test\",\"klik\")",
    "apostrophe": "'=1+1",
    "at sign": "@SUM(A1)",
    "markup": "<script>alert(1)</script>",
    "template": "{{7*7}} {% include 'x' %} ${7*7} {nama} %s",
    "emoji": "Warung 🍜 Bu Tejo",
    "right to left": "Toko \u202egnurt\u202c Jaya",
    "Arabic": "مطعم السلام",
    "combining": "Kopi Re\u0301gal",
    "quotes": "Toko \"Asa\" d'Lampung \\ ; , | Jaya",
    "escaped NUL": "Toko _x0000_ Nol",
    "escaped half of a pair": "Toko _xD83D_ Separuh",
    "percent": "100% Asli & Segar=ya&x=1",
}  # fmt: skip
"""What may stand in a name or address and must come through whole, on every database and in every document."""


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (content, code) in REFUSED.items():
        (folder / name).write_bytes(content)
        print(f"{name}: {code}")  # noqa: T201
