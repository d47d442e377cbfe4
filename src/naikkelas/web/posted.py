"""Numbers of records as a form posts them: anything may stand there, and only what can be a number counts."""

from django.http import HttpRequest


def ids(request: HttpRequest, name: str) -> list[int]:
    """The posted ids of a name; what is no id, or too long for the database, is passed over."""
    return [int(v) for v in request.POST.getlist(name) if v.isascii() and v.isdigit() and len(v) <= 18]


def one(request: HttpRequest, name: str) -> int:
    """The last posted id of a name, or 0, which no record has."""
    return next(reversed(ids(request, name)), 0)
