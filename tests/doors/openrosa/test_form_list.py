"""What a phone sees when it asks which forms there are, and downloads one with its list of visits."""

import csv
import gzip
import hashlib
import io
import re
from datetime import timedelta
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client

from naikkelas import vault
from naikkelas.accounts import actions as accounts
from naikkelas.accounts.queries import by_token
from naikkelas.forms import actions as forms
from naikkelas.forms.models import FormVersion
from naikkelas.instruments.forms import questionnaires
from naikkelas.monev import actions as monev
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import enumerator, person, phone, road
from tests.factories.answers import form_with

pytestmark = pytest.mark.django_db
LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
ONCE = ("formID", "name", "version", "hash", "downloadUrl")


def listed(server: str, query: str = "") -> list[dict[str, str]]:
    """The form list as a phone reads it: name of element → text, each at most once."""
    answer = Client().get(f"{server}/formList{query}", headers={"X-OpenRosa-Version": "1.0"})
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{LIST}xforms"
    entries = []
    for xform in root:
        tags = [child.tag.removeprefix(LIST) for child in xform]
        assert len(tags) == len(set(tags))
        entries.append({child.tag.removeprefix(LIST): child.text or "" for child in xform})
    return entries


def path_of(url: str) -> str:
    return urlsplit(url).path


def another_form(form_id: str, title: str, **values: object) -> FormVersion:
    plain = FormVersion.objects.get(form_id="market", newest=True)
    return FormVersion.objects.create(
        form_id=form_id, version=values.pop("version", "1"), title=title, xform=plain.xform,
        md5=plain.md5, published_at=NOW, **values,
    )  # fmt: skip


@pytest.fixture
def server() -> str:
    return phone(enumerator())


def test_row_01_every_answer_carries_version_date_and_xml_type_errors_too(server):
    client = Client()
    answers = [
        client.get(f"{server}/formList"),
        client.head(f"{server}/submission"),
        client.get("/formList"),
        client.get("/k/nosuchkey/formList"),
        client.get(f"{server}/forms/nosuch/1/form.xml"),
        client.post(f"{server}/submission", b"<a/>", content_type="text/xml"),
        client.put(f"{server}/submission"),
    ]
    assert [a.status_code for a in answers] == [200, 204, 401, 403, 404, 400, 405]
    for answer in answers:
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert answer["Date"].endswith("GMT")
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
    for answer in answers[2:]:
        assert ElementTree.fromstring(answer.content).tag.endswith("OpenRosaResponse")


def test_row_06_a_revoked_expired_or_unknown_key_is_403_with_the_remedy():
    user = enumerator()
    row, token = accounts.issue_token(user=user, kind="phone", by=user, at=NOW)
    assert Client().get(f"/k/{token}/formList").status_code == 200
    accounts.revoke_token(token=row, by=user, at=NOW)
    answer = Client().get(f"/k/{token}/formList")
    assert answer.status_code == 403
    assert "QR" in answer.content.decode()
    _, other = accounts.issue_token(user=user, kind="phone", by=user, at=NOW)
    assert by_token(other, NOW + timedelta(days=364)) is not None
    assert by_token(other, NOW + timedelta(days=365)) is None


def test_row_06_a_closed_account_shuts_its_phones_at_once():
    user = enumerator()
    server = phone(user)
    accounts.set_active(user=user, active=False, by=SYSTEM, at=NOW)
    assert Client().head(f"{server}/submission").status_code == 403


def test_row_06_a_person_without_visits_to_make_has_no_phone_server():
    assert Client().get(f"{phone(person('auditor'))}/formList").status_code == 403


def test_a_signed_in_browser_session_opens_no_phone_door(as_user):
    assert as_user(enumerator()).get("/formList").status_code == 401


def test_row_08_each_form_is_listed_once_with_hash_and_absolute_addresses(server):
    forms_seen = listed(server)
    assert {form["formID"] for form in forms_seen} == set(questionnaires())
    for form in forms_seen:
        assert all(form[tag] for tag in ONCE)
        assert re.fullmatch(r"md5:[0-9a-f]{32}", form["hash"])
        assert form["downloadUrl"].startswith(f"http://testserver{server}/forms/")
        assert form["manifestUrl"].startswith(f"http://testserver{server}/forms/")


