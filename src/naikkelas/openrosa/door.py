"""Who may come in, and errors told the OpenRosa way. A key in the path names the person, or a typed password does."""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import hmac
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from naikkelas.accounts import access, roles
from naikkelas.accounts import actions as accounts
from naikkelas.accounts.queries import by_digest, by_token
from naikkelas.forms import queries as forms
from naikkelas.kit import clock
from naikkelas.kit.problems import Kind, Refused
from naikkelas.openrosa import digest, wire
from naikkelas.places import queries as places

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

log = logging.getLogger("naikkelas.openrosa")

NO_TOKEN = Kind(
    "openrosa.no_token",
    "Pindai kode QR dari petugas dinas, atau isi nama pengguna dan kata sandi.",
    "Scan the QR code from the office, or give user name and password.",
)
BAD_TOKEN = Kind(
    "openrosa.bad_token",
    "Kunci pada alamat server tidak berlaku lagi. Minta kode QR baru dari petugas dinas.",
    "The key in the server address is no longer valid. Ask the office for a new QR code.",
)
LOCKED = Kind(
    "openrosa.locked",
    "Terlalu banyak kata sandi salah. Tunggu 15 menit, atau minta kode QR dari petugas dinas.",
    "Too many wrong passwords. Wait 15 minutes, or ask the office for a QR code.",
)
NO_SUCH_ADDRESS = Kind(
    "openrosa.no_such_address",
    "Alamat tidak ditemukan. Pindai kode QR dari petugas dinas.",
    "No such address. Scan the QR code from the office.",
)
WRONG_METHOD = Kind("openrosa.method", "Metode tidak diizinkan.", "Method not allowed.")
TRY_LATER = Kind(
    "storage.busy",
    "Server sedang sibuk atau penyimpanan penuh. Kunjungan tetap aman di ponsel; coba lagi nanti.",
    "The server is busy or its disk is full. The visit stays safe on the phone; try again later.",
)
REMEMBER_SECONDS = 300
"""How long a password that was checked with Argon2 need not be checked again."""
LOOK_S = 1.0
Door = Callable[..., HttpResponse]


class _Unknown(Exception):
    """Nobody said who asks, or not truly. `stale`: the password was right, but a fresh nonce is needed."""

    def __init__(self, *, stale: bool = False) -> None:
        self.stale = stale


def door(*methods: str) -> Callable[[Door], Door]:
    """Wrap a view: person, method, and errors told the OpenRosa way."""

    def mark(view: Door) -> Door:
        @csrf_exempt
        @functools.wraps(view)
        def guarded(request: HttpRequest, token: str = "", **kwargs: str) -> HttpResponse:
            request.at, request.draft = clock.now(), None
            try:
                _refresh(posted=request.method == "POST")
                if "\0" in request.path_info:  # PostgreSQL takes none
                    raise Refused(NO_SUCH_ADDRESS, status=404)
                if request.method not in methods:
                    raise Refused(WRONG_METHOD, status=405)
                person = _by_key(request, token) if token else _by_password(request)
                return view(request, token=token, person=person, **kwargs)
            except _Unknown as unknown:
                return _ask(request, stale=unknown.stale)
            except Refused as refusal:
                return wire.answer(
                    request, wire.message(refusal.text(language(request)), "submit_error"), refusal.status
                )
            except (OperationalError, InterfaceError, InternalError, OSError):
                log.exception("the submission door could not use database or disk")
                text = TRY_LATER.text(language(request))
                response = wire.answer(request, wire.message(text, "submit_error"), 503)
                response["Retry-After"] = "60"
                return response

        guarded.duty = roles.PUBLIC  # the key or password is the right; Gate has nothing to ask
        guarded.methods = list(methods)
        guarded.tells_faults = True  # also those of what Gate would ask the database for
        return guarded

    return mark


def _refresh(*, posted: bool) -> None:
    """Ask whether regions changed; not again at each of many posts, which are only kept here: whoever reads them asks anew."""
    global _asked_at
    moment = time.monotonic()
    if not posted or moment - _asked_at > LOOK_S:
        places.refresh()
        _asked_at = moment


