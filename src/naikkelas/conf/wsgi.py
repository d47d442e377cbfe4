"""The WSGI application that the server runs."""

import gc
import os
import tempfile
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from naikkelas.conf.lines import Lines
from naikkelas.conf.turns import Turns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.conf.settings")
LARGEST_BODY = 110_000_000
"""Bytes: a little more than any door takes, so that the door is what refuses."""
IN_MEMORY, PIECE = 1_000_000, 65_536
django = get_wsgi_application()
PATIENCE_S = 0.4
_turns = Turns(settings.PAGES_AT_ONCE)
_lines = Lines(settings.LINES)
# what is loaded now stays: looking through it for garbage again and again took a tenth of the time of every page
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Pages take turns: a dozen threads that share one interpreter each take far longer than one after the other.

    What phones send does not wait, since such threads wait for the disk together; nor does anybody longer than
    PATIENCE_S, since a report or export may take long.
    """
    if environ["REQUEST_METHOD"] == "POST":
        return _posted(environ, start_response)
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


def _posted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Give a body of unknown length (chunked, as some phones send) its length: Django reads nothing without one."""
    if environ.get("CONTENT_LENGTH"):
        return django(environ, start_response)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
        size = 0
        while size <= LARGEST_BODY and (piece := environ["wsgi.input"].read(PIECE)):
            size += len(piece)
            body.write(piece)
        body.seek(0)
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = body, str(size)
        return django(environ, start_response)
