"""Entering programmes and moving their money."""

from naikkelas.programmes.actions.erasure import erase_recipients
from naikkelas.programmes.actions.ledger import (
    commit,
    fill_in_decrees,
    record_return,
    record_use,
    reverse_commitment,
    reverse_return,
    reverse_use,
)
from naikkelas.programmes.actions.money import allocate, disburse, name_recipient, reverse, set_ceiling
from naikkelas.programmes.actions.programmes import add_programme, reach
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
    "RECIPIENTS",
    "StageGiven",
    "TypeGiven",
    "add_type",
    "change_type",
    "remove_unused_type",
    "retire_type",
    "add_programme",
    "allocate",
    "commit",
    "disburse",
    "erase_recipients",
    "fill_in_decrees",
    "name_recipient",
    "reach",
    "record_return",
    "record_use",
    "reverse",
    "reverse_commitment",
    "reverse_return",
    "reverse_use",
    "set_ceiling",
]
