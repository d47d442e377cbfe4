"""The tables of a cycle and the trail as files: what is shown, numbers as numbers, days as days, and who took names away."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from naikkelas.intake import actions as intake
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Visit
from naikkelas.registry.models import PersonAccess
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import filled, person, road, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """Three visits are planned in one area, one is made and verified, one made."""
    found = road()
    for kind in ("enterprise", "cooperative"):
        send(found.enumerator, filled(found.planned_with(kind)))
    intake.read_waiting(at=NOW)
    monev.verify_visits(
        visits=[Visit.objects.get(instrument="cooperative")], by=person("regency", "18.01"), at=NOW
    )
    return found


def table(response) -> list[list[str]]:
    assert response.status_code == 200
    assert response.streaming
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def sheet(response) -> list[tuple]:
    assert response.status_code == 200
    return list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))


def test_the_board_goes_out_with_the_areas_that_the_reader_sees(as_user, made):
    url = f"/monev/{made.cycle.pk}/papan/"
    page = as_user(made.province).get(url)
    assert 'href="?unduh=xlsx"' in page.content.decode()
    head, *lines = sheet(as_user(made.province).get(url, {"unduh": "xlsx"}))
    assert len(lines) == len(page.context["lines"]) == 15
    own = dict(zip(head, next(line for line in lines if line[0] == "18.01"), strict=True))
    assert [own[name] for name in ("Direncanakan", "Dikunjungi", "Diverifikasi")] == [3, 2, 1]
    assert own["Tenggat"] == datetime.combine(made.area.due_on, datetime.min.time())
    assert [line[0] for line in table(as_user(made.officer).get(url, {"unduh": "csv"}))[1:]] == ["18.01"]
    assert as_user(made.officer).get(url, {"unduh": "pdf"}).status_code == 404


@pytest.mark.parametrize(
    ("way", "first"),
    [
        ("area", ["18.01", "Kab. Lampung Selatan"]),
        ("team", ["Tanpa tim"]),
        ("programme", None),
        ("instrument", None),
    ],
)
def test_progress_goes_out_by_what_it_is_shown_by(as_user, made, way, first):
    url = f"/monev/{made.cycle.pk}/kemajuan/"
    page = as_user(made.officer).get(url, {"per": way})
    assert f"?per={way}&amp;unduh=csv" in page.content.decode()
    head, *lines = table(as_user(made.officer).get(url, {"per": way, "unduh": "csv"}))
    assert [line[-8] for line in lines] == [line.name for line in page.context["lines"]]
    assert {len(line) for line in lines} == {len(head)}
    if first:
        assert lines[0] == [*first, "3", "2", "66,7", *lines[0][-4:-2], "1", "0"]
    numbers = sheet(as_user(made.officer).get(url, {"per": way, "unduh": "xlsx"}))[1]
    assert all(isinstance(value, int | float) for value in numbers[-7:])


def test_the_visits_of_an_area_go_out_as_they_are_filtered_and_who_took_them_is_written_down(as_user, made):
    url = f"/monev/wilayah/{made.area.pk}/"
    assert (
        "?state=visited&amp;unduh=csv"
        in as_user(made.officer).get(url, {"state": "visited"}).content.decode()
    )
    lines = table(as_user(made.officer).get(url, {"state": "visited", "unduh": "csv"}))[1:]
    assert [line[0] for line in lines] == [made.planned_with("enterprise").code]
    assert lines[0][1] == made.planned_with("enterprise").label
    row = PersonAccess.objects.get(kind="exported")
    assert (row.actor_id, row.rows, row.area_code, row.filters) == (made.officer.pk, 1, "18.01", "Dikunjungi")
    assert len(sheet(as_user(made.officer).get(url, {"unduh": "xlsx"}))) == 4


@pytest.mark.parametrize("role", ["auditor", "evaluator"])
def test_who_may_not_take_lists_away_gets_no_visits_of_an_area(as_user, made, role):
    reader = person(role, "18")
    url = f"/monev/wilayah/{made.area.pk}/"
    assert "unduh" not in as_user(reader).get(url).content.decode()
    assert as_user(reader).get(url, {"unduh": "csv"}).status_code == 404
    assert not PersonAccess.objects.filter(kind="exported").exists()


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_the_trail_goes_out_by_its_filters_and_who_took_it_is_written_down(as_user, made, role):
    reader = person(role, "18")
    asked = {"apa": Event.objects.filter(action__startswith="visit").first().action, "unduh": "csv"}
    shown = as_user(reader).get("/pengaturan/jejak/", {"apa": asked["apa"]})
    assert f"?apa={asked['apa']}&amp;unduh=csv" in shown.content.decode()
    head, *lines = table(as_user(reader).get("/pengaturan/jejak/", asked))
    events = list(Event.objects.filter(action=asked["apa"]).order_by("-id"))
    assert [line[6] for line in lines] == [event.object_id for event in events]
    assert {line[2] for line in lines} == {event.actor_name for event in events}
    assert len({len(line) for line in (head, *lines)}) == 1
    row = PersonAccess.objects.get(kind="exported")
    assert (row.actor_id, row.place, row.rows) == (reader.pk, "settings-trail", len(lines))


def test_the_trail_of_an_area_holds_no_event_of_another(as_user, made):
    road("18.02")
    found = sheet(as_user(person("auditor", "18.01")).get("/pengaturan/jejak/", {"unduh": "xlsx"}))[1:]
    assert found
    assert {line[7][:5] for line in found} == {"18.01"}
    assert isinstance(found[0][0], datetime)


def test_names_of_officers_stay_hidden_in_the_file_from_who_may_not_see_persons(as_user):
    made = road(assigned=False)
    monev.assign(visits=made.planned, to=made.enumerator, by=made.officer, at=NOW)
    for role, told in (("auditor", made.enumerator.name), ("administrator", "•••")):
        lines = table(
            as_user(person(role, "18")).get("/pengaturan/jejak/", {"apa": "visit.assigned", "unduh": "csv"})
        )
        assert told in lines[1][-1]
