from naikkelas.notices.actions.choosing import choose
from naikkelas.notices.actions.telling import mark_all_read, mark_read, notify
from naikkelas.notices.actions.webhooks import renew_secret, replay, subscribe, switch, test, unsubscribe

__all__ = [
    "choose",
    "mark_all_read",
    "mark_read",
    "notify",
    "renew_secret",
    "replay",
    "subscribe",
    "switch",
    "test",
    "unsubscribe",
]
