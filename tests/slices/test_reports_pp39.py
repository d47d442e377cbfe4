"""The forms of PP 39/2006: filled from ledger and visits, frozen, and equal to the ledger to the rupiah."""

import io
from datetime import date, timedelta

import openpyxl
import pymupdf
import pytest

from naikkelas.intake import actions as intake
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.monev import queries as visits
from naikkelas.places import actions as places
from naikkelas.programmes import actions as programmes
from naikkelas.programmes import queries
from naikkelas.programmes.models import PlanMonth, Revision
from naikkelas.reports import actions
from naikkelas.reports.models import Issue
from tests.conftest import NOW
from tests.factories import filled, person, road, send
from tests.slices.test_programmes_money import refusal
from tests.slices.test_reports import bare, text_of

pytestmark = pytest.mark.django_db
LAST = Quarter(2019, 4)


def issue(by, report="pp39_a", area="18.01", case="tp", **changes):
    return actions.issue(
        **{"report": report, "area": area, "case": case, "period": LAST, "by": by, "at": NOW} | changes
    )


@pytest.fixture
def made():
    """A market of Lampung Selatan paid in two quarters, 60 percent built, and a grant to a person from another source."""
    made = road()
    programme = programmes.add_programme(
        type_id="market_revitalisation", name="Pasar rakyat", year=2019, area="18", by=made.province, at=NOW
    )
    ceiling = programmes.set_ceiling(
        programme=programme, source="apbn_tp", year=2019, amount_idr=1_900_000_000, document_no="DIPA-TP", by=made.province,
        at=NOW,
    )  # fmt: skip
    made.allocation = programmes.allocate(
        ceiling=ceiling, area="18.01", amount_idr=950_000_000, activity="Revitalisasi satu pasar", by=made.province, at=NOW
    )  # fmt: skip
    facility = places.add_facility(
        kind="market", name="Pasar Uji", area="18.01.06.2001", by=made.province, at=NOW
    )
    made.market = programmes.name_recipient(
        allocation=made.allocation, kind="facility", name="Pasar Uji", area=facility.area_id, amount_idr=900_000_000,
        decree_no="1", decree_on=date(2019, 4, 1), facility=facility, by=made.province, at=NOW,
    )  # fmt: skip
    for amount, day, number in ((300_000_000, date(2019, 8, 1), "S-1"), (200_000_000, date(2019, 11, 1), "S-2"), (
        100_000_000, date(2020, 1, 5), "S-3")):  # fmt: skip
        programmes.disburse(
            recipient=made.market,
            amount_idr=amount,
            paid_on=day,
            document_no=number,
            by=made.province,
            at=NOW,
        )
    for stage, day, percent in (("contracted", date(2019, 5, 1), None), ("construction", date(2019, 12, 1), 60), (
        "handed_over", date(2020, 2, 1), 100)):  # fmt: skip
        programmes.reach(
            recipient=made.market,
            stage=stage,
            reached_on=day,
            physical_percent=percent,
            by=made.province,
            at=NOW,
        )
    return made


def cells(row, table="activities", at=0):
    found = next(t for t in row.figures["tables"] if t["id"] == table)
    return {c["label"]: v for c, v in zip(found["columns"], found["rows"][at]["cells"], strict=True)}


def test_form_a_tells_an_activity_as_the_ledger_has_it_at_the_end_of_the_quarter(made):
    told = cells(issue(made.officer))
    assert (told["Kegiatan"], told["Lokasi"], told["Keluaran"]) == (
        "Revitalisasi satu pasar", "Kab. Lampung Selatan", "0 dari 1 sarana; fisik menurut tahap",
    )  # fmt: skip
    assert told["Pagu (Rp)"] == 950_000_000
    assert told["Realisasi s.d. triwulan lalu (Rp)"] == 300_000_000
    assert told["Realisasi triwulan ini (Rp)"] == 200_000_000
    assert told["Realisasi (Rp)"] == 500_000_000
    assert told["Keuangan"] == [500_000_000, 950_000_000]
    assert told["Fisik"] == [900_000_000 * 60, 100 * 900_000_000]


