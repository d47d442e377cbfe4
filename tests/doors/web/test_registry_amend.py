"""Setting right one record by hand: until now a wrong letter in an address needed a list to be imported."""

from datetime import timedelta

import pytest

from naikkelas.registry import actions
from naikkelas.registry.models import Cooperative, Enterprise
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person, road

pytestmark = pytest.mark.django_db
REASON = "Salah ketik; papan nama usaha dilihat petugas"


@pytest.fixture
def made():
    return road()


def given(client, path: str) -> dict[str, str]:
    """What a browser would send of the form as it is shown."""
    form = client.get(path).context["form"]
    return {field.html_name: field.value() or "" for field in form} | {"reason": REASON}


def test_an_enterprise_is_set_right_and_found_by_its_new_name(as_user, made):
    client, path = as_user(made.officer), f"/registri/umkm/{made.enterprise.pk}/ubah/"
    before = made.enterprise.sector
    answer = client.post(
        path, given(client, path) | {"name": "Keripik Pisang Raja Basa", "sector": "fashion"}, follow=True
    )
    assert "Data sudah diperbaiki" in answer.content.decode()
    row = Enterprise.objects.get(pk=made.enterprise.pk)
    assert (row.name, row.sector, row.source) == ("Keripik Pisang Raja Basa", "fashion", "hand")
    found = client.get("/registri/umkm/?q=keripik+raja").context["page"].object_list
    assert [e["id"] if isinstance(e, dict) else e.pk for e in found] == [row.pk]
    told = Event.objects.get(action="enterprise.amended")
    assert told.details["changes"]["sector"] == [before, "fashion"]
    assert told.details["reason"] == REASON
    trail = as_user(person("auditor")).get("/pengaturan/jejak/").content.decode()
    assert "dicatat langsung" in trail
    assert "Sumber: hand" not in trail
    assert "Data diperbaiki" in client.get(f"/registri/umkm/{row.pk}/").content.decode()


def test_a_cooperative_is_set_right(as_user, made):
    client, path = as_user(made.officer), f"/registri/koperasi/{made.cooperative.pk}/ubah/"
    assert (
        client.post(path, given(client, path) | {"chair": "Siti Aminah", "address": "Jl. Baru 7"}).status_code
        == 302
    )
    row = Cooperative.objects.get(pk=made.cooperative.pk)
    assert (row.chair, row.address, row.official_status) == (
        "Siti Aminah",
        "Jl. Baru 7",
        made.cooperative.official_status,
    )


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"name": ""}, "name", "tidak boleh kosong"),
        ({"name": "Lain", "reason": "salah"}, "reason", "10"),
        ({"kbli": "12"}, "kbli", "lima angka"),
        ({"founded_on": "2090-01-01"}, "founded_on", "belum tiba"),
        ({"area_code": "18.02"}, "area_code", "di luar wilayah tugas"),
        ({"area_code": "99.99"}, "area_code", "dengan kode 99.99"),
        ({}, "__all__", "Tidak ada yang berbeda"),
    ],
)
def test_what_cannot_be_stands_at_its_field_with_what_was_typed(as_user, made, changes, field, says):
    client, path = as_user(made.officer), f"/registri/umkm/{made.enterprise.pk}/ubah/"
    answer = client.post(
        path, given(client, path) | {"product": "Keripik talas"} | changes if changes else given(client, path)
    )
    assert answer.status_code == 422
    faults = " ".join(answer.context["form"].errors[field])
    assert says in faults
    if changes:
        assert "Keripik talas" in answer.content.decode()
    assert not Event.objects.filter(action="enterprise.amended").exists()


def test_what_somebody_else_changed_meanwhile_is_not_written_over(as_user, made):
    client, path = as_user(made.officer), f"/registri/umkm/{made.enterprise.pk}/ubah/"
    mine = given(client, path) | {"name": "Nama dari saya"}
    actions.amend_record(
        kind="enterprise", record_id=made.enterprise.pk, values={"address": "Jl. Lain 1"}, year=2020, source="hand",
        by=made.province, at=NOW + timedelta(seconds=5), reason=REASON,
    )  # fmt: skip
    answer = client.post(path, mine)
    assert answer.status_code == 422
    assert "diubah orang lain" in answer.content.decode()
    row = Enterprise.objects.get(pk=made.enterprise.pk)
    assert (row.address, row.name) == ("Jl. Lain 1", made.enterprise.name)


def test_who_may_only_read_is_offered_no_change(as_user, made):
    for kind, pk in (("umkm", made.enterprise.pk), ("koperasi", made.cooperative.pk)):
        assert f"/{kind}/{pk}/ubah/" in as_user(made.officer).get(f"/registri/{kind}/{pk}/").content.decode()
        assert "/ubah/" not in as_user(person("auditor")).get(f"/registri/{kind}/{pk}/").content.decode()


def test_of_a_restricted_owner_nothing_is_shown_or_changed(as_user, made):
    """The form would have shown name and address that the page itself withholds."""
    actions.restrict_persons(
        person_ids=[made.enterprise.owner_id], restricted=True, area="18.01", by=made.province, at=NOW
    )
    client, path = as_user(made.officer), f"/registri/umkm/{made.enterprise.pk}/"
    assert f"{path}ubah/" not in client.get(path).content.decode()
    answer = client.get(f"{path}ubah/", follow=True)
    assert answer.redirect_chain[-1][0] == path
    assert made.enterprise.name not in answer.content.decode()
