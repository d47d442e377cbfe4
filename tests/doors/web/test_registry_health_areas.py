"""The table of predicates by kabupaten/kota, members' savings by book year, and the check that taking back starts."""

import pytest
from django_tasks_db.models import DBTaskResult

from naikkelas.registry.models import Cooperative, CooperativeBalance, HealthAssessment
from tests.conftest import NOW
from tests.doors.web.intake import decide
from tests.factories import person
from tests.factories.health import started
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table

pytestmark = pytest.mark.django_db
PAGE = "/registri/kesehatan/"


def cooperative(area: str) -> Cooperative:
    bring_in(table("koperasi_baku", [cooperative_row(area)]), by=person("regency", area))
    return Cooperative.objects.latest("id")


def verified(area: str, predicate: str) -> None:
    made = started(cooperative(area), person("regency", area))
    HealthAssessment.objects.filter(pk=made.pk).update(state="verified", predicate=predicate, total=8_000)


def test_predicates_stand_by_kabupaten_and_can_be_taken_away(as_user):
    verified("18.01", "healthy")
    verified("18.01", "healthy")
    verified("18.02", "under_supervision")
    started(cooperative("18.02"), person("regency", "18.02"))  # a draft is no result
    client = as_user(person("province"))
    lines = {line.code: line for line in client.get(PAGE).context["by_area"]}
    assert {code: line.total for code, line in lines.items()} == {"18.01": 2, "18.02": 1}
    for line in lines.values():
        for word, number in line.counts:
            found = client.get(PAGE, {"wilayah": line.code, "predicate": word}).context["page"]
            assert found.paginator.count == number
    text = client.get(PAGE, {"unduh": "wilayah"}).content.decode("utf-8-sig")
    header, first, second = text.splitlines()
    assert header.startswith("Kode;Kabupaten/kota;Sehat;")
    assert (first.split(";")[0], first.split(";")[2], first.split(";")[-1]) == ("18.01", "2", "2")
    assert second.startswith("18.02;")
    neighbour = as_user(person("regency", "18.72")).get(PAGE)
    assert neighbour.context["by_area"] == []


def test_savings_stand_by_book_year(as_user):
    made = cooperative("18.01")
    for year, amount in ((2018, 40_000_000), (2019, 60_000_000)):
        CooperativeBalance.objects.create(
            cooperative=made, book_year=year, principal_savings_idr=amount, recorded_at=NOW
        )
    page = as_user(person("regency")).get(f"/registri/koperasi/{made.pk}/")
    assert [(s["year"], s["sum"]) for s in page.context["savings_line"]] == [
        (2019, 60_000_000),
        (2018, 40_000_000),
    ]
    assert "Rp 60.000.000" in page.content.decode().replace("\xa0", " ")


def test_taking_an_import_back_has_the_registry_checked_again(as_user):
    officer = person("regency")
    delivery = bring_in(table("umkm_baku", [enterprise_row()]), by=officer)
    DBTaskResult.objects.all().delete()
    decide(as_user(officer), delivery, "undo")
    asked = {task.task_path.rpartition(".")[2] for task in DBTaskResult.objects.all()}
    assert asked == {"look_for_doubles", "check_quality"}
