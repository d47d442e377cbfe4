from naikkelas.reports.models.assignment import AssignmentLetter
from naikkelas.reports.models.duty import Reminder, Sending
from naikkelas.reports.models.frozen import FrozenFigures
from naikkelas.reports.models.issue import Issue
from naikkelas.reports.models.letter import Letter
from naikkelas.reports.models.target import Target

__all__ = ["AssignmentLetter", "FrozenFigures", "Issue", "Letter", "Reminder", "Sending", "Target"]
