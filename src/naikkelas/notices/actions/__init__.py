from naikkelas.notices.actions.choosing import choose
from naikkelas.notices.actions.devices import (
    add_device,
    end_device,
    end_devices,
    move_device,
    test_device,
)
from naikkelas.notices.actions.telling import Telling, mark_all_read, mark_read, notify, notify_all
from naikkelas.notices.actions.webhooks import renew_secret, replay, subscribe, switch, test, unsubscribe

__all__ = [
    "Telling",
    "add_device",
    "choose",
    "end_device",
    "end_devices",
    "mark_all_read",
    "mark_read",
    "move_device",
    "notify",
    "notify_all",
    "renew_secret",
    "replay",
    "subscribe",
    "switch",
    "test",
    "test_device",
    "unsubscribe",
]
