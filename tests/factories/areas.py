"""Changes of areas: invented ones, applied as a person would."""

import random
from datetime import date, datetime

from naikkelas.monev import actions as monev
from naikkelas.places import actions, queries
from naikkelas.places.models import Region, RegionChange
from naikkelas.rules.area_changes import Wanted, free_below
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW


def drafted(
    kind: str, *wanted: tuple, on: date = date(2020, 3, 1), title: str = "Perubahan uji"
) -> RegionChange:
    return actions.draft_change(
        kind=kind, title=title, on=on, legal_source="UU uji", wanted=[Wanted(*w) for w in wanted], by=SYSTEM, at=NOW
    )  # fmt: skip


def applied(kind: str, *wanted: tuple, on: date = date(2020, 3, 1), at: datetime = NOW) -> RegionChange:
    change = drafted(kind, *wanted, on=on)
    monev.apply_change(change=change, by=SYSTEM, at=at, wider_agreed=True)
    change.refresh_from_db()
    queries.refresh()
    return change


def undone(change: RegionChange, at: datetime = NOW) -> None:
    monev.undo_change(change=change, by=SYSTEM, at=at)
    queries.refresh()


def random_change(dice: random.Random) -> tuple[str, list[tuple]]:
    """A change that may happen, of areas of Lampung as they stand now."""
    level = dice.choice(["regency", "regency", "district", "village"])
    standing = list(
        Region.objects.filter(level=level, valid_to=None, code__startswith="18.").values_list(
            "code", flat=True
        )
    )
    ever = set(Region.objects.values_list("code", flat=True))
    kind = dice.choice(
        ["split", "merge", "renumber", "rename"] if level != "village" else ["merge", "renumber"]
    )
    old = dice.choice(standing)
    above = old.rpartition(".")[0]
    if kind == "rename":
        return kind, [(old, old, f"Nama {dice.randrange(10**6)}")]
    if kind == "renumber":
        host = dice.choice([c for c in queries.below("18", "regency").values_list("code", flat=True)])
        return kind, [(old, free_below(host if level == "district" else above, old, ever))]
    if kind == "merge":
        other = dice.choice(
            [c for c in standing if c != old and (level == "regency" or c.startswith(f"{above}."))] or [""]
        )
        if not other:
            return "rename", [(old, old, "Nama lain")]
        into = dice.choice([old, free_below(above, old, ever)])
        return kind, [(other, into)] + ([(old, into)] if into != old else [])
    parts = list(queries.children(old).values_list("code", flat=True))
    new = free_below(above, old, ever)
    going = dice.sample(parts, dice.randint(1, max(1, len(parts) - 1)))
    return kind, [(old, new, "Daerah Baru"), *((c, f"{new}.{c.rpartition('.')[2]}") for c in going)]
