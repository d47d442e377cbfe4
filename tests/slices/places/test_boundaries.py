"""Outlines that an office brings: matched by code, made valid and simple, all or none; the maps then use them."""

import pytest
from shapely.geometry import shape

from naikkelas.kit.problems import Refused
from naikkelas.places import actions, queries
from naikkelas.places.models import Boundary
from naikkelas.trail import queries as trail
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import enterprise, person
from tests.samples.boundaries import CODES, collection, feature, lampung, square

pytestmark = pytest.mark.django_db
RING = square(105, -5)


def brought(value: object, source: str = "uji.geojson") -> dict[str, int]:
    return actions.import_boundaries(collection=value, source=source, by=SYSTEM, at=NOW)


def outline(code: str = "18.01"):
    return shape(queries.boundaries(code, "regency")[code])


def test_outlines_are_stored_by_code_simple_and_valid():
    assert brought(lampung()) == {"stored": 15, "unknown": 0}
    held = queries.boundaries("18", "regency")
    assert sorted(held) == CODES
    for geometry in held.values():
        assert shape(geometry).is_valid
        assert shape(geometry).area == pytest.approx(0.16, rel=0.01)
        assert len(geometry["coordinates"][0]) < 12  # of 44 points, the zigzag is gone
    event = trail.events().latest("id")
    assert (event.action, event.details) == ("boundaries.imported", {"count": 15})


@pytest.mark.parametrize("name", ["code", "kode", "kode_kemendagri", "KODE_KD"])
def test_the_code_may_stand_under_several_names(name):
    brought(collection({**feature("", RING), "properties": {"nama": "x", name: " 18.01 "}}))
    assert outline().area == pytest.approx(0.16, rel=0.01)


def test_the_code_may_be_the_features_id():
    brought(collection({**feature("", RING), "properties": None, "id": "18.01"}))
    assert outline().is_valid


def test_bringing_again_replaces():
    brought(lampung())
    brought(collection(feature("18.01", square(104, -4, side=0.1))), "baru.geojson")
    assert outline().area == pytest.approx(0.01, rel=0.05)
    assert Boundary.objects.get(region="18.01").source == "baru.geojson"
    assert Boundary.objects.count() == 15


def test_parts_of_one_code_are_one_outline():
    island = square(105.8, -5, side=0.1)
    assert brought(collection(feature("18.01", RING), feature("18.01", island))) == {
        "stored": 1,
        "unknown": 0,
    }
    assert outline().geom_type == "MultiPolygon"
    assert outline().area == pytest.approx(0.17, rel=0.01)


def test_a_polygon_that_crosses_itself_is_mended():
    bow = [[105, -5], [106, -4], [106, -5], [105, -4], [105, -5]]
    spike = [*RING[:-1], [105, -3], RING[-1]]
    brought(collection(feature("18.01", bow), feature("18.02", spike)))
    for code in ("18.01", "18.02"):
        assert outline(code).is_valid
        assert outline(code).geom_type in ("Polygon", "MultiPolygon")


def test_features_with_unknown_codes_are_counted_and_passed_over():
    assert brought(collection(feature("18.01", RING), feature("99.99", RING), 7)) == {
        "stored": 1,
        "unknown": 2,
    }


FAR = [[x + 5_000_000, y] for x, y in RING]
BAD = {
    "no geometry": ({**feature("18.02", RING), "geometry": None}, "boundaries.geometry"),
    "a type that does not exist": ({**feature("18.02", RING), "geometry": {"type": "Blob"}}, "boundaries.geometry"),
    "coordinates missing": ({**feature("18.02", RING), "geometry": {"type": "Polygon"}}, "boundaries.geometry"),
    "a ring of two points": (feature("18.02", RING[:2]), "boundaries.geometry"),
    "texts for numbers": (feature("18.02", [["a", "b"]] * 4), "boundaries.geometry"),
    "nested too deep": (feature("18.02", [[RING]]), "boundaries.geometry"),
    "a point": (
        {**feature("18.02", RING), "geometry": {"type": "Point", "coordinates": [105, -5]}}, "boundaries.polygon"
    ),
    "a line": (
        {**feature("18.02", RING), "geometry": {"type": "LineString", "coordinates": RING}}, "boundaries.polygon"
    ),
    "no area": (feature("18.02", [[105, -5], [106, -5], [105, -5], [105, -5]]), "boundaries.polygon"),
    "smaller than a house": (feature("18.02", square(105, -5, side=0.00002)), "boundaries.polygon"),
    "empty": (
        {**feature("18.02", RING), "geometry": {"type": "Polygon", "coordinates": []}}, "boundaries.polygon"
    ),
    "metres for degrees": (feature("18.02", FAR), "boundaries.outside"),
    "turned around": (feature("18.02", [[y, x] for x, y in RING]), "boundaries.outside"),
    "without end": (feature("18.02", [*RING[:3], [float("inf"), -5], RING[0]]), "boundaries.outside"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_one_bad_feature_refuses_all_and_is_named(name):
    bad, code = BAD[name]
    with pytest.raises(Refused) as caught:
        brought(collection(feature("18.01", RING), bad))
    assert caught.value.kind.code == code
    assert "Fitur ke-2 (18.02)" in caught.value.text("id")
    assert "Feature 2 (18.02)" in caught.value.text("en")
    assert Boundary.objects.count() == 0


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([], "boundaries.not_geojson"), ("x", "boundaries.not_geojson"), ({}, "boundaries.not_geojson"),
        (feature("18.01", RING), "boundaries.not_geojson"), ({"features": {}}, "boundaries.not_geojson"),
        (collection(), "boundaries.not_geojson"), (collection(feature("99.99", RING)), "boundaries.no_codes"),
        (collection({"properties": ["18.01"], "geometry": None}), "boundaries.no_codes"),
        (collection(None), "boundaries.no_codes"),
    ],
)  # fmt: skip
def test_what_is_no_collection_of_regions_is_refused(value, code):
    with pytest.raises(Refused) as caught:
        brought(value)
    assert caught.value.kind.code == code


def test_maps_use_outlines_where_all_areas_have_one(as_user):
    enterprise(person("regency"))
    province = as_user(person("province"))

    def outlined() -> bool:
        text = province.get("/").content.decode()
        assert "<svg" in text
        return 'fill-rule="evenodd"' in text

    assert not outlined()
    brought(collection(*lampung()["features"][:14]))
    assert not outlined()
    brought(lampung())
    assert outlined()
