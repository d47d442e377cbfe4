"""Regions of Indonesia: Kemendagri codes with BPS codes beside them, from the list of 2025."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST_ID = "kemendagri-2025"
_FOLDER = Path(__file__).parent / "2025"
_FILES = {"province": "provinces", "regency": "regencies", "district": "districts"}
_PARENT_LENGTH = {"province": 0, "regency": 2, "district": 5, "village": 8}


@dataclass(frozen=True)
class RegionRow:
    """One line of the list; `parent` is empty for a province, `bps_code` where the lists could not be joined."""

    code: str
    name: str
    kind: str
    level: str
    parent: str
    bps_code: str


def rows(level: str, province: str | None = None) -> list[RegionRow]:
    """All regions of a level, or those of one province. Villages are read a province at a time."""
    if level == "village":
        provinces = [province] if province else sorted(p.stem for p in (_FOLDER / "villages").glob("*.csv"))
        table = [row for code in provinces for row in _read(_FOLDER / "villages" / f"{code}.csv")]
    else:
        table = _read(_FOLDER / f"{_FILES[level]}.csv")
    return [
        _row(code, name, bps, level) for code, name, bps in table if province is None or code[:2] == province
    ]


@cache
def provinces() -> dict[str, str]:
    """Province names by code."""
    return {row.code: row.name for row in rows("province")}


def _read(path: Path) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["code"], row["name"], row["bps_code"]) for row in csv.DictReader(file)]


def _row(code: str, name: str, bps_code: str, level: str) -> RegionRow:
    kind = kind_of(code, level)
    if level == "regency":
        name = name.removeprefix("Kabupaten ").removeprefix("Kota ")
    return RegionRow(code, name, kind, level, code[: _PARENT_LENGTH[level]], bps_code)


def kind_of(code: str, level: str) -> str:
    """The numbers tell: a kota counts from 71, a kelurahan's last four digits begin with 1."""
    if level == "regency":
        return "kota" if int(code[3:5]) >= 71 else "kabupaten"
    if level == "village":
        return "kelurahan" if code[9] == "1" else "desa"
    return {"province": "provinsi", "district": "kecamatan"}[level]
