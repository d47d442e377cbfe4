"""What arrives: spreadsheets of the registry, and filled forms."""

from naikkelas.intake.actions.accepting_together import MOST, accept_batch, accept_together
from naikkelas.intake.actions.choosing import choose
from naikkelas.intake.actions.dismissing import bring_back, dismiss
from naikkelas.intake.actions.erasure import Whom, erase_from_deliveries
from naikkelas.intake.actions.field_changes import accept_change, refuse_change
from naikkelas.intake.actions.looking import look
from naikkelas.intake.actions.mappings import ask_mapping, delete_mapping, rename_mapping, use_mapping
from naikkelas.intake.actions.money import look_money, receive_money
from naikkelas.intake.actions.money_entering import (
    apply_money,
    choose_for_line,
    confirm_money,
    money_depends_on,
    undo_money,
)
from naikkelas.intake.actions.office_editing import edit_visit, foresee_edit
from naikkelas.intake.actions.reading import TOGETHER, read_submission, read_waiting, release
from naikkelas.intake.actions.retention import retire_attachments, retire_spreadsheets, retire_submissions
from naikkelas.intake.actions.spreadsheets import (
    apply,
    confirm,
    depends_on,
    discard,
    receive_spreadsheet,
    undo,
)
from naikkelas.intake.actions.submissions import (
    MAX_ATTACHMENTS,
    TOO_MANY_ATTACHMENTS,
    Parcel,
    Receipt,
    accept,
    forget_trials,
)
from naikkelas.intake.actions.telling import tell_taken_over
from naikkelas.intake.actions.undoing_changes import enter_again, made_refused, undo_change

__all__ = [
    "MAX_ATTACHMENTS",
    "MOST",
    "TOO_MANY_ATTACHMENTS",
    "TOGETHER",
    "Parcel",
    "Receipt",
    "Whom",
    "accept",
    "accept_batch",
    "accept_change",
    "accept_together",
    "refuse_change",
    "apply",
    "apply_money",
    "ask_mapping",
    "bring_back",
    "choose",
    "confirm",
    "confirm_money",
    "choose_for_line",
    "delete_mapping",
    "depends_on",
    "discard",
    "dismiss",
    "edit_visit",
    "erase_from_deliveries",
    "foresee_edit",
    "forget_trials",
    "look",
    "money_depends_on",
    "look_money",
    "read_submission",
    "read_waiting",
    "receive_spreadsheet",
    "receive_money",
    "release",
    "retire_attachments",
    "retire_spreadsheets",
    "retire_submissions",
    "tell_taken_over",
    "rename_mapping",
    "undo",
    "enter_again",
    "made_refused",
    "undo_change",
    "undo_money",
    "use_mapping",
]
