"""Naming a recipient on the page: chosen from the registry, or by name and place alone."""

import pytest

from naikkelas.programmes import actions
from naikkelas.programmes.models import Recipient
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import cooperative, enterprise

pytestmark = pytest.mark.django_db
SAID = {"amount_idr": "5.000.000", "decree_no": "SK-1", "decree_on": "2019-09-02"}


@pytest.fixture
def province():
    return person("province")


def address(type_id: str, by, area: str = "18.01") -> str:
    programme = actions.add_programme(type_id=type_id, name="P", year=2019, area="18", by=by, at=NOW)
    ceiling = actions.set_ceiling(
        programme=programme, source="apbd_province", year=2019, amount_idr=20_000_000, document_no="D", by=by, at=NOW
    )  # fmt: skip
    allocation = actions.allocate(ceiling=ceiling, area=area, amount_idr=20_000_000, by=by, at=NOW)
    return f"/alokasi/{allocation.pk}/penerima/"


def test_a_cooperative_of_the_registry_receives_under_its_name_and_place(as_user, province):
    client, known = as_user(province), cooperative(province, "18.01")
    page = address("village_cooperatives", province)
    found = client.get(page, {"q": known.name[:6]}).content.decode()
    assert f'value="{known.pk}"' in found
    assert client.post(f"{page}?q=x", SAID | {"registered": known.pk}).status_code == 302
    named = Recipient.objects.get()
    assert (named.cooperative, named.name, named.area_id) == (known, known.name, known.area_id)
    assert named.name in client.get(f"/registri/koperasi/{known.pk}/").content.decode()


def test_an_enterprise_receives_as_its_owner(as_user, province):
    client, known = as_user(province), enterprise(province, "18.01")
    page = address("startup_capital", province)
    assert known.name in client.get(page, {"q": known.name.split()[0]}).content.decode()
    assert client.post(page, SAID | {"registered": known.pk}).status_code == 302
    named = Recipient.objects.get()
    assert (named.enterprise, named.person, named.name) == (known, known.owner, known.owner.name)


def test_who_is_elsewhere_is_not_found_and_not_named(as_user, province):
    client, other = as_user(province), cooperative(province, "18.02")
    page = address("village_cooperatives", province)
    assert "Tidak ada yang ditemukan" in client.get(page, {"q": other.name[:6]}).content.decode()
    assert client.post(page, SAID | {"registered": other.pk}).status_code == 422


def test_by_name_alone_both_name_and_place_are_asked_for(as_user, province):
    client, page = as_user(province), address("village_cooperatives", province)
    refused = client.post(page, SAID | {"name": "Koperasi Baru"})
    assert refused.status_code == 422
    assert "Pilih dari registri" in refused.content.decode()
    assert client.post(page, SAID | {"name": "Koperasi Baru", "village": "18.01.06"}).status_code == 302
    assert Recipient.objects.get().cooperative is None
