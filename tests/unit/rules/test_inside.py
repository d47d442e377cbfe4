"""Inside, in a hole, in the second part, and the metres beyond."""

import pytest

from naikkelas.rules.inside import metres_outside

SQUARE = [[105.0, -5.0], [106.0, -5.0], [106.0, -6.0], [105.0, -6.0], [105.0, -5.0]]
HOLE = [[105.4, -5.4], [105.6, -5.4], [105.6, -5.6], [105.4, -5.6], [105.4, -5.4]]
ISLAND = [[107.0, -5.0], [107.1, -5.0], [107.1, -5.1], [107.0, -5.0]]
AREA = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [ISLAND]]}


@pytest.mark.parametrize(
    ("point", "metres"),
    [
        ((-5.2, 105.2), 0),
        ((-5.02, 107.05), 0),
        ((-4.99, 105.5), 1112),  # a hundredth of a degree of latitude
        ((-5.5, 105.59), 1107),  # in the hole: to its edge, shorter by the cosine of the latitude
    ],
)
def test_how_far_a_point_lies_outside(point, metres):
    assert metres_outside(point, AREA) == metres


def test_a_polygon_of_one_part():
    assert metres_outside((-5.5, 105.5), {"type": "Polygon", "coordinates": [SQUARE]}) == 0
