from naikkelas.reports.models.duty import Reminder, Sending
from naikkelas.reports.models.issue import Issue
from naikkelas.reports.models.target import Target

__all__ = ["Issue", "Reminder", "Sending", "Target"]
