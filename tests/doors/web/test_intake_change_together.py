"""The pages on which many changes from phones are accepted together, and the form's setting that takes them over unasked."""

import html
import re

import pytest
from django.utils import timezone

from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake import tasks
from naikkelas.intake.models import ChangeBatch, EntityChange
from naikkelas.registry.models import Enterprise, PersonAccess
from naikkelas.registry.queries import entities
from naikkelas.web.notices import targets
from tests.conftest import NOW
from tests.factories import enterprise, enumerator, person, send
from tests.factories.entities import accepted, entity_form, entry

pytestmark = pytest.mark.django_db
LIST, TOGETHER = "/perubahan-lapangan/", "/perubahan-lapangan/bersama/"


@pytest.fixture
def officer():
    return person("regency", "18.01")


@pytest.fixture
def form():
    return entity_form()


def proposed(officer, user=None, **answers: str) -> EntityChange:
    firm = enterprise(officer)
    name, base = entities.entity_name("enterprise", firm.pk), entities.version_of(firm)
    send(user or enumerator("18.01"), entry(name, base=base, **answers))
    intake.read_waiting(at=NOW)
    return EntityChange.objects.latest("id")


def shown(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def chosen(text: str) -> list[str]:
    return re.findall(r'name="change" value="([\w:]+)"', text)


def test_only_clean_changes_can_be_ticked(as_user, officer, form):
    clean, faulty = proposed(officer, produk="Kopi"), proposed(officer, telepon="abc", produk="Teh")
    text = shown(as_user(officer).get(LIST))
    assert f'name="pilih" value="{clean.pk}"' in text
    assert f'name="pilih" value="{faulty.pk}"' not in text
    assert "Sebagian nilai salah" in text


def test_the_preview_says_how_many_of_what_and_what_stays(as_user, officer, form):
    proposed(officer, produk="Kopi", telepon="081234567890")
    proposed(officer, produk="Teh")
    proposed(officer, telepon="abc")
    text = shown(as_user(officer).get(f"{TOGETHER}?semua=1"))
    assert "Terima 2 perubahan" in text
    assert re.search(r"Produk[^<]*<b>2</b>", text)
    assert "sebagian nilainya keliru: 1" in text
    assert len(chosen(text)) == 2
    assert PersonAccess.objects.filter(place__startswith="intake-change-together").count() == 1
    assert Enterprise.objects.filter(product="Kopi").count() == 0


def test_what_is_ticked_is_written_in_the_background_and_told(as_user, officer, form, monkeypatch):
    first, second = proposed(officer, produk="Kopi"), proposed(officer, produk="Teh")
    client, enqueued = as_user(officer), []
    monkeypatch.setattr(type(tasks.accept_changes), "enqueue", lambda task, *args: enqueued.append(args))
    text = shown(client.get(f"{TOGETHER}?dicentang=1&pilih={first.pk}&pilih={second.pk}"))
    answer = client.post(TOGETHER, {"change": chosen(text)})
    batch = ChangeBatch.objects.get()
    assert answer["Location"] == f"{TOGETHER}{batch.pk}/"
    assert enqueued == [(batch.pk,)]
    assert "0 dari 2 perubahan diperiksa" in shown(client.get(answer["Location"]))
    intake.refuse_change(change=second, reason="Usaha lain yang bernama sama.", by=officer, at=NOW)
    tasks.accept_changes.call(batch.pk)
    part = shown(client.get(answer["Location"], headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "every 1s" not in part
    assert "Perubahan ini sudah diputuskan" in part
    assert f'href="{LIST}{second.pk}/"' in part
    assert "Bersama yang lain" in shown(client.get(f"{LIST}?state=decided&cara=bersama"))


def test_nothing_ticked_is_said_with_the_remedy(as_user, officer, form):
    proposed(officer, produk="Kopi")
    client = as_user(officer)
    assert client.get(f"{TOGETHER}?dicentang=1")["Location"] == LIST
    assert "Centang dahulu" in shown(client.get(LIST))
    assert "Tidak ada perubahan bersih" in shown(client.post(TOGETHER, {}), 422)
    assert not ChangeBatch.objects.exists()


def test_what_another_area_shows_cannot_be_slipped_in(as_user, officer, form):
    change = proposed(officer, produk="Kopi")
    stranger = as_user(person("regency", "18.02"))
    assert "Tidak ada perubahan bersih" in shown(stranger.post(TOGETHER, {"change": [f"{change.pk}:x"]}), 422)


def test_the_list_is_narrowed_by_form_and_sender(as_user, officer, form):
    ani, budi = enumerator("18.01"), enumerator("18.01")
    one, other = proposed(officer, ani, produk="Kopi"), proposed(officer, budi, produk="Teh")
    client = as_user(officer)
    text = shown(client.get(f"{LIST}?pengirim={ani.pk}&formulir=mutakhir"))
    assert f'href="{LIST}{one.pk}/"' in text
    assert f'href="{LIST}{other.pk}/"' not in text
    assert len(chosen(shown(client.get(f"{TOGETHER}?semua=1&pengirim={budi.pk}")))) == 1
    assert "sesuai penyaring" in shown(client.get(f"{LIST}?formulir=lain"))


def test_the_list_asks_as_often_for_many_as_for_few(as_user, officer, form, django_assert_max_num_queries):
    for n in range(4):
        proposed(officer, produk=f"Kopi {n}")
    client = as_user(officer)
    client.get(LIST)
    with django_assert_max_num_queries(40):
        assert shown(client.get(LIST)).count('name="pilih"') == 4


def test_only_who_publishes_lets_a_form_take_over_and_it_is_marked(as_user, officer, form):
    page, decide = f"/formulir/{form.pk}/", f"/formulir/{form.pk}/putuskan/"
    text = shown(as_user(officer).get(page))
    assert "Hanya yang berwenang menerbitkan" in text
    assert 'value="unasked"' not in text
    assert as_user(officer).post(decide, {"decision": "unasked"}).status_code == 403
    client = as_user(person("province"))
    assert 'value="unasked"' in shown(client.get(page))
    client.post(decide, {"decision": "unasked"})
    assert FormVersion.objects.get(pk=form.pk).unasked
    assert 'value="asked"' in shown(client.get(page))
    change = proposed(officer, produk="Kopi")
    assert change.unasked
    assert "Diambil alih tanpa bertanya" in shown(as_user(officer).get(f"{LIST}?state=decided&cara=otomatis"))
    told_of = targets.address(officer, "taken_change", str(change.pk))
    assert f"formulir={form.form_id}&hari={timezone.localdate(change.decided_at)}" in told_of
    opened = as_user(officer).get(told_of)
    assert [line["change"] for line in opened.context["lines"]] == [change], (
        "a notice leads to its form and day"
    )
    assert as_user(officer).get(told_of.replace("&hari=2", "&hari=1")).context["lines"]
    for day, found in (("2020-01-02", 0), ("kemarin", 1)):
        assert len(as_user(officer).get(f"{LIST}?state=decided&hari={day}").context["lines"]) == found
    assert "menurut pengaturan formulir" in shown(as_user(officer).get(f"{LIST}{change.pk}/"))


def test_a_way_of_deciding_that_is_none_is_not_found(as_user, officer, form):
    accepted(proposed(officer, produk="Kopi"), officer)
    assert as_user(officer).get(f"{LIST}?state=decided&cara=entah").status_code == 404
