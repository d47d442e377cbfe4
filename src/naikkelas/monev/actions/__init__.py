"""Changing monev: cycles and who is visited, visits as they come in, findings until they are closed."""

from naikkelas.monev.actions.areas import apply_change, place_in_area, undo_change
from naikkelas.monev.actions.citizens import (
    CITIZEN,
    answer_report,
    close_report,
    open_finding_of_report,
    take_report,
)
from naikkelas.monev.actions.cycles import (
    accept_area,
    add_cycle,
    assign,
    draw,
    publish,
    return_area,
    send_area,
)
from naikkelas.monev.actions.doubles import merge_records, open_double_aid, unmerge
from naikkelas.monev.actions.erasure import erase_from_visits, retire_photos
from naikkelas.monev.actions.figures import watch_budgets, watch_findings
from naikkelas.monev.actions.finding_ends import approve_cannot, propose_cannot, reopen
from naikkelas.monev.actions.findings import (
    UNKNOWN_CAUSE,
    act,
    close,
    complete,
    open_about_aid,
    open_by_hand,
    send_back,
)
from naikkelas.monev.actions.markets import open_idle_markets
from naikkelas.monev.actions.self_reports import open_from_reports, send_report
from naikkelas.monev.actions.telling import tell_deadlines
from naikkelas.monev.actions.visits import (
    Doubtful,
    record_visit,
    reject_visit,
    renew_photos,
    revise_visit,
    verify_visits,
)

__all__ = [
    "CITIZEN",
    "UNKNOWN_CAUSE",
    "Doubtful",
    "accept_area",
    "act",
    "add_cycle",
    "apply_change",
    "assign",
    "close",
    "draw",
    "merge_records",
    "erase_from_visits",
    "open_about_aid",
    "open_by_hand",
    "open_double_aid",
    "open_from_reports",
    "open_idle_markets",
    "place_in_area",
    "publish",
    "record_visit",
    "reject_visit",
    "renew_photos",
    "revise_visit",
    "retire_photos",
    "return_area",
    "send_area",
    "send_back",
    "send_report",
    "tell_deadlines",
    "unmerge",
    "undo_change",
    "verify_visits",
    "answer_report",
    "approve_cannot",
    "close_report",
    "complete",
    "open_finding_of_report",
    "propose_cannot",
    "reopen",
    "take_report",
    "watch_budgets",
    "watch_findings",
]
