"""The S-curves of a budget and of works stand twice: for a page with every month, for a phone with fewer and larger words."""

from datetime import date, timedelta

import pytest

from naikkelas.drawing.s_curve import Point, s_curve
from naikkelas.drawing.scurve import Curve, curves
from tests.unit.drawing.test_pictures import SVG, parsed

MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
NAMES = ["Direncanakan", "Realisasi", "Fisik, rencana", "Fisik, tercapai"]
PHONE = 330
"""What a phone of 390 px leaves a picture in a card."""


def drawn(names=NAMES):
    lines = [Curve(name, [100 * n for n in range(1, 11)], real=n % 2 == 1) for n, name in enumerate(names)]
    wide, narrow = curves(lines, MONTHS, "Rencana & realisasi").split("</svg><svg")
    return parsed(f"{wide}</svg>"), parsed(f"<svg{narrow}")


def words(picture):
    return [t.text for t in picture.iter(f"{SVG}text")]


def test_a_page_names_every_month_and_a_phone_every_third():
    wide, narrow = drawn()
    assert [w for w in words(wide) if w in MONTHS] == MONTHS
    assert [w for w in words(narrow) if w in MONTHS] == ["Mar", "Jun", "Sep", "Des"]
    assert ("nk-wide" in wide.get("class"), "nk-narrow" in narrow.get("class")) == (True, True)
    assert {"0%", "50%", "100%"} <= set(words(narrow))


def works(weeks=20):
    """The curve of works that are reported up to the middle, for a page and for a phone."""
    points = [
        Point(
            date(2019, 9, 1) + timedelta(days=7 * n), 9_800 * n // weeks, 333 * n if n <= weeks // 2 else None
        )
        for n in range(weeks + 1)
    ]
    drawings = s_curve(
        points, "Kurva S", "Direncanakan", "Terlaksana", lambda d: f"{d.day} Sep {d.year}", "{} bp".format
    )
    wide, narrow = drawings.split("</svg><svg")
    return parsed(f"{wide}</svg>"), parsed(f"<svg{narrow}")


def test_works_have_five_days_on_a_page_and_three_on_a_phone():
    wide, narrow = works()
    assert [sum("Sep" in word for word in words(each)) for each in (wide, narrow)] == [5, 3]
    assert [each.get("class") for each in (wide, narrow)] == ["nk-bars nk-wide", "nk-bars nk-narrow"]
    assert {"Direncanakan", "Terlaksana", "0%", "50%", "100%"} <= set(words(narrow))


@pytest.mark.parametrize("weeks", [1, 2, 20])
def test_words_of_works_on_a_phone_are_readable_and_stay_inside(weeks):
    inside(works(weeks)[1])


@pytest.mark.parametrize("names", [NAMES[:2], NAMES])
def test_words_on_a_phone_are_readable_and_stay_inside(names):
    _wide, narrow = drawn(names)
    inside(narrow)
    assert [name for name in words(narrow) if name in names] == list(names)


def inside(narrow):
    _, _, width, height = (int(part) for part in narrow.get("viewBox").split())
    for each in narrow.iter(f"{SVG}text"):
        size, x, y = (float(each.get(name)) for name in ("font-size", "x", "y"))
        assert size * PHONE / width >= 12, each.text
        long = 0.6 * size * len(each.text)
        left = {"end": x - long, "middle": x - long / 2}.get(each.get("text-anchor"), x)
        assert 0 <= left <= left + long <= width, each.text
        assert size <= y <= height, each.text


def test_the_curve_lies_beneath_its_legend():
    for picture in drawn():
        lowest = max(float(t.get("y")) for t in picture.iter(f"{SVG}text") if t.text in NAMES)
        points = " ".join(p.get("points") for p in picture.iter(f"{SVG}polyline")).split()
        assert min(float(p.split(",")[1]) for p in points) > lowest
