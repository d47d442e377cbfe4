"""Entering programmes and moving their money."""

from naikkelas.programmes.actions.erasure import erase_recipients
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
    "disburse",
    "erase_recipients",
    "name_recipient",
    "reach",
    "reverse",
    "set_ceiling",
]
