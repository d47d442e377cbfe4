"""The browsers in which a person is told by web push: turning it on, trying it, turning it off, and signing out of it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts.roles import PUBLIC, SIGNED_IN
from naikkelas.kit.problems import Kind, Refused
from naikkelas.notices import actions, queries
from naikkelas.notices.pushing import Address
from naikkelas.web.gate import page

COOKIE = "naikkelas_device"
"""By which a browser is known that is told by web push. It outlives the session: who signs in there next must not be told
what is another's."""
YEAR = 31_536_000
UNKNOWN = Kind(
    "push.unknown_browser",
    "Peramban ini tidak sedang menerima pemberitahuan. Masuk, lalu hidupkan pada Pemberitahuan › Pilihan.",
    "This browser is not told of notices. Sign in, then turn them on under Notices › Choices.",
)
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
             ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
            ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


def here(request: HttpRequest):
    """The device that this browser is, whosever; None where nobody is told in it."""
    return queries.device_known_by(request.COOKIES.get(COOKIE, ""))


def leave(request: HttpRequest, user) -> None:
    """Somebody signs in (`user`) or out (None): this browser tells of nobody else from now on."""
    device = here(request)
    if device and device.user != user:
        actions.end_device(device=device, by=user or request.user, at=request.at)


def name_of(agent: str) -> str:
    """What a person calls a browser, from what it says of itself: “Chrome, Android”."""
    found = [next((name for mark, name in marks if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found)) or _("Browser")


def _address(request: HttpRequest) -> Address:
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    return Address(**given, site=settings.NAIKKELAS_URL or f"{request.scheme}://{request.get_host()}")


@page(SIGNED_IN, post=True, get=False)
def device_add(request: HttpRequest) -> HttpResponse:
    """This browser asked its push service for an address, and tells it."""
    _device, token = actions.add_device(
        address=_address(request), name=name_of(request.headers.get("User-Agent", "")),
        instead=here(request), by=request.user, at=request.at,
    )  # fmt: skip
    messages.success(request, _("Notices come to this device from now on. Send a test to see one."))
    response = redirect("notices-choice-edit")
    response.set_cookie(
        COOKIE, token, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


@page(PUBLIC, post=True)
def device_move(request: HttpRequest) -> HttpResponse:
    """For the service worker, where the push service gave this browser another address: what it needs to ask for one and to
    tell it; then the new one. Nobody need be signed in: the browser is known by its cookie."""
    if request.method != "POST":
        told = {"key": vault.current().push_key.public, "token": get_token(request)}
        return JsonResponse(told, headers={"Cache-Control": "private, no-store"})
    device = here(request)
    if device is None or not device.user.is_active:
        raise Refused(UNKNOWN)
    actions.move_device(device=device, address=_address(request), by=device.user, at=request.at)
    return HttpResponse(status=204)


@page(SIGNED_IN, post=True, get=False)
def device_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test to one of the own devices, or end it."""
    device = get_object_or_404(queries.devices_of(request.user), pk=pk)
    if request.POST.get("act") == "test":
        _tell(request, actions.test_device(device=device, by=request.user, at=request.at))
    else:
        actions.end_device(device=device, by=request.user, at=request.at)
        messages.success(request, _("Notices come to that device no more."))
    return redirect("notices-choice-edit")


def _tell(request: HttpRequest, answer) -> None:
    if answer.ok:
        messages.success(
            request, _("The push service took the test: it appears on the device within moments.")
        )
    elif answer.status in (404, 410):
        messages.error(
            request,
            _("The push service knows that device no more, so it was removed. Turn notices on there again."),
        )
    else:
        messages.error(
            request,
            _(
                "The push service did not take the test (%(problem)s). Real notices are tried again for three days."
            )
            % {"problem": answer.problem},
        )
