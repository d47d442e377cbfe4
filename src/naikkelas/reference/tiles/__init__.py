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
