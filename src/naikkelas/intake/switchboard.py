"""Which action takes which kind of record. Explicit, so that it can be searched for."""

from naikkelas.monev import actions as monev
from naikkelas.registry import actions as registry

# per kind of registry record: tell what writing rows would do; add what is known of those that are there; make rows
# ready (in a thread, ahead); write them; take them back
FORESEE = {"enterprise": registry.foresee_enterprises, "cooperative": registry.foresee_cooperatives}
HELD = {"enterprise": registry.with_held_enterprises, "cooperative": lambda rows, at: rows}
READY = {"enterprise": registry.ready_enterprises, "cooperative": registry.ready_cooperatives}
REGISTRY = {"enterprise": registry.enrol_enterprises, "cooperative": registry.enrol_cooperatives}
RESTORE = {"enterprise": registry.restore_enterprises, "cooperative": registry.restore_cooperatives}
AMEND = registry.amend_record
PUT_BACK = registry.put_back_record
WITHDRAW_REFUSED = registry.withdraw_refused
WITHDRAW = registry.withdraw_record
REENTER = registry.reenter_record
VISIT = monev.record_visit
VISITS = monev.record_visits
PHOTOS = monev.renew_photos
REVISE = monev.revise_visit
EDIT = monev.edit_visit
CHOOSE = monev.exchange_visit
