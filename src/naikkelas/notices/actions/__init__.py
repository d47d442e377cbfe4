from naikkelas.notices.actions.choosing import choose
from naikkelas.notices.actions.telling import mark_all_read, mark_read, notify

__all__ = ["choose", "mark_all_read", "mark_read", "notify"]
