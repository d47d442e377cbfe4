"""The pages of markets: the list, what one page tells, and what a refusal says at the form."""

import io
from datetime import date

import openpyxl
import pytest

from naikkelas.monev.models import Cycle, CycleArea, Finding, PlannedVisit, Visit, VisitFact
from naikkelas.programmes import actions
from naikkelas.programmes.models import LedgerLine, MarketPhoto, MarketProject, MarketWeek, Milestone
from tests.conftest import NOW
from tests.factories import person
from tests.factories.markets import built, decided, proposed
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db


def visited(market, **facts):
    """A verified visit with the form for markets."""
    cycle = Cycle.objects.create(
        name="M", area_id="18", year=2019, quarter=4, opens_on=date(2020, 2, 10), due_workdays=60, due_on=date(2020, 3, 27),
        state="open",
    )  # fmt: skip
    area = CycleArea.objects.create(cycle=cycle, area_id="18.01", due_on=cycle.due_on)
    facility = market.project.facility
    planned = PlannedVisit.objects.create(
        cycle_area=area, code="M1", instrument="market", area_id=facility.area_id, label="Pasar", facility=facility,
        due_on=cycle.due_on, state="verified",
    )  # fmt: skip
    visit = Visit.objects.create(
        planned=planned, instance_id="uuid:m", instrument="market", form_version="1", area_id=facility.area_id,
        enumerator=person("enumerator", "18.01"), visited_on=date(2020, 3, 1), received_at=NOW, state="verified",
    )  # fmt: skip
    for name, value in facts.items():
        kind = "word" if isinstance(value, str) else "number"
        VisitFact.objects.create(visit=visit, name=name, **{kind: value})
    return visit


def test_a_proposal_is_entered_and_its_stage_says_what_lacks(as_user):
    market = proposed()
    page = as_user(person("regency", "18.01"))
    form = {
        "programme": market.project.programme_id, "name": "Pasar Baru", "area": "18.01.06", "proposer": "Koperasi Baru",
        "proposed_on": "2020-02-10", "requested_idr": "950.000.000",
    }  # fmt: skip
    made = page.post("/pasar/usulan/", form)
    project = MarketProject.objects.get(facility__name="Pasar Baru")
    assert 'value="in_process"' not in page.get(f"/pasar/{project.pk}/").content.decode()
    assert made.url == f"/pasar/{project.pk}/"
    assert page.post("/pasar/usulan/", form | {"area": "18.02.01"}).status_code == 404
    address = f"/pasar/{project.pk}/tahap/documents_checked/"
    assert "Alas hak tanah" in page.get(address).content.decode()
    data = {"reached_on": "2020-02-20", "grade": "B"}
    refused = page.post(address, data)
    assert refused.status_code == 422
    assert "Persyaratan wajib belum lengkap" in refused.content.decode()
    assert page.post(address, data | {"reason": "Menunggu sertifikat dari BPN."}).status_code == 302
    told = page.get(f"/pasar/{project.pk}/").content.decode()
    assert "Menunggu sertifikat dari BPN." in told


def test_a_requirement_is_met_with_its_file_which_is_a_download(as_user):
    market = proposed()
    page = as_user(market.province)
    address = f"/pasar/{market.project.pk}/syarat/land_title/"
    file = io.BytesIO(b"%PDF-1.4 sertifikat")
    file.name = "sertifikat.pdf"
    data = {
        "state": "met",
        "document_no": "SHP 12/2018",
        "document_on": "2018-10-01",
        "remark": "",
        "file": file,
    }
    assert page.post(address, data).status_code == 302
    assert "SHP 12/2018, 1 Oktober 2018" in page.get(f"/pasar/{market.project.pk}/").content.decode()
    got = page.get(f"{address}berkas/")
    assert (got.content, got["Content-Disposition"]) == (
        b"%PDF-1.4 sertifikat", 'attachment; filename="sertifikat.pdf"',
    )  # fmt: skip
    bad = io.BytesIO(b"<script>")
    bad.name = "a.html"
    assert page.post(address, data | {"file": bad}).status_code == 422


def test_weeks_are_planned_and_reported_as_people_write_percentages(as_user):
    market = decided()
    package = market.package()
    page = as_user(person("regency", "18.01"))
    address = f"/pasar/paket/{package.pk}/"
    wrong = page.post(f"{address}rencana/", {"planned": "25\nsepuluh\n100"})
    assert "Baris 2" in wrong.content.decode()
    assert page.post(f"{address}rencana/", {"planned": "25,5\n50\n 100 %"}).status_code == 302
    assert list(MarketWeek.objects.values_list("planned_bp", flat=True)) == [2_550, 5_000, 10_000]
    assert page.post(f"{address}minggu/", {"number": 1, "actual_bp": "12,35"}).status_code == 302
    told = page.get(address).content.decode()
    assert "−13,15%" in told
    assert "Kritis" in told
    assert "<svg" in told
    assert page.post(f"{address}minggu/", {"number": 9, "actual_bp": "50"}).status_code == 422
    assert page.post(f"{address}minggu/", {"number": 2, "actual_bp": "101"}).status_code == 422


