"""Changing places: lists of regions, their boundaries, facilities; and areas that split, merge or are renamed."""

from naikkelas.places.actions.changes import begin_change, discard_change, draft_change, end_change
from naikkelas.places.actions.day_decrees import decree_day, withdraw_day
from naikkelas.places.actions.lists import add_facility, import_boundaries, sync_regions
from naikkelas.places.actions.moves import move_records, place_records, return_records

__all__ = [
    "add_facility",
    "begin_change",
    "decree_day",
    "discard_change",
    "draft_change",
    "end_change",
    "import_boundaries",
    "move_records",
    "place_records",
    "return_records",
    "sync_regions",
    "withdraw_day",
]
