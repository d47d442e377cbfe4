"""Naik kelas by formalisation (NK2): credentials gained in a period. Never merged with NK1 or NK3."""

from dataclasses import dataclass
from datetime import date

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
CREDENTIALS: tuple[str, ...] = tuple(_TABLES["credentials"])
ISSUED: tuple[str, ...] = tuple(_TABLES["issued"])
LAPSED = "expired"
VERDICTS = ("gained", "undated", "held", "none")


@dataclass(frozen=True)
class Held:
    """A credential that is known of an enterprise; `since` None where the day of issue is not known."""

    kind: str
    since: date | None = None
    until: date | None = None
    status: str = "issued"

    @property
    def counts(self) -> bool:
        return self.kind in CREDENTIALS and self.status in ISSUED

    def valid_on(self, day: date) -> bool:
        return self.status != LAPSED if self.until is None else self.until >= day

    def before(self, day: date) -> bool:
        """Surely issued before a day: by its own day, or because it had ended by then."""
        known = self.since or self.until
        return known is not None and known < day


def verdict(held: tuple[Held, ...], first_day: date, last_day: date) -> str:
    """What became of an enterprise between two days, both included.

    gained: the first credential of a kind was issued in them. undated: one of unknown day may have been the first of its
    kind then, and none surely was. held: none gained, and one valid on the last day. none: no valid credential.
    """
    known = [h for h in held if h.counts and (h.since is None or h.since <= last_day)]
    earlier = {h.kind for h in known if h.before(first_day)}
    undated = {h.kind for h in known if h.since is None and not h.before(first_day)} - earlier
    if {h.kind for h in known} - earlier - undated:
        return "gained"
    if undated:
        return "undated"
    return "held" if any(h.valid_on(last_day) for h in known) else "none"


def milestones(held: tuple[Held, ...]) -> dict[str, date | None]:
    """Kind → the day of its first credential, None where one of unknown day may have come earlier."""
    days: dict[str, list[date | None]] = {kind: [] for kind in CREDENTIALS}
    for each in held:
        if each.counts:
            days[each.kind].append(each.since)
    return {
        kind: None if None in found else min(d for d in found if d) for kind, found in days.items() if found
    }
