"""Files of answers as other programs read them: no formula anywhere, and SPSS syntax run by PSPP where there is one."""

import csv
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from naikkelas import vault
from naikkelas.instruments.answer_columns import Wanted
from naikkelas.intake.models import Attachment
from tests.factories import person
from tests.factories.answers import answer, form_with, survey
from tests.slices.test_answers import made

pytestmark = pytest.mark.django_db
FORMULAS = [
    "=1+1", "=HYPERLINK(&quot;http://x&quot;)", "+62812", "-5", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "－1",
    "＠A",
    "=cmd|' /C calc'!A0", "%0A=1", ";=1", "'=1", "&quot;=1+1&quot;", "|calc", "=\"\"&amp;A1", "{=1}",
]  # fmt: skip
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def files(kind: str, **asked) -> dict[str, bytes]:
    raw = made(kind, **asked)
    if raw[:2] != b"PK" or kind == "xlsx":
        return {kind: raw}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def hostile():
    survey()
    for number, text in enumerate(FORMULAS):
        answer(f"uuid:{number}", catatan=text, nama=text, usaha=[(text, "-3")])


@pytest.mark.parametrize("kind", ["csv", "zip"])
@pytest.mark.parametrize("labels", [False, True])
def test_bi_25_no_cell_of_a_csv_begins_a_formula(hostile, kind, labels):
    for content in files(kind, wanted=Wanted(labels=labels)).values():
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert len(rows) == len(FORMULAS) + 1
        for cell in (cell for row in rows for cell in row):
            number = cell.lstrip("-").replace(".", "", 1).isdigit()
            assert number or not cell.startswith(DANGEROUS), cell


def test_bi_25_no_cell_of_a_workbook_is_a_formula_and_texts_stay_as_they_were(hostile):
    raw = made("xlsx")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in archive.read(name)
    sheet = openpyxl.load_workbook(io.BytesIO(raw), data_only=False).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    at = head.index("catatan")
    texts = {row[at].value: row[at].data_type for row in sheet.iter_rows(min_row=2)}
    assert texts["=1+1"] == texts["@SUM(A1)"] == texts["+62812"] == "s"


def test_photos_of_another_kabupaten_never_come_out():
    survey()
    for area in ("18.01", "18.02"):
        sent = answer(f"uuid:{area}", area=area, more="<foto>a.jpg</foto>")
        Attachment.objects.create(
            delivery=sent, name="a.jpg", sha256=vault.current().blobs.put(area.encode()), size=1
        )
    found = files("media", who=person("regency", "18.02"))
    assert [content for name, content in found.items() if name != "index.csv"] == [b"18.02"]
    assert b"uuid:18.01" not in found["index.csv"]


# ── SPSS ──

TYPED = """| text | nama | Nama | Name |
| | select_one yn | buka | Apakah 'buka'? | Is it open? |
| | select_multiple kinds | jenis | Jenis | Kinds |
| | integer | all | Semua | All |
| | decimal | omzet | Omzet | Sales |
| | date | hari | Hari | Day |
| | dateTime | saat | Saat | Moment |
| | time | jam | Jam | Hour |
| | geopoint | lokasi | Lokasi | Place |
| | text | catatan | Catatan | Note |
| | begin repeat | usaha | Usaha | Business |
| | text | merek | Merek | Brand |
| | integer | pekerja | Pekerja | Workers |
| | end repeat | | | |"""
READ_BACK = """
SAVE TRANSLATE /OUTFILE='{name}.out' /TYPE=CSV /FIELDNAMES /CELLS=VALUES /REPLACE.
SAVE TRANSLATE /OUTFILE='{name}.labels' /TYPE=CSV /FIELDNAMES /CELLS=LABELS /REPLACE.
DISPLAY DICTIONARY.
"""


def read_by_pspp(folder: Path, name: str) -> tuple[list[dict[str, str]], list[dict[str, str]], str]:
    """What PSPP makes of a table: values, values by their labels, and the dictionary."""
    syntax = (folder / f"{name}.sps").read_text()
    (folder / "run.sps").write_text(syntax + READ_BACK.format(name=name))
    ran = subprocess.run(
        ["pspp", "--no-output", "-o", "told.txt", "-O", "format=txt", "run.sps"],
        cwd=folder, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    told = (folder / "told.txt").read_text() if (folder / "told.txt").exists() else ""
    assert ran.returncode == 0, ran.stdout.decode() + ran.stderr.decode() + told
    out, labels = (
        list(csv.DictReader(io.StringIO((folder / f"{name}.{kind}").read_text())))
        for kind in ("out", "labels")
    )
    return out, labels, told


if shutil.which("pspp"):

    def test_pspp_reads_the_syntax_with_types_labels_and_values(tmp_path):
        form_with(TYPED)
        more = (
            "<all>7</all><omzet>12.5</omzet><hari>2020-03-05</hari><saat>2020-03-05T16:15:00.000+07:00</saat>"
            "<jam>09:30:00.000+07:00</jam>"
        )
        answer(
            "uuid:a",
            nama='Siti, "si" é',
            catatan="satu\ndua 'x'",
            more=more,
            usaha=[("Warung", "3"), ("B", None)],
        )
        answer("uuid:b", buka="", catatan="", lokasi="")
        for name, content in files("spss", wanted=Wanted(lang="id")).items():
            (tmp_path / name).write_bytes(content)
        values, labels, told = read_by_pspp(tmp_path, "kios")
        assert [row["key"] for row in values] == ["uuid:a", "uuid:b"]
        first = values[0]
        assert (first["nama"], first["catatan"]) == ('Siti, "si" é', "satu dua 'x'")
        assert (float(first["v_all"]), float(first["omzet"])) == (7, 12.5)
        assert (first["hari"], first["saat"][:16], first["jam"][:5]) == (
            "03/05/2020",
            "03/05/2020 16:15",
            "09:30",
        )
        assert (float(first["lokasi_latitude"]), float(first["lokasi_longitude"])) == (-5.1, 105.2)
        assert (labels[0]["buka"], labels[0]["jenis_a"], labels[0]["jenis_c"]) == ("Ya", "ya", "tidak")
        assert values[1]["omzet"].strip() == ""
        assert "Apakah 'buka'?" in told
        turns, _labels, _told = read_by_pspp(tmp_path, "kios-usaha")
        assert [(t["parent_key"], t["merek"], t["pekerja"].strip()) for t in turns] == [
            ("uuid:a", "Warung", "3"), ("uuid:a", "B", ""),
        ]  # fmt: skip
