"""What arrives: spreadsheets of the registry, and filled forms."""

from naikkelas.intake.actions.reading import read_submission, read_waiting, refuse_held, release
from naikkelas.intake.actions.spreadsheets import apply, confirm, discard, look, receive_spreadsheet, undo
from naikkelas.intake.actions.submissions import Parcel, Receipt, accept

__all__ = [
    "Parcel",
    "Receipt",
    "accept",
    "apply",
    "confirm",
    "discard",
    "look",
    "read_submission",
    "read_waiting",
    "receive_spreadsheet",
    "refuse_held",
    "release",
    "undo",
]
