"""Maps and bars are valid SVG: titled, linked, with names escaped, for any province."""

from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.drawing import bars, flow, maps, years
from naikkelas.drawing.maps import Area
from naikkelas.drawing.svg import SHADES, in_lines, shortened
from naikkelas.reference import regions, tiles

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = """<script>alert(1)</script> "'&]]>"""


def areas(codes: list[str], name: str = "") -> list[Area]:
    return [
        Area(code, name or f"Area {code}", "75%", n % 6, f"Area {code}: 75% (3/4)", f"/peta/{code}/?a=1&b=2")
        for n, code in enumerate(codes)
    ]


def parsed(svg: str) -> Element:
    picture = ElementTree.fromstring(svg, forbid_dtd=True)
    assert picture.tag == f"{SVG}svg"
    assert picture.get("role") in {"img", "group"}  # a picture whose parts are links is no single image
    assert picture[0].tag == f"{SVG}title"
    return picture


@pytest.mark.parametrize("province", sorted(regions.provinces()))
def test_every_province_has_a_tile_map_whose_areas_are_links_with_titles(province: str):
    codes = [row.code for row in regions.rows("regency", province)]
    picture = parsed(maps.draw(areas(codes), "Serapan", tiles.positions(province) or tiles.grid(codes)))
    links = picture.findall(f"{SVG}a")
    assert [link.get("href") for link in links] == [f"/peta/{code}/?a=1&b=2" for code in codes]
    assert [link.findtext(f"{SVG}title") for link in links] == [f"Area {code}: 75% (3/4)" for code in codes]
    _, _, width, height = (float(part) for part in picture.get("viewBox").split())
    places = [(float(r.get("x")), float(r.get("y"))) for r in picture.iter(f"{SVG}rect")]
    assert len(set(places)) == len(codes)
    assert all(0 <= x <= width - maps.TILE and 0 <= y <= height - maps.TILE for x, y in places)


def test_an_area_without_a_page_is_no_link_and_keeps_its_title():
    picture = parsed(maps.draw([Area("a", "A", "–", 0, "A: –")], "x", {"a": (0, 0)}))
    assert picture.find(f"{SVG}a") is None
    assert picture.find(f"{SVG}g").findtext(f"{SVG}title") == "A: –"
    assert picture.find(f".//{SVG}rect").get("fill") == SHADES[0]


def square(x: float, y: float, side: float = 1) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


OUTLINES = {
    "a": {"type": "Polygon", "coordinates": [square(105, -6), square(105.3, -5.7, 0.3)]},
    "b": {"type": "MultiPolygon", "coordinates": [[square(106, -6)], [square(107.5, -5, 0.1)]]},
}


def test_outlines_are_drawn_in_place_when_every_area_has_one():
    picture = parsed(maps.draw(areas(["a", "b"]), "Peta", {}, OUTLINES))
    paths = [path.get("d") for path in picture.iter(f"{SVG}path")]
    assert [path.count("M") for path in paths] == [2, 2]
    assert [path.count("Z") for path in paths] == [2, 2]
    assert len(picture.findall(f"{SVG}a")) == 2
    _, _, width, height = (float(part) for part in picture.get("viewBox").split())
    for path in paths:
        for point in path.replace("Z", "").replace("M", "L").strip("L").split("L"):
            x, y = map(float, point.split())
            assert 0 <= x <= width
            assert 0 <= y <= height


def test_one_missing_outline_falls_back_to_tiles():
    picture = parsed(maps.draw(areas(["a", "c"]), "Peta", {"a": (0, 0), "c": (1, 0)}, OUTLINES))
    assert picture.find(f".//{SVG}path") is None
    assert len(list(picture.iter(f"{SVG}rect"))) == 2


def test_an_area_without_extent_and_a_map_without_areas_are_pictures_too():
    point = {"a": {"type": "Polygon", "coordinates": [[[105, -5]] * 4]}}
    parsed(maps.draw(areas(["a"]), "Peta", {}, point))
    parsed(maps.draw([], "Peta", {}))
    parsed(bars.paired([], "Batang", "Alokasi", "Cair"))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=40))
def test_any_name_is_text_and_never_markup(name: str):
    for told in (name, HOSTILE + name):
        drawn = [
            maps.draw([Area("a", told, told, 3, told, told)], told, {"a": (0, 0)}),
            maps.draw([Area("a", told, told, 3, told, told)], told, {}, OUTLINES),
            bars.paired([bars.Bar(told, 1, 1, told, told)], told, told, told),
        ]
        for svg in drawn:
            assert parsed(svg).findtext(f"{SVG}title") == told
            assert "<script" not in svg


