"""What about a visit deserves a second look. Only flags come of it: each with the numbers that were compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from naikkelas.rules import rule_set

HEAD, LIMITS = rule_set.load(__file__)
RULES = (
    "too_short", "too_fast", "two_places", "at_night", "outside_area", "far_from_known", "same_photo", "same_answers",
    "photo_time", "photo_place", "straight_line",
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What is known of a visit and of what it is compared with; None where nothing is."""

    duration_s: int | None = None
    median_s: int | None = None
    """Half of the `forms` other forms of its kind took at most this long."""
    forms: int = 0
    moved_m: int | None = None
    """From where the enumerator was before, in `gap_s`; negative where two visits overlap."""
    gap_s: int = 0
    began_minute: int | None = None
    """Minutes after midnight, by the clock of the place."""
    outside_m: int | None = None
    """Beyond the boundary of its area; 0 inside."""
    known_m: int | None = None
    """From where the place (or else the middle of its kecamatan's visits) was known to be."""
    known_by: str = "place"
    accuracy_m: int = 0
    photos_again: int = 0
    """Photos of it that came with another visit, byte by byte."""
    answers: int = 0
    answers_alike: int = 0
    photo_minutes: int | None = None
    """Between the visit and the moment that its photo says."""
    photo_m: int | None = None
    grids: tuple[tuple[str, ...], ...] = ()
    """Answers to questions of one group that offer the same choices."""


@dataclass(frozen=True)
class Flag:
    """A rule that a visit tripped, and the numbers it tripped it with."""

    rule: str
    numbers: Mapping[str, int | str]


def judge(seen: Seen) -> list[Flag]:
    """Every flag of a visit, in the order of RULES."""
    return [
        flag
        for flag in (
            _too_short(seen), _moved(seen), _at_night(seen), _outside(seen), _far(seen), _same_photo(seen),
            _same_answers(seen), _photo_time(seen), _photo_place(seen), _straight_line(seen),
        )
        if flag is not None
    ]  # fmt: skip


def _too_short(seen: Seen) -> Flag | None:
    limit, took = LIMITS["too_short"], seen.duration_s
    if took is None or took < 0:
        return None
    if took < limit["least_s"]:
        return Flag("too_short", {"took_s": took, "least_s": limit["least_s"]})
    usual = seen.median_s if seen.forms >= limit["least_forms"] else None
    if usual is not None and took * 100 < usual * limit["share_percent"]:
        return Flag("too_short", {"took_s": took, "median_s": usual, "forms": seen.forms})
    return None


def _moved(seen: Seen) -> Flag | None:
    limit = LIMITS["too_fast"]
    if seen.moved_m is None or seen.moved_m - seen.accuracy_m < limit["least_m"]:
        return None
    if seen.gap_s <= 0:
        return Flag("two_places", {"metres": seen.moved_m})
    kmh = seen.moved_m * 36 // (seen.gap_s * 10)
    if kmh <= limit["most_kmh"]:
        return None
    return Flag("too_fast", {"metres": seen.moved_m, "gap_s": seen.gap_s, "kmh": kmh})


def _at_night(seen: Seen) -> Flag | None:
    limit, minute = LIMITS["at_night"], seen.began_minute
    if minute is None or limit["to_minute"] <= minute < limit["from_minute"]:
        return None
    return Flag("at_night", {"minute": minute})


def _outside(seen: Seen) -> Flag | None:
    limit = LIMITS["outside_area"]["beyond_m"]
    if seen.outside_m is None or seen.outside_m - seen.accuracy_m <= limit:
        return None
    return Flag("outside_area", {"metres": seen.outside_m})


def _far(seen: Seen) -> Flag | None:
    """Only where no boundary answers."""
    limit = LIMITS["far_from_known"][f"{seen.known_by}_m"]
    if seen.outside_m is not None or seen.known_m is None or seen.known_m - seen.accuracy_m <= limit:
        return None
    return Flag("far_from_known", {"metres": seen.known_m, "known_by": seen.known_by})


def _same_photo(seen: Seen) -> Flag | None:
    return Flag("same_photo", {"photos": seen.photos_again}) if seen.photos_again else None


def _same_answers(seen: Seen) -> Flag | None:
    limit = LIMITS["same_answers"]
    if seen.answers < limit["least_answers"] or (
        seen.answers_alike * 100 < seen.answers * limit["share_percent"]
    ):
        return None
    return Flag("same_answers", {"alike": seen.answers_alike, "answers": seen.answers})


def _photo_time(seen: Seen) -> Flag | None:
    if seen.photo_minutes is None or seen.photo_minutes <= LIMITS["photo_time"]["most_minutes"]:
        return None
    return Flag("photo_time", {"minutes": seen.photo_minutes})


def _photo_place(seen: Seen) -> Flag | None:
    if seen.photo_m is None or seen.photo_m - seen.accuracy_m <= LIMITS["photo_place"]["most_m"]:
        return None
    return Flag("photo_place", {"metres": seen.photo_m})


def _straight_line(seen: Seen) -> Flag | None:
    least = LIMITS["straight_line"]["least_questions"]
    flat = [len(grid) for grid in seen.grids if len(grid) >= least and len(set(grid)) == 1]
    return Flag("straight_line", {"questions": max(flat)}) if flat else None
