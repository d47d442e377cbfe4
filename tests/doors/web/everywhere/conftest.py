"""Tests of every address share one world: made once for a module, and rolled back after it."""

import pytest
from django.db import transaction

from naikkelas.kit import clock
from tests.conftest import NOW


@pytest.fixture(scope="module")
def text():
    """What names hold beside the mark of their place; a module may say otherwise."""
    from tests.factories.world import mark

    return mark


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, text):
    """One of everything at every place."""
    from naikkelas.analytics import cache
    from tests.factories.world import world

    with django_db_blocker.unblock(), transaction.atomic():
        clock.set_to(NOW)
        cache.forget()
        yield world(text)
        cache.forget()
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(world):
    """The transaction of the world stands around the whole module: each question is rolled back by its asker."""


@pytest.fixture(scope="module")
def askers(world):
    """Everybody in the world, signed in."""
    from tests.doors.web.everywhere.matrix import Asker

    return [Asker.of(user) for user in world.people]
