"""Issuing reports, recording that they were sent, reminding of them, and setting targets."""

from naikkelas.reports.actions.acceptance import accept_area, keep_figures, redact_kept
from naikkelas.reports.actions.assignments import issue_assignment, withdraw_assignment
from naikkelas.reports.actions.issues import document, drawn_again, issue, redact_issues
from naikkelas.reports.actions.letters import issue_letter, record_hearing, redact_letters
from naikkelas.reports.actions.reminders import send_reminders
from naikkelas.reports.actions.sendings import record_sending, withdraw_sending
from naikkelas.reports.actions.targets import set_target, withdraw_target

__all__ = [
    "accept_area",
    "keep_figures",
    "redact_kept",
    "document",
    "drawn_again",
    "issue",
    "issue_letter",
    "record_hearing",
    "redact_letters",
    "issue_assignment",
    "record_sending",
    "redact_issues",
    "send_reminders",
    "set_target",
    "withdraw_assignment",
    "withdraw_sending",
    "withdraw_target",
]
