"""The list of regions: loaded as often as one likes, what left it is retired and never deleted."""

from datetime import date, timedelta

import pytest

from naikkelas.places import actions, queries
from naikkelas.places.models import Region
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=400)


def synced(at=NOW) -> int:
    return actions.sync_regions(province="18", by=SYSTEM, at=at)


def rows() -> list[dict]:
    return list(Region.objects.order_by("code").values())


def test_the_nation_its_regencies_and_one_province_down_to_villages_are_there():
    levels = {level: queries.below("0", level).count() for level in queries.LEVELS}
    assert levels["province"] == 38
    assert levels["regency"] == 514
    assert (queries.below("18", "regency").count(), queries.below("18", "district").count()) == (15, 229)
    assert queries.below("18", "village").count() == 2_651
    lampung_selatan = queries.region("18.01")
    assert (lampung_selatan.bps_code, lampung_selatan.parent_id, lampung_selatan.title) == (
        "1803", "18", "Kab. Lampung Selatan"
    )  # fmt: skip
    assert [r.code for r in queries.path("18.01.06.1007")] == [
        "0",
        "18",
        "18.01",
        "18.01.06",
        "18.01.06.1007",
    ]


def test_syncing_again_changes_nothing():
    before = rows()
    assert synced(LATER) == len(before)
    assert rows() == before


def test_what_left_the_list_is_retired_by_date_and_keeps_its_place():
    Region.objects.create(
        code="18.99", name="Lama", kind="kabupaten", level="regency", parent_id="18", list_id="2010"
    )
    Region.objects.create(
        code="18.01.99", name="Lama", kind="kecamatan", level="district", parent_id="18.01", list_id="x"
    )
    count = queries.region_count()
    synced(LATER)
    assert queries.region("18.99").valid_to == LATER.date()
    assert queries.region("18.01.99").valid_to == LATER.date()
    assert queries.region_count() == count - 2
    synced(LATER + timedelta(days=1))
    assert queries.region("18.99").valid_to == LATER.date()


def test_what_came_back_to_the_list_stands_again_and_a_new_name_is_taken():
    Region.objects.filter(code="18.01").update(valid_to=date(2019, 1, 1), name="Salah")
    assert queries.name_of("18.01") == "Kab. Salah"
    synced()
    assert queries.region("18.01").valid_to is None
    assert queries.name_of("18.01") == "Kab. Lampung Selatan"


def test_another_provinces_villages_are_left_alone():
    Region.objects.create(
        code="17.01.01", name="Kedurang", kind="kecamatan", level="district", parent_id="17.01", list_id="x"
    )
    synced(LATER)
    assert queries.region("17.01.01").valid_to is None


@pytest.mark.parametrize(
    ("outer", "inner", "inside"),
    [
        ("0", "18.01", True), ("18", "18.01.06", True), ("18.01", "18.01", True), ("18.01", "18.010", False),
        ("18.01", "18.1", False), ("18.01", "18", False), ("1", "18", False), ("18.01", "18.01.06.1007", True),
    ],
)  # fmt: skip
def test_a_region_holds_itself_and_what_lies_below(outer, inner, inside):
    """In Python and as a range of the database alike, whatever its collation makes of dots."""
    assert queries.covers(outer, inner) is inside
    region = Region.objects.filter(code=inner)
    if region.exists():
        assert queries.within(region, outer, "code").exists() is inside


def test_all_below_a_region_is_what_begins_with_its_code_and_a_dot():
    below = set(queries.within(Region.objects.all(), "18.01", "code").values_list("code", flat=True))
    every = set(Region.objects.values_list("code", flat=True))
    assert below == {code for code in every if code == "18.01" or code.startswith("18.01.")}