def test_row_08_the_hash_is_that_of_the_bytes_served(server):
    for form in listed(server):
        content = Client().get(path_of(form["downloadUrl"])).content
        assert form["hash"] == f"md5:{hashlib.md5(content).hexdigest()}"


def test_row_09_a_form_id_narrows_the_list_and_an_unknown_one_empties_it(server):
    assert [form["formID"] for form in listed(server, "?formID=market")] == ["market"]
    assert listed(server, "?formID=nosuch") == []


def test_row_10_descriptions_come_only_when_asked_for(server):
    assert all("descriptionText" in form for form in listed(server, "?verbose=true"))
    assert not any("descriptionText" in form for form in listed(server))


def test_row_11_all_versions_come_only_when_asked_for(server):
    another_form("market", "Pasar lama", version="2001", newest=False)
    assert [f["version"] for f in listed(server, "?formID=market&listAllVersions=true")].count("2001") == 1
    assert "2001" not in [f["version"] for f in listed(server, "?formID=market")]


def test_row_12_device_id_and_unknown_parameters_change_nothing(server):
    assert listed(server, "?deviceID=collect%3Aabc&numEntries=3&x=%00") == listed(server)


@pytest.mark.parametrize("state", ["closing", "closed"])
def test_row_13_a_form_that_runs_out_or_is_closed_is_not_offered(server, state):
    form = FormVersion.objects.get(form_id="market", newest=True)
    forms.set_state(form=form, state=state, by=SYSTEM, at=NOW)
    assert "market" not in {f["formID"] for f in listed(server)}
    assert "market" not in {f["formID"] for f in listed(server, "?listAllVersions=true")}


def test_row_13_phones_may_still_fetch_a_form_that_runs_out_but_not_a_closed_one(server):
    form = FormVersion.objects.get(form_id="market", newest=True)
    address = f"{server}/forms/market/{form.version}/form.xml"
    forms.set_state(form=form, state="closing", by=SYSTEM, at=NOW)
    assert Client().get(address).status_code == 200
    forms.set_state(form=form, state="closed", by=SYSTEM, at=NOW)
    assert Client().get(address).status_code == 404


def test_row_14_markup_spaces_and_other_scripts_survive_in_ids_titles_and_addresses(server):
    another_form("pasar <&> ꦥꦱꦂ", 'Pasar "<b>" & ꦥꦱꦂ')
    form = next(f for f in listed(server) if f["formID"].startswith("pasar "))
    assert form["name"] == 'Pasar "<b>" & ꦥꦱꦂ'
    assert form["downloadUrl"].isascii()
    assert " " not in form["downloadUrl"]
    assert "pasar <&> ꦥꦱꦂ" in unquote(form["downloadUrl"])
    assert Client().get(path_of(form["downloadUrl"])).status_code == 200
    assert Client().get(path_of(form["manifestUrl"])).status_code == 200


def test_row_15_each_phone_gets_the_visits_of_its_own_person_only():
    south, metro = road("18.01"), road("18.72")
    for made, other in ((south, metro), (metro, south)):
        planned = made.planned_with("enterprise")
        version = FormVersion.objects.get(form_id="enterprise", newest=True).version
        address = f"{phone(made.enumerator)}/forms/enterprise/{version}/media/visits.csv"
        rows = list(csv.reader(io.StringIO(Client().get(address).content.decode())))
        assert rows[0][:3] == ["name", "label", "__version"]
        assert [row[0] for row in rows[1:]] == [planned.code]
        assert other.planned_with("enterprise").code not in str(rows)


def test_row_16_trailing_slashes_and_head_are_fine_everywhere(server):
    form = listed(server, "?formID=market")[0]
    addresses = [
        f"{server}/formList",
        path_of(form["downloadUrl"]),
        path_of(form["manifestUrl"]),
        path_of(form["manifestUrl"]).replace("manifest", "media/visits.csv"),
    ]
    for address in addresses:
        for slash in ("", "/"):
            assert Client().get(address + slash).status_code == 200
            assert Client().head(address + slash).status_code == 200
    assert Client().head(f"{server}/submission/").status_code == 204


