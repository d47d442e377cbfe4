"""Browsers in which a person is told by web push: entering one, trying it, and ending it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.notices import pushing, queries, sending
from naikkelas.notices.models import PushDevice
from naikkelas.trail.actions import note
from naikkelas.vault import push as web_push

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

AT_MOST = 10
"""Devices of one person; another one takes the place of the oldest."""
NOT_A_SUBSCRIPTION = Kind(
    "push.subscription",
    "Peramban memberi alamat yang tidak dapat dipakai. Muat ulang halaman dan coba lagi; bila tetap gagal, pakai peramban lain.",
    "The browser gave an address that cannot be used. Reload the page and try again; if it fails again, use another browser.",
)


def add_device(
    *, address: pushing.Address, name: str, instead: PushDevice | None, by: User, at: datetime
) -> tuple[PushDevice, str]:
    """Tell a person in one more browser; return the device and the token of its cookie. Raises Refused.

    A browser belongs to whoever asked last: what it was told for somebody else before ends. `instead`: what its cookie stood
    for until now.
    """
    _demand(address)  # asks for the name of the host: not inside the transaction
    token, seal = secrets.token_urlsafe(32), vault.current().seal
    index = seal.index(address.endpoint)
    with transaction.atomic():
        PushDevice.objects.filter(Q(endpoint_index=index) | Q(pk=instead.pk if instead else None)).delete()
        for row in queries.devices_of(by)[AT_MOST - 1 :]:
            row.delete()
        made = PushDevice.objects.create(
            user=by, sealed=address.sealed(), endpoint_index=index, token_index=seal.index(token),
            name=name[:60], made_at=at,
        )  # fmt: skip
        note(by=by, at=at, action="push.added", on=("user", by.pk), area=by.area_id, device=made.name)
    return made, token


def move_device(*, device: PushDevice, address: pushing.Address, by: User, at: datetime) -> PushDevice:
    """The push service gave a browser another address: what it is told goes there from now on, what waits too. Raises
    Refused."""
    _demand(address)  # asks for the name of the host: not inside the transaction
    index = vault.current().seal.index(address.endpoint)
    with transaction.atomic():
        PushDevice.objects.filter(endpoint_index=index).exclude(pk=device.pk).delete()
        device.sealed, device.endpoint_index = address.sealed(), index
        device.failures, device.next_at, device.failing_since_at = 0, None, None
        device.save(update_fields=["sealed", "endpoint_index", "failures", "next_at", "failing_since_at"])
        note(
            by=by,
            at=at,
            action="push.moved",
            on=("user", device.user_id),
            area=by.area_id,
            device=device.name,
        )
    return device


def test_device(*, device: PushDevice, by: User, at: datetime) -> sending.Answer:
    """Send a test and return what came of it. Not in a transaction: it waits for the push service."""
    note(by=by, at=at, action="push.tested", on=("user", by.pk), area=by.area_id, device=device.name)
    return pushing.send_test(device, at)


@transaction.atomic
def end_device(*, device: PushDevice, by: User, at: datetime) -> None:
    """Tell nobody in this browser any more; what it was still to be told goes with it."""
    note(by=by, at=at, action="push.ended", on=("user", device.user_id), area=by.area_id, device=device.name)
    device.delete()


@transaction.atomic
def end_devices(*, user: User, but: PushDevice | None, by: User, at: datetime) -> int:
    """The same for all of a person, but one: after a new password, or with a closed account."""
    rows = queries.devices_of(user).exclude(pk=but.pk if but else None)
    ended = rows.count()
    if ended:
        note(by=by, at=at, action="push.ended", on=("user", user.pk), area=user.area_id, devices=ended)
        rows.delete()
    return ended


def _demand(address: pushing.Address) -> None:
    try:
        browser, secret = web_push.from_text(address.p256dh), web_push.from_text(address.auth)
        sending.checked(address.endpoint, pushing.INNER)
    except (ValueError, Refused) as error:
        raise Refused(NOT_A_SUBSCRIPTION) from error
    fits = address.endpoint.isascii() and len(address.endpoint) <= 1000 and len(secret) == 16
    if not fits or not web_push.is_browser_key(browser):
        raise Refused(NOT_A_SUBSCRIPTION)
