"""The map of points: every point is a link to be pressed, told apart without colour, and names do not cover one another."""

import re
from xml.etree import ElementTree

from naikkelas.drawing.points import Point, draw

HERE = (-5.72, 105.59)


def point(key: str, at=HERE, **more) -> Point:
    return Point(key=key, at=at, kind=more.pop("kind", "received"), title=f"<{key}>", href=f"/{key}/", **more)


def test_every_point_is_a_link_that_names_its_row():
    svg = draw([point("a"), point("b", (-5.8, 105.7), kind="verified"), point("c", kind="rejected")], "Peta")
    ElementTree.fromstring(svg)
    assert re.findall(r'href="(\S+)" data-row="(\S+)"', svg) == [("/a/", "a"), ("/b/", "b"), ("/c/", "c")]
    assert {"polygon", "rect", "circle"} <= set(re.findall(r"<(\w+)[^>]*nk-pt", svg))


def test_points_at_one_place_stand_apart():
    svg = draw([point(str(n)) for n in range(12)], "Peta")
    spots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="9"', svg)
    assert len(set(spots)) == 12


def test_one_point_far_away_stands_at_the_edge_and_does_not_flatten_the_others():
    near = [point(str(n), (-5.7 - n / 100, 105.5 + n / 50)) for n in range(9)]
    svg = draw([*near, point("far", (5.5, 95.3))], "Peta")
    spots = [float(x) for x in re.findall(r'<circle cx="([\d.]+)" cy="[\d.]+" r="9"', svg)]
    assert spots[-1] == 14
    assert max(spots[:-1]) - min(spots[:-1]) > 300


def test_a_point_that_is_astray_is_tied_to_where_it_should_be():
    svg = draw([point("a", flagged=True, away=(-5.9, 105.9))], "Peta")
    assert "stroke-dasharray" in svg
    assert "stroke-dasharray" not in draw([point("a")], "Peta")


def test_names_that_would_cover_others_are_left_out_and_outlines_are_drawn():
    square = {"type": "Polygon", "coordinates": [[[105, -6], [106, -6], [106, -5], [105, -5], [105, -6]]]}
    svg = draw([point("a")], "Peta", [("Kalianda", HERE), ("Rajabasa", HERE)], {"18.01": square})
    assert "Kalianda" in svg
    assert "Rajabasa" not in svg
    assert svg.count("<polygon") == 1