def test_the_list_narrows_by_stage_deviation_and_what_a_built_market_waits_for(as_user):
    late, done = decided("18.02"), built("18.01")
    late.weeks(1_000, 2_000)
    page = as_user(done.province)

    def found(query: str) -> set[int]:
        return {m.pk for m in page.get(f"/pasar/{query}").context["page"]}

    assert found("") == {late.project.pk, done.project.pk}
    assert found("?deviasi=critical") == {late.project.pk}
    assert found("?tahap=construction") == {done.project.pk}
    for what in ("handover", "grant", "manager"):
        assert found(f"?menunggu={what}") == {done.project.pk}
    assert found("?q=Uji&wilayah=18.02") == {late.project.pk}
    sheet = openpyxl.load_workbook(io.BytesIO(page.get("/pasar/?unduh=xlsx&wilayah=18.01").content)).active
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["Nilai SK (Rp)"], line["Pencairan (Rp)"], line["Fisik"]) == (
        950_000_000, 950_000_000, "100,00%",
    )  # fmt: skip


def test_the_page_shows_what_the_visit_found_beside_the_officers_count(as_user):
    market = built()
    market.meet("handed_over")
    market.reach("handed_over")
    visit = visited(
        market, function="abandoned", condition="good", manager="nobody", grant_status="not_started", kiosks_built=16,
        kiosks_filled=0, places_built=62, places_filled=0,
    )  # fmt: skip
    told = as_user(market.province).get(f"/pasar/{market.project.pk}/").content.decode()
    assert f'href="/kunjungan/{visit.pk}/"' in told
    assert "Terbengkalai" in told
    assert "0 / 16" in told
    assert "Bukti: kunjungan 1 Maret 2020" in told
    assert "Kosong atau terbengkalai" in told  # the verdict on the asset
    assert "Rp\u00a0950.000.000" in told


def test_the_button_looks_for_idle_markets_and_says_what_came_of_it(as_user):
    built()
    page = as_user(person("regency", "18.01"))
    told = page.post("/pasar/menganggur/", follow=True).content.decode()
    assert f"{Finding.objects.count()} temuan dibuka" in told
    assert Finding.objects.get(rule="market_idle.not_handed_over").amount_idr == 950_000_000
    assert "Tidak ada pasar menganggur" in page.post("/pasar/menganggur/", follow=True).content.decode()


def test_a_stage_of_a_market_is_recorded_on_its_own_page_alone(as_user):
    market = decided()
    recipient = market.fresh().recipient
    page = as_user(market.province)
    told = page.get(f"/penerima/{recipient.pk}/").content.decode()
    assert f'href="/pasar/{market.project.pk}/"' in told
    assert f"/penerima/{recipient.pk}/tahap/" not in told
    given = {"stage": "granted", "reached_on": "2020-01-02"}
    assert page.post(f"/penerima/{recipient.pk}/tahap/", given).status_code == 422
    assert not Milestone.objects.filter(stage="granted").exists()


def test_photos_are_for_who_may_see_persons_and_hold_no_hidden_data(as_user):
    market = decided()
    point = actions.add_market_point(project=market.project, name="Depan", by=market.province, at=NOW)
    page = as_user(person("regency", "18.01"))
    picture = io.BytesIO(photo(maker="Ponsel", gps=True))
    picture.name = "a.jpg"
    data = {"taken_on": "2019-06-01", "caption": "Pondasi", "photo": picture}
    assert page.post(f"/pasar/titik/{point.pk}/foto/", data).status_code == 302
    kept = MarketPhoto.objects.get()
    got = page.get(f"/pasar/foto/{kept.pk}/")
    assert got["Content-Type"] == "image/jpeg"
    assert b"Ponsel" not in got.content
    assert "Pondasi" in page.get(f"/pasar/{market.project.pk}/foto/").content.decode()
    assert page.post(f"/pasar/titik/{point.pk}/foto/", {"taken_on": "2019-06-02"}).status_code == 422
    evaluator = as_user(person("evaluator", "18"))
    assert evaluator.get(f"/pasar/foto/{kept.pk}/").status_code == 403
    assert f"/pasar/foto/{kept.pk}/" not in evaluator.get(f"/pasar/{market.project.pk}/").content.decode()


def test_a_package_whose_contract_was_taken_back_says_so_and_takes_no_addendum(as_user):
    market = decided()
    package, page = market.weeks(2_500), as_user(market.province)
    address = f"/pasar/paket/{package.pk}/"
    assert "ditarik kembali" not in page.get(address).content.decode()
    assert "adendum/" in page.get(address).content.decode()
    line = LedgerLine.objects.get(kind="commitment", record_id=package.commitment_id)
    page.post(f"/buku/{line.pk}/batal/", {"reason": "salah paket"})
    told = page.get(address).content.decode()
    assert "ditarik kembali" in told
    assert "adendum/" not in told
    assert "ditarik kembali" in page.get(f"/pasar/{market.project.pk}/").content.decode()
