"""A report as issued: gathered once, frozen, every document drawn from what was frozen."""

import io
import re

import openpyxl
import pymupdf
import pytest

from naikkelas.analytics import cache
from naikkelas.analytics.queries import indicators
from naikkelas.intake import actions as intake
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.programmes import actions as programmes
from naikkelas.reports import actions
from naikkelas.reports.figures import Figures
from naikkelas.reports.models import Issue
from naikkelas.reports.render import pdf
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import filled, person, road, send
from tests.slices.test_programmes_money import refusal

pytestmark = pytest.mark.django_db
LAST = Quarter(2019, 4)
CHAPTERS = (
    "Kata Pengantar", "Daftar Isi", "Daftar Tabel", "Daftar Gambar", "Pendahuluan", "Dasar hukum", "Maksud dan tujuan", "Metode",
    "Hasil", "Per program", "Per kabupaten/kota", "Temuan dan Tindak Lanjut", "Penutup", "Kesimpulan", "Rekomendasi", "Lampiran",
    "Aturan yang dipakai", "Definisi indikator",
)  # fmt: skip
HOSTILE = "#set page(width: 1pt) $x^2$ *tebal* _miring_ `kode` <script>alert(1)</script> [kurung] @rujuk \\ // komentar"


@pytest.fixture
def made():
    """A kabupaten with a visit and its findings, and one finding more with a hostile title."""
    made = road()
    send(made.enumerator, filled(made.planned_with("novice_entrepreneur"), business_status="closed"))
    intake.read_waiting(at=NOW)
    monev.open_by_hand(
        area="18.01", title=HOSTILE, condition="Dua puluh kios dikunci", criterion="", recommendation=HOSTILE, severity="high",
        amount_idr=5_000_000, by=made.officer, at=NOW,
    )  # fmt: skip
    cache.forget()
    return made


def issue(by, area="18", **changes):
    return actions.issue(
        **{"report": "quarterly", "area": area, "period": LAST, "by": by, "at": NOW} | changes
    )


def text_of(content: bytes) -> str:
    """The words of a PDF, spaces and line ends made one."""
    with pymupdf.open(stream=content) as document:
        return re.sub(r"\s+", " ", " ".join(page.get_text() for page in document))


