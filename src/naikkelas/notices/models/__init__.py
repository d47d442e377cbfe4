from naikkelas.notices.models.notice import Choice, Notice
from naikkelas.notices.models.push import PushDevice, PushMessage
from naikkelas.notices.models.webhook import Delivery, Subscription

__all__ = ["Choice", "Delivery", "Notice", "PushDevice", "PushMessage", "Subscription"]
