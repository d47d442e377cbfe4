"""Tile maps: one tile an area, near its place. Our own making; a province without one gets a grid in order of code."""

import tomllib
from functools import cache
from math import ceil, sqrt
from pathlib import Path


@cache
def positions(code: str) -> dict[str, tuple[int, int]]:
    """(column, row) from the north-west by region code, for the areas directly below `code`; empty where none is drawn."""
    path = Path(__file__).parent / f"{code}.toml"
    if not path.exists():
        return {}
    return {area: (column, row) for area, (column, row) in tomllib.loads(path.read_text())["tiles"].items()}


def grid(codes: list[str]) -> dict[str, tuple[int, int]]:
    """A nearly square grid in order of code."""
    columns = max(1, ceil(sqrt(len(codes))))
    return {code: (n % columns, n // columns) for n, code in enumerate(sorted(codes))}


def with_room(drawn: dict[str, tuple[int, int]], origins: dict[str, str]) -> dict[str, tuple[int, int]]:
    """The tiles that were drawn, with room for areas that came later: where the area that they were stood, if that is
    free, else the nearest free place to it. `origins`: code of today → the code that the area had or lay in."""
    found = {code: drawn[code] for code in origins if code in drawn}
    for code, origin in sorted(origins.items()):
        if code in found:
            continue
        column, row = drawn.get(origin, (0, max((r for _, r in drawn.values()), default=0) + 1))
        taken = set(found.values())
        near = ((column + x, row + y) for x in range(-9, 10) for y in range(-9, 10))
        free = [p for p in near if p not in taken and p[0] >= 0 and p[1] >= 0]
        found[code] = min(free, key=lambda p: (abs(p[0] - column) + abs(p[1] - row), p[1], p[0]))
    return found