def bare(text: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", text)


def test_the_documents_hold_the_chapters_and_the_frozen_figures(made):
    row = issue(made.province)
    told = text_of(actions.document(row, "pdf"))
    assert [c for c in CHAPTERS if c.lower() not in told.lower()] == []
    assert "Triwulan IV 2019" in told
    assert "Dinas Koperasi dan UKM Provinsi Lampung" in told
    squeezed = bare(told)
    for line in row.figures["indicators"]:
        assert bare(line["name"]) in squeezed, line["id"]
        assert f"{line['id']}@{line['version']}" in squeezed, line["id"]
    for programme in row.figures["programmes"]:
        for key in ("name", "allocated", "disbursed"):
            assert bare(programme[key]) in squeezed, key
    assert row.figures_sha256[:16] in squeezed


def test_the_workbook_holds_the_same_figures_as_numbers(made):
    row = issue(made.province)
    book = openpyxl.load_workbook(io.BytesIO(actions.document(row, "xlsx")))
    lines = {r[0].value: r for r in book["Indikator"].iter_rows(min_row=2)}
    assert set(lines) == {line["name"] for line in row.figures["indicators"]}
    for line in row.figures["indicators"]:
        cells = lines[line["name"]]
        assert (cells[2].value, cells[3].value) == (line["part"], line["whole"]), line["id"]
        assert (cells[5].value, cells[6].value) == (line["id"], line["version"]), line["id"]
    paid = [(r[0].value, r[1].value, r[2].value) for r in book["Program"].iter_rows(min_row=2)]
    assert paid == [(p["name"], p["allocated_idr"], p["disbursed_idr"]) for p in row.figures["programmes"]]
    areas = [(r[0].value, r[2].value, r[3].value) for r in book["Wilayah"].iter_rows(min_row=2)]
    assert areas == [(a["code"], a["planned"], a["visited"]) for a in row.figures["areas"]]
    cover = dict(r[:2] for r in book["Laporan"].iter_rows(values_only=True))
    assert cover["Sidik angka (SHA-256)"] == row.figures_sha256
    assert not [c for sheet in book for r in sheet.iter_rows() for c in r if c.data_type == "f"]


def test_every_indicator_is_there_by_its_version_and_the_seal_is_of_the_figures(made):
    row = issue(made.province)
    assert {(f["id"], f["version"]) for f in row.figures["indicators"]} == {
        (m.id, m.version) for m in indicators().values()
    }
    assert len(row.figures["indicators"]) >= 12
    stored = Issue.objects.get(pk=row.pk)
    assert Figures(stored.figures).sha256 == stored.figures_sha256
    assert len(row.figures["rules"]) >= 2
    assert all(r["hash"] and r["source"] for r in row.figures["rules"])


def test_an_issue_stays_as_it_was_when_the_world_moves_on(made):
    """The document drawn again from the frozen figures has the same bytes; the next issue has the new figures."""
    first = issue(made.province)
    documents = {kind: actions.document(first, kind) for kind in ("pdf", "xlsx")}
    programmes.disburse(
        recipient=_second_recipient(made), amount_idr=12_000_000, paid_on=LAST.last_day, document_no="SP2D-2",
        by=made.province, at=NOW,
    )  # fmt: skip
    cache.forget()
    second = issue(made.province)
    assert (first.number, second.number) == ("quarterly-18-2019-Q4-01", "quarterly-18-2019-Q4-02")
    stored = Issue.objects.get(pk=first.pk)
    for kind, content in documents.items():
        assert actions.document(stored, kind) == content, kind
        assert actions.drawn_again(stored, kind) == content, kind
    paid = [
        next(f["part"] for f in i.figures["indicators"] if f["id"] == "budget_absorption")
        for i in (first, second)
    ]
    assert paid == [12_000_000, 24_000_000]


def _second_recipient(made):
    from datetime import date

    return programmes.name_recipient(
        allocation=made.recipient.allocation, kind="person", name="Penerima kedua", area="18.01.06", amount_idr=12_000_000,
        decree_no="9", decree_on=date(2019, 7, 1), by=made.province, at=NOW,
    )  # fmt: skip


def test_hostile_text_stands_in_the_report_as_it_was_written(made):
    """No markup of the typesetter, no mathematics, no tag: the words themselves."""
    row = issue(made.province)
    squeezed = bare(text_of(actions.document(row, "pdf")))
    assert bare(HOSTILE) in squeezed
    with pymupdf.open(stream=actions.document(row, "pdf")) as document:
        assert {round(page.rect.width) for page in document} <= {595, 842}
    book = openpyxl.load_workbook(io.BytesIO(actions.document(row, "xlsx")))
    assert HOSTILE in {r[1].value for r in book["Temuan"].iter_rows(min_row=2)}


def test_a_report_reaches_no_file_beside_its_templates(made, tmp_path):
    """Values are data: a path in them is read by nothing."""
    secret = tmp_path / "secret.txt"
    secret.write_text("kunci-rahasia")
    row = issue(made.province)
    values = row.figures | {"agency": f'#read("{secret}") #include "{secret}"'}
    told = text_of(pdf.draw(Figures(values), "quarterly.typ", NOW))
    assert "kunci-rahasia" not in told
    assert bare(f'#read("{secret}")') in bare(told)


def test_no_person_stands_in_a_report_by_name(made):
    told = text_of(actions.document(issue(made.province), "pdf"))
    assert made.enterprise.owner.name not in told
    assert made.enterprise.name not in told
    assert not re.search(r"(?<![0-9])[0-9]{16}(?![0-9])", told)


def test_the_sentence_about_the_cycle_keeps_its_signs(made):
    """Typst takes a semicolon after a value as the value's end: day and office ran into each other."""
    told = text_of(actions.document(issue(made.province), "pdf"))
    assert re.search(r"dimulai [0-9]+ [A-Z][a-z]+ [0-9]{4}; kabupaten/kota mengirim", told)


def test_a_kabupaten_has_its_own_report_and_an_empty_quarter_has_one_too(made):
    own = issue(made.officer, "18.01")
    assert {a["code"] for a in own.figures["areas"]} == {"18.01"}
    assert "Dinas Koperasi dan UKM Kabupaten Lampung Selatan" in text_of(actions.document(own, "pdf"))
    empty = issue(made.province, period=Quarter(2018, 1))
    assert empty.figures["cycle"] is None
    assert "Triwulan I 2018" in text_of(actions.document(empty, "pdf"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"report": "tahunan"}, "report.unknown"), ({"area": "99"}, "report.area"), ({"area": "0"}, "report.level"),
        ({"area": "18.01.06"}, "report.level"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_is_refused(changes, code):
    by = person("province")
    refusal(code, issue, by, **changes)
    assert Issue.objects.count() == 0
    assert Event.objects.filter(action="report.issued").count() == 0
