"""A data folder of its own for every test process, a real database file in it, regions and forms loaded once."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="naikkelas-test-"))
for name in [name for name in os.environ if name.startswith("NAIKKELAS_")]:
    del os.environ[name]
os.environ["NAIKKELAS_DATA"] = str(FOLDER)
# Playwright's event loop runs in the test's thread; Django would take that for asynchronous code
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import shutil  # noqa: E402
from datetime import UTC, datetime  # noqa: E402

import pytest  # noqa: E402

from naikkelas import vault  # noqa: E402

# a worker of pytest-xdist has read the settings already, with the folder of the process that started it; what one worker
# erases would be missing in another
vault.configure(FOLDER)

ON_POSTGRESQL = bool(os.environ.get("DATABASE_URL"))
collect_ignore = ["unit"] if ON_POSTGRESQL else []  # knows no database: `make test` has run it
NOW = datetime(2020, 3, 13, 2, 0, tzinfo=UTC)
"""Where tests stand: 13 March 2020, nine in the morning in Lampung."""
_blocker = None


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks it; and files with something slow first, that no worker is left alone with one at the end."""
    if ON_POSTGRESQL:
        config.hook.pytest_deselected(items=[item for item in items if _same_on_any(item)])
        items[:] = [item for item in items if not _same_on_any(item)]
    slow = {item.path for item in items if any(item.iter_markers("slow"))}
    items.sort(key=lambda item: item.path not in slow)


def _same_on_any(item: pytest.Item) -> bool:
    """Whether it goes the same whatever database the tests run on."""
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    asks = any(item.iter_markers("django_db"))
    return any(item.iter_markers("once")) or (folder in ("spec", "architecture") and not asks)


@pytest.fixture(autouse=True)
def _clock() -> None:
    """Doors read the clock: let it show NOW at the beginning of each test, as a demonstration's does."""
    from django.conf import settings

    from naikkelas.analytics import cache
    from naikkelas.kit import clock
    from naikkelas.places import queries as places

    clock.set_to(NOW)
    settings.NAIKKELAS_IATI_ORG = "ID-UJI-1"  # an office that may publish
    cache.forget()  # a rolled back test's data had versions that this test's data will have too
    places.forget()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite in a file, as an installation has it, not in memory."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "naikkelas.conf.sqlite":
        database.setdefault("TEST", {})["NAME"] = str(FOLDER / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """After the tables, what every installation has: regions and forms. Before they go, nobody may be connected."""
    global _blocker
    _blocker = django_db_blocker
    with django_db_blocker.unblock():
        _installation()
    yield
    from naikkelas.intake.actions.submissions import WRITER

    with django_db_blocker.unblock():
        WRITER.stop()


def _installation() -> None:
    from naikkelas.ops.ready import installation_ready

    installation_ready(NOW)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None):
    """A test that commits ends with every table emptied: give the next one its regions and forms back."""
    yield
    marker = item.get_closest_marker("django_db")
    committed = bool(marker and marker.kwargs.get("transaction"))
    emptied = committed or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if emptied and nextitem is not None:  # after the last test the database is gone already
        with _blocker.unblock():
            _installation()


@pytest.fixture
def as_user(client):
    """Sign a user in: `as_user(user)` returns a client that is that person."""

    def signed_in(user):
        client.force_login(user, backend="naikkelas.web.signed_in.Backend")
        return client

    return signed_in
