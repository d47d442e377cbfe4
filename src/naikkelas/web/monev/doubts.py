"""The flags of a visit in words: what was compared, and with which other visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit import money
from naikkelas.monev.queries.plausibility import Flag


@dataclass(frozen=True)
class Doubt:
    """One flag as the page shows it; `other` is the code and number of a visit that the reader may open."""

    rule: str
    why: str
    other: tuple[int, str] | None


def doubts(request: HttpRequest, flags: Iterable[Flag]) -> list[Doubt]:
    """Flags with their reasons. A visit outside the reader's area of duty is not named."""
    return [Doubt(flag.rule, why(flag), _open_to(request.user, flag)) for flag in flags]


def _open_to(user, flag: Flag) -> tuple[int, str] | None:
    return (flag.other_id, flag.code) if flag.area and access.covers(user, flag.area) else None


def why(flag: Flag) -> str:
    """One or two sentences with the numbers, accusing nobody."""
    n = flag.numbers
    if flag.rule == "too_short":
        took = _duration(n["took_s"])
        if "median_s" not in n:
            return _("Filled in %(took)s; less than %(least)s is flagged.") % {
                "took": took,
                "least": _duration(n["least_s"]),
            }
        return _(
            "Filled in %(took)s. Half of the last %(forms)s forms of this kind took %(median)s or more."
        ) % {
            "took": took,
            "forms": n["forms"],
            "median": _duration(n["median_s"]),
        }
    if flag.rule == "at_night":
        return _("Begun at %(clock)s, by the clock of the place.") % {
            "clock": time(n["minute"] // 60, n["minute"] % 60).strftime("%H.%M")
        }
    return _TOLD[flag.rule]() % {
        "metres": _metres(n.get("metres", 0)),
        "gap": _duration(n.get("gap_s", 0)),
        "kmh": n.get("kmh", 0),
        "known": _(_KNOWN[n.get("known_by", "place")]),
        "photos": n.get("photos", 0),
        "alike": n.get("alike", 0),
        "answers": n.get("answers", 0),
        "span": _duration(n.get("minutes", 0) * 60),
        "questions": n.get("questions", 0),
    }


_KNOWN = {"place": "where it was before", "district": "the middle of the earlier visits in its kecamatan"}
_TOLD = {
    "too_fast": lambda: _(
        "%(metres)s from the visit before of the same enumerator in %(gap)s: %(kmh)s km/h in a straight line."
    ),
    "two_places": lambda: _(
        "Begun before the visit before of the same enumerator had ended, %(metres)s away from it."
    ),
    "outside_area": lambda: _("%(metres)s beyond the boundary of its area, as imported here."),
    "far_from_known": lambda: _("%(metres)s from %(known)s."),
    "same_photo": lambda: _("%(photos)s photos are byte by byte those of another visit."),
    "same_answers": lambda: _("%(alike)s of %(answers)s answers are those of another visit."),
    "photo_time": lambda: _("The camera says that a photo was taken %(span)s away from the visit."),
    "photo_place": lambda: _("The camera says that a photo was taken %(metres)s away from the visit."),
    "straight_line": lambda: _("%(questions)s questions of one group all have the same answer."),
}


def _named() -> tuple[str, str]:
    """So that the words of _KNOWN are found by who translates."""
    return _("where it was before"), _("the middle of the earlier visits in its kecamatan")


def _metres(metres: int) -> str:
    return f"{money.decimal(metres / 1000, 1, get_language())} km" if metres >= 1000 else f"{metres} m"


def _duration(seconds: int) -> str:
    """In the largest unit that says enough."""
    if seconds < 120:
        return _("%(n)s seconds") % {"n": seconds}
    if seconds < 7200:
        return _("%(n)s minutes") % {"n": seconds // 60}
    if seconds < 172_800:
        return _("%(n)s hours") % {"n": seconds // 3600}
    return _("%(n)s days") % {"n": seconds // 86_400}
