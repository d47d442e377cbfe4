from naikkelas.notices.models.notice import Choice, Notice

__all__ = ["Choice", "Notice"]