def test_the_case_chooses_whose_money_is_told(made):
    tp = issue(made.province, area="18").figures["tables"][0]["rows"]
    dekon = issue(made.province, area="18", case="dekon").figures["tables"][0]["rows"]
    assert [r["cells"][1] for r in tp] == ["Revitalisasi satu pasar", "Jumlah"]
    assert [r["cells"][2] for r in dekon] == ["Modal awal 18.01", None]
    every = issue(person("ministry", "0"), area="0", case="ministry").figures["tables"][0]["rows"]
    assert every[-1]["cells"][4] == tp[-1]["cells"][4] + dekon[-1]["cells"][4] == 974_000_000


def test_forms_b_and_c_have_the_sums_of_form_a(made):
    a = cells(issue(made.province, "pp39_a", "18"), at=-1)
    b = cells(issue(made.province, "pp39_b", "18"), "programmes", at=-1)
    c = cells(issue(made.province, "pp39_c", "18"), "programmes", at=-1)
    for name in ("Pagu (Rp)", "Realisasi triwulan ini (Rp)", "Realisasi (Rp)", "Keuangan", "Fisik"):
        assert a[name] == b[name] == c[name], name
    assert c["Sisa pagu (Rp)"] == 450_000_000


def test_form_c_names_what_lags_with_its_cause_and_the_action(made):
    row = issue(made.officer, "pp39_c")
    behind = cells(row, "lagging")
    assert behind["Kegiatan yang tertinggal"] == "Revitalisasi satu pasar"
    early = issue(made.officer, "pp39_c", period=Quarter(2019, 1))
    assert cells(early, "programmes")["Realisasi (Rp)"] == 0


def test_problems_and_follow_up_come_from_the_findings_of_the_visits(made):
    send(made.enumerator, filled(made.planned_with("novice_entrepreneur"), business_status="closed"))
    intake.read_waiting(at=NOW)
    told = cells(issue(made.province, area="18", case="dekon"))
    finding = visits.findings().order_by("due_on", "id").first()
    assert f"{finding.number} {finding.title}" in told["Permasalahan"]
    assert "belum ada tindakan" in told["Tindak lanjut"]
    monev.act(
        finding=finding, text="Usaha didampingi kembali", evidence_name="a.jpg", evidence=b"\xff\xd8\xff\xe0" + b"\0" * 32,
        by=made.officer, at=NOW,
    )  # fmt: skip
    later = cells(issue(made.province, area="18", case="dekon", at=NOW + timedelta(days=1)))
    assert f"{finding.number}: Usaha didampingi kembali" in later["Tindak lanjut"]


def test_the_documents_say_who_reports_by_when_and_what_is_not_confirmed(made):
    row = issue(made.officer, "pp39_c")
    told = bare(text_of(actions.document(row, "pdf")))
    for words in (
        "Formulir C", "Triwulan IV 2019", "Tugas pembantuan", "8 Januari 2020", "5 hari kerja", "15 Januari 2020",
        "belum dikonfirmasi", "Susunan kolom belum dikonfirmasi", "Dinas Koperasi dan UKM Kabupaten Lampung Selatan",
        "500.000.000", "DIPA-TP", row.figures_sha256[:16],
    ):  # fmt: skip
        assert bare(words) in told, words


def test_the_workbook_holds_the_same_numbers(made):
    row = issue(made.officer)
    book = openpyxl.load_workbook(io.BytesIO(actions.document(row, "xlsx")))
    sheet = book["Kegiatan"]
    headers = [c.value for c in sheet[1]]
    told = dict(zip(headers, [c.value for c in sheet[2]], strict=True))
    assert told["Pagu (Rp)"] == 950_000_000
    assert told["Realisasi (Rp)"] == 500_000_000
    assert told["Keuangan"] == pytest.approx(500 / 950)
    cover = [r[:2] for r in book["Laporan"].iter_rows(values_only=True)]
    assert ("Nomor", "pp39_a-tp-18.01-2019-Q4-01") in cover
    assert any("belum dikonfirmasi" in str(value) for name, value in cover if name == "Perhatian")


