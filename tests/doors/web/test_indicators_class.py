"""The page of naik kelas: rows that are whole, figures that lead to their lists, and what it says where nothing is known."""

import re
from datetime import date

import pytest

from naikkelas.analytics import cache
from naikkelas.registry import actions
from naikkelas.registry.models import Enterprise
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import enterprise, person

pytestmark = pytest.mark.django_db
PAGE, LIST = "/naik-kelas/", "/naik-kelas/umkm/"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.forget()
    yield
    cache.forget()


def of_years(officer, sales: dict[int, int | None], area: str = "18.01") -> Enterprise:
    """An enterprise with the sales of each year, whichever its file named."""
    made = enterprise(officer, area, annual_sales_idr="1000000")
    made.years.all().delete()
    for year, amount in sales.items():
        actions.record_year(
            enterprise=made, year=year, facts={"annual_sales_idr": amount}, source="uji", evidence="import", by=SYSTEM, at=NOW
        )  # fmt: skip
    return made


@pytest.fixture
def made():
    officer = person("regency")
    risen = of_years(officer, {2018: 200_000_000, 2019: 400_000_000})
    of_years(officer, {2018: 100_000_000, 2019: 100_000_000})
    of_years(officer, {2018: 900_000_000, 2019: 100_000_000})
    of_years(officer, {2018: 900_000_000})
    of_years(officer, {2018: None, 2019: 100_000_000})
    of_years(officer, {2019: 100_000_000})
    return risen


def told(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_each_row_is_whole_and_each_figure_counts_its_list(as_user, made):
    client = as_user(person("province"))
    page = client.get(PAGE)
    rows = {line["label"]: line for line in page.context["lines"]}
    assert [c["cell"].number for c in rows["Mikro"]["cells"]] == [1, 1, 0, 0, 0, 0]
    assert [c["cell"].number for c in rows["Kecil"]["cells"]] == [1, 0, 0, 0, 0, 1]
    assert [c["cell"].number for c in rows["Kelas tidak diketahui"]["cells"]] == [0, 0, 0, 0, 1, 0]
    text = told(page)
    links = set(re.findall(r'href="(/naik-kelas/umkm/\?[^"]+)">(?:<b>)?(\d+)<', text))
    assert len(links) > 10
    for href, number in links:
        assert client.get(href.replace("&amp;", "&")).context["page"].paginator.count == int(number), href
    for line in rows.values():
        assert sum(c["cell"].number for c in line["cells"]) == line["whole"]
    assert "bukan bukti bahwa suatu program penyebabnya" in text
    assert text.count("<svg") >= 1
    assert 'class="nk-bars nk-flow"' in text


def test_the_law_alone_moves_and_is_said_so(as_user):
    officer = person("regency")
    moved = of_years(officer, {2020: 1_000_000_000, 2021: 1_000_000_000})
    client = as_user(officer)
    for law, label in (("end", "Mikro"), ("start", "Kecil")):
        page = client.get(PAGE, {"aturan": law})
        text = told(page)
        outcomes = {o["word"]: o["number"] for o in page.context["outcomes"]}
        assert outcomes == {"up": 0, "same": 1, "down": 0, "not_comparable": 0, "none": 0}
        assert page.context["moved"] == 1
        assert "hanya karena aturannya berganti" in text
        listed = told(client.get(page.context["moved_href"]))
        assert moved.name in listed
        assert "menurut aturan tahun itu" in listed
        assert f">{label}</span>" in listed
    assert "Pindah kelas hanya karena aturan" in told(client.get(f"/registri/umkm/{moved.pk}/"))


def test_only_verified_evidence_is_compared_where_that_is_asked(as_user, made):
    page = as_user(person("province")).get(PAGE, {"bukti": "verified"})
    outcomes = {o["word"]: o["number"] for o in page.context["outcomes"]}
    assert outcomes == {"up": 0, "same": 0, "down": 0, "not_comparable": 4, "none": 1}


def test_without_two_years_it_says_how_to_begin(as_user):
    assert "perlu data (omzet, modal, atau kekayaan bersih) dua tahun" in told(
        as_user(person("province")).get(PAGE)
    )


def test_an_area_without_facts_and_years_the_wrong_way_round_say_so(as_user, made):
    client = as_user(person("province"))
    assert "Pilih tahun, wilayah, atau sektor lain" in told(client.get(PAGE, {"wilayah": "18.72"}))
    assert "Tahun pertama harus sebelum tahun kedua" in told(client.get(PAGE, {"dari": "2019", "ke": "2018"}))


@pytest.mark.parametrize(
    "asked",
    [{"dari": "1999"}, {"ke": "x"}, {"aturan": "tengah"}, {"bukti": "semua"}, {"sector": "tambang"}, {"wilayah": "17"}],
)  # fmt: skip
def test_what_cannot_be_asked_is_not_found(as_user, made, asked):
    assert as_user(person("province")).get(PAGE, asked).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [{"asal": "raksasa"}, {"tujuan": "x"}, {"hasil": "x"}, {"keadaan": "facts"}, {"keadaan": "facts", "sampai": "2018"}],
)  # fmt: skip
def test_what_is_no_figure_has_no_list(as_user, made, asked):
    assert as_user(person("province")).get(LIST, asked).status_code == 404


