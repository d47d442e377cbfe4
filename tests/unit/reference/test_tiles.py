"""Tile maps make room for areas that came later."""

from naikkelas.reference.tiles import with_room


def test_an_area_that_came_later_gets_the_place_it_had_or_the_nearest_free_one():
    drawn = {"18.01": (1, 1), "18.02": (2, 1), "18.03": (1, 0)}
    renumbered = with_room(drawn, {"18.21": "18.01", "18.02": "18.02", "18.03": "18.03"})
    assert renumbered == {"18.21": (1, 1), "18.02": (2, 1), "18.03": (1, 0)}
    split = with_room(drawn, {c: c for c in drawn} | {"18.14": "18.01"})
    assert split["18.14"] == (0, 1)
    assert len(set(split.values())) == 4