def test_a_form_stays_as_it_was_and_is_drawn_again_to_the_byte(made):
    first = issue(made.officer)
    kept = {kind: actions.document(first, kind) for kind in ("pdf", "xlsx")}
    programmes.disburse(
        recipient=made.market, amount_idr=50_000_000, paid_on=date(2019, 12, 20), document_no="S-4", by=made.province, at=NOW
    )  # fmt: skip
    second = issue(made.officer)
    stored = Issue.objects.get(pk=first.pk)
    assert {kind: actions.drawn_again(stored, kind) for kind in kept} == kept
    assert [cells(i)["Realisasi (Rp)"] for i in (stored, second)] == [500_000_000, 550_000_000]
    assert second.number == "pp39_a-tp-18.01-2019-Q4-02"


def test_a_revision_counts_from_the_day_it_was_decided(made):
    Revision.objects.create(
        allocation=made.allocation, amount_idr=-40_000_000, decided_on=date(2019, 12, 1), document_no="R-1", recorded_at=NOW
    )  # fmt: skip
    later, before = (issue(made.officer, period=p) for p in (LAST, Quarter(2019, 3)))
    assert [cells(i)["Pagu (Rp)"] for i in (later, before)] == [910_000_000, 950_000_000]


def test_a_budget_document_is_told_as_revised_by_the_end_of_the_quarter(made):
    programmes.revise_ceiling(
        ceiling=made.allocation.ceiling, amount_idr=-50_000_000, document_no="DIPA-R1", decided_on=date(2019, 12, 1),
        by=made.province, at=NOW,
    )  # fmt: skip
    later, before = (issue(made.officer, period=p) for p in (LAST, Quarter(2019, 3)))
    told = [cells(i, "documents")["Pagu dokumen (Rp)"] for i in (later, before)]
    assert told == [1_850_000_000, 1_900_000_000]


def test_who_was_withdrawn_from_the_decree_is_no_recipient_from_that_day(made):
    other = programmes.name_recipient(
        allocation=made.allocation, kind="facility", name="Pasar Batal", area="18.01.06.2001", amount_idr=50_000_000,
        decree_no="1", decree_on=date(2019, 4, 1), by=made.province, at=NOW,
    )  # fmt: skip
    programmes.withdraw_recipient(
        recipient=other, document_no="1-P", decided_on=date(2019, 12, 1), reason="Lahan bersengketa", by=made.province, at=NOW
    )  # fmt: skip
    later, before = (cells(issue(made.officer, period=p)) for p in (LAST, Quarter(2019, 3)))
    assert (later["Keluaran"][:17], before["Keluaran"][:17]) == ("0 dari 1 sarana; ", "0 dari 2 sarana; ")
    allocation = queries.allocations_of(made.allocation.ceiling.programme, "18").get()
    assert (allocation.recipient_count, allocation.disbursed_idr) == (1, 600_000_000)


def test_the_plan_stands_beside_what_was_done_and_says_what_lags(made):
    for month, amount, percent in ((6, 200_000_000, 20), (12, 750_000_000, 100)):
        PlanMonth.objects.create(
            allocation=made.allocation, month=month, amount_idr=amount, physical_percent=percent
        )
    third = issue(made.officer, period=Quarter(2019, 3))
    told = cells(third)
    assert (told["Rencana keuangan"], told["Rencana fisik"]) == ([200_000_000, 950_000_000], [20, 100])
    assert cells(issue(made.officer), at=-1)["Rencana keuangan"] == [950_000_000, 950_000_000]
    by_money = issue(made.officer, "pp39_c", period=Quarter(2019, 3))
    assert [
        r["cells"][4] for r in by_money.figures["tables"][1]["rows"]
    ] == []  # 32% paid, 21% planned, nothing built: 20%


