"""Every indicator has a page, and every number on it opens to as many records as it counts."""

import csv

import pytest

from naikkelas.analytics import cache
from naikkelas.analytics.queries import indicators
from naikkelas.intake import actions as intake
from tests.conftest import NOW
from tests.factories import filled, person, road, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    cache.forget()
    made = road()
    for planned in made.planned:
        send(made.enumerator, filled(planned))
    intake.read_waiting(at=NOW)
    cache.forget()
    yield made
    cache.forget()


def test_the_list_shows_every_indicator_with_its_figure(as_user, made):
    shown = as_user(made.province).get("/indikator/")
    assert {f.measure.id for f in shown.context["figures"]} == set(indicators())
    assert len(indicators()) >= 12
    for name in indicators():
        assert f"/indikator/{name}/" in shown.content.decode(), name


def test_a_number_is_the_count_of_the_records_behind_it(as_user, made):
    """Part and whole of every indicator that counts; sums add up over the records' own column."""
    client, counted = as_user(made.province), 0
    for name, measure in indicators().items():
        figure = client.get(f"/indikator/{name}/").context["figure"]
        for part, number, term in (
            ("part", figure.part, measure.numerator),
            ("whole", figure.whole, measure.denominator),
        ):
            page = client.get(f"/indikator/{name}/{part}/")
            assert page.status_code == 200, (name, part)
            if term is None or measure.facts == "money":
                continue
            if term.column is None:
                assert page.context["page"].paginator.count == number, (name, part)
            else:
                assert sum(r["value"] or 0 for r in page.context["records"]) == number, (name, part)
            counted += bool(number)
    assert counted > 8


def test_a_record_opens_to_its_page(as_user, made):
    client = as_user(made.province)
    for name in ("visits_done", "cooperatives_active", "enterprises_licensed", "budget_absorption"):
        records = client.get(f"/indikator/{name}/whole/").context["records"]
        assert records, name
        assert client.get(records[0]["href"], follow=True).status_code == 200, name


def test_an_indicator_says_what_it_means_and_where_it_comes_from(as_user, made):
    measure = indicators()["budget_absorption"]
    told = as_user(made.province).get("/indikator/budget_absorption/").content.decode()
    assert measure.meaning.id in told
    assert measure.source in told


@pytest.mark.parametrize(
    "path", ["/indikator/nonsense/", "/indikator/visits_done/all/", "/indikator/nonsense/part/"]
)
def test_what_is_no_indicator_is_not_found(as_user, path):
    assert as_user(person("province")).get(path).status_code == 404


def test_records_name_no_person_to_an_evaluator(as_user, made):
    evaluator = as_user(person("evaluator"))
    for name in ("visits_done", "enterprises_licensed", "class_up"):
        told = evaluator.get(f"/indikator/{name}/whole/").content.decode()
        assert made.enterprise.name not in told, name
        assert made.enterprise.owner.name not in told, name


def test_figures_are_taken_away_as_they_are_shown(as_user, made):
    client = as_user(made.province)
    page = client.get("/indikator/")
    assert 'href="?unduh=xlsx"' in page.content.decode()
    shown = {f.measure.key: f for f in page.context["figures"]}
    header, *lines = _file(client.get("/indikator/?unduh=csv"))
    assert header == [
        "Indikator",
        "Pembilang",
        "Penyebut",
        "Angka (%)",
        "Definisi",
        "Sumber",
    ]
    assert {key: (part, whole) for _n, part, whole, _share, key, _source in lines} == {
        key: (str(f.part), "" if f.whole is None else str(f.whole)) for key, f in shown.items()
    }
    assert [line[3] for line in lines if line[4] == "visits_done@1"] == ["100,0"]
    assert _file(client.get("/indikator/visits_done/?unduh=csv"))[1] == [
        "18.01",
        "Kab. Lampung Selatan",
        "3",
        "3",
        "100,0",
    ]
    assert client.get("/indikator/visits_done/?unduh=pdf").status_code == 404


def _file(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";"))
