"""Subscribing other systems to data events, changing, testing, replaying and ending that."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.notices import delivering, sending
from naikkelas.notices.families import FAMILIES
from naikkelas.notices.models import Subscription
from naikkelas.trail import queries as trail
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

NOTHING_CHOSEN = Kind(
    "webhook.families", "Pilih paling sedikit satu jenis peristiwa.", "Choose at least one kind of event."
)
NO_POINT = Kind(
    "webhook.point",
    "Titik ulang harus antara 0 dan {newest}.",
    "The point to replay from lies between 0 and {newest}.",
)


def subscribe(
    *, name: str, url: str, families: list[str], by: User, at: datetime
) -> tuple[Subscription, str]:
    """Tell another system from now on; return the row and its secret, which is shown this once. Raises Refused."""
    _demand(url, families)  # asks for the name of the host: not inside the transaction
    secret = sending.PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    with transaction.atomic():
        made = Subscription.objects.create(
            name=name.strip(), url=url, area_id=by.area_id, families=families,
            secret_sealed=vault.current().seal.close(secret), done_to=trail.newest_link(), made_by=by, made_at=at,
        )  # fmt: skip
        _note("webhook.added", made, by, at, families=families)
    return made, secret


@transaction.atomic
def renew_secret(*, subscription: Subscription, by: User, at: datetime) -> str:
    """Another secret; the former one signs nothing any more."""
    access.demand(by, subscription.area_id)
    secret = sending.PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    Subscription.objects.filter(pk=subscription.pk).update(secret_sealed=vault.current().seal.close(secret))
    _note("webhook.secret_renewed", subscription, by, at)
    return secret


@transaction.atomic
def switch(*, subscription: Subscription, active: bool, by: User, at: datetime) -> None:
    """Stop telling, or go on where it stopped: nothing of what happened meanwhile is left out."""
    access.demand(by, subscription.area_id)
    Subscription.objects.filter(pk=subscription.pk).update(
        active=active, failures=0, next_at=None, failing_since_at=None
    )
    _note("webhook.resumed" if active else "webhook.stopped", subscription, by, at)


@transaction.atomic
def replay(*, subscription: Subscription, after: int, by: User, at: datetime) -> None:
    """Tell everything again that came after a point; receivers know the ids they had. Raises Refused."""
    access.demand(by, subscription.area_id)
    newest = trail.newest_link()
    if not 0 <= after <= newest:
        raise Refused(NO_POINT, newest=newest)
    Subscription.objects.filter(pk=subscription.pk).update(
        done_to=after, failures=0, next_at=None, failing_since_at=None
    )
    _note("webhook.replayed", subscription, by, at, after=after)


def test(*, subscription: Subscription, by: User, at: datetime) -> sending.Answer:
    """Send a test and return what came of it. Not in a transaction: it waits for the receiver."""
    access.demand(by, subscription.area_id)
    _note("webhook.tested", subscription, by, at)
    return delivering.send_test(subscription, at)


@transaction.atomic
def unsubscribe(*, subscription: Subscription, by: User, at: datetime) -> None:
    """End a subscription; its log goes with it."""
    access.demand(by, subscription.area_id)
    _note("webhook.ended", subscription, by, at)
    subscription.delete()


def _demand(url: str, families: list[str]) -> None:
    if not families or not set(families) <= set(FAMILIES):
        raise Refused(NOTHING_CHOSEN)
    sending.checked(url, settings.NAIKKELAS_WEBHOOK_HOSTS)


def _note(action: str, subscription: Subscription, by: User, at: datetime, **details: object) -> None:
    note(
        by=by, at=at, action=action, on=("webhook", subscription.pk), area=subscription.area_id, name=subscription.name, **details
    )  # fmt: skip
