"""Reading the access matrix, and asking an address as somebody."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, get_resolver, reverse

from naikkelas.accounts.models import User
from tests.factories.world import PLACES, World, mark

TABLE: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "access_matrix.toml").read_text(encoding="utf-8")
)
LETTER = {
    "ministry": "M", "province": "P", "regency": "K", "enumerator": "E", "evaluator": "V", "auditor": "A",
    "administrator": "S",
}  # fmt: skip
METHODS = ("GET", "POST")
HANDLER = ClientHandler(enforce_csrf_checks=False)
"""One for all who ask: each would set up the middleware anew, which takes as long as a small page."""


def patterns(resolver: Any = None) -> Iterator[URLPattern]:
    """Every address of the resolver, however deep it is included."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield each
        else:
            yield from patterns(each)


PAGES = sorted(p.name for p in patterns() if p.name and not p.name.startswith(("openrosa-", "opendata-")))


def objects(name: str, world: World) -> dict[str, list]:
    """The addresses' arguments by place; one entry with place '' where the address names no object."""
    row = TABLE[name]
    return world.objects[row["of"]] if "of" in row else {"": row.get("args", [])}


def inside(area: str, code: str) -> bool:
    return area == "0" or code == area or code.startswith(f"{area}.")


def foreign(text: str, area: str) -> list[str]:
    """The places outside an area whose mark stands in a text."""
    return [code for code in PLACES if not inside(area, code) and mark(code) in text]


def seen(row: dict[str, Any], user: User, code: str, world: World) -> bool:
    """Whether the object of a place exists for this person."""
    if not code:
        return True
    if row.get("rule") == "assigned":
        return world.assigned[code] == user
    if row.get("rule") == "addressee":
        return world.told.get(code) == user
    if row.get("rule") == "cycle":
        return inside(user.area_id, code) or inside(code, user.area_id)
    return inside(user.area_id, code)


@dataclass(frozen=True)
class Asker:
    """A signed-in person (or nobody), asking without leaving anything behind."""

    user: User | None
    session: str = ""

    @classmethod
    def of(cls, user: User | None) -> "Asker":
        if user is None:
            return cls(None)
        client = Client()
        client.force_login(user, backend="naikkelas.web.signed_in.Backend")
        return cls(user, client.cookies[settings.SESSION_COOKIE_NAME].value)

    def client(self, **kwargs: Any) -> Client:
        client = Client(raise_request_exception=False, **kwargs)
        if not kwargs:
            client.handler = HANDLER
        if self.session:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        return client

    def ask(self, method: str, path: str, data: dict | None = None):
        with transaction.atomic():
            response = self.client().generic(method, path) if method not in METHODS else (
                self.client().post(path, data or {}) if method == "POST" else self.client().get(path, data or {})
            )  # fmt: skip
            transaction.set_rollback(True)
        return response


def address(name: str, args: list) -> str:
    return reverse(name, args=args)
