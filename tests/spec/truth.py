"""The truth tables: TOML files that the tests check and `scripts/rule_pages.py` prints for lawyers and auditors."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parent / "tables"
MISSING = "-"
"""TOML has no null: this stands for a value that is not known, and for “nothing”."""


@dataclass(frozen=True)
class Case:
    """What is given, what must come of it, and why, in both languages."""

    why: dict[str, str]
    given: dict[str, Any]
    expect: dict[str, Any]

    def __str__(self) -> str:
        return self.why["en"]


def head(name: str) -> dict[str, Any]:
    """What a table says of itself where no rule set does: title and note."""
    return {key: value for key, value in _raw(name).items() if key != "cases"}


def cases(name: str) -> list[Case]:
    return [Case(**case) for case in _raw(name)["cases"]]


def indicator_rows(name: str) -> list[Case]:
    """Rows of facts of an indicator; `expect` holds what each adds to numerator (part) and denominator (whole)."""
    rows = _raw(f"indicators/{name}")["rows"]
    return [Case(r["why"], r["given"], {"part": r["part"], "whole": r.get("whole")}) for r in rows]


def indicator_names() -> list[str]:
    return sorted(path.stem for path in (TABLES / "indicators").glob("*.toml"))


def facts_of(case: Case) -> dict[str, Any]:
    """The row itself, with None where it says MISSING."""
    return {name: None if value == MISSING else value for name, value in case.given.items()}


def _raw(name: str) -> dict[str, Any]:
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))
