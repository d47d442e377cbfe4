"""Every page says which duty it needs; a page that says nothing is shut. What lies outside the area does not exist."""

import contextlib
import functools
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from naikkelas.accounts import access
from naikkelas.accounts.roles import PUBLIC, SIGNED_IN
from naikkelas.kit import clock
from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.trail import queries as trail
from naikkelas.web import errors
from naikkelas.web.frame import Frame

View = Callable[..., HttpResponse]


def page(duty: str, *, post: bool = False, get: bool = True) -> Callable[[View], View]:
    """Mark a view with the duty it needs and the methods it takes.

    `duty` is one of accounts.roles, `SIGNED_IN` for everybody with an account, or `PUBLIC`.
    """
    methods = [*(["GET", "HEAD"] if get else []), *(["POST"] if post else [])]

    def mark(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method not in methods:
                return errors.not_allowed(request, methods)
            return view(request, *args, **kwargs)

        guarded.duty = duty
        guarded.methods = methods
        return guarded

    return mark


def _no_nul(request: HttpRequest) -> None:
    """No text has a NUL in it, and PostgreSQL takes none: an address or form with one is refused as a whole."""
    for given in (request.GET, request.POST):
        if any("\0" in text for name, values in given.lists() for text in (name, *values)):
            raise BadRequest("NUL")


STRANGERS_BODY = 32_000_000
"""What somebody without an account may send at once: a report with its receipts. Phones have a door of their own."""


def _too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return (
        request.method == "POST"
        and length.isdigit()
        and int(length) > STRANGERS_BODY
        and not request.path.startswith(("/k/", "/submission"))
        and not request.user.is_authenticated
    )


class Gate:
    """Middleware: asks the view for its duty, the user for the right, and gives the request its frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _too_large(request):  # before anybody reads the body
            return errors.too_large(request)
        # before anything else, so that an address that leads nowhere says so in the reader's language too
        if "django_language" not in request.COOKIES and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        with trail.one_look() if request.method in ("GET", "HEAD") else contextlib.nullcontext():
            response = self.get_response(request)
        if request.user.is_authenticated:
            # private pages stay out of shared caches and of the back button after signing out
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request, view, args, kwargs):
        duty = getattr(view, "duty", None)
        if duty is None:
            raise PermissionDenied(f"{view.__module__} declares no duty")
        request.at = clock.now()
        if not getattr(view, "tells_faults", False):
            places.refresh()
        if duty == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if duty != SIGNED_IN and not access.may(request.user, duty):
            raise PermissionDenied(duty)
        _no_nul(request)
        request.frame = Frame.of(request)
        return None

    def process_exception(self, request, exception):
        if isinstance(exception, ObjectDoesNotExist | access.OutOfArea):
            return errors.not_found(request, Http404())
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        return None
