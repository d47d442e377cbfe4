"""Telling subscribed systems what happened: in the order of the trail, each event until its receiver took it."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F

from naikkelas import vault
from naikkelas.accounts import queries as accounts
from naikkelas.notices import sending
from naikkelas.notices.actions.telling import notify
from naikkelas.notices.families import family_of
from naikkelas.notices.models import Delivery, Subscription
from naikkelas.places import queries as places
from naikkelas.trail import queries as trail

AT_ONCE = 200
TURN_S = 20
"""Events looked at, and seconds, before another subscription has its turn: a receiver may take all and take long."""
WAITS = (5, 15, 30, 60, 120, 300, 600)
"""Seconds after the first, second, … failure; after the last, every ten minutes for ever."""
TELL_AFTER = 6
KEPT = timedelta(days=30)


def deliver(at: datetime) -> int:
    """Send what is to be sent; return how many events arrived. Run every second or two, by one worker.

    Killed in between, the event whose receiver had answered is sent again, with the same id.
    """
    due = Subscription.objects.filter(active=True).exclude(next_at__gt=at).order_by("id")
    arrived = sum(_turn(subscription, at) for subscription in due)
    if arrived:
        Delivery.objects.filter(tried_at__lt=at - KEPT).delete()
    return arrived


def _turn(subscription: Subscription, at: datetime) -> int:
    arrived, began, round_at = 0, time.monotonic(), at
    for number, event_id, event in trail.linked_after(subscription.done_to, AT_ONCE):
        family = family_of(event.action, subscription.families)
        at = round_at + timedelta(
            seconds=time.monotonic() - began
        )  # receivers refuse what is signed long ago
        if family and places.covers(subscription.area_id, event.area_code):
            if not _tell(
                subscription, number, event_id, payload(number, event_id, event, family), event.action, at
            ):
                return arrived
            arrived += 1
        if not _went_on(subscription, number):
            return arrived  # replayed, changed or stopped meanwhile
        if arrived and time.monotonic() - began > TURN_S:
            break
    return arrived


def payload(number: int, event_id: str, event: Any, family: Any) -> dict[str, Any]:
    """What is told of an event: that it happened, to which record, where. No name, no text, no figure: who may see these
    asks for them with their own right."""
    told: dict[str, Any] = {
        "id": event_id, "number": number, "type": event.action, "family": family.id,
        "at": event.at.astimezone(UTC).isoformat(timespec="seconds"), "area": event.area_code,
        "installation": settings.NAIKKELAS_URL,
    }  # fmt: skip
    if event.object_type in family.objects:
        told["object"] = {"type": event.object_type, "id": event.object_id}
    return told


def send_test(subscription: Subscription, at: datetime) -> sending.Answer:
    """One event that says it is a test; it changes nothing in what was told and what was not."""
    event_id = f"test-{at:%Y%m%d%H%M%S}"
    told = {"id": event_id, "number": 0, "type": "test", "family": "test", "at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "area": subscription.area_id, "installation": settings.NAIKKELAS_URL}  # fmt: skip
    return _send(subscription, 0, event_id, told, "test", at)


def secret_of(subscription: Subscription) -> str:
    return vault.current().seal.open(subscription.secret_sealed)


def _send(
    subscription: Subscription, number: int, event_id: str, told: dict[str, Any], action: str, at: datetime
) -> sending.Answer:
    body = json.dumps(told, separators=(",", ":")).encode()
    answer = sending.post(subscription.url, secret_of(subscription), event_id, body, int(at.timestamp()))
    Delivery.objects.create(
        subscription=subscription, number=number, action=action, tried_at=at, status=answer.status, took_ms=answer.took_ms,
        problem=answer.problem,
    )  # fmt: skip
    return answer


def _tell(
    subscription: Subscription, number: int, event_id: str, told: dict[str, Any], action: str, at: datetime
) -> bool:
    answer = _send(subscription, number, event_id, told, action, at)
    own = Subscription.objects.filter(pk=subscription.pk)
    if answer.ok:
        if subscription.failures:
            own.update(failures=0, next_at=None, failing_since_at=None)
            subscription.failures = 0
        return True
    subscription.failures += 1
    wait = WAITS[min(subscription.failures, len(WAITS)) - 1]
    since = subscription.failing_since_at or at
    own.update(failures=F("failures") + 1, next_at=at + timedelta(seconds=wait), failing_since_at=since)
    if subscription.failures == TELL_AFTER:
        notify(
            kind="webhook.failing", to=accounts.office_of(subscription.area_id, "webhooks.manage"), at=at,
            about=("webhook", subscription.pk), once=f"{subscription.pk}-{since:%Y%m%d%H%M%S}", name=subscription.name,
        )  # fmt: skip
    return False


def _went_on(subscription: Subscription, number: int) -> bool:
    """Remember how far it was told, unless somebody set another point meanwhile."""
    own = Subscription.objects.filter(pk=subscription.pk, done_to=subscription.done_to, active=True)
    if not own.update(done_to=number):
        return False
    subscription.done_to = number
    return True
