"""What arrives: spreadsheets of the registry, and filled forms."""

from naikkelas.intake.actions.erasure import Whom, erase_from_deliveries
from naikkelas.intake.actions.reading import read_submission, read_waiting, refuse_held, release
from naikkelas.intake.actions.retention import retire_attachments, retire_spreadsheets, retire_submissions
from naikkelas.intake.actions.spreadsheets import apply, confirm, discard, look, receive_spreadsheet, undo
from naikkelas.intake.actions.submissions import Parcel, Receipt, accept

__all__ = [
    "Parcel",
    "Receipt",
    "Whom",
    "accept",
    "apply",
    "confirm",
    "discard",
    "erase_from_deliveries",
    "look",
    "read_submission",
    "read_waiting",
    "receive_spreadsheet",
    "refuse_held",
    "release",
    "retire_attachments",
    "retire_spreadsheets",
    "retire_submissions",
    "undo",
]