def test_an_area_without_such_money_has_a_form_that_says_so(made):
    row = issue(made.province, area="18.02")
    assert row.figures["tables"][0]["rows"] == []
    assert bare("Tidak ada kegiatan dari sumber dana ini") in bare(text_of(actions.document(row, "pdf")))


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"case": ""}, "report.case"), ({"case": "apbd"}, "report.case"), ({"case": "dekon"}, "report.level"),
     ({"case": "ministry", "area": "18"}, "report.level"), ({"report": "quarterly"}, "report.case")],
)  # fmt: skip
def test_a_form_of_a_case_that_cannot_be_is_refused(changes, code):
    refusal(code, issue, person("regency"), **changes)
    assert Issue.objects.count() == 0


def test_money_from_a_foreign_loan_stands_in_its_own_column_of_its_case(made):
    programme = programmes.add_programme(
        type_id="market_revitalisation", name="Pasar pinjaman", year=2019, area="18", by=made.province, at=NOW
    )
    ceiling = programmes.set_ceiling(
        programme=programme, source="phln_tp", year=2019, amount_idr=300_000_000, document_no="DIPA-PHLN", by=made.province,
        at=NOW,
    )  # fmt: skip
    programmes.allocate(ceiling=ceiling, area="18.01", amount_idr=200_000_000, by=made.province, at=NOW)
    row = issue(made.officer)
    assert [(cells(row, at=n)["Pagu (Rp)"], cells(row, at=n)["Dari PHLN (Rp)"]) for n in range(3)] == [
        (950_000_000, 0), (200_000_000, 200_000_000), (1_150_000_000, 200_000_000),
    ]  # fmt: skip
    b = issue(made.officer, "pp39_b")
    assert cells(b, "programmes", at=-1)["Dari PHLN (Rp)"] == 200_000_000
    assert {cells(b, "documents", at=n)["Sumber dana"] for n in range(2)} == {
        "APBN tugas pembantuan",
        "PHLN tugas pembantuan",
    }
    dekon = issue(made.province, area="18", case="dekon")
    assert cells(dekon, at=-1)["Dari PHLN (Rp)"] == 0


def test_who_signs_is_who_the_form_is_from(made):
    signed = {r: issue(made.officer, r).figures["signer"] for r in ("pp39_a", "pp39_b", "pp39_c")}
    office = "Dinas Koperasi dan UKM Kabupaten Lampung Selatan"
    assert signed == {
        "pp39_a": f"Penanggung jawab kegiatan, {office}",
        "pp39_b": f"Penanggung jawab program, {office}",
        "pp39_c": f"Kepala {office}",
    }
    nation = issue(person("ministry", "0"), "pp39_c", area="0", case="ministry")
    assert bare("Menteri Koperasi dan UKM,") in bare(text_of(actions.document(nation, "pdf")))
    facts = dict(issue(made.province, area="18").figures["facts"])
    assert "Rangkuman provinsi" in facts["Kedudukan"]


def test_a_form_issued_before_its_quarter_ends_says_so(made):
    early = issue(made.officer, period=Quarter(2020, 1), at=NOW.replace(2020, 3, 16))
    told = "Terbit sebelum triwulan berakhir (31 Maret 2020)"
    assert bare(told) in bare(text_of(actions.document(early, "pdf")))
    book = openpyxl.load_workbook(io.BytesIO(actions.document(early, "xlsx")))
    assert any(told in str(value) for _name, value in book["Laporan"].iter_rows(max_col=2, values_only=True))
    assert issue(made.officer).figures["early"] == ""


def test_the_signature_stands_beneath_something_of_the_report(made):
    with pymupdf.open(stream=actions.document(issue(made.officer, "pp39_c"), "pdf")) as document:
        last = bare(document[-1].get_text())
    assert bare("Dokumen anggaran") in last
    assert bare("Angka laporan ini dibekukan") in last


def test_a_plan_of_money_alone_plans_no_progress(made):
    PlanMonth.objects.create(allocation=made.allocation, month=6, amount_idr=950_000_000, physical_percent=0)
    told = cells(issue(made.officer))
    assert (told["Rencana keuangan"], told["Rencana fisik"]) == ([950_000_000, 950_000_000], None)
