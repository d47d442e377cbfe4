"""iCalendar on the wire (RFC 5545): all-day entries, lines folded at 75 octets, the same UID for the same duty for ever."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE = 75


@dataclass(frozen=True)
class Entry:
    """One all-day entry of a calendar."""

    uid: str
    day: date
    summary: str
    description: str
    url: str = ""


def calendar(name: str, entries: Iterable[Entry], at: datetime) -> bytes:
    """The calendar as a file. `at` stands in every entry as the time it was made."""
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//naikkelas//kewajiban laporan//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for each in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(each.uid)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{each.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(each.summary)}",
            f"DESCRIPTION:{_escaped(each.description)}",
            *([f"URL:{each.url}"] if each.url else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _escaped(text: str) -> str:
    """A text value: backslash, semicolon, comma and line ends are written with a backslash (3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> str:
    """A long line goes on in lines that begin with a space; no character is cut in two (3.1)."""
    parts, now = [], ""
    for character in line:
        if len((now + character).encode()) > _LINE - bool(parts):
            parts.append(now)
            now = ""
        now += character
    return "\r\n ".join([*parts, now])