def test_the_export_is_the_list_and_names_nobody_to_an_evaluator(as_user, made):
    asked = {"asal": "micro", "tujuan": "small", "unduh": "csv"}
    lines = (
        b"".join(as_user(person("regency")).get(LIST, asked).streaming_content).decode().strip().splitlines()
    )
    assert len(lines) == 2
    assert made.name in lines[1]
    assert lines[1].endswith("Mikro;Kecil")
    evaluator = as_user(person("evaluator"))
    assert evaluator.get(LIST, asked).status_code == 404
    listed = told(evaluator.get(LIST, {"asal": "micro", "tujuan": "small"}))
    assert made.name not in listed
    assert f"UMKM {made.pk}" in listed


def test_a_neighbour_sees_nothing_of_it(as_user, made):
    page = as_user(person("regency", "18.02")).get(LIST, {"asal": "micro"})
    assert page.context["page"].paginator.count == 0


def test_other_meanings_stand_apart(as_user, made):
    client = as_user(person("province"))

    def after_gaining(kind: str, issued_on: date | None) -> tuple[tuple, tuple]:
        number = {"kind": kind, "number": "1" * 13, "status": "issued", "issued_on": issued_on}
        actions.add_facilitation(what="credential", enterprise=made, values=number, by=SYSTEM, at=NOW)
        cache.forget()
        others = {o["figure"].measure.id: o["figure"] for o in client.get(PAGE).context["others"]}
        named = others["enterprises_formalised"], others["credentials_undated"]
        return tuple((figure.part, figure.whole) for figure in named)

    assert after_gaining("nib", None) == ((0, 5), (1, 1))
    assert after_gaining("halal", date(2019, 5, 2)) == ((1, 6), (0, 1))


def test_pages_cost_a_bounded_number_of_queries(as_user, made, django_assert_max_num_queries):
    client = as_user(person("province"))
    client.get(PAGE)
    cache.forget()
    with django_assert_max_num_queries(31):
        client.get(PAGE)
    with django_assert_max_num_queries(15):
        client.get(LIST, {"asal": "micro"})


def test_survival_leads_to_its_lists(as_user, made):
    client = as_user(person("province"))
    page = client.get(PAGE)
    assert [s["step"].year for s in page.context["survival"]] == [2019, 2020]
    assert date(2020, 3, 13) == NOW.date()
    for step in page.context["survival"]:
        for state, number, href in step["states"]:
            assert client.get(href).context["page"].paginator.count == number, (step["step"].year, state)
