"""Codes of the regional budget's nomenclature for cooperatives and MSMEs (urusan 2.17), as far as we know them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Nomenclature:
    """`names`: code → name as the regulation writes it. `mark` as in rules.rule_set."""

    legal_source: str
    mark: str
    first_year: int
    names: dict[str, str]


@cache
def nomenclature() -> Nomenclature:
    raw = tomllib.loads((Path(__file__).parent / "permendagri_90_2019.toml").read_text(encoding="utf-8"))
    names = {row["code"]: row["name"] for row in raw["line"]}
    return Nomenclature(raw["legal_source"], raw["mark"], raw["first_year"], names)


def name_of(code: str) -> str:
    """The name of a code, or of the nearest code above it that is known; empty where none is."""
    parts = code.split(".")
    for n in range(len(parts), 1, -1):
        if found := nomenclature().names.get(".".join(parts[:n])):
            return found
    return ""
