"""Lists that the server writes for each person, as ODK entity lists: what is served, and what is gone."""

import csv
import io
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client

from naikkelas.forms.models import FormVersion
from naikkelas.monev import actions as monev
from naikkelas.places import queries as places
from tests.conftest import NOW
from tests.factories import cooperative, enterprise, enumerator, phone, road

pytestmark = pytest.mark.django_db
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


@pytest.fixture
def made():
    return road()


def form_of(made, instrument: str = "enterprise") -> str:
    version = FormVersion.objects.get(form_id=instrument, newest=True).version
    return f"{phone(made.enumerator)}/forms/{instrument}/{version}"


def test_row_18_the_list_of_visits_is_an_entity_list_with_its_integrity_address(made):
    root = ElementTree.fromstring(Client().get(f"{form_of(made)}/manifest").content)
    file = next(f for f in root if f.findtext(f"{MANIFEST}filename") == "visits.csv")
    assert file.get("type") == "entityList"
    assert [child.tag.removeprefix(MANIFEST) for child in file] == [
        "filename",
        "hash",
        "downloadUrl",
        "integrityUrl",
    ]
    path = urlsplit(file.findtext(f"{MANIFEST}downloadUrl")).path
    rows = list(csv.reader(io.StringIO(Client().get(path).content.decode())))
    assert rows[0][:3] == ["name", "label", "__version"]
    assert rows[1][0] == made.planned_with("enterprise").code
    assert rows[1][2].isdigit()


def test_row_19_the_phone_learns_which_of_its_visits_are_gone(made):
    code = made.planned_with("enterprise").code
    address = f"{form_of(made)}/integrity/visits.csv"
    assert Client().head(address).status_code == 200
    answer = Client().get(f"{address}?id={code},K-TAK-ADA")
    assert answer["X-OpenRosa-Version"] == "1.0"
    told = re.findall(r'<entity id="([^"]+)"><deleted>(\w+)</deleted></entity>', answer.content.decode())
    assert told == [(code, "false"), ("K-TAK-ADA", "true")]
    assert ElementTree.fromstring(answer.content)[0].tag == "entities"


def test_row_19_a_visit_given_to_somebody_else_is_gone(made):
    planned = made.planned_with("enterprise")
    address = f"{form_of(made)}/integrity/visits.csv?id={planned.code}"
    assert "<deleted>false" in Client().get(address).content.decode()
    other = road("18.72").enumerator
    planned.assigned_to = other
    planned.save()
    assert "<deleted>true" in Client().get(address).content.decode()


def test_row_19_only_lists_have_an_integrity_address(made):
    for name in ("other.csv", "..", "visits.csv.bak"):
        assert Client().get(f"{form_of(made)}/integrity/{name}?id=x").status_code == 404
    answer = Client().get(f"{form_of(made)}/integrity/visits.csv?id=%22%3E%3Cx%3E")
    assert ElementTree.fromstring(answer.content)[0][0].get("id") == '"><x>'


def test_row_20_a_list_that_did_not_change_is_304(made):
    address = f"{form_of(made)}/media/visits.csv"
    tag = Client().get(address)["ETag"]
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
    somebody = road("18.72", assigned=False)  # what happens elsewhere changes nothing here
    monev.assign(visits=somebody.area.planned.all(), to=somebody.enumerator, by=somebody.officer, at=NOW)
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304


def registry_form(made, name: str) -> str:
    """An office's form that chooses from a list of the registry; the address below which its files are."""
    plain = FormVersion.objects.get(form_id="market", newest=True)
    FormVersion.objects.create(
        form_id="registri", version="1", title="Registri", published_at=NOW, md5=plain.md5,
        xform=plain.xform.replace("visits.csv", name),
    )  # fmt: skip
    plain.__class__.objects.filter(form_id="registri").update(newest=True)
    return f"{phone(made.enumerator)}/forms/registri/1"


@pytest.mark.parametrize("kind", ["enterprise", "cooperative"])
def test_registry_lists_hold_only_the_kecamatan_of_the_persons_visits(made, kind):
    near, far = (places.children("18.01")[n] for n in (0, 1))
    village, elsewhere = (places.children(area.code)[0].code for area in (near, far))
    make = {"enterprise": enterprise, "cooperative": cooperative}[kind]
    ours, theirs = make(made.officer), make(made.officer)
    for record, code in ((ours, village), (theirs, elsewhere)):
        record.__class__.objects.filter(pk=record.pk).update(area_id=code)
    made.area.planned.update(area_id=village)
    address = f"{registry_form(made, kind + 's.csv')}/media/{kind}s.csv"
    answer = Client().get(address)
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0][:3] == ["name", "label", "__version"]
    assert ours.name in [row[1] for row in rows[1:]]
    assert {row[3][:8] for row in rows[1:]} == {near.code}
    # what changes in another kecamatan changes nothing here; what changes here does
    theirs.__class__.objects.filter(pk=theirs.pk).update(name="Ganti nama", updated_at=NOW.replace(hour=5))
    assert Client().get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    ours.__class__.objects.filter(pk=ours.pk).update(name="Nama baru", updated_at=NOW.replace(hour=5))
    assert "Nama baru" in Client().get(address, headers={"If-None-Match": answer["ETag"]}).content.decode()


def test_whose_data_are_restricted_is_on_no_phone(made):
    village = places.children(places.children("18.01")[0].code)[0].code
    hidden = enterprise(made.officer)
    hidden.__class__.objects.filter(pk=hidden.pk).update(area_id=village)
    hidden.owner.restricted_at = NOW
    hidden.owner.save()
    made.area.planned.update(area_id=village)
    text = Client().get(f"{registry_form(made, 'enterprises.csv')}/media/enterprises.csv").content.decode()
    assert hidden.name not in text


def test_who_has_no_visits_in_a_kecamatan_gets_an_empty_list():
    someone = enumerator("18.01")
    address = registry_form(road(), "enterprises.csv").partition("/forms/")[2]
    answer = Client().get(f"{phone(someone)}/forms/{address}/media/enterprises.csv")
    assert answer.content.decode().splitlines() == [
        "name,label,__version,area_code,sector,size_class,geometry"
    ]
