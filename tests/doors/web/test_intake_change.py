"""The pages of what phones propose to change in the registry: who sees it, what is shown, and what a decision does."""

import html
import re

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake.models import EntityChange
from naikkelas.registry.models import Credential, Enterprise, PersonAccess
from naikkelas.registry.queries import entities
from tests.conftest import NOW
from tests.factories import enterprise, enumerator, person, send
from tests.factories.entities import accepted, entity_form, entry

pytestmark = pytest.mark.django_db
LIST = "/perubahan-lapangan/"


@pytest.fixture
def officer():
    return person("regency", "18.01")


@pytest.fixture
def firm(officer):
    entity_form()
    return enterprise(officer)


def proposed(firm, **answers: str) -> EntityChange:
    name, base = entities.entity_name("enterprise", firm.pk), entities.version_of(firm)
    send(enumerator("18.01"), entry(name, base=base, **answers))
    intake.read_waiting(at=NOW)
    return EntityChange.objects.latest("id")


def shown(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def seen(text: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', text)[1]


def test_nothing_waits_and_the_page_says_how_something_would_come(as_user, officer):
    assert "save_to" in shown(as_user(officer).get(LIST))


def test_the_list_names_the_record_and_the_fields(as_user, officer, firm):
    change = proposed(firm, alamat="Jalan Baru 5")
    text = shown(as_user(officer).get(LIST))
    assert firm.name in text
    assert f'href="{LIST}{change.pk}/"' in text
    assert "Alamat" in text
    assert "perubahan dari lapangan" in shown(as_user(officer).get("/"))
    assert f'href="{LIST}"' in shown(as_user(officer).get("/formulir/"))


def test_old_and_new_stand_beside_each_other_and_a_number_is_masked(as_user, officer, firm):
    entity_form(
        "| | text | nomor | NIK | person_nik |\n| | integer | omzet | Omzet | annual_sales_idr |",
        form_id="nomor",
    )
    name = entities.entity_name("enterprise", firm.pk)
    send(enumerator("18.01"), entry(name, form_id="nomor", nomor="9901011502809999", omzet="75000000"))
    intake.read_waiting(at=NOW)
    change = EntityChange.objects.get()
    text = shown(as_user(officer).get(f"{LIST}{change.pk}/"))
    assert "Rp 120.000.000" in text
    assert "Rp 75.000.000" in text
    assert "9901011502809999" not in text
    assert PersonAccess.objects.filter(
        person_id=firm.owner_id, place__startswith="intake-change-detail"
    ).exists()


def test_accepting_writes_the_ticked_fields_and_goes_on_to_the_next(as_user, officer, firm):
    first, second = (
        proposed(firm, alamat="Jalan Baru 5", produk="Kopi"),
        proposed(firm, telepon="08123456789"),
    )
    client = as_user(officer)
    token = seen(shown(client.get(f"{LIST}{first.pk}/")))
    answer = client.post(f"{LIST}{first.pk}/", {"decision": "accept", "seen": token, "field": ["product"]})
    assert answer["Location"] == f"{LIST}{second.pk}/"
    firm = Enterprise.objects.get(pk=firm.pk)
    assert (firm.product, firm.address) == ("Kopi", "")
    text = shown(client.get(f"{LIST}?state=decided"))
    assert "Diterima" in text
    assert f"kiriman {first.delivery_id} dari lapangan" in shown(client.get(f"/registri/umkm/{firm.pk}/"))


def test_a_decision_about_what_was_not_shown_is_refused_with_the_remedy(as_user, officer, firm):
    change = proposed(firm, alamat="Jalan Baru 5")
    client = as_user(officer)
    answer = client.post(f"{LIST}{change.pk}/", {"decision": "accept", "seen": "lama", "field": ["address"]})
    assert "putuskan lagi" in shown(answer, 409)
    assert Enterprise.objects.get(pk=firm.pk).address == ""


def test_refusing_needs_a_reason(as_user, officer, firm):
    change = proposed(firm, alamat="Jalan Baru 5")
    client = as_user(officer)
    assert "10 huruf" in shown(
        client.post(f"{LIST}{change.pk}/", {"decision": "refuse", "reason": "tidak"}), 422
    )
    client.post(f"{LIST}{change.pk}/", {"decision": "refuse", "reason": "Alamat usaha lain."})
    assert "Alamat usaha lain." in shown(client.get(f"{LIST}{change.pk}/"))


def test_an_accepted_change_is_undone_by_one_button(as_user, officer, firm):
    change = proposed(firm, produk="Kopi", telepon="08123456789")
    client = as_user(officer)
    page = f"{LIST}{change.pk}/"
    token = seen(shown(client.get(page)))
    client.post(page, {"decision": "accept", "seen": token, "field": ["product", "phone"]})
    assert 'value="undo"' in shown(client.get(page))
    assert client.post(page, {"decision": "undo"})["Location"] == page
    text = shown(client.get(page))
    assert "Dibatalkan" in text
    assert "dibatalkan oleh" in text
    assert 'value="undo"' not in text
    assert Enterprise.objects.get(pk=firm.pk).product == ""
    assert "Dibatalkan" in shown(client.get(f"{LIST}?state=decided&cara=dibatalkan"))
    assert "belum dibatalkan yang dapat dibatalkan" in shown(client.post(page, {"decision": "undo"}), 409)


def test_a_new_record_is_withdrawn_and_entered_again(as_user, officer, firm):
    send(enumerator("18.01"), entry(label="Warung Baru", pemilik="Budi Uji", desa=firm.area_id))
    intake.read_waiting(at=NOW)
    change = accepted(EntityChange.objects.latest("id"), officer)
    client, page = as_user(officer), f"{LIST}{change.pk}/"
    assert "Tarik catatan ini" in shown(client.get(page))
    assert client.post(page, {"decision": "undo"})["Location"] == page
    text = shown(client.get(page))
    assert "Catatan baru ini sudah ditarik" in text
    assert "dimasukkan karena keliru" in text, "its history"
    for address in (
        "/registri/umkm/",
        "/registri/umkm/?unduh=csv",
        f"/cari/?q={change.record_id}",
        "/cari/?q=warung+baru",
    ):
        answer = client.get(address)
        told = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        assert "Warung Baru" not in told, address
    assert client.get(f"/registri/umkm/{change.record_id}/").status_code == 404
    client.post(page, {"decision": "again"})
    assert "Warung Baru" in shown(client.get(f"/registri/umkm/{change.record_id}/"))
    assert 'value="undo"' in shown(client.get(page))


def test_a_new_record_that_is_used_is_not_withdrawn_and_the_page_says_by_what(as_user, officer, firm):
    send(enumerator("18.01"), entry(label="Warung Baru", pemilik="Budi Uji", desa=firm.area_id))
    intake.read_waiting(at=NOW)
    change = accepted(EntityChange.objects.latest("id"), officer)
    Credential.objects.create(
        enterprise_id=change.record_id, kind="halal", status="issued", source="hand", recorded_at=NOW
    )
    client, page = as_user(officer), f"{LIST}{change.pk}/"
    text = shown(client.get(page))
    assert "sudah dipakai: perizinan atau sertifikat (1)" in text
    assert 'value="undo"' not in text
    assert "sudah dipakai" in shown(client.post(page, {"decision": "undo"}), 409)


def test_who_changed_a_field_since_is_named_and_linked(as_user, officer, firm):
    first = proposed(firm, produk="Kopi")
    accepted(first, officer)
    second = proposed(Enterprise.objects.get(pk=firm.pk), produk="Teh")
    accepted(second, officer, at=NOW.replace(hour=23))
    text = shown(as_user(officer).get(f"{LIST}{first.pk}/"))
    assert "diubah sesudahnya" in text
    assert f'href="{LIST}{second.pk}/"' in text
    assert 'value="undo"' not in text
    answer = as_user(officer).post(f"{LIST}{first.pk}/", {"decision": "undo"})
    assert "1 isian sudah diubah lagi" in shown(answer, 409)


def test_three_values_are_shown_where_the_registry_moved_on(as_user, officer, firm):
    change = proposed(firm, produk="Keripik singkong")
    Enterprise.objects.filter(pk=firm.pk).update(product="Keripik talas", updated_at=NOW.replace(hour=5))
    text = shown(as_user(officer).get(f"{LIST}{change.pk}/"))
    assert "Registri berubah sejak" in text
    assert "Keripik talas" in text
    assert "Keripik singkong" in text


def test_whose_data_are_restricted_is_named_nowhere(as_user, officer, firm):
    change = proposed(firm, label="Nama Rahasia", produk="Kopi")
    firm.owner.restricted_at = NOW
    firm.owner.save()
    client = as_user(officer)
    for text in (shown(client.get(LIST)), shown(client.get(f"{LIST}{change.pk}/"))):
        assert firm.name not in text
        assert "Nama Rahasia" not in text
        assert 'value="accept"' not in text
