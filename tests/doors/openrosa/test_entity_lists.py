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
from tests.conftest import NOW
from tests.factories import phone, road

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
