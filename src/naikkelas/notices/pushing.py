"""Notices to devices by web push: gathered as e-mails are, encrypted for one browser, and tried until they are no news.

First what is due becomes a message for each device of a person (`_gather`), then the messages are sent (`_send`): a push
service that does not answer keeps its own devices waiting, less and less often asked, and nobody else's.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from naikkelas import vault
from naikkelas.kit import clock, days
from naikkelas.kit.bilingual import Text
from naikkelas.notices import queries, sending
from naikkelas.notices.digests import ripe
from naikkelas.notices.kinds import KINDS, NOW
from naikkelas.notices.models import Notice, PushDevice, PushMessage
from naikkelas.places import queries as places
from naikkelas.trail.actions import SYSTEM, note
from naikkelas.vault import push as web_push

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

NEWS = timedelta(days=3)
"""So long a message is tried, and so long a push service keeps it for a device that is off: over a weekend."""
TOO_OLD = timedelta(days=14)
"""A digest waits for its day so long at most."""
WAITS_S = (30, 60, 300, 900, 3600)
"""Seconds after the first, second, … failure; after the last, every hour."""
LONGEST_WAIT_S = 86_400
GIVEN_UP = timedelta(days=30)
"""A device that could not be reached for so long is forgotten."""
LENGTH = 512
"""All shorter messages are filled up to this: their size tells nothing."""
TEXT = 240
INNER: frozenset[str] = frozenset()
"""Hosts inside the own network that messages may go to: none. Where they go, every signed-in browser says itself."""
LIST = "/pemberitahuan/"
NO_MORE = (404, 410)
"""The service knows the subscription no more (RFC 8030, section 7.3)."""
_MANY = Text("{count} pemberitahuan", "{count} notices")
_DUE = Text("{text} (tenggat {day})", "{text} (due {day})")
_TEST = Text("Uji coba: pemberitahuan sampai di perangkat ini.", "A test: notices reach this device.")


@dataclass(frozen=True)
class Address:
    """Where a browser is reached and how it reads."""

    endpoint: str
    p256dh: str
    auth: str
    site: str

    @classmethod
    def of(cls, device: PushDevice) -> Address:
        return cls(**json.loads(vault.current().seal.open(device.sealed)))

    def sealed(self) -> bytes:
        return vault.current().seal.close(json.dumps(vars(self)))


def push(at: datetime) -> int:
    """Hand out what is due and send what waits; return how many messages arrived. Run every few seconds, by one worker."""
    _gather(at)
    return _send(at)


# ── what is due becomes messages ──


def _gather(at: datetime) -> None:
    waiting = Notice.objects.exclude(push="off").filter(pushed_at=None, made_at__gt=at - TOO_OLD)
    people: defaultdict[int, list[Notice]] = defaultdict(list)
    for notice in waiting.select_related("user__area").order_by("id"):
        people[notice.user_id].append(notice)
    for found in people.values():
        local = at.astimezone(places.zone_of(found[0].user.area_id))
        due = [notice for notice in found if ripe(notice.push, notice.made_at, local)]
        if due:
            _hand_out(due, at)


@transaction.atomic
def _hand_out(due: list[Notice], at: datetime) -> None:
    """One message to each device of one person with everything that is due and not read yet."""
    rows = Notice.objects.select_for_update().filter(pk__in=[n.pk for n in due], pushed_at=None)
    free = set(rows.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=free).update(pushed_at=at)
    user = due[0].user
    news = [notice for notice in due if notice.pk in free and notice.read_at is None]
    if not news or not user.is_active:
        return
    PushMessage.objects.bulk_create(
        PushMessage(device=device, told=_told(news, user.language), urgency=_urgency(news), made_at=at)
        for device in queries.devices_of(user)
    )


def _told(news: list[Notice], lang: str) -> dict[str, str]:
    newest = news[-1]
    if len(news) == 1:
        text = queries.text(newest, lang)
        if newest.due_on:
            text = _DUE.to(lang).format(text=text, day=days.day_text(newest.due_on, lang))
        return _message(text, f"{LIST}{newest.pk}/", f"n{newest.pk}", lang)
    names = dict.fromkeys(KINDS[n.kind].name.to(lang) for n in news if n.kind in KINDS)
    text = f"{_MANY.to(lang).format(count=len(news))}: {', '.join(names)}"
    return _message(text, LIST, f"n{newest.pk}", lang)


def _message(body: str, url: str, tag: str, lang: str) -> dict[str, str]:
    return {"title": "naikkelas", "body": body[:TEXT], "url": url, "tag": tag, "lang": lang}


def _urgency(news: list[Notice]) -> str:
    """How much of its battery a phone spends on it (RFC 8030, section 5.3)."""
    at_once = [KINDS.get(n.kind) for n in news if n.push == NOW]
    if any(kind and kind.urgent for kind in at_once):
        return "high"
    return "normal" if at_once else "low"


# ── messages are sent ──


def _send(at: datetime) -> int:
    PushMessage.objects.filter(made_at__lte=at - NEWS).delete()
    ready = PushMessage.objects.filter(Q(device__next_at=None) | Q(device__next_at__lte=at))
    waiting = ready.filter(device__user__is_active=True).select_related("device__user")
    arrived, silent = 0, set[str]()
    for device, messages in groupby(waiting.order_by("device_id", "id"), lambda m: m.device):
        address = Address.of(device)
        host = urlsplit(address.endpoint).netloc
        for message in messages:
            if host in silent:
                break  # ten seconds of waiting are enough for one turn
            left = message.made_at + NEWS - at
            answer = _post(address, message.told, message.urgency, left, at)
            if not answer.ok:
                if answer.status is None:
                    silent.add(host)
                _failed(device, answer, at)
                break
            message.delete()
            _reached(device, at)
            arrived += 1
    return arrived


def send_test(device: PushDevice, at: datetime) -> sending.Answer:
    """One message that says it is a test, at once; a device that is no more is forgotten by it."""
    lang = device.user.language
    told = _message(_TEST.to(lang), f"{LIST}pilihan/", "test", lang)
    answer = _post(Address.of(device), told, "high", timedelta(minutes=5), at)
    if answer.ok:
        _reached(device, at)
    elif answer.status in NO_MORE:
        _failed(device, answer, at)
    return answer


def _post(
    address: Address, told: dict[str, Any], urgency: str, left: timedelta, at: datetime
) -> sending.Answer:
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    browser, secret = web_push.from_text(address.p256dh), web_push.from_text(address.auth)
    until = clock.real(at) + timedelta(hours=12)  # RFC 8292 allows a day
    headers = {
        "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "User-Agent": "naikkelas-push/1",
        "TTL": str(int(left.total_seconds())), "Urgency": urgency,
        "Authorization": vault.current().push_key.authorization(
            address.endpoint, _contact(address.site), int(until.timestamp())
        ),
    }  # fmt: skip
    body = web_push.readable_by(browser, secret, content, length=LENGTH)
    return sending.send(address.endpoint, body, headers, INNER)


def _contact(site: str) -> str:
    """Whom a push service may turn to (RFC 8292, section 2.1)."""
    return site if site.startswith("https://") else f"mailto:{settings.DEFAULT_FROM_EMAIL}"


def _reached(device: PushDevice, at: datetime) -> None:
    PushDevice.objects.filter(pk=device.pk).update(
        reached_at=at, failures=0, next_at=None, failing_since_at=None
    )
    device.failures, device.failing_since_at = 0, None


def _failed(device: PushDevice, answer: sending.Answer, at: datetime) -> None:
    since = device.failing_since_at or at
    if answer.status in NO_MORE or at - since > GIVEN_UP:
        _forget(device, device.user, at)
        return
    wait = max(WAITS_S[min(device.failures, len(WAITS_S) - 1)], min(answer.wait_s, LONGEST_WAIT_S))
    PushDevice.objects.filter(pk=device.pk).update(
        failures=device.failures + 1, next_at=at + timedelta(seconds=wait), failing_since_at=since
    )


@transaction.atomic
def _forget(device: PushDevice, user: User, at: datetime) -> None:
    note(by=SYSTEM, at=at, action="push.gone", on=("user", user.pk), area=user.area_id, device=device.name)
    device.delete()
