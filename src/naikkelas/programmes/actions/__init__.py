"""Entering programmes and moving their money."""

from naikkelas.programmes.actions.erasure import (
    erase_recipients,
)
from naikkelas.programmes.actions.ledger import (
    commit,
    fill_in_decrees,
    record_return,
    record_use,
    reverse_commitment,
    reverse_return,
    reverse_use,
)
from naikkelas.programmes.actions.money import (
    allocate,
    disburse,
    name_recipient,
    reverse,
    set_ceiling,
)
from naikkelas.programmes.actions.programmes import (
    add_programme,
    reach,
)
from naikkelas.programmes.actions.startup_calls import (
    attach_file,
    change_application,
    enter_application,
    hand_in,
    open_call,
    withdraw_application,
)
from naikkelas.programmes.actions.startup_decisions import (
    decide_call,
    judge_applications,
)
from naikkelas.programmes.actions.startup_erasure import (
    erase_applications,
)
from naikkelas.programmes.actions.startup_reports import (
    RECIPIENT,
    issue_link,
    move_report,
    open_with_code,
    revoke_link,
    save_report,
    send_report,
)
from naikkelas.programmes.actions.types import (
    MOST_STAGES,
    RECIPIENTS,
    StageGiven,
    TypeGiven,
    add_type,
    change_type,
    remove_unused_type,
    retire_type,
)

__all__ = [
    "MOST_STAGES",
    "RECIPIENT",
    "RECIPIENTS",
    "StageGiven",
    "TypeGiven",
    "add_programme",
    "add_type",
    "allocate",
    "attach_file",
    "change_application",
    "change_type",
    "commit",
    "decide_call",
    "disburse",
    "enter_application",
    "erase_applications",
    "erase_recipients",
    "fill_in_decrees",
    "hand_in",
    "issue_link",
    "judge_applications",
    "move_report",
    "name_recipient",
    "open_call",
    "open_with_code",
    "reach",
    "record_return",
    "record_use",
    "remove_unused_type",
    "retire_type",
    "reverse",
    "reverse_commitment",
    "reverse_return",
    "reverse_use",
    "revoke_link",
    "save_report",
    "send_report",
    "set_ceiling",
    "withdraw_application",
]
