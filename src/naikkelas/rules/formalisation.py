"""Naik kelas by formalisation (NK2): credentials gained in a period. Never merged with NK1 or NK3."""

from dataclasses import dataclass
from datetime import date

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
CREDENTIALS: tuple[str, ...] = tuple(_TABLES["credentials"])
VERDICTS = ("gained", "undated", "held", "none")


@dataclass(frozen=True)
class Held:
    """A credential that an enterprise is known to have; `since` None where the day is not known."""

    kind: str
    since: date | None = None


def verdict(held: tuple[Held, ...], first_day: date, last_day: date) -> str:
    """What became of an enterprise between two days, both included.

    gained: a credential's day lies in them. undated: one of unknown day, which may have been gained then, and none that
    surely was. held: only credentials from before. none: no credential by the last day.
    """
    days = [h.since for h in held if h.kind in CREDENTIALS and (h.since is None or h.since <= last_day)]
    if any(day is not None and day >= first_day for day in days):
        return "gained"
    if None in days:
        return "undated"
    return "held" if days else "none"
