"""What recipients spend aid on: a short list, so that uses can be added up."""

import tomllib
from functools import cache
from pathlib import Path

from naikkelas.kit.bilingual import Text


@cache
def categories() -> dict[str, Text]:
    """Every category of use by id, in the order in which forms show them."""
    raw = tomllib.loads((Path(__file__).parent / "uses.toml").read_text(encoding="utf-8"))
    return {row["id"]: Text(row["name_id"], row["name_en"]) for row in raw["category"]}
