"""The language that somebody chose, kept in a cookie of the browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def chosen(request: HttpRequest) -> str:
    """The language asked for by a button; empty where none was pressed."""
    asked = request.POST.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else ""


def keep(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax")
    return response
