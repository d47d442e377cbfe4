"""The page of a cooperative: two statuses side by side, the reason of the computed one, its book years."""

import pytest

from tests.factories import cooperative, person, road
from tests.factories.registry import bring_in, cooperative_row, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person("regency")


def page(client, pk: int) -> str:
    response = client.get(f"/registri/koperasi/{pk}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_official_and_computed_status_stand_side_by_side_with_reason(as_user, officer):
    made = cooperative(
        officer, official_status="Tidak Aktif", official_decree="SK/12/2019", official_on="2019-06-30"
    )
    text = page(as_user(officer), made.pk)
    assert "Tidak aktif" in text
    assert "SK/12/2019, 30 Juni 2019" in text
    assert "Aktif, sudah RAT" in text
    assert "per 13 Maret 2020" in text


def test_book_years_stand_newest_first_and_corrections_replace(as_user, officer):
    row = cooperative_row(year="2018", surplus_idr="-2000000", volume_idr="1500000000")
    for values in (
        {},
        {"year": "2019", "volume_idr": "1700000000"},
        {"year": "2019", "volume_idr": "1800000000"},
    ):
        bring_in(table("koperasi_baku", [row | values]), by=officer)
    from naikkelas.registry.models import Cooperative

    text = page(as_user(officer), Cooperative.objects.get().pk)
    assert text.index("<b>2019</b>") < text.index("<b>2018</b>")
    assert "1.800.000.000" in text
    assert "1.700.000.000" not in text
    assert "2.000.000" in text


def test_the_chair_is_shown_by_role(as_user, officer):
    made = cooperative(officer, chair="Sri Wahyuni", phone="081234567890")
    seen = page(as_user(officer), made.pk)
    unseen = page(as_user(person("evaluator", "18.01")), made.pk)
    for secret in ("Sri Wahyuni", "+6281234567890"):
        assert secret in seen
        assert secret not in unseen
    assert made.name in unseen


def test_outside_the_area_it_does_not_exist(as_user, officer):
    made = cooperative(officer)
    assert as_user(person("regency", "18.02")).get(f"/registri/koperasi/{made.pk}/").status_code == 404


def test_the_page_costs_a_bounded_number_of_queries(as_user, django_assert_max_num_queries):
    made = road()
    client = as_user(made.officer)
    page(client, made.cooperative.pk)  # names of places are read once a process, not once a page
    with django_assert_max_num_queries(23):
        page(client, made.cooperative.pk)
