"""The small map of a day: places in their order, apart where they would cover one another."""

import math
import re

from naikkelas.drawing.route import DOT, WIDTH, Place, draw


def spots(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]


def place(number: int, latitude: float, longitude: float, **values: object) -> Place:
    return Place(number, (latitude, longitude), True, f"Tempat {number}", **values)


def test_north_is_up_and_east_is_right():
    (ax, ay), (bx, by) = spots(draw([place(1, -5.9, 105.2), place(2, -5.5, 105.6)], "Peta"))
    assert ax < bx
    assert ay > by


def test_places_at_one_point_do_not_cover_one_another_and_stay_on_the_map():
    found = spots(draw([place(n, -5.7, 105.5) for n in range(1, 13)], "Peta"))
    assert len(found) == 12
    pairs = [(a, b) for n, a in enumerate(found) for b in found[n + 1 :]]
    assert all(math.dist(a, b) >= 2 * DOT - 1 for a, b in pairs)
    assert all(DOT <= x <= WIDTH - DOT for x, _ in found)


def test_a_place_is_a_link_with_its_name_told_as_text():
    svg = draw(
        [place(1, -5.7, 105.5, href="#K1-0001"), Place(2, (-5.6, 105.4), False, "<Toko> & “Co”")], "Peta"
    )
    assert '<a href="#K1-0001">' in svg
    assert "&lt;Toko&gt; &amp;" in svg
