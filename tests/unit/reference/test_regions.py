"""The regions of Indonesia: complete, each below its parent, Kemendagri's code beside BPS's."""

from collections import Counter

import pytest

from naikkelas.reference import regions, tiles
from naikkelas.reference.lampung import published

LAMPUNG = {
    "18.01": ("Lampung Selatan", "1803", "kabupaten", 17, 256, 4),
    "18.02": ("Lampung Tengah", "1805", "kabupaten", 28, 301, 10),
    "18.03": ("Lampung Utara", "1806", "kabupaten", 23, 232, 15),
    "18.04": ("Lampung Barat", "1801", "kabupaten", 15, 131, 5),
    "18.05": ("Tulang Bawang", "1808", "kabupaten", 15, 147, 4),
    "18.06": ("Tanggamus", "1802", "kabupaten", 20, 299, 3),
    "18.07": ("Lampung Timur", "1804", "kabupaten", 24, 264, 0),
    "18.08": ("Way Kanan", "1807", "kabupaten", 15, 221, 6),
    "18.09": ("Pesawaran", "1809", "kabupaten", 11, 148, 0),
    "18.10": ("Pringsewu", "1810", "kabupaten", 9, 126, 5),
    "18.11": ("Mesuji", "1811", "kabupaten", 7, 105, 0),
    "18.12": ("Tulang Bawang Barat", "1812", "kabupaten", 9, 100, 3),
    "18.13": ("Pesisir Barat", "1813", "kabupaten", 11, 116, 2),
    "18.71": ("Bandar Lampung", "1871", "kota", 20, 0, 126),
    "18.72": ("Metro", "1872", "kota", 5, 0, 22),
}
"""Name, BPS code, kind, kecamatan, desa and kelurahan of each kabupaten/kota."""


def test_the_country_has_38_provinces_and_514_regencies():
    assert len(regions.rows("province")) == len(regions.provinces()) == 38
    kinds = Counter(row.kind for row in regions.rows("regency"))
    assert kinds == {"kabupaten": 416, "kota": 98}
    assert len(regions.rows("district")) == 7_285
    assert len(regions.rows("village")) == 83_762


@pytest.mark.parametrize("level", ["province", "regency", "district", "village"])
def test_every_region_stands_once_and_below_one_that_exists(level: str):
    rows = regions.rows(level)
    assert len({row.code for row in rows}) == len(rows)
    assert all(row.name.strip() == row.name != "" for row in rows)
    above = {"province": {""}, "regency": set(regions.provinces())}
    if level == "district":
        above[level] = {row.code for row in regions.rows("regency")}
    if level == "village":
        above[level] = {row.code for row in regions.rows("district")}
    assert {row.parent for row in rows} <= above[level]
    shape = {"province": 2, "regency": 5, "district": 8, "village": 13}[level]
    assert {len(row.code) for row in rows} == {shape}
    known = [row.bps_code for row in rows if row.bps_code]
    assert len(set(known)) == len(known)
    assert {len(code) for code in known} == {
        {"province": 2, "regency": 4, "district": 7, "village": 10}[level]
    }


def test_lampung_has_15_areas_229_kecamatan_and_2651_villages_each_where_it_belongs():
    found = {row.code: row for row in regions.rows("regency", "18")}
    districts = Counter(row.code[:5] for row in regions.rows("district", "18"))
    villages = Counter((row.code[:5], row.kind) for row in regions.rows("village", "18"))
    assert {
        code: (
            row.name,
            row.bps_code,
            row.kind,
            districts[code],
            villages[code, "desa"],
            villages[code, "kelurahan"],
        )
        for code, row in found.items()
    } == LAMPUNG
    assert (len(found), districts.total(), villages.total()) == (15, 229, 2_651)
    assert regions.rows("province", "18")[0].bps_code == "18"


def test_kemendagri_and_bps_count_otherwise_and_are_never_mixed_up():
    assert (
        next(row for row in regions.rows("regency", "18") if row.bps_code == "1801").name == "Lampung Barat"
    )
    assert next(row for row in regions.rows("regency", "18") if row.code == "18.01").name == "Lampung Selatan"


def test_the_tile_map_of_lampung_has_a_place_of_its_own_for_each_area():
    places = tiles.positions("18")
    assert set(places) == set(LAMPUNG)
    assert len(set(places.values())) == 15
    north, south = places["18.11"], places["18.01"]
    assert north[1] < south[1]
    assert places["18.13"][0] < places["18.07"][0]
    assert tiles.positions("99") == {}


def test_any_province_gets_a_generated_grid_without_gaps():
    for code in regions.provinces():
        codes = [row.code for row in regions.rows("regency", code)]
        places = tiles.grid(codes)
        assert set(places) == set(codes), code
        assert len(set(places.values())) == len(codes), code
        width, height = (max(place[axis] for place in places.values()) + 1 for axis in (0, 1))
        assert width * height - len(codes) < width, code
        assert abs(width - height) <= 1, code
    assert tiles.grid([]) == {}


def test_the_published_figures_of_lampung_add_up():
    figures = published()
    assert {area.code for area in figures.areas} == set(LAMPUNG)
    assert sum(area.cooperatives for area in figures.areas) == 5_342
    assert sum(area.members for area in figures.areas) == 231_039
    assert sum(area.active for area in figures.areas) == 2_016
    assert sum(area.enterprises for area in figures.areas) == sum(figures.sectors.values()) == 168_938
    assert (figures.certified, figures.money_idr) == (637, 4_924_000_000)
    assert all(area.active <= area.cooperatives for area in figures.areas)
