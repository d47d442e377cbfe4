"""Who enters and decides in one kabupaten: an officer and an enumerator of Lampung Selatan."""

import pytest

from naikkelas.accounts.models import User
from tests.factories import enumerator, person


@pytest.fixture
def officer() -> User:
    return person("regency", "18.01")


@pytest.fixture
def phone_user() -> User:
    return enumerator("18.01")
