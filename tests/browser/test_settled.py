"""What "the page has come to rest" means in these journeys."""

import pytest
from playwright.sync_api import Page

from tests.browser.settled import settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ASKS = "<script>fetch('https://naikkelas.invalid/late').then(() => { document.title = 'came' })</script>"


@pytest.fixture
def asking(new_context) -> Page:
    """A page whose script asks for something as soon as it is loaded; nobody answers unless the test does."""
    page = new_context().new_page()
    page.route("https://naikkelas.invalid/", lambda route: route.fulfill(body=ASKS, content_type="text/html"))
    return page


def test_it_waits_for_what_comes_late(asking):
    held = []
    asking.route("**/late", lambda route: held.append(route))
    with settled(asking):
        asking.goto("https://naikkelas.invalid/")
        asking.wait_for_timeout(1_000)
        held.pop().fulfill(body="late")
    assert asking.title() == "came"


def test_it_names_what_never_comes(asking):
    asking.route("**/late", lambda route: None)
    with pytest.raises(TimeoutError, match="naikkelas.invalid/late"), settled(asking, patience_ms=1_500):
        asking.goto("https://naikkelas.invalid/")
