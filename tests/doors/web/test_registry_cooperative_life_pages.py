"""Pages of a cooperative's life: meeting, board, certificates, differences and decrees, early warning, coaching, groups."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from naikkelas.registry import actions
from naikkelas.registry.models import CoachingPlan, Cooperative, RatMeeting, StatusDecree
from tests.conftest import NOW
from tests.doors.web.registry_lists import names
from tests.factories import cooperative, person

pytestmark = pytest.mark.django_db
HOME = "/registri/koperasi/"
SILENT = {"rat_held_on": "", "year": "2012", "legal_on": "1999-01-01"}
MEETING = {
    "book_year": "2018", "held_on": "2019-03-02", "members_total": "55", "members_present": "40", "surplus_idr": "12.500.000"
}  # fmt: skip


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def office(as_user, officer):
    return as_user(officer)


def text(response, status: int = 200) -> str:
    assert response.status_code == status, response.content[:500]
    return " ".join(response.content.decode().split())


def test_a_meeting_is_recorded_with_its_minutes_and_shown_in_time(office, officer, as_user):
    made = cooperative(officer, **SILENT)
    minutes = SimpleUploadedFile("notulen.pdf", b"%PDF-1.4 notulen")
    response = office.post(f"{HOME}{made.pk}/rat/", MEETING | {"minutes": minutes})
    assert response.status_code == 302
    shown = text(office.get(f"{HOME}{made.pk}/"))
    assert "Tepat waktu" in shown
    assert "40 / 55" in shown
    assert "belum terkonfirmasi" in shown
    meeting = RatMeeting.objects.get()
    assert meeting.surplus_idr == 12_500_000
    address = f"{HOME}{made.pk}/rat/{meeting.pk}/minutes/"
    assert office.get(address).content == b"%PDF-1.4 notulen"
    assert office.get(f"{HOME}{made.pk}/rat/{meeting.pk}/attendance/").status_code == 404
    assert as_user(person("evaluator", "18.01")).get(address).status_code == 403


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"held_on": "2018-06-01"}, "diadakan sesudah tahun buku itu ditutup"),
        ({"members_present": "60"}, "tidak dapat melebihi jumlah anggota (55)"),
        ({"minutes": SimpleUploadedFile("a.exe", b"MZ")}, "Bukti harus PDF"),
    ],
)
def test_a_meeting_that_cannot_be_is_told_above_the_form_and_nothing_typed_is_lost(
    office, officer, change, said
):
    made = cooperative(officer, **SILENT)
    shown = text(office.post(f"{HOME}{made.pk}/rat/", MEETING | change), 422)
    assert said in shown
    assert 'value="12.500.000"' in shown
    assert not RatMeeting.objects.exists()


def test_names_of_the_board_are_shown_by_role(office, officer, as_user):
    made = cooperative(officer)
    sent = {
        "body": "board",
        "position": "treasurer",
        "name": "Rina Wijaya",
        "sex": "f",
        "from_on": "2019-01-01",
    }
    assert office.post(f"{HOME}{made.pk}/pengurus/", sent).status_code == 302
    assert "Rina Wijaya" in text(office.get(f"{HOME}{made.pk}/"))
    unseen = text(as_user(person("evaluator", "18.01")).get(f"{HOME}{made.pk}/"))
    assert "Rina Wijaya" not in unseen
    assert "Bendahara" in unseen


def test_certificates_to_renew_are_listed_the_most_urgent_first(office, officer):
    for n, (name, until) in enumerate(
        (("Lama", "2020-03-12"), ("Segera", "2020-06-11"), ("Panjang", "2020-06-12"))
    ):
        cooperative(
            officer, name=f"Koperasi {name}", cooperative_nik=f"180101001000{n}", certificate_until=until
        )
    page = f"{HOME}sertifikat/"
    assert names(office, page) == ["Koperasi Lama", "Koperasi Segera", "Koperasi Panjang"]
    assert names(office, f"{page}?keadaan=expired") == ["Koperasi Lama"]
    assert names(office, f"{page}?keadaan=ending") == ["Koperasi Segera"]
    assert names(office, f"{page}?keadaan=valid") == ["Koperasi Panjang"]


# ── official against computed, decrees ──


def test_a_decree_for_many_is_previewed_then_recorded(office, officer):
    lapsed = [cooperative(officer, **SILENT) for _ in range(2)]
    revived = cooperative(officer, official_status="Tidak Aktif")
    shown = text(office.get(f"{HOME}selisih/"))
    assert "tidak ada rapat dan bukti selama tiga tahun buku atau lebih" in shown
    assert revived.name in shown
    step = office.post(f"{HOME}sk/baru/?arah=lapsed", {"semua": "ya"})
    assert {c.pk for c in step.context["chosen"]} == {c.pk for c in lapsed}
    sent = {
        "koperasi": [c.pk for c in lapsed], "number": "518/1/2020", "decided_on": "2020-02-01", "status": "inactive"
    }  # fmt: skip
    preview = office.post(f"{HOME}sk/baru/", sent | {"langkah": "lihat"})
    assert preview.context["changes"] == {"newer": 0, "same": 0, "change": 2}
    assert not StatusDecree.objects.exists()
    done = office.post(f"{HOME}sk/baru/", sent | {"langkah": "catat"})
    decree = StatusDecree.objects.get()
    assert done["Location"] == f"{HOME}sk/{decree.pk}/"
    assert set(Cooperative.objects.filter(official_status="inactive")) == {*lapsed, revived}
    assert lapsed[0].name in text(office.get(done["Location"]))
    back = office.post(f"{HOME}sk/{decree.pk}/cabut/", {"reason": "salah ketik nomor surat"})
    assert back.status_code == 302
    assert list(Cooperative.objects.filter(official_status="inactive")) == [revived]


def test_numbers_that_belong_to_nobody_are_told_before_anything_is_recorded(office, officer):
    made = cooperative(officer, **SILENT)
    sent = {
        "numbers": f"{made.legal_no}\nBH/TIDAK/ADA", "number": "518/1/2020", "decided_on": "2020-02-01", "status": "inactive",
        "langkah": "catat",
    }  # fmt: skip
    shown = text(office.post(f"{HOME}sk/baru/", sent))
    assert "BH/TIDAK/ADA" in shown
    assert not StatusDecree.objects.exists()
    office.post(f"{HOME}sk/baru/", sent | {"numbers": made.legal_no})
    assert StatusDecree.objects.get().lines.get().cooperative == made


def test_the_difference_is_exported_with_its_reason(office, officer):
    made = cooperative(officer, **SILENT)
    response = office.get(f"{HOME}selisih/?unduh=csv")
    line = b"".join(response.streaming_content).decode().splitlines()[1]
    assert line.startswith(f"{made.name};")
    assert "tiga tahun buku" in line


# ── early warning and coaching ──


def test_the_ranking_shows_reasons_and_what_to_do_and_leads_to_coaching(office, officer):
    worst = cooperative(officer, **SILENT)
    cooperative(officer, year="2018", rat_held_on="2019-09-01")
    cooperative(officer)
    page = f"{HOME}peringatan/"
    assert names(office, page)[0] == worst.name
    assert len(names(office, page)) == 2
    assert names(office, f"{page}?tanda=no_report") == [worst.name]
    shown = text(office.get(page))
    assert "RAT belum ada" in shown
    assert "Kirim surat teguran RAT" in shown
    assert "Usulan kami" in shown
    form = text(office.get(f"{HOME}{worst.pk}/pembinaan/"))
    assert "2020-03-20 Kirim surat teguran RAT" in form
    line = b"".join(office.get(f"{page}?unduh=csv").streaming_content).decode().splitlines()[1]
    assert ";55;" in line


def test_lists_cost_a_bounded_number_of_queries(office, officer, django_assert_max_num_queries):
    for _ in range(3):
        cooperative(officer, **SILENT)
    for page in ("selisih/", "peringatan/", "kelompok/", "sertifikat/", "pembinaan/", "sk/"):
        office.get(f"{HOME}{page}")
        with django_assert_max_num_queries(14):
            office.get(f"{HOME}{page}")


def test_coaching_is_planned_visited_and_finished_on_its_pages(office, officer):
    made = cooperative(officer, **SILENT)
    sent = {
        "goal": "RAT tahun buku 2019 terlaksana", "officer": "Ibu Ratna", "starts_on": "2020-03-20",
        "steps": "besok kunjungi kantor",
    }  # fmt: skip
    shown = text(office.post(f"{HOME}{made.pk}/pembinaan/", sent), 422)
    assert "besok kunjungi kantor" in shown
    office.post(f"{HOME}{made.pk}/pembinaan/", sent | {"steps": "2020-03-21 Kunjungi kantor"})
    plan = CoachingPlan.objects.get()
    page, act = f"{HOME}pembinaan/{plan.pk}/", f"{HOME}pembinaan/{plan.pk}/lakukan/"
    photo = SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff foto")
    office.post(
        act, {"decision": "visit", "visited_on": "2020-03-10", "actions": "Bertemu pengurus", "file": photo}
    )
    office.post(act, {"decision": "done", "step": plan.steps.get().pk})
    visit = plan.visits.get()
    assert office.get(f"{HOME}pembinaan/{plan.pk}/berkas/{visit.pk}/").content == b"\xff\xd8\xff foto"
    refused = text(office.post(act, {"decision": "finish", "outcome": "", "text": "ya"}), 422)
    assert "Pilih hasil" in refused
    office.post(act, {"decision": "finish", "outcome": "improved", "text": "Laporan sudah tersusun"})
    shown = text(office.get(page))
    assert "Membaik" in shown
    assert "Laporan sudah tersusun" in shown
    assert names(office, f"{HOME}pembinaan/?hasil=improved") == [made.name]


def test_the_comparison_says_that_it_is_no_proof_and_leads_to_its_records(office, officer):
    made, other = cooperative(officer, **SILENT), cooperative(officer, **SILENT)
    plan = actions.plan_coaching(
        cooperative=made, goal="RAT tahun buku 2019", officer="Ibu Ratna", starts_on=date(2020, 3, 1), by=officer, at=NOW
    )  # fmt: skip
    actions.start_coaching(plan=plan, by=officer, at=NOW)
    shown = text(office.get(f"{HOME}pembinaan/perbandingan/"))
    assert "bukan bukti dampak" in shown
    assert "tidak dipilih secara acak" in shown
    records = f"{HOME}pembinaan/perbandingan/koperasi/?bulan=12"
    assert names(office, f"{records}&siapa=coached") == [made.name]
    assert names(office, f"{records}&siapa=others") == [other.name]
    assert names(office, f"{records}&siapa=coached&saat=after") == []


# ── groups ──


def test_every_figure_of_a_group_leads_to_its_cooperatives(office, officer):
    made = cooperative(officer, group="KUD")
    cooperative(officer, group="KUD", official_status="Tidak Aktif", **SILENT)
    loose = cooperative(officer)
    sent = {"main": "kud", "tags": ["tourism_village", "unit_office"]}
    assert office.post(f"{HOME}{made.pk}/kelompok/", sent).status_code == 302
    response = office.get(f"{HOME}kelompok/?kelompok=tourism_village")
    figures = {x.tag: (x.count, x.active, x.met) for x in response.context["lines"]}
    assert figures == {"kud": (2, 1, 1), "tourism_village": (1, 1, 1)}
    assert response.context["units"] == []  # a unit is no group: it has a state and a page of its own
    assert [a["code"] for a in response.context["areas"]] == ["18.01"]
    assert len(names(office, f"{HOME}?group=kud")) == 2
    assert names(office, f"{HOME}?group=tourism_village&computed_status=active_rat") == [made.name]
    assert names(office, f"{HOME}?group=none") == [loose.name]


def test_units_have_a_state_days_and_a_source_and_are_counted(office, officer):
    made = cooperative(officer, group="Berbasis desa")
    address = f"{HOME}{made.pk}/unit/"
    grocery = {
        "unit_grocery-state": "open", "unit_grocery-opened_on": "2019-05-06", "unit_grocery-source": "BA Musdesus 3/2019",
    }  # fmt: skip
    clinic = {
        "unit_clinic-state": "closed",
        "unit_clinic-opened_on": "2018-01-02",
        "unit_clinic-source": "Kunjungan dinas",
    }
    assert office.post(address, grocery | {"unit_grocery-source": ""}).status_code == 422
    assert office.post(address, grocery | clinic | {"unit_clinic-closed_on": "2017-01-01"}).status_code == 422
    assert office.post(address, grocery | {"unit_grocery-opened_on": "2030-01-01"}).status_code == 422
    plan = {
        "unit_storage-state": "planned",
        "unit_storage-opened_on": "2021-01-04",
        "unit_storage-source": "RAB desa 2020",
    }
    sent = grocery | plan | clinic | {"unit_clinic-closed_on": "2019-01-01"}
    assert office.post(address, sent).status_code == 302
    page = office.get(f"{HOME}{made.pk}/").content.decode()
    for text in (
        "BA Musdesus 3/2019",
        "buka sejak 6 Mei 2019",
        "akan dibuka 4 Januari 2021",
        "tutup sejak 1 Januari 2019",
    ):
        assert text in page
    response = office.get(f"{HOME}kelompok/")
    assert [(s["kind"], s["planned"], s["open"], s["closed"]) for s in response.context["states"]] == [
        ("unit_grocery", 0, 1, 0), ("unit_clinic", 0, 0, 1), ("unit_storage", 1, 0, 0),
    ]  # fmt: skip
    assert [(x.tag, x.count) for x in response.context["units"]] == [("unit_grocery", 1)]
    assert names(office, f"{HOME}?group=unit_grocery") == [made.name]
    assert office.post(f"{HOME}{made.pk}/kelompok/", {"main": "kud"}).status_code == 302
    assert made.units.count() == 3


def test_units_that_were_tags_are_taken_over_as_open_once(office, officer):
    made = cooperative(officer)
    made.tags.create(tag="unit_office")
    for count in (1, 0):
        assert actions.fill_in_units(area="18", by=officer, at=NOW) == count
    assert made.units.get().state == "open"
    assert not made.tags.exists()
