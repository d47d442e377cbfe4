"""The columns of an unknown list: proposed, checked while choosing, corrected, saved, and read by what was chosen."""

import pytest

from naikkelas.intake import queries, tasks
from naikkelas.intake.models import Delivery, SavedMapping
from naikkelas.registry.models import Enterprise
from tests.doors.web.intake import HTMX, applied, decide, upload
from tests.factories import person
from tests.factories.registry import enterprise_row, table
from tests.unit.instruments.books import NIK, book

pytestmark = pytest.mark.django_db
HEAD = ["No", "Merk Toko", "Yang Punya", "No KTP", "Kec."]
ROW = ["1", "Keripik Siger", "Siti (uji)", NIK, "Kalianda"]
CHOSEN = {
    "sheet": "0", "heading": "0", "heading_rows": "1", "record": "enterprise", "name": "Daftar pasar", "field-0": "",
    "field-1": "name", "field-2": "owner_name", "field-3": "person_nik", "field-4": "district",
}  # fmt: skip


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def office(as_user, officer):
    return as_user(officer)


@pytest.fixture
def waiting(office) -> Delivery:
    delivery = upload(office, book({"Data": [HEAD, ROW]}), "daftar pasar.xlsx")
    assert delivery.state == "mapping"
    return delivery


def text(response) -> str:
    return " ".join(response.content.decode().split())


def address(delivery: Delivery) -> str:
    return f"/impor/{delivery.pk}/pemetaan/"


def test_each_column_stands_with_samples_and_a_proposal_and_no_number_whole(office, waiting):
    page = text(office.get(address(waiting)))
    assert all(heading in page for heading in HEAD)
    assert "Keripik Siger" in page
    assert NIK not in page
    assert '<option value="person_nik" selected>' in page
    assert "“Pemilik”, padahal wajib" in page


def test_an_unconfirmed_layout_that_is_near_is_marked_with_its_source(office):
    delivery = upload(office, b"NAMA;NO BH;TGL BH;NIK\nSiger;BH/1;2001-03-05;1803000000001\n", "ekspor.csv")
    assert delivery.reason == "file.missing_columns"
    page = text(office.get(address(delivery)))
    assert "Koperasi – ekspor ODS/NIK" in page
    assert "Belum dikonfirmasi" in page
    assert "nik.depkop.go.id" in page
    assert "Belum dikonfirmasi" not in text(office.get(address(upload(office, b"A;B;C\n1;2;3\n", "a.csv"))))


def test_choosing_is_checked_at_once_and_saves_nothing(office, waiting):
    asked = CHOSEN | {"field-2": "name"}
    answer = text(office.get(address(waiting), asked, headers=HTMX))
    assert "<html" not in answer
    assert "dipilih untuk lebih dari satu kolom" in answer
    assert "semua isian wajib sudah ada" in text(office.get(address(waiting), CHOSEN, headers=HTMX))
    assert SavedMapping.objects.count() == 0


def test_saved_it_is_read_so_and_the_next_file_needs_nobody(office, waiting):
    response = office.post(address(waiting), CHOSEN)
    assert (response.status_code, response["Location"]) == (302, f"/impor/{waiting.pk}/")
    tasks.look_at.func(waiting.pk)
    delivery = queries.delivery(waiting.pk)
    assert (delivery.state, delivery.summary["good"]) == ("looked", 1)
    applied(office, delivery)
    assert Enterprise.objects.get().name == "Keripik Siger"
    later = upload(office, book({"Lain": [HEAD, ROW, ["2", "Kopi", "Budi (uji)", "", "Kalianda"]]}), "b.xlsx")
    assert (later.state, later.summary["mapping"]["name"]) == ("looked", "Daftar pasar")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"field-2": ""}, "belum lengkap"),
        ({"field-2": "name"}, "belum lengkap"),
        ({"name": "  "}, "Beri nama pemetaan ini"),
        ({"field-2": "hobby"}, "belum lengkap"),
    ],
)
def test_what_cannot_be_saved_says_why_and_keeps_what_was_chosen(office, waiting, change, told):
    response = office.post(address(waiting), CHOSEN | change)
    assert response.status_code == 422
    assert told in text(response)
    assert '<option value="district" selected>' in text(response)
    assert SavedMapping.objects.count() == 0


@pytest.mark.parametrize(
    "asked", [{"sheet": "9"}, {"heading": "999"}, {"heading_rows": "0"}, {"record": "x"}, {"sheet": "-1"}]
)
def test_an_impossible_choice_shows_the_nearest_possible(office, waiting, asked):
    assert office.get(address(waiting), asked).status_code == 200


def test_a_file_in_another_state_leads_to_its_page(office):
    known = upload(office, table("umkm_baku", [enterprise_row()]))
    for response in (office.get(address(known)), office.post(address(known), CHOSEN)):
        assert (response.status_code, response["Location"]) == (302, f"/impor/{known.pk}/")
    assert SavedMapping.objects.count() == 0


def test_a_read_file_may_be_mapped_by_hand_and_back(office):
    known = upload(office, table("umkm_baku", [enterprise_row()]))
    assert decide(office, known, "map").status_code == 302
    tasks.look_at.func(known.pk)
    assert "Tentukan isi setiap kolom" in text(office.get(address(known)))
    assert decide(office, known, "map").status_code == 409  # it waits for its mapping already
    assert decide(office, known, "discard").status_code == 302
    assert queries.delivery(known.pk).state == "undone"


def test_who_may_not_import_or_has_another_area_sees_nothing(as_user, waiting):
    for who, status in (
        (person("regency", "18.02"), 404), (person("enumerator"), 403), (person("evaluator", "18"), 403),
        (person("auditor", "18"), 403),
    ):  # fmt: skip
        client = as_user(who)
        assert client.get(address(waiting)).status_code == status, who.role
        assert client.post(address(waiting), CHOSEN).status_code == status, who.role
    assert SavedMapping.objects.count() == 0


def test_what_was_seen_of_a_file_and_is_no_longer_kept_is_no_page(office, waiting):
    from naikkelas import vault

    vault.current().blobs.remove(waiting.summary["survey"])
    response = office.get(address(waiting))
    assert response.status_code == 410
    assert "tidak disimpan lagi" in text(response)


def test_saved_mappings_are_listed_renamed_and_deleted_by_their_own_area_only(
    office, officer, as_user, waiting
):
    office.post(address(waiting), CHOSEN)
    saved = SavedMapping.objects.get()
    page = text(office.get("/impor/pemetaan/"))
    assert "Merk Toko" in page
    assert "Nama" in page
    other = as_user(person("regency", "18.02"))
    assert "Daftar pasar" not in text(other.get("/impor/pemetaan/"))
    assert other.post(f"/impor/pemetaan/{saved.pk}/", {"do": "delete"}).status_code == 404
    office = as_user(officer)
    assert office.post(f"/impor/pemetaan/{saved.pk}/", {"do": "rename", "name": "Pasar"}).status_code == 302
    assert SavedMapping.objects.get().name == "Pasar"
    assert office.post(f"/impor/pemetaan/{saved.pk}/", {"do": "eat"}).status_code == 404
    assert office.post(f"/impor/pemetaan/{saved.pk}/", {"do": "delete"}).status_code == 302
    assert "Belum ada pemetaan" in text(office.get("/impor/pemetaan/"))
