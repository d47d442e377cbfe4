"""When a page has everything that it asks for by itself: maps, charts, parts that come later."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request

PATIENCE_MS = 60_000
QUIET_S = 0.5


@contextmanager
def settled(page: Page, patience_ms: int = PATIENCE_MS) -> Iterator[None]:
    """Leave the block once the page is loaded and has asked for nothing for half a second.

    Not Playwright's "networkidle": it is lost for good when the network rests before the document is read to its end
    and a request follows, as on a busy machine (microsoft/playwright#42598).

    Raises:
        TimeoutError: something is still not answered after `patience_ms`; its addresses are named.
    """
    pending: set[Request] = set()
    changed = time.monotonic()

    def asked(request: Request) -> None:
        nonlocal changed
        pending.add(request)
        changed = time.monotonic()

    def answered(request: Request) -> None:
        nonlocal changed
        pending.discard(request)
        changed = time.monotonic()

    handlers = {"request": asked, "requestfinished": answered, "requestfailed": answered}
    for event, handler in handlers.items():
        page.on(event, handler)
    try:
        yield
        page.wait_for_load_state()
        end = time.monotonic() + patience_ms / 1000
        while pending or time.monotonic() - changed < QUIET_S:
            if time.monotonic() > end:
                raise TimeoutError(f"{page.url} still waits for {sorted(r.url for r in pending)}")
            page.wait_for_timeout(100)
    finally:
        for event, handler in handlers.items():
            page.remove_listener(event, handler)
