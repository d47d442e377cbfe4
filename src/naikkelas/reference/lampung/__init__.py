"""Published figures of Lampung around 2019, to which the demonstration is calibrated."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class AreaFigures:
    """One kabupaten/kota: cooperatives and members as BPS counted them; `active` and `enterprises` are apportioned by us."""

    code: str
    cooperatives: int
    members: int
    active: int
    enterprises: int


@dataclass(frozen=True)
class Published:
    areas: tuple[AreaFigures, ...]
    sectors: dict[str, int]
    certified: int
    money_idr: int


@cache
def published() -> Published:
    raw = tomllib.loads((Path(__file__).parent / "figures.toml").read_text(encoding="utf-8"))
    return Published(
        areas=tuple(AreaFigures(code, *values) for code, values in raw["areas"].items()),
        sectors=raw["sectors"],
        certified=raw["totals"]["certified_cooperatives"],
        money_idr=raw["totals"]["money_2019_idr"],
    )
