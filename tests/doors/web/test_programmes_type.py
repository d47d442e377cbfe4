"""Types of programme: the list, and an office's own type from its first line to its retirement."""

import pytest

from naikkelas.programmes.models import LocalType, Milestone, Programme
from naikkelas.trail import queries as trail
from tests.factories import person

pytestmark = pytest.mark.django_db
STAGES = [("Terdaftar", "Enrolled", False), ("Dibangun", "Built", True), ("Berjalan", "Running", False)]


def written(stages=STAGES, ids=(), **values):
    """A form as a browser sends it."""
    form = {
        "name_id": "Pasar malam UMKM", "name_en": "Night market", "about_id": "Pasar malam tiap akhir pekan.",
        "about_en": "", "legal_source": "SK Kepala Dinas 12/2019", "sources": ["apbd_province"], "recipient": "cooperative",
        "facility": "", "instruments": ["cooperative"], "indicators": ["budget_absorption"], "once_per_person": "",
        "stage-TOTAL_FORMS": str(len(stages)), "stage-INITIAL_FORMS": "0",
    } | values  # fmt: skip
    for n, (name_id, name_en, physical) in enumerate(stages):
        form |= {f"stage-{n}-name_id": name_id, f"stage-{n}-name_en": name_en}
        form |= {f"stage-{n}-physical": "on"} if physical else {}
        form |= {f"stage-{n}-id": ids[n]} if n < len(ids) else {}
    return form


@pytest.fixture
def office(as_user):
    return as_user(person("province"))


@pytest.fixture
def local(office):
    assert office.post("/program/jenis/baru/", written()).status_code == 302
    return LocalType.objects.get()


def recipient_of(office, local):
    office.post("/program/baru/", {"type_id": local.code, "name": "Pasar malam", "year": 2019})
    programme = Programme.objects.get()
    ceiling = {"source": "apbd_province", "year": 2019, "amount_idr": "90.000.000", "document_no": "DPA-1"}
    office.post(f"/program/{programme.pk}/pagu/", ceiling)
    office.post(
        f"/program/{programme.pk}/alokasi/",
        {"ceiling": programme.ceilings.get().pk, "area": "18.01", "amount_idr": "90.000.000"},
    )
    named = {
        "name": "Koperasi Uji", "village": "18.01.06.2018", "amount_idr": "40.000.000", "decree_no": "8",
        "decree_on": "2019-07-01",
    }  # fmt: skip
    office.post(f"/alokasi/{programme.ceilings.get().allocations.get().pk}/penerima/", named)
    return programme.ceilings.get().allocations.get().recipients.get()


def test_the_catalogue_is_listed_with_its_parts(as_user):
    text = as_user(person("regency")).get("/program/jenis/").content.decode()
    for part in ("Revitalisasi pasar rakyat", "Hibah BMN ke pemda", "Permenkop 05/Per/M.KUMKM/II/2016"):
        assert part in text
    assert "/program/jenis/baru/" not in text


def test_an_office_adds_a_type_and_works_with_it_as_with_any_other(office, local):
    assert local.code == "18-night_market"
    assert [s["id"] for s in local.stages] == ["enrolled", "built", "running"]
    assert "Pasar malam UMKM" in office.get("/program/baru/").content.decode()
    recipient = recipient_of(office, local)
    assert recipient.kind == "cooperative"
    stage = {"stage": "built", "reached_on": "2019-08-01", "physical_percent": "75", "remark": "atap"}
    assert office.post(f"/penerima/{recipient.pk}/tahap/", stage).status_code == 302
    assert list(Milestone.objects.values_list("stage", "physical_percent")) == [("built", 75)]
    shown = office.get(f"/penerima/{recipient.pk}/").content.decode()
    assert "Dibangun" in shown
    assert "75%" in shown


@pytest.mark.parametrize(
    "stage",
    [
        {"stage": "enrolled", "reached_on": "2019-08-01", "physical_percent": "10"},
        {"stage": "built", "reached_on": "2099-08-01"},
        {"stage": "unknown", "reached_on": "2019-08-01"},
        {"stage": "built", "reached_on": "2019-08-01", "physical_percent": "101"},
    ],
)
def test_a_stage_that_cannot_be_is_refused(stage, office, local):
    recipient = recipient_of(office, local)
    assert office.post(f"/penerima/{recipient.pk}/tahap/", stage).status_code == 422
    assert not Milestone.objects.exists()


