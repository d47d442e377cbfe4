"""Pages for when something went wrong: what happened, in the reader's language, and what to do next."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts.roles import PUBLIC
from naikkelas.kit.problems import Refused
from naikkelas.web.frame import page_above


def _show(request: HttpRequest, status: int, title: str, text: str, back: str = "") -> HttpResponse:
    context = {"status": status, "title": title, "text": text, "back": back}
    return render(request, "errors/error.html", context, status=status)


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
        page_above(request.path),
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
    """Back on the page whose button was pressed, with the reason; a page of its own where there is none to go back to."""
    text = refusal.text(get_language() or "id")
    came_from = _came_from(request)
    if not came_from:
        return _show(request, refusal.status, _("This could not be done"), text)
    messages.error(request, text)
    return redirect(came_from)


def _came_from(request: HttpRequest) -> str:
    """The page of ours on which a person pressed a button, where it can be opened again; scripts ask for no page."""
    if request.method != "POST" or not request.user.is_authenticated:
        return ""
    if "text/html" not in request.headers.get("Accept", ""):
        return ""
    address = urlsplit(request.headers.get("Referer", ""))
    if address.netloc != request.get_host():
        return ""
    try:
        view = resolve(address.path).func
    except Resolver404:
        return ""
    opens = "GET" in getattr(view, "methods", ()) and getattr(view, "duty", PUBLIC) != PUBLIC
    return f"{address.path}?{address.query}".rstrip("?") if opens else ""
