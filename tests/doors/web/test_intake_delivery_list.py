"""The import page: sending a file, and the files that were sent before."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from naikkelas.intake.models import Delivery
from tests.conftest import NOW
from tests.doors.web.intake import upload
from tests.factories import person
from tests.factories.registry import cooperative_row, enterprise_row, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(as_user):
    return as_user(person("regency"))


def test_sending_keeps_the_file_and_lets_the_worker_look(office):
    content = table("umkm_baku", [enterprise_row()])
    response = office.post("/impor/", {"file": SimpleUploadedFile("Rekap 2019.csv", content)})
    delivery = Delivery.objects.get()
    assert response["Location"] == f"/impor/{delivery.pk}/"
    assert (delivery.state, delivery.filename) == ("received", "Rekap 2019.csv")
    task = DBTaskResult.objects.get()
    assert (task.task_path, task.args_kwargs["args"]) == ("naikkelas.intake.tasks.look_at", [delivery.pk])
    assert "Berkas sedang dibaca" in office.get(response["Location"]).content.decode()


def test_a_path_in_the_file_name_is_cut_off(office):
    upload(office, table("umkm_baku", [enterprise_row()]), "../../etc/<b>uji</b>.csv")
    assert Delivery.objects.get().filename == "b>.csv"
    upload(office, table("umkm_baku", [enterprise_row()]), f"{'x' * 300}.csv")
    assert len(Delivery.objects.latest("id").filename) <= 150


def test_sending_nothing_says_so(office):
    response = office.post("/impor/", {})
    assert response.status_code == 422
    assert "Pilih berkas dahulu" in response.content.decode()
    assert Delivery.objects.count() == 0


def test_an_unknown_layout_is_refused_on_the_page(office):
    response = office.post("/impor/", {"file": SimpleUploadedFile("a.csv", b"a;b"), "layout": "x" * 300})
    assert response.status_code == 422
    assert "tidak dikenal" in response.content.decode()
    assert Delivery.objects.count() == 0


def test_a_file_over_the_limit_is_refused_on_the_page(office, monkeypatch):
    from naikkelas.intake.actions import spreadsheets
    from naikkelas.web.intake import views

    monkeypatch.setattr(views, "MAX_PACKED", 100)
    monkeypatch.setattr(spreadsheets, "MAX_PACKED", 100)
    response = office.post("/impor/", {"file": SimpleUploadedFile("a.csv", b"a;b" * 100)})
    assert response.status_code == 422
    assert "Berkas terlalu besar" in response.content.decode()


def test_the_list_shows_the_areas_own_files_newest_first(as_user):
    other = as_user(person("regency", "18.02"))
    upload(other, table("umkm_baku", [enterprise_row("18.02")]), "lampung-tengah.csv")
    office = as_user(person("regency"))
    upload(office, table("umkm_baku", [enterprise_row(), enterprise_row(name="")]), "pertama.csv")
    upload(office, table("koperasi_baku", [cooperative_row()]), "kedua.csv")
    text = office.get("/impor/").content.decode()
    assert text.index("kedua.csv") < text.index("pertama.csv")
    assert "lampung-tengah.csv" not in text
    assert "Menunggu keputusan" in text
    assert "lampung-tengah.csv" in as_user(person("province")).get("/impor/").content.decode()


def test_the_list_costs_the_same_however_long_it_is(office, django_assert_max_num_queries):
    upload(office, table("umkm_baku", [enterprise_row()]))
    Delivery.objects.bulk_create(
        Delivery(
            kind="spreadsheet", state="applied", sha256="0" * 64, size=1, filename=f"{n}.csv", area_id="18.01",
            received_by=Delivery.objects.get().received_by, received_at=NOW, summary={"good": 1, "bad": 0},
        )
        for n in range(60)
    )  # fmt: skip
    with django_assert_max_num_queries(9):
        page = office.get("/impor/?hal=2")
    assert page.content.decode().count("data-row") == 25