def test_row_17_the_manifest_names_safe_files_with_the_hash_of_their_bytes():
    made = road()
    form = listed(phone(made.enumerator), "?formID=cooperative")[0]
    root = ElementTree.fromstring(Client().get(path_of(form["manifestUrl"])).content)
    assert root.tag == f"{MANIFEST}manifest"
    for file in root:
        found = {child.tag.removeprefix(MANIFEST): child.text for child in file}
        assert re.fullmatch(r"[a-z_]+\.csv", found["filename"])
        content = Client().get(path_of(found["downloadUrl"])).content
        assert found["hash"] == f"md5:{hashlib.md5(content).hexdigest()}"
    assert len(root) == 1


def test_row_17_a_media_file_that_the_form_does_not_have_is_404(server):
    version = FormVersion.objects.get(form_id="market", newest=True).version
    for name in ("other.csv", "..", "%2e%2e%2fkeys", "visits.csv.bak"):
        assert Client().get(f"{server}/forms/market/{version}/media/{name}").status_code == 404


@pytest.mark.parametrize("tail", ["a%00b/1/form.xml", "market/1%00/manifest", "market/1/media/a%00.csv"])
def test_row_16_an_address_with_a_nul_is_404_told_as_openrosa(tail):
    answer = Client().get(f"{phone(enumerator())}/forms/{tail}")
    assert (answer.status_code, answer["X-OpenRosa-Version"]) == (404, "1.0")
    assert Client().get("/formList", headers={"Authorization": 'Digest username="a\0b"'}).status_code == 401


def test_row_17_a_file_is_served_though_another_of_its_form_is_damaged():
    """Neither the list of files nor one of them needs the others read: a form may load fifty."""
    form = form_with(
        "| select_one_from_file pasar.csv | pasar | Pasar | Market |\n| | select_one_from_file kota.csv | kota | Kota | Town |"
    )
    blobs = vault.current().blobs
    for name in ("pasar.csv", "kota.csv"):
        content = f"name,label\n{name},X\n".encode()
        md5 = hashlib.md5(content).hexdigest()
        form.media.create(name=name, sha256=blobs.put(content), md5=md5, size=len(content))
    blobs.path(form.media.get(name="kota.csv").sha256).write_bytes(b"damaged")
    address = f"{phone(enumerator())}/forms/kios/1"
    manifest = Client().get(f"{address}/manifest").content.decode()
    assert all(f"<hash>md5:{file.md5}</hash>" in manifest for file in form.media.all())
    answer = Client().get(f"{address}/media/pasar.csv")
    assert answer.content == b"name,label\npasar.csv,X\n"
    assert hashlib.md5(answer.content).hexdigest() in manifest


def test_row_20_what_the_phone_has_already_is_304(server):
    form = listed(server, "?formID=market")[0]
    media = path_of(form["manifestUrl"]).replace("manifest", "media/visits.csv")
    for address in (path_of(form["downloadUrl"]), media):
        tag = Client().get(address)["ETag"]
        again = Client().get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert Client().get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_row_20_a_new_visit_makes_the_phone_fetch_its_list_again():
    made = road(assigned=False)
    version = FormVersion.objects.get(form_id="enterprise", newest=True).version
    address = f"{phone(made.enumerator)}/forms/enterprise/{version}/media/visits.csv"
    tag = Client().get(address)["ETag"]
    monev.assign(visits=made.area.planned.all(), to=made.enumerator, by=made.officer, at=NOW)
    again = Client().get(address, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert made.planned_with("enterprise").code in again.content.decode()


def test_row_23_answers_are_compressed_for_a_phone_that_takes_gzip(server):
    form = listed(server, "?formID=market")[0]
    plain = Client().get(path_of(form["downloadUrl"]))
    packed = Client().get(path_of(form["downloadUrl"]), headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
