"""Pages for when something went wrong: what happened, in the reader's language, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.kit.problems import Refused


def _show(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(
        request, "errors/error.html", {"status": status, "title": title, "text": text}, status=status
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _show(
        request,
        404,
        _("Not found"),
        _("This page or record does not exist, or it lies outside your area of duty."),
    )


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _show(
        request,
        403,
        _("Not for your role"),
        _("Your role does not include this. Ask the administrator if it should."),
    )


def not_allowed(request: HttpRequest, methods: list[str]) -> HttpResponse:
    response = _show(
        request,
        405,
        _("Cannot be opened like this"),
        _("This address only answers to the buttons of its page. Go back and use them."),
    )
    response["Allow"] = ", ".join(methods)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _show(
        request, 400, _("The request could not be read"), _("Go back, check what was entered, and try again.")
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return _show(
        request,
        413,
        _("Too much at once"),
        _(
            "What was sent is too large. Go back and send fewer or smaller photos; the rest can follow afterwards."
        ),
    )


def failed(request: HttpRequest) -> HttpResponse:
    return _show(
        request,
        500,
        _("Something went wrong on the server"),
        _(
            "Nothing was lost: what was accepted before is kept. Try again; if it happens again, "
            "tell the administrator when it happened."
        ),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _show(
        request,
        403,
        _("The page was open for too long"),
        _("Nothing was changed. Go back, load the page again, and repeat the step."),
    )


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return _show(request, refusal.status, _("This could not be done"), refusal.text(get_language() or "id"))
