"""Taking answers away by the page and by the command line: choices, conditions, what is logged, who may."""

import pytest
from click.testing import CliRunner

from naikkelas.ops.cli import main
from naikkelas.registry.models import PersonAccess
from tests.factories import person
from tests.factories.answers import answer, survey

pytestmark = pytest.mark.django_db


def body(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_the_page_gives_each_file_and_writes_down_who_took_it(as_user):
    form, client = survey(), as_user(person("province"))
    answer("uuid:a", usaha=[("Warung", "3")])
    page = client.get(f"/jawaban/{form.pk}/").content.decode()
    for kind in ("csv", "zip", "xlsx", "geojson", "spss", "media"):
        assert f'value="{kind}"' in page
        assert body(client.get(f"/jawaban/{form.pk}/?bentuk={kind}"))
    taken = PersonAccess.objects.filter(kind="exported")
    assert taken.count() == 6
    rows = dict(taken.values_list("filters", "rows"))
    assert rows == {"kios media": 0} | {f"kios {k}": 1 for k in ("csv", "zip", "xlsx", "geojson", "spss")}
    assert client.get(f"/jawaban/{form.pk}/?bentuk=exe").status_code == 404


def test_conditions_go_along_from_the_page_of_answers(as_user):
    form, client = survey(), as_user(person("province"))
    answer("uuid:a", catatan="satu")
    answer("uuid:b", catatan="dua", buka="no")
    asked = "p=buka&o=eq&v=no"
    page = client.get(f"/formulir/{form.pk}/jawaban/?{asked}").content.decode()
    assert ("dua" in page, "satu</td>" in page) == (True, False)
    raw = body(client.get(f"/jawaban/{form.pk}/?{asked}&bentuk=csv"))
    assert (b"uuid:b" in raw, b"uuid:a" in raw) == (True, False)
    assert client.get(f"/jawaban/{form.pk}/?p=tiada&o=eq&v=1").status_code == 404


def test_what_is_written_down_is_how_many_went_out(as_user):
    """Not all that there are: by every kind of file, also where none has a point, and where it was broken off."""
    form, client = survey(), as_user(person("province"))
    for number in range(5):
        answer(f"uuid:{number}", buka="no" if number < 3 else "yes", lokasi="", usaha=[("Warung", "3")] * 2)
    for kind in ("csv", "zip", "xlsx", "spss", "geojson"):
        body(client.get(f"/jawaban/{form.pk}/?p=buka&o=eq&v=no&bentuk={kind}"))
        row = PersonAccess.objects.order_by("-pk").first()
        assert (row.filters, row.rows) == (f"kios {kind} *", 0 if kind == "geojson" else 3)
    broken = client.get(f"/jawaban/{form.pk}/?bentuk=csv")
    row = PersonAccess.objects.order_by("-pk").first()
    assert row.rows is None, "written down before the first byte"
    parts = iter(broken.streaming_content)
    while b"uuid:1" not in next(parts):
        pass
    broken._iterator.close()  # as a server does whose client went away
    row.refresh_from_db()
    assert row.rows == 2
    unread = client.get(f"/jawaban/{form.pk}/?bentuk=csv")  # broken off before the first byte
    for close in unread._resource_closers:
        close()
    assert PersonAccess.objects.order_by("-pk").first().rows == 0


def test_the_count_is_that_of_the_conditions_and_comes_after_the_page(as_user, monkeypatch):
    form, client = survey(), as_user(person("province"))
    for name, buka in (("a", "yes"), ("b", "no"), ("c", "no")):
        answer(f"uuid:{name}", buka=buka)
    address = f"/jawaban/{form.pk}/?p=buka&o=eq&v=no"
    page = client.get(address).content.decode()
    assert 'hx-get="?p=buka&amp;o=eq&amp;v=no&amp;hitung=1"' in page
    assert "dari 3 kiriman" in page
    part = client.get(f"{address}&hitung=1", headers={"HX-Request": "true"}).content.decode()
    assert "2 dari 3 kiriman wilayah Anda memenuhi syarat" in part
    assert "<html" not in part
    assert "2 dari 3 kiriman" in client.get(f"{address}&hitung=1").content.decode()  # without script
    monkeypatch.setattr("naikkelas.web.forms.exporting.COUNTED", 2)
    assert "2 dari 2 kiriman terbaru" in client.get(f"{address}&hitung=1").content.decode()
    assert "hx-get" not in client.get(f"/jawaban/{form.pk}/").content.decode()


def test_a_table_of_figures_is_shown_and_taken_away(as_user):
    form, client = survey(), as_user(person("province"))
    answer("uuid:a", usaha=[("Warung", "3")])
    address = f"/formulir/{form.pk}/jawaban/?baris=jenis&kolom=buka"
    assert "Makanan" in client.get(address).content.decode()
    assert "Makanan;1;1" in client.get(f"{address}&unduh=tabel").content.decode()


def test_an_evaluator_gets_no_photos_and_no_names(as_user):
    form, client = survey(), as_user(person("evaluator"))
    answer("uuid:a", nama="Siti Rahasia")
    assert 'value="media"' not in client.get(f"/jawaban/{form.pk}/").content.decode()
    assert client.get(f"/jawaban/{form.pk}/?bentuk=media").status_code == 422
    assert b"Rahasia" not in body(client.get(f"/jawaban/{form.pk}/?bentuk=csv"))
    shown = client.get(f"/formulir/{form.pk}/jawaban/?p=nama&o=eq&v=Siti")
    assert shown.status_code == 404


def test_the_command_line_writes_what_that_person_may_see(tmp_path):
    survey()
    answer("uuid:own", area="18.01")
    answer("uuid:other", area="18.02")
    person("regency", "18.01", username="kab")
    out = tmp_path / "x.csv"
    ran = CliRunner().invoke(main, ["forms", "export", "kios", "--user", "kab", "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    assert b"uuid:own" in out.read_bytes()
    assert b"uuid:other" not in out.read_bytes()
    assert PersonAccess.objects.filter(place="forms export").exists()
    person("enumerator", username="lapangan")
    assert (
        CliRunner()
        .invoke(main, ["forms", "export", "kios", "--user", "lapangan", "--out", str(out)])
        .exit_code
    )
