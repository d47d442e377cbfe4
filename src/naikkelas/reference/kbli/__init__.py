"""KBLI by version: section and division of a code, with titles. Five-digit titles are not known here."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from naikkelas.kit.bilingual import Text

NEWEST_KNOWN = "2020"
"""The version that a code is taken to be of where nothing else is said."""


@dataclass(frozen=True)
class Section:
    """A section with its divisions, which are neighbours: every code of it lies from `first` to `last`."""

    letter: str
    title: Text
    divisions: dict[str, Text]

    @property
    def first(self) -> str:
        return min(self.divisions)

    @property
    def last(self) -> str:
        return max(self.divisions)


@dataclass(frozen=True)
class Place:
    """Where a code stands: its section and division."""

    section: Section
    division: str
    title: Text


@cache
def sections(version: str) -> dict[str, Section]:
    """The sections of a version by letter; none of a version that is not here."""
    path = Path(__file__).parent / f"kbli_{version}.toml"
    if not version.isdigit() or not path.exists():
        return {}
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        s["letter"]: Section(
            s["letter"],
            Text(s["id"], s["en"]),
            {code: Text(*titles) for code, titles in s["divisions"].items()},
        )
        for s in raw["sections"]
    }


def place(code: str, version: str) -> Place | None:
    """Section and division of a code; None where its division is not in that version."""
    division = code[:2]
    for section in sections(version).values():
        if division in section.divisions:
            return Place(section, division, section.divisions[division])
    return None


def fault(code: str, version: str) -> str:
    """What looks wrong with a code, as a warning: 'digits', 'division', or '' where nothing does or cannot be told."""
    if not code:
        return ""
    if len(code) != 5 or not (code.isascii() and code.isdigit()):
        return "digits"
    return "division" if sections(version) and place(code, version) is None else ""
