"""Accounts."""

import itertools

from naikkelas.accounts import actions
from naikkelas.accounts.models import User
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW

PASSWORD = "gajah-way-kambas-42"
_number = itertools.count(1)
AREAS = {"ministry": "0", "province": "18", "evaluator": "18", "auditor": "18", "administrator": "18"}


def person(role: str, area: str = "", *, username: str = "", sign_in: bool = False) -> User:
    """An account of a role; without an area it gets the province's (an officer or enumerator Lampung Selatan).

    `sign_in`: with PASSWORD as its own choice, which costs a moment of Argon2; else nobody can sign in with it by password.
    """
    n = next(_number)
    user = actions.add(
        username=username or f"{role}{n}",
        name=f"{role.title()} {n} (uji)",
        role=role,
        area=area or AREAS.get(role, "18.01"),
        password=None,
        by=SYSTEM,
        at=NOW,
    )
    if sign_in:
        actions.set_password(user=user, password=PASSWORD, by=user, at=NOW)
    return user


def enumerator(area: str = "18.01", *, username: str = "") -> User:
    return person("enumerator", area, username=username)