_asked_at = float("-inf")


def language(request: HttpRequest) -> str:
    return "en" if request.headers.get("Accept-Language", "id").startswith("en") else "id"


def _ask(request: HttpRequest, *, stale: bool) -> HttpResponse:
    response = wire.answer(request, wire.message(NO_TOKEN.text(language(request)), "submit_error"), 401)
    response["WWW-Authenticate"] = digest.challenge(request.at, stale=stale)
    if request.is_secure():  # over plain http a password would be read on its way
        response["WWW-Authenticate"] += ', Basic realm="naikkelas", charset="UTF-8"'
    return response


def _by_key(request: HttpRequest, token: str) -> User:
    row = by_token(token, request.at)
    if row is None:
        raise Refused(BAD_TOKEN, status=403)
    request.draft = forms.draft_of(row) if row.kind == "draft" else None
    if row.kind == "draft" and (request.draft is None or not access.may(row.user, "forms.edit")):
        raise Refused(BAD_TOKEN, status=403)
    if row.kind != "draft" and not access.may(row.user, "monev.visit"):
        raise Refused(BAD_TOKEN, status=403)
    device = "".join(c for c in request.GET.get("deviceID", "") if c.isprintable())
    accounts.see_device(token=row, device=device, by=row.user, at=request.at)
    return row.user


def _by_password(request: HttpRequest) -> User:
    header = request.headers.get("Authorization", "")
    if request.is_secure() and header[:6].lower() == "basic ":
        return _by_basic(request, header[6:])
    given = digest.fields(header)
    who = {"username": given.get("username", "")[:60]}
    if not given:
        raise _Unknown
    if not AxesProxyHandler.is_allowed(request, who):
        raise Refused(LOCKED, status=429)
    known = by_digest(who["username"])
    ends = digest.expires_at(given.get("nonce", ""))
    right = known is not None and hmac.compare_digest(
        digest.answered(known[1], request.method, given).encode(), given.get("response", "").encode()
    )
    if not right or not _asks_for_this(request, given):
        if ends is not None:  # an old phone answering an old question guesses at nothing
            _failed(request, who)
        raise _Unknown
    if ends is None or ends <= request.at or not _first_use(request, given, known[0], ends):
        raise _Unknown(stale=True)
    return _sending(known[0])


def _asks_for_this(request: HttpRequest, given: dict[str, str]) -> bool:
    """Whether what was signed is this request, and not another one that somebody recorded."""
    asked = urlsplit(given.get("uri", ""))
    return unquote(asked.path) == request.path and asked.query == request.META.get("QUERY_STRING", "")


def _first_use(request: HttpRequest, given: dict[str, str], person: User, ends) -> bool:
    if given.get("qop") != "auth":
        return True  # RFC 2069 counts nothing
    try:
        count = int(given.get("nc", ""), 16)
    except ValueError:
        return False
    return 0 < count < 2**31 and accounts.spend_nonce(
        nonce=given["nonce"], count=count, until=ends, by=person, at=request.at
    )


def _by_basic(request: HttpRequest, coded: str) -> User:
    try:
        username, colon, password = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as fault:
        raise _Unknown from fault
    known = by_digest(username[:60]) if colon else None
    if known is None:
        raise _Unknown
    name = "basic:" + hashlib.sha256(f"{known[0].password}\0{password}".encode()).hexdigest()
    if not cache.get(name):
        person = authenticate(request, username=username, password=password)
        request.axes_locked_out = False  # told our way, not by the page for signing in
        if person is None:
            raise _Unknown
        cache.set(name, True, REMEMBER_SECONDS)
    return _sending(known[0])


def _failed(request: HttpRequest, who: dict[str, str]) -> None:
    user_login_failed.send(sender=__name__, credentials=who, request=request)
    request.axes_locked_out = False


def _sending(person: User) -> User:
    if not access.may(person, "monev.visit"):
        raise _Unknown
    return person
