from naikkelas.notices.actions.choosing import choose
from naikkelas.notices.actions.devices import add_device, end_device, end_devices, test_device
from naikkelas.notices.actions.telling import mark_all_read, mark_read, notify
from naikkelas.notices.actions.webhooks import renew_secret, replay, subscribe, switch, test, unsubscribe

__all__ = [
    "add_device",
    "choose",
    "end_device",
    "end_devices",
    "mark_all_read",
    "mark_read",
    "notify",
    "renew_secret",
    "replay",
    "subscribe",
    "switch",
    "test",
    "test_device",
    "unsubscribe",
]
