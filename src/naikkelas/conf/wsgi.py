"""The WSGI application that the server runs."""

import gc
import io
import os
import tempfile
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from naikkelas.conf.lines import Lines
from naikkelas.conf.turns import Turns
from naikkelas.kit import aside

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.conf.settings")
LARGEST_BODY = 110_000_000
"""Bytes: a little more than any door takes, so that the door is what refuses."""
IN_MEMORY, PIECE = 1_000_000, 65_536
django = get_wsgi_application()


class _Phones(WSGIHandler):
    """Takes submissions that bear their key in the address. What middleware gives people (sessions, languages, messages,
    packed pages) would take as long as keeping what was sent."""

    def load_middleware(self, is_async: bool = False) -> None:
        everything, settings.MIDDLEWARE = settings.MIDDLEWARE, settings.PHONE_MIDDLEWARE
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = everything


_phones = _Phones()
PATIENCE_S = 0.4
_turns, _sendings = Turns(settings.PAGES_AT_ONCE), Turns(settings.PAGES_AT_ONCE)
_lines = Lines(settings.LINES)
# each thread has a connection, and what they all remember of the file would add up to a gigabyte; the system remembers too
type(connections["default"]).cache_kib = 4_096
# what is loaded now stays: looking through it for garbage again and again took a tenth of the time of every page
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Pages take turns: a dozen threads that share one interpreter each take far longer than one after the other.

    What is posted does not wait behind pages, since such threads wait for the disk together; nor does anybody longer than
    PATIENCE_S, since a report or export may take long.
    """
    if environ["REQUEST_METHOD"] == "POST":
        path = environ["PATH_INFO"]
        if path.startswith("/k/") and path.endswith("/submission"):
            return _sent(environ, start_response)
        return _posted(django, environ, start_response)
    taken = _turns.take(PATIENCE_S)
    waiting = _turns.length
    _lines.tell(waiting)
    if _lines.too_long(waiting):
        start_response = _closing(start_response)
    try:
        return django(environ, start_response)
    finally:
        if taken:
            _turns.give()


def _closing(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """Have the connection closed after the answer."""

    def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("Connection", "close")], *rest)

    return begin


def _sent(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Take a submission. Those that are here as a whole take turns too, until they wait for the disk: of a dozen at once, the
    unlucky would wait many times longer than the rest."""
    size = environ.get("CONTENT_LENGTH") or ""
    if not size.isdigit() or int(size) > IN_MEMORY:
        return _posted(_phones, environ, start_response)
    environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(size)))
    with aside.turn(lambda: _sendings.take(PATIENCE_S), _sendings.give):
        return _phones(environ, start_response)


def _posted(
    handler: WSGIHandler, environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    """Give a body of unknown length (chunked, as some phones send) its length: Django reads nothing without one."""
    if environ.get("CONTENT_LENGTH"):
        return handler(environ, start_response)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
        size = 0
        while size <= LARGEST_BODY and (piece := environ["wsgi.input"].read(PIECE)):
            size += len(piece)
            body.write(piece)
        body.seek(0)
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = body, str(size)
        return handler(environ, start_response)