@pytest.mark.parametrize(
    ("part", "whole", "shade"),
    [
        *((0, 0, 0), (0, 10, 1), (449, 1000, 1), (45, 100, 2), (60, 100, 3)),
        *((75, 100, 4), (899, 1000, 4), (90, 100, 5), (200, 100, 5)),
    ],
)
def test_a_share_has_one_of_five_shades_and_nothing_has_its_own(part: int, whole: int, shade: int):
    assert maps.shade(part, whole) == shade


def test_bars_are_as_long_as_their_amounts_and_stay_in_the_picture():
    drawn = [
        bars.Bar("Pasar rakyat", 1_900_000_000, 950_000_000, "Rp 1,9 miliar", "50%"),
        bars.Bar("Modal awal wirausaha pemula tahun 2019", 524_000_000, 524_000_000, "Rp 524 juta", "100%"),
        bars.Bar("Belum cair", 1_000, 0, "Rp 1.000", "0%"),
    ]
    picture = parsed(bars.paired(drawn, "Program", "Alokasi", "Cair"))
    widths = [float(r.get("width")) for r in picture.iter(f"{SVG}rect")][2:]
    assert widths[1] == pytest.approx(widths[0] / 2, abs=0.2)
    assert widths[2] == widths[3] == pytest.approx(widths[0] * 524 / 1900, abs=0.2)
    assert (widths[4], widths[5]) == (1, 0)
    assert all(bars.LABEL + width <= bars.WIDTH for width in widths)


def test_a_stream_is_as_wide_as_its_number_and_a_thin_one_is_seen():
    left = [flow.Node("micro", "Mikro", "900"), flow.Node("small", "Kecil", "100")]
    right = [
        flow.Node("micro", "Mikro", "601"),
        flow.Node("small", "Kecil", "399"),
        flow.Node("none", "Kosong", "0"),
    ]
    streams = [
        flow.Stream("micro", "micro", 600, "same", "tetap", "/daftar/"),
        flow.Stream("micro", "small", 300, "up", "naik"),
        flow.Stream("small", "micro", 1, "down", "turun <b>"),
        flow.Stream("small", "small", 99, "same", "tetap"),
        flow.Stream("small", "none", 0, "none", "tidak ada"),
    ]
    picture = parsed(flow.flow(left, right, streams, "Aliran", ("2018", "2019")))
    blocks = [float(r.get("height")) for r in picture.iter(f"{SVG}rect")]
    assert blocks == pytest.approx([234, 28.74, 159, 103.74], abs=0.1)
    assert len(list(picture.iter(f"{SVG}path"))) == 4
    assert [a.get("href") for a in picture.iter(f"{SVG}a")] == ["/daftar/"]
    assert "turun <b>" in [t.text for t in picture.iter(f"{SVG}title")]
    bottom = float(picture.get("viewBox").split()[3])
    assert all(float(r.get("y")) + float(r.get("height")) <= bottom for r in picture.iter(f"{SVG}rect"))


def test_years_stand_in_order_and_one_that_is_not_known_says_so():
    given = [
        years.Year(2019, 400, "Rp 400", ("Kecil", "3 tenaga kerja"), strong=True),
        years.Year(2017, None, ""),
        years.Year(2018, 100, "Rp 100", ("Mikro",)),
    ]
    picture = parsed(years.columns(given, "Omzet", "tidak diketahui"))
    texts = [t.text for t in picture.iter(f"{SVG}text")]
    assert [t for t in texts if t.startswith("20")] == ["2017", "2018", "2019"]
    assert texts[0] == "tidak diketahui"
    heights = [float(r.get("height")) for r in picture.iter(f"{SVG}rect")]
    assert heights[1] == pytest.approx(4 * heights[0], abs=0.2)
    many = [years.Year(y, 1, "1") for y in range(2000, 2020)]
    assert len(list(parsed(years.columns(many, "Omzet", "–")).iter(f"{SVG}rect"))) == years.MOST


@given(st.text(max_size=80), st.integers(4, 30), st.integers(1, 4))
def test_labels_are_broken_at_spaces_and_bounded(label: str, limit: int, most: int):
    lines = in_lines(label, limit, most)
    assert 1 <= len(lines) <= most
    assert all(len(line) <= limit + 4 for line in lines)
    assert len(shortened(label, limit)) <= limit


def test_control_characters_in_a_name_leave_the_picture_whole():
    picture = parsed(maps.draw(areas(["18.01"], "Pasar\x00\x0bSiger"), "a\x1fb", {"18.01": (0, 0)}))
    assert picture[0].text == "ab"
    assert "PasarSiger" in "".join(picture.itertext())
