"""The page on which an erasure is decided: by another person, with grounds against it and what stays shown."""

import pytest

from naikkelas.privacy import tasks
from naikkelas.registry.models import Person
from tests.doors.web.test_registry_request import take_in
from tests.factories import enterprise, person, road

pytestmark = pytest.mark.django_db
TOLD = "Sesuai dokumen yang diperlihatkan"


def decide(client, asked):
    return client.post(f"/registri/permohonan/{asked.pk}/", {"act": "erase", "decision": TOLD})


def test_who_took_it_in_cannot_decide_and_another_can(as_user):
    officer, boss = person("regency"), person("province")
    made = enterprise(officer)
    name = made.owner.name
    asked = take_in(as_user(officer), made, kind="erasure")
    page = as_user(officer).get(f"/registri/permohonan/{asked.pk}/").content.decode()
    assert "orang lain yang memutuskan" in page
    assert 'value="erase"' not in page
    assert decide(as_user(officer), asked).status_code == 422
    assert Person.objects.get().erased_at is None
    assert decide(as_user(boss), asked).status_code == 302
    tasks.erase.func(asked.pk)
    page = as_user(boss).get(f"/registri/permohonan/{asked.pk}/").content.decode()
    assert "tidak ada lagi yang menyebut orang ini" in page
    assert "Cadangan yang dibuat sebelum penghapusan" in page
    assert name not in page
    person_page = as_user(boss).get(f"/registri/orang/{made.owner_id}/").content.decode()
    assert "Identitas dihapus" in person_page
    assert as_user(boss).get(f"/registri/umkm/{made.pk}/").status_code == 200


def test_a_ground_is_shown_before_anybody_decides(as_user):
    way = road()
    asked = take_in(as_user(way.officer), way.enterprise, kind="erasure")
    page = as_user(way.province).get(f"/registri/permohonan/{asked.pk}/").content.decode()
    assert "08/2019" in page
    assert "31 Desember 2029" in page
    assert "Batasi saja" in page
    assert decide(as_user(way.province), asked).status_code == 302
    assert Person.objects.get(pk=way.enterprise.owner_id).restricted_at is not None
