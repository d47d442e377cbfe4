"""The page of answers: conditions, the table of figures and what each figure is made of, what devices answered."""

import html
import re

import pytest

from tests.doors.web.test_forms_answer_export import body
from tests.factories import person
from tests.factories.answers import answer, form_with, survey

pytestmark = pytest.mark.django_db

META = """| start | mulai | | |
| | end | selesai | | |
| | deviceid | gawai | | |
| | select_one yn | buka | Apakah buka? | Is it open? |
| | dateTime | janji | Janji temu | Appointment |"""


def page(client, form, query: str = "", status: int = 200) -> str:
    response = client.get(f"/formulir/{form.pk}/jawaban/{query}")
    assert response.status_code == status
    return response.content.decode()


def linked(text: str, inner: str) -> str:
    """The address that a figure or word links to."""
    return html.unescape(re.search(rf'<a href="([^"]*)">{re.escape(inner)}</a>', text)[1])


def test_each_figure_leads_to_its_answers_and_they_to_their_records(as_user):
    form, client = survey(), as_user(person("province"))
    answer("uuid:a", catatan="satu", usaha=[("Warung", "3"), ("Bengkel", "5")])
    last = answer("uuid:b", catatan="dua", buka="no", area="18.02", usaha=[("Kios", "7")])
    table = page(client, form, "?baris=__area&kolom=buka")
    behind = page(client, form, "?baris=buka&kolom=&jumlah=usaha/pekerja&r=Tidak")
    assert "Kios" in behind
    assert "Warung" not in behind
    assert f"/kiriman/{last.pk}/" in behind
    file = client.get(f"/formulir/{form.pk}/jawaban/?baris=buka&jumlah=usaha/pekerja&r=Tidak&unduh=isian")
    assert "uuid:b/usaha[1]" in file.content.decode()
    assert "uuid:a" not in file.content.decode()
    for link in re.findall(r'<td class="nk-right nk-tab">(?:<b>)?<a href="([^"]+)"', table):
        shown = page(client, form, html.unescape(link))
        assert "/kiriman/" in shown
    assert "Tidak ada lagi isian di balik angka ini" in page(client, form, "?baris=buka&r=Lain")


def test_figures_stay_inside_the_area_of_duty(as_user):
    form = survey()
    answer("uuid:own", area="18.01", catatan="milik")
    answer("uuid:other", area="18.02", catatan="lain")
    client = as_user(person("regency", "18.01"))
    assert linked(page(client, form, "?baris=buka"), "1")
    shown = page(client, form, "?baris=buka&semua=1")
    assert ("milik" in shown, "lain</td>" in shown) == (True, False)


def test_what_devices_answer_stands_by_name_in_the_readers_zone(as_user):
    form = form_with(META)
    more = "<mulai>2020-03-05T16:15:00.000Z</mulai><selesai>2020-03-05T16:17:30Z</selesai><gawai>hp:9</gawai>"
    answer("uuid:a", more=f"{more}<janji>2020-03-06T01:00:00Z</janji>")
    client = as_user(person("province"))
    shown = page(client, form)
    assert "5 Maret 2020 23.15 – 23.17" in shown
    assert "Perangkat: hp:9" in shown
    assert "6 Maret 2020 08.00" in shown
    assert "T16:15" not in shown
    assert "Mulai diisi" in shown  # in the lists to choose from
    raw = body(client.get(f"/jawaban/{form.pk}/?bentuk=csv")).decode()
    assert "2020-03-05T16:15:00.000Z" in raw  # a file for machines keeps what was sent
    client.post("/bahasa/", {"language": "en"})
    assert "5 March 2020 23.15 – 23.17" in page(client, form)
    assert "Device: hp:9" in page(client, form)


@pytest.mark.parametrize("place", ["-5.1 105.2 0 nan", "-5.1 105.2 0 1e999", "inf 105.2"])
def test_a_point_of_no_measure_is_shown_as_it_was_sent(as_user, place):
    form = survey()
    answer("uuid:a", lokasi=place)
    assert place in page(as_user(person("province")), form)


def test_a_value_that_cannot_be_read_is_said_and_nothing_is_taken(as_user):
    form, client = survey(), as_user(person("province"))
    answer("uuid:a", usaha=[("Warung", "3")])
    asked = "?p=usaha/pekerja&o=gt&v=banyak"
    assert "bukan angka" in page(client, form, asked, 422)
    refused = client.get(f"/jawaban/{form.pk}/{asked}&bentuk=csv")
    assert refused.status_code == 422
    assert "bukan angka" in refused.content.decode()


def test_a_form_of_very_many_questions_is_chosen_from_by_typing(as_user):
    form = form_with(
        "\n".join(f"| {'| ' if n else ''}text | q{n} | Pertanyaan {n} | Question {n} |" for n in range(400))
    )
    answer("uuid:a", more="<q7>tujuh</q7>")
    shown = page(as_user(person("province")), form, "?p=q7&o=eq&v=tujuh")
    assert shown.count("Pertanyaan 399") == 1
    assert 'list="nk-questions"' in shown
    assert len(shown) < 200_000
