"""The enumerator's pages: what is to be visited, and what a browser needs to work without a signal."""

import json
import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from naikkelas.forms import queries as forms
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from naikkelas.kit import clock
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Visit
from naikkelas.openrosa.lists import LISTS
from tests.conftest import NOW
from tests.factories import enumerator, filled, multipart, road, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return road()


def embedded(html: str, name: str):
    """The JSON that a page carries for its scripts."""
    return json.loads(re.search(rf'id="{name}" type="application/json">(.*?)</script>', html)[1])


def submit_address(html: str) -> str:
    return re.search(r'data-submit="([^"]+)"', html)[1]


def test_the_list_shows_own_visits_and_names_every_address_to_keep_for_offline(as_user, made):
    other = road("18.72")
    client = as_user(made.enumerator)
    html = client.get("/lapangan/").content.decode()
    assert sorted(re.findall(r'data-visit="([^"]+)"', html)) == sorted(p.code for p in made.planned)
    assert other.planned[0].code not in html
    kept = embedded(html, "nk-offline")
    assert len(kept) == 1 + 3 * len(made.planned)
    assert {client.get(address).status_code for address in kept} == {200}


def test_a_visit_made_leaves_the_list_and_one_given_back_returns_with_the_reason(as_user, made):
    planned, client = made.planned_with("enterprise"), as_user(made.enumerator)
    send(made.enumerator, filled(planned))
    intake.read_waiting(at=NOW)
    assert f'data-visit="{planned.code}"' not in client.get("/lapangan/").content.decode()
    monev.reject_visit(
        visit=Visit.objects.get(), reason="Foto tempat usaha belum ada.", by=made.officer, at=NOW
    )
    html = client.get("/lapangan/").content.decode()
    assert f'data-visit="{planned.code}"' in html
    assert "Foto tempat usaha belum ada." in html


def test_a_visit_is_overdue_by_the_local_day_not_by_greenwich(as_user, made):
    due = made.planned[0].due_on
    clock.set_to(
        datetime(due.year, due.month, due.day, 18, tzinfo=UTC)
    )  # one o'clock of the next night in Lampung
    assert "nk-bad" in as_user(made.enumerator).get("/lapangan/").content.decode()
    clock.set_to(datetime(due.year, due.month, due.day, 16, tzinfo=UTC))
    assert "nk-bad" not in as_user(made.enumerator).get("/lapangan/").content.decode()


def test_the_browser_form_sends_to_the_phones_door_under_the_key_of_its_person(as_user, made):
    planned, client = made.planned_with("enterprise"), as_user(made.enumerator)
    config = embedded(client.get(f"/lapangan/isi/{planned.code}/").content.decode(), "nk-form-config")
    assert config["person"] == str(made.enumerator.pk)
    assert config["submit"] == submit_address(client.get("/lapangan/").content.decode())  # the same each time
    answer = Client().post(config["submit"], multipart(filled(planned)))  # no session goes with it
    assert answer.status_code == 201
    intake.read_waiting(at=NOW)
    assert Visit.objects.get().enumerator == made.enumerator


def test_two_people_on_one_device_have_two_keys(as_user, made):
    one = submit_address(as_user(made.enumerator).get("/lapangan/").content.decode())
    other = submit_address(as_user(enumerator()).get("/lapangan/").content.decode())
    assert one != other


def test_the_form_of_a_visit_comes_with_its_code_filled_in(as_user, made):
    planned, client = made.planned_with("enterprise"), as_user(made.enumerator)
    xform = client.get(f"/lapangan/isi/{planned.code}/formulir.xml").content
    codes = [e.text for e in ElementTree.fromstring(xform).iter() if e.tag.endswith("}visit_code")]
    assert codes == [planned.code]
    rows = client.get(f"/lapangan/isi/{planned.code}/berkas/visits.csv").content.decode().splitlines()
    assert rows[0] == "name,label"
    assert rows[1].startswith(f'{planned.code},"')


@pytest.mark.parametrize("tail", ["", "formulir.xml", "berkas/visits.csv"])
def test_the_visit_of_another_enumerator_does_not_exist(as_user, made, tail):
    client = as_user(enumerator())
    assert client.get(f"/lapangan/isi/{made.planned[0].code}/{tail}").status_code == 404


def test_only_the_form_page_may_set_styles_by_script_and_compile_its_grammar(as_user, made):
    client = as_user(made.enumerator)
    form = client.get(f"/lapangan/isi/{made.planned[0].code}/")["Content-Security-Policy"]
    plain = client.get("/lapangan/")["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in form
    assert "unsafe" not in plain
    assert "'unsafe-eval'" not in form.replace("'wasm-unsafe-eval'", "")


def test_the_service_worker_is_served_fresh_from_the_folder_that_it_serves():
    answer = Client().get("/lapangan/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"


def test_a_visit_that_was_just_sent_is_no_longer_to_be_made_before_it_is_read(as_user, made):
    planned, client = made.planned[0], as_user(made.enumerator)
    assert send(made.enumerator, filled(planned)).status_code == 201
    html = client.get("/lapangan/").content.decode()
    assert f'data-visit="{planned.code}"' not in html
    assert f'data-reading="{planned.code}"' in html
    assert "terkirim, sedang dibaca" in html
    assert client.get(f"/lapangan/isi/{planned.code}/")["Location"] == "/lapangan/"
    form = forms.newest(planned.instrument)
    listed = LISTS["visits.csv"](made.enumerator, form).content.decode().splitlines()
    assert [line for line in listed if planned.code in line][0].split(",")[1].startswith("✓ terkirim: ")
    assert planned.code in listed[-1]  # those to make come first
    intake.read_waiting(at=NOW)
    assert f'data-reading="{planned.code}"' not in client.get("/lapangan/").content.decode()
    assert "✓ terkirim" in LISTS["visits.csv"](made.enumerator, form).content.decode()


def test_what_an_officer_must_look_at_first_is_told_so(as_user, made):
    planned = made.planned[0]
    send(made.enumerator, filled(planned))
    Delivery.objects.update(state="held")
    html = as_user(made.enumerator).get("/lapangan/").content.decode()
    assert "petugas dinas memeriksanya dahulu" in html
    Delivery.objects.update(state="refused", finished_at=NOW)
    assert f'data-visit="{planned.code}"' in as_user(made.enumerator).get("/lapangan/").content.decode()


def test_what_cannot_be_opened_hides_no_visit(as_user, made):
    planned = made.planned[0]
    send(made.enumerator, filled(planned))
    Delivery.objects.update(body=b"damaged")
    html = as_user(made.enumerator).get("/lapangan/").content.decode()
    assert f'data-visit="{planned.code}"' in html
