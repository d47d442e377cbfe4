"""Outlines of our own making for Lampung's fifteen kabupaten/kota: squares on a grid with a notched edge, no real border.

`python -m tests.samples.boundaries FILE` writes them as GeoJSON.
"""

import json
import sys
from pathlib import Path
from typing import Any

CODES = [f"18.{n:02d}" for n in range(1, 14)] + ["18.71", "18.72"]


def square(west: float, south: float, side: float = 0.4, notches: int = 40) -> list[list[float]]:
    """A ring whose southern edge zigzags by less than a map shows."""
    edge = [[west + side * n / notches, south + (n % 2) * 0.0005] for n in range(notches)]
    return [*edge, [west + side, south], [west + side, south + side], [west, south + side], [west, south]]


def feature(code: str, ring: list[list[float]], **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kode": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: object) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def lampung() -> dict[str, Any]:
    rings = [square(104 + 0.4 * (n % 4), -6 + 0.4 * (n // 4)) for n in range(len(CODES))]
    return collection(*(feature(code, ring) for code, ring in zip(CODES, rings, strict=True)))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(lampung()), encoding="utf-8")
