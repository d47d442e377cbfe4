"""Changing the registry: many rows from an import, or one record after a visit."""

from naikkelas.registry.actions.access import count_export, log_access, log_export, log_seen, retire_accesses
from naikkelas.registry.actions.amending import amend_record, put_back_record
from naikkelas.registry.actions.areas import move_areas, place_in_area, return_areas
from naikkelas.registry.actions.coaching import (
    add_coaching_step,
    cancel_coaching,
    finish_coaching,
    plan_coaching,
    record_coaching_visit,
    reopen_coaching,
    start_coaching,
    tick_coaching_step,
)
from naikkelas.registry.actions.cooperatives import (
    enrol_cooperatives,
    judge_activity,
    judge_anew,
    ready_cooperatives,
    record_book_year,
)
from naikkelas.registry.actions.corrections import correct_persons, restrict_persons
from naikkelas.registry.actions.doubles import ask_province, keep_apart, take_back_apart
from naikkelas.registry.actions.enterprises import enrol_enterprises, ready_enterprises
from naikkelas.registry.actions.erasure import erase_persons
from naikkelas.registry.actions.evidence import name_evidence
from naikkelas.registry.actions.facilitations import (
    add_facilitation,
    change_facilitation,
    enrol_facilitations,
    restore_facilitation,
    withdraw_facilitation,
)
from naikkelas.registry.actions.foresee import foresee_cooperatives, foresee_enterprises
from naikkelas.registry.actions.health import (
    CHANGED,
    INCOMPLETE,
    correct_assessment,
    record_balance,
    reject_assessment,
    save_worksheet,
    set_scheme,
    start_assessment,
    submit_assessment,
    verify_assessment,
    withdraw_assessment,
)
from naikkelas.registry.actions.held import with_held_enterprises
from naikkelas.registry.actions.history import (
    PastCertificate,
    PastMeeting,
    PastOfficial,
    PastYear,
    enter_histories,
)
from naikkelas.registry.actions.keys import unfold
from naikkelas.registry.actions.links import link_cooperatives, link_enterprises
from naikkelas.registry.actions.meetings import (
    File,
    appoint_official,
    end_term,
    record_certificate,
    record_meeting,
)
from naikkelas.registry.actions.merges import merge_records, unmerge
from naikkelas.registry.actions.numbers import fill_in_numbers
from naikkelas.registry.actions.persons import enrol_person, find_by_nik, person_of_nik, reveal_nik
from naikkelas.registry.actions.quality import check_quality, decide_issues, recheck_issue, reopen_issue
from naikkelas.registry.actions.standing import (
    UnitGiven,
    fill_in_units,
    record_decree,
    set_groups,
    set_units,
    withdraw_decree,
)
from naikkelas.registry.actions.undo import restore_cooperatives, restore_enterprises
from naikkelas.registry.actions.warnings import refresh_warnings
from naikkelas.registry.actions.withdrawing import reenter_record, withdraw_record, withdraw_refused
from naikkelas.registry.actions.year import correct_year, record_year

__all__ = [
    "UnitGiven",
    "amend_record",
    "ask_province",
    "CHANGED",
    "INCOMPLETE",
    "correct_assessment",
    "correct_persons",
    "check_quality",
    "decide_issues",
    "recheck_issue",
    "reopen_issue",
    "add_facilitation",
    "change_facilitation",
    "enrol_facilitations",
    "fill_in_numbers",
    "restore_facilitation",
    "withdraw_facilitation",
    "File",
    "PastCertificate",
    "PastMeeting",
    "PastOfficial",
    "PastYear",
    "add_coaching_step",
    "appoint_official",
    "cancel_coaching",
    "end_term",
    "correct_year",
    "enrol_cooperatives",
    "enrol_enterprises",
    "enrol_person",
    "erase_persons",
    "find_by_nik",
    "person_of_nik",
    "enter_histories",
    "finish_coaching",
    "foresee_cooperatives",
    "foresee_enterprises",
    "judge_activity",
    "keep_apart",
    "link_cooperatives",
    "judge_anew",
    "link_enterprises",
    "log_access",
    "count_export",
    "log_export",
    "log_seen",
    "merge_records",
    "name_evidence",
    "move_areas",
    "place_in_area",
    "put_back_record",
    "reenter_record",
    "withdraw_record",
    "withdraw_refused",
    "plan_coaching",
    "ready_cooperatives",
    "ready_enterprises",
    "record_balance",
    "record_book_year",
    "record_certificate",
    "record_coaching_visit",
    "record_decree",
    "record_meeting",
    "record_year",
    "reject_assessment",
    "refresh_warnings",
    "reopen_coaching",
    "restore_cooperatives",
    "restore_enterprises",
    "restrict_persons",
    "return_areas",
    "retire_accesses",
    "reveal_nik",
    "save_worksheet",
    "set_scheme",
    "start_assessment",
    "submit_assessment",
    "take_back_apart",
    "fill_in_units",
    "set_groups",
    "set_units",
    "start_coaching",
    "tick_coaching_step",
    "unfold",
    "unmerge",
    "verify_assessment",
    "with_held_enterprises",
    "withdraw_assessment",
    "withdraw_decree",
]
