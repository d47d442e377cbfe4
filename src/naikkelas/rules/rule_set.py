"""A dated rule set: its numbers and source stand in a TOML beside the module that gives it its form.

`mark` says how sure we are of the numbers:
- `read`: read in the cited source, often a copy, not in the gazette itself;
- `unconfirmed`: from memory or from sources that disagree: an office must confirm it before official use;
- `proposal`: this project's own choice; no source claims it.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

Mark = Literal["read", "unconfirmed", "proposal"]


@dataclass(frozen=True)
class Head:
    """What every rule set says of itself. `hash` changes with any letter of its TOML."""

    id: str
    title_id: str
    title_en: str
    legal_source: str
    in_force_from: date
    in_force_to: date | None
    mark: Mark
    source_urls: tuple[str, ...]
    notes_id: str
    notes_en: str
    hash: str

    def in_force(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


def load(module_file: str) -> tuple[Head, dict[str, Any]]:
    """Read the TOML beside `module_file`; return its head and the rest of its tables."""
    path = Path(module_file).with_suffix(".toml")
    raw = path.read_bytes()
    tables = tomllib.loads(raw.decode())
    head = tables.pop("rule_set")
    return (
        Head(
            id=path.stem,
            title_id=head["title"]["id"],
            title_en=head["title"]["en"],
            legal_source=head["legal_source"],
            in_force_from=head["in_force_from"],
            in_force_to=head.get("in_force_to"),
            mark=head["mark"],
            source_urls=tuple(head.get("source_urls", ())),
            notes_id=head.get("notes", {}).get("id", ""),
            notes_en=head.get("notes", {}).get("en", ""),
            hash=hashlib.sha256(raw).hexdigest()[:16],
        ),
        tables,
    )
