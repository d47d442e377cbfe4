"""How long something took, as people write it."""

import re

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")
_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?\s*(?:jam|j|h|hours?)")
_BOTH = re.compile(r"(\d{1,2})\s*(?:jam|j|h|hours?)\s*(\d{1,2})\s*(?:menit|mnt|m|minutes?|min)")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:menit|mnt|m|minutes?|min)?")
_BARE_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?")


def minutes_of(text: str, *, bare_hours: bool = False) -> int | None:
    """'90', '90 menit', '1:30', '1 jam 30 menit' and '1,5 jam' are all 90 minutes; None where it is none of them.

    `bare_hours`: the column counts hours, so '1.5' is an hour and a half there and '2' two hours.
    """
    text = text.strip().lower()
    if bare_hours and (found := _BARE_HOURS.fullmatch(text)):
        return _hours(found)
    if found := _CLOCK.fullmatch(text) or _BOTH.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    if found := _HOURS.fullmatch(text):
        return _hours(found)
    found = _MINUTES.fullmatch(text)
    return int(found[1]) if found else None


def _hours(found: re.Match[str]) -> int:
    part = (found[2] or "0").ljust(2, "0")
    return int(found[1]) * 60 + int(part) * 60 // 100
