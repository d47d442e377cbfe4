"""Numbers of records and days as a browser sends them: anything may stand there, and only what can be one counts."""

from datetime import date

from django.http import HttpRequest


def ids(request: HttpRequest, name: str) -> list[int]:
    """The posted ids of a name; what is no id, or too long for the database, is passed over."""
    return [int(v) for v in request.POST.getlist(name) if v.isascii() and v.isdigit() and len(v) <= 18]


def one(request: HttpRequest, name: str) -> int:
    """The last posted id of a name, or 0, which no record has."""
    return next(reversed(ids(request, name)), 0)


def day(text: str) -> date | None:
    """A day as a date field sends it; None where it is none that people mean."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2200 else None