def test_a_changed_type_keeps_the_stages_that_were_reached(office, local):
    recipient = recipient_of(office, local)
    office.post(f"/penerima/{recipient.pk}/tahap/", {"stage": "built", "reached_on": "2019-08-01"})
    path = f"/program/jenis/{local.pk}/"
    without = office.post(path, written([STAGES[0], STAGES[2]], ["enrolled", "running"]))
    assert without.status_code == 422
    assert "Dibangun" in without.content.decode()
    renamed = [STAGES[0], ("Selesai dibangun", "Built", True), STAGES[2], ("Dievaluasi", "", False)]
    assert office.post(path, written(renamed, ["enrolled", "built", "running"])).status_code == 302
    local.refresh_from_db()
    assert [s["id"] for s in local.stages] == ["enrolled", "built", "running", "dievaluasi"]
    assert "Selesai dibangun" in office.get(f"/penerima/{recipient.pk}/").content.decode()


def test_who_receives_is_fixed_once_somebody_does(office, local):
    recipient_of(office, local)
    other = written(ids=["enrolled", "built", "running"], recipient="person", instruments=["enterprise"])
    assert office.post(f"/program/jenis/{local.pk}/", other).status_code == 422
    local.refresh_from_db()
    assert local.recipient == "cooperative"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_id": ""},
        {"sources": []},
        {"sources": ["own_pocket"]},
        {"recipient": "facility"},
        {"instruments": ["market"]},
        {"instruments": []},
        {"indicators": ["no_such"]},
    ],
)
def test_a_type_that_lacks_or_contradicts_a_part_is_refused_and_the_form_kept(wrong, office):
    answer = office.post("/program/jenis/baru/", written(**wrong))
    assert answer.status_code == 422
    assert "SK Kepala Dinas 12/2019" in answer.content.decode()
    assert not LocalType.objects.exists()


def test_a_type_needs_a_stage_and_no_name_twice(office, local):
    assert office.post("/program/jenis/baru/", written([], name_id="Lain")).status_code == 422
    twice = written([STAGES[0], STAGES[0]], name_id="Lain")
    assert office.post("/program/jenis/baru/", twice).status_code == 422
    assert office.post("/program/jenis/baru/", written()).status_code == 422
    assert LocalType.objects.count() == 1


def test_a_retired_type_begins_no_programme_and_can_be_used_again(office, local):
    path = f"/program/jenis/{local.pk}/pensiun/"
    assert office.post(path).status_code == 302
    refused = office.post("/program/baru/", {"type_id": local.code, "name": "Pasar malam", "year": 2019})
    assert refused.status_code == 422
    assert not Programme.objects.exists()
    office.post(path)
    local.refresh_from_db()
    assert local.retired_on is None
    told = [event.action for event in trail.of("programme_type", local.pk)]
    assert sorted(told) == ["programme_type.added", "programme_type.reopened", "programme_type.retired"]


def test_a_type_goes_only_while_no_programme_has_it(office, local):
    recipient_of(office, local)
    path = f"/program/jenis/{local.pk}/pensiun/"
    office.post(path, {"remove": "1"})
    assert LocalType.objects.exists()
    Programme.objects.update(type_id="startup_capital")
    office.post(path, {"remove": "1"})
    assert not LocalType.objects.exists()


def test_a_type_of_one_area_is_not_offered_to_another(office, local, as_user):
    LocalType.objects.update(area="18.02")
    assert "Pasar malam UMKM" in as_user(person("regency", "18.02")).get("/program/jenis/").content.decode()
    assert (
        "Pasar malam UMKM" not in as_user(person("regency", "18.01")).get("/program/jenis/").content.decode()
    )


def test_no_programme_begins_with_the_type_of_another_area(office, local):
    LocalType.objects.update(area="18.02")
    refused = office.post("/program/baru/", {"type_id": local.code, "name": "x", "year": 2019})
    assert refused.status_code == 422


def test_the_page_of_a_programme_shows_the_figures_of_its_type_and_where_its_records_stand(office):
    for type_id, words in (
        ("lampung_entrepreneur_center", ("Peserta pelatihan yang lulus", "/angkatan/")),
        ("village_cooperatives", ("Koperasi aktif", "kelompok=village_based")),
        ("msme_branding", ("/registri/promosi/",)),
    ):
        office.post("/program/baru/", {"type_id": type_id, "name": type_id, "year": 2019})
        shown = office.get(f"/program/{Programme.objects.get(type_id=type_id).pk}/").content.decode()
        for word in words:
            assert word in shown
