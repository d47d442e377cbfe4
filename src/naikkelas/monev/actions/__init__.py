"""Changing monev: cycles and who is visited, visits as they come in, findings until they are closed."""

from naikkelas.monev.actions.areas import apply_change, place_in_area, undo_change
from naikkelas.monev.actions.citizens import (
    CITIZEN,
    answer_report,
    close_report,
    open_finding_of_report,
    retire_contacts,
    take_report,
)
from naikkelas.monev.actions.closing import close_cycle, reopen_cycle
from naikkelas.monev.actions.comments import comment_visit
from naikkelas.monev.actions.copying import copy_cycle
from naikkelas.monev.actions.cycles import add_cycle, assign, discard_cycle, draw, publish
from naikkelas.monev.actions.deciding import reject_visit, verify_visits
from naikkelas.monev.actions.delegations import delegate, take_back_delegation
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
from naikkelas.monev.actions.freezing import freeze_area
from naikkelas.monev.actions.markets import open_idle_markets
from naikkelas.monev.actions.nudges import escalate, nudge
from naikkelas.monev.actions.plans import (
    choose_whom,
    give_role,
    set_costs,
    set_targets,
    take_role,
    write_plan,
)
from naikkelas.monev.actions.plausibility import judge_waiting
from naikkelas.monev.actions.review import accept_area, return_area, send_area, unlock_area
from naikkelas.monev.actions.revisits import draw_again, set_tolerances
from naikkelas.monev.actions.self_reports import open_from_reports, send_report
from naikkelas.monev.actions.teams import add_team, give_to_team, record_attempt, remove_team, replace_visit
from naikkelas.monev.actions.telling import tell_deadlines
from naikkelas.monev.actions.visits import (
    ALREADY,
    Doubtful,
    edit_visit,
    exchange_visit,
    record_visit,
    renew_photos,
    revise_visit,
)
from naikkelas.monev.actions.visits_together import Arrived, record_visits

__all__ = [
    "ALREADY",
    "Arrived",
    "CITIZEN",
    "Doubtful",
    "UNKNOWN_CAUSE",
    "accept_area",
    "act",
    "add_cycle",
    "add_team",
    "answer_report",
    "apply_change",
    "approve_cannot",
    "assign",
    "choose_whom",
    "close",
    "close_cycle",
    "close_report",
    "comment_visit",
    "complete",
    "copy_cycle",
    "delegate",
    "discard_cycle",
    "draw",
    "draw_again",
    "edit_visit",
    "erase_from_visits",
    "escalate",
    "exchange_visit",
    "freeze_area",
    "give_role",
    "give_to_team",
    "judge_waiting",
    "merge_records",
    "nudge",
    "open_about_aid",
    "open_by_hand",
    "open_double_aid",
    "open_finding_of_report",
    "open_from_reports",
    "open_idle_markets",
    "place_in_area",
    "propose_cannot",
    "publish",
    "record_attempt",
    "record_visit",
    "record_visits",
    "reject_visit",
    "renew_photos",
    "reopen",
    "reopen_cycle",
    "remove_team",
    "replace_visit",
    "retire_contacts",
    "retire_photos",
    "return_area",
    "revise_visit",
    "send_area",
    "send_back",
    "send_report",
    "set_costs",
    "set_targets",
    "set_tolerances",
    "take_back_delegation",
    "take_report",
    "take_role",
    "tell_deadlines",
    "undo_change",
    "unlock_area",
    "unmerge",
    "verify_visits",
    "watch_budgets",
    "watch_findings",
    "write_plan",
]
