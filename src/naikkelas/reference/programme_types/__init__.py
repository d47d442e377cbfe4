"""Types of programme: one TOML file each, picked up by its file name."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from naikkelas.kit.bilingual import Text


@dataclass(frozen=True)
class Stage:
    """A milestone of a programme type; `physical` where progress is counted in percent."""

    id: str
    name: Text
    physical: bool


@dataclass(frozen=True)
class ProgrammeType:
    """`recipient` is person, cooperative or facility (then `facility` says which kind); `strategic` tells the
    ministry's strategic programmes from the province's own innovations."""

    id: str
    name: Text
    about: Text
    strategic: bool
    sources: tuple[str, ...]
    recipient: str
    facility: str
    stages: tuple[Stage, ...]
    instruments: tuple[str, ...]
    indicators: tuple[str, ...]
    legal_source: str
    mark: str
    once_per_person: Text | None
    """The rule by which one person receives it once, where there is one."""
    area: str = ""
    """Code of the region whose office added the type; empty for those of this catalogue."""
    local_id: int | None = None
    retired_on: date | None = None
    """No new programme of this type from this day on; those that exist stay."""

    def stage(self, id: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.id == id), None)

    def open_on(self, day: date) -> bool:
        return self.retired_on is None or day < self.retired_on


@cache
def all_types() -> dict[str, ProgrammeType]:
    """Every type by id, strategic ones first."""
    types = [_read(path) for path in sorted(Path(__file__).parent.glob("*.toml"))]
    return {t.id: t for t in sorted(types, key=lambda t: (not t.strategic, t.id))}


def _read(path: Path) -> ProgrammeType:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return ProgrammeType(
        id=path.stem,
        name=Text(**raw["name"]),
        about=Text(**raw["about"]),
        strategic=raw["strategic"],
        sources=tuple(raw["sources"]),
        recipient=raw["recipient"],
        facility=raw.get("facility", ""),
        stages=tuple(
            Stage(s["id"], Text(s["name_id"], s["name_en"]), s.get("physical", False)) for s in raw["stages"]
        ),
        instruments=tuple(raw["instruments"]),
        indicators=tuple(raw["indicators"]),
        legal_source=raw["legal_source"],
        mark=raw["mark"],
        once_per_person=Text(**raw["once_per_person"]) if "once_per_person" in raw else None,
        retired_on=raw.get("retired_on"),
    )
