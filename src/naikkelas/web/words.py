"""The labels of stored words, and the colour of a badge that shows one. Stored values are stable English words."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naikkelas.accounts.roles import ROLES
from naikkelas.instruments.forms import questionnaires
from naikkelas.kit.bilingual import Text
from naikkelas.registry.queries.facilitations import AUTHORITIES_NUMBERS
from naikkelas.web import (
    class_words,
    cooperative_words,
    credential_words,
    finding_words,
    ledger_words,
    market_words,
    monev_words,
    notice_words,
    person_words,
    phone_words,
    plain_words,
    plut_words,
    programme_words,
    quality_words,
    report_words,
    startup_words,
    trail_detail_words,
    trail_words,
)
from naikkelas.web.withheld import withheld

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"

# kind → {stored word: (label, colour)}
WORDS: dict[str, dict[str, tuple[str | Text, str]]] = {
    **plain_words.WORDS,
    **credential_words.WORDS,
    **phone_words.WORDS,
    **trail_words.WORDS,
    **trail_detail_words.WORDS,
    "status": {
        "active": (_("Active"), GREEN),
        "inactive": (_("Inactive"), RED),
        "unknown": (_("Not known"), GREY),
    },
    "activity": {
        "active_rat": (_("Active, RAT held"), GREEN),
        "active_no_rat": (_("Active, RAT outstanding"), BLUE),
        "indicated_inactive": (_("Indicated inactive"), YELLOW),
        "inactive": (_("Inactive"), RED),
        "proposed_dissolution": (_("Proposed for dissolution"), RED),
        "dissolved": (_("Dissolved"), RED),
        "unknown": (_("Not judged"), GREY),
    },
    "activity_reason": {
        "rat_held": (_("the meeting for the last book year due was held"), GREY),
        "evidence": (_("no meeting, but a visit or turnover shows it at work"), GREY),
        "rat_within_lookback": (_("the last meeting lies within the look-back"), GREY),
        "not_found": (_("the last visit did not find it"), GREY),
        "no_rat": (_("no meeting and no evidence for two book years"), GREY),
        "no_rat_long": (_("no meeting and no evidence for three book years or more"), GREY),
        "proposed_dissolution": (_("a dissolution proposal exists"), GREY),
        "dissolved": (_("dissolved by the ministry"), GREY),
    },
    "health": {
        "healthy": (_("Healthy"), GREEN),
        "fairly_healthy": (_("Fairly healthy"), BLUE),
        "under_supervision": (_("Under supervision"), YELLOW),
        "under_special_supervision": (_("Under special supervision"), RED),
    },
    "health_grade": {
        "healthy": (_("healthy"), GREEN),
        "fairly_healthy": (_("fairly healthy"), BLUE),
        "less_healthy": (_("less healthy"), YELLOW),
        "unhealthy": (_("unhealthy"), RED),
    },
    "assessment": {
        "draft": (_("Draft"), GREY),
        "submitted": (_("Waits for a decision"), YELLOW),
        "verified": (_("Verified"), GREEN),
        "rejected": (_("Rejected"), RED),
        "withdrawn": (_("Set aside"), GREY),
    },
    "kuk": {
        "kuk_1": ("KUK 1", GREY),
        "kuk_2": ("KUK 2", BLUE),
        "kuk_3": ("KUK 3", GREEN),
        "kuk_4": ("KUK 4", YELLOW),
        "unknown": (_("Not known"), GREY),
        "": ("–", GREY),
    },
    "kuk_flag": {
        "tiers_differ": (_("The three measures fall into different tiers"), YELLOW),
        "incomplete": (_("Not all three measures are known"), YELLOW),
    },
    "cooperative_kind": {
        "consumer": (_("Consumer"), GREY),
        "producer": (_("Producer"), GREY),
        "service": (_("Service"), GREY),
        "marketing": (_("Marketing"), GREY),
        "savings_loan": (_("Savings and loan"), GREY),
        "multi_purpose": (_("Multi-purpose"), GREY),
    },
    "cooperative_group": {
        "": ("–", GREY),
        "kud": ("KUD", GREY),
        "kpri": ("KPRI", GREY),
        "employees": (_("Employees"), GREY),
        "market": (_("Market traders"), GREY),
        "fishers": (_("Fishers"), GREY),
        "kopontren": (_("Pesantren (kopontren)"), BLUE),
        "women": (_("Women"), GREY),
        "tourism_village": (_("Tourism village"), BLUE),
        "village_based": (_("Village-based"), BLUE),
        "students": (_("Students"), GREY),
    },
    "source": {
        "apbn_tp": (_("APBN, co-administration (TP)"), GREY),
        "apbn_dekon": (_("APBN, deconcentration"), GREY),
        "phln_tp": (_("Foreign loan or grant (PHLN), co-administration"), GREY),
        "phln_dekon": (_("Foreign loan or grant (PHLN), deconcentration"), GREY),
        "dak": (_("Special allocation fund (DAK)"), GREY),
        "apbd_province": (_("APBD province"), GREY),
        "apbd_regency": (_("APBD kabupaten/kota"), GREY),
    },
    "visit": {
        "received": (_("To verify"), YELLOW),
        "verified": (_("Verified"), GREEN),
        "rejected": (_("Returned to the enumerator"), RED),
        "again": (_("Made again as a check"), BLUE),
    },
    "instrument": {q.id: (q.title, GREY) for q in questionnaires().values()},
    "severity": {"low": (_("Low"), GREY), "medium": (_("Moderate"), YELLOW), "high": (_("High"), RED)},
    **ledger_words.WORDS,
    **person_words.WORDS,
    **quality_words.WORDS,
    "delivery": {
        "partial": (_("Waits for its files"), GREY),
        "received": (_("Received"), GREY),
        "looking": (_("Being read"), BLUE),
        "mapping": (_("Waits for its columns"), YELLOW),
        "looked": (_("Waits for your decision"), YELLOW),
        "applying": (_("Being applied"), BLUE),
        "applied": (_("Applied"), GREEN),
        "held": (_("Held for a person"), YELLOW),
        "aside": (_("Kept aside"), YELLOW),
        "refused": (_("Refused"), RED),
        "undone": (_("Undone"), GREY),
        "edited": (_("Replaced by an edit"), GREY),
        "trial": (_("Test of a draft"), GREY),
    },
    "mark": {
        "read": (_("Read in a source, not in the gazette itself"), BLUE),
        "unconfirmed": (_("Not yet confirmed"), YELLOW),
        "proposal": (_("Our proposal"), GREY),
    },
    "band": {
        "very_high": (_("Very high"), GREEN),
        "high": (_("High"), GREEN),
        "medium": (_("Moderate"), YELLOW),
        "low": (_("Low"), RED),
        "very_low": (_("Very low"), RED),
        "None": ("–", GREY),
    },
    "record_kind": {"enterprise": (_("MSME"), GREY), "cooperative": (_("Cooperative"), GREY)},
    "row_kind": {
        "registry.enterpriseyear": (_("Facts of a year"), GREY),
        "registry.cooperativeyear": (_("Book years"), GREY),
        "registry.activityverdict": (_("Verdicts on activity"), GREY),
        "programmes.recipient": (_("Aid received"), GREY),
        "programmes.application": (_("Proposals for aid"), GREY),
        "programmes.marketmanager": (_("Markets managed"), GREY),
        "monev.plannedvisit": (_("Planned visits"), GREY),
    },
    "link_band": {
        "proposed": (_("Proposed: one record"), GREEN),
        "person": (_("To be judged"), YELLOW),
        "apart": (_("Decided: two records"), GREY),
        "": ("–", GREY),
    },
    "action": {
        "enterprise.merged": (_("Another record merged into this one"), GREY),
        "enterprise.unmerged": (_("Merge taken back"), GREY),
        "enterprise.held_apart": (_("Decided: another record is not the same"), GREY),
        "enterprise.apart_taken_back": (_("Decision of two records taken back"), GREY),
        "enterprise.province_asked": (_("Province asked about a like record elsewhere"), GREY),
        "cooperative.province_asked": (_("Province asked about a like record elsewhere"), GREY),
        "cooperative.merged": (_("Another record merged into this one"), GREY),
        "cooperative.unmerged": (_("Merge taken back"), GREY),
        "cooperative.held_apart": (_("Decided: another record is not the same"), GREY),
        "cooperative.apart_taken_back": (_("Decision of two records taken back"), GREY),
        "enterprise.year_recorded": (_("Facts of a year recorded"), GREY),
        "cooperative.year_recorded": (_("Book year recorded"), GREY),
        "cooperative.balance_recorded": (_("Figures of a book year recorded"), GREY),
        "cooperative.scheme_set": (_("Conventional or sharia recorded"), GREY),
        "health.started": (_("Health assessment started"), GREY),
        "health.saved": (_("Worksheet saved"), GREY),
        "health.submitted": (_("Assessment handed in"), GREY),
        "health.withdrawn": (_("Draft set aside"), GREY),
        "health.verified": (_("Assessment verified"), GREY),
        "health.rejected": (_("Assessment rejected"), GREY),
        "health.corrected": (_("Correction of an assessment started"), GREY),
        "cooperative.judged": (_("Activity judged anew"), GREY),
        "visit.recorded": (_("Visit came in"), GREY),
        "visit.verified": (_("Visit verified"), GREY),
        "visit.rejected": (_("Visit returned to the enumerator"), GREY),
        "visit.revised": (_("Visit edited from the phone"), GREY),
        "visit.photos_added": (_("Photos came in"), GREY),
        "visit.assigned": (_("Visit assigned"), GREY),
        "person.enrolled": (_("Person entered"), GREY),
        "person.nik_revealed": (_("Whole NIK shown"), GREY),
        "recipient.named": (_("Named in a decree"), GREY),
        "money.allocated": (_("Money allocated"), GREY),
        "money.disbursed": (_("Money disbursed"), GREY),
        "money.reversed": (_("Disbursement taken back"), GREY),
        "milestone.reached": (_("Milestone reached"), GREY),
        "programme.added": (_("Programme entered"), GREY),
        "ceiling.set": (_("Ceiling entered"), GREY),
        "cycle.added": (_("Cycle made"), GREY),
        "cycle.drawn": (_("Visits drawn"), GREY),
        "cycle.published": (_("Cycle opened"), GREY),
        "cycle.discarded": (_("Draft of a cycle discarded"), GREY),
        "cycle.closed": (_("Cycle closed"), GREY),
        "cycle.reopened": (_("Cycle opened again"), GREY),
        "area.sent": (_("Area sent to the province"), GREY),
        "area.accepted": (_("Area accepted and locked"), GREY),
        "area.returned": (_("Area returned"), GREY),
        "delivery.received": (_("File received"), GREY),
        "delivery.looked": (_("File read"), GREY),
        "delivery.refused": (_("File refused"), GREY),
        "delivery.to_map": (_("Columns to be told"), GREY),
        "delivery.mapping_asked": (_("Columns to be told anew"), GREY),
        "delivery.mapped": (_("Columns told"), GREY),
        "mapping.saved": (_("Mapping saved"), GREY),
        "mapping.renamed": (_("Mapping renamed"), GREY),
        "mapping.deleted": (_("Mapping deleted"), GREY),
        "delivery.confirmed": (_("Import confirmed"), GREY),
        "delivery.line_decided": (_("Decided whom a row of a list means"), GREY),
        "delivery.applied": (_("Import applied"), GREY),
        "delivery.undone": (_("Import undone"), GREY),
        "delivery.discarded": (_("Import discarded"), GREY),
        "enterprises.enrolled": (_("Enterprises entered"), GREY),
        "registry.numbers_filled_in": (_("Credentials made of known numbers"), GREY),
        "registry.evidence_named": (_("Evidence of earlier visits named"), GREY),
        "registry.linked": (_("Duplicates looked for"), GREY),
        **ledger_words.ACTIONS,
        **phone_words.ACTIONS,
        **person_words.ACTIONS,
        **quality_words.ACTIONS,
        "enterprises.restored": (_("Enterprises taken back"), GREY),
        "cooperatives.enrolled": (_("Cooperatives entered"), GREY),
        "cooperatives.restored": (_("Cooperatives taken back"), GREY),
        "report.issued": (_("Report issued"), GREY),
        "account.added": (_("Account made"), GREY),
        "account.changed": (_("Account changed"), GREY),
        "account.area_changed": (_("Area of duty changed"), GREY),
        "account.opened": (_("Account opened"), GREY),
        "account.closed": (_("Account closed"), GREY),
        "account.password_set": (_("Password set"), GREY),
        "regions.synced": (_("List of regions loaded"), GREY),
        "areas.drafted": (_("Change of areas drafted"), GREY),
        "areas.discarded": (_("Draft of a change of areas discarded"), GREY),
        "areas.applied": (_("Change of areas applied"), BLUE),
        "areas.undone": (_("Change of areas undone"), YELLOW),
        "areas.moved": (_("Records moved to new area codes"), GREY),
        "areas.returned": (_("Records returned to old area codes"), GREY),
        "areas.placed": (_("Area decided for records"), GREY),
        "boundaries.imported": (_("Boundaries imported"), GREY),
        "facility.added": (_("Facility entered"), GREY),
    },
    "role": {role.id: (role.name, GREY) for role in ROLES.values()},
    "token": {
        "phone": (_("Phone (ODK Collect)"), GREY),
        "draft": (_("Test of a form"), GREY),
        "browser": (_("Browser"), GREY),
        "calendar": (_("Calendar"), GREY),
        "data": (_("Excel and Power BI"), GREY),
    },
}
WORDS["action"] |= credential_words.ACTIONS
WORDS |= class_words.WORDS
WORDS |= report_words.WORDS
WORDS["action"] |= report_words.ACTIONS

WORDS |= cooperative_words.WORDS
WORDS |= startup_words.WORDS
WORDS |= plut_words.WORDS
WORDS["action"] |= plut_words.ACTIONS
WORDS["row_kind"] |= plut_words.ROW_KINDS
WORDS["cooperative_group"] |= cooperative_words.GROUPS
WORDS["action"] |= cooperative_words.ACTIONS | startup_words.ACTIONS

WORDS |= programme_words.WORDS
WORDS["action"] |= programme_words.ACTIONS
WORDS["mark"] |= programme_words.MARKS
WORDS |= monev_words.WORDS
WORDS |= market_words.WORDS | notice_words.WORDS
WORDS["action"] |= monev_words.ACTIONS
WORDS["action"] |= market_words.ACTIONS | notice_words.ACTIONS
WORDS |= market_words.WORDS
WORDS["action"] |= market_words.ACTIONS
WORDS |= finding_words.WORDS
WORDS["action"] |= finding_words.ACTIONS


def label(kind: str, value: str) -> str:
    """The label of a stored word; the word itself where it is unknown, so that nothing vanishes."""
    return _label(kind, value, get_language())


@lru_cache(maxsize=8192)
def _label(kind: str, value: str, _language: str | None) -> str:
    found = WORDS[kind].get(value)
    return _text(found[0]) if found else value


def _text(text: str | Text) -> str:
    return (
        text.to("en" if (get_language() or "id").startswith("en") else "id")
        if isinstance(text, Text)
        else str(text)
    )


def colour(kind: str, value: str) -> str:
    return WORDS[kind].get(value, ("", GREY))[1]


def choices(kind: str) -> list[tuple[str, str]]:
    """(value, label) pairs for a select, without the empty word."""
    return [(value, _text(text)) for value, (text, _colour) in WORDS[kind].items() if value]


def choices_among(kind: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """(value, label) pairs of some words, in their order."""
    return [(value, label(kind, value)) for value in values]


# ── names of persons, for those whose role may see them ──

RESTRICTED = Text("(data dibatasi)", "(restricted)")

PERSONAL_INSTRUMENTS = frozenset(
    q.id for q in questionnaires().values() if q.subject in ("recipient", "enterprise")
)


def enterprise_name(enterprise, see: bool) -> str:
    """A sole trader's business name is personal: without data of persons, or where they are restricted, a number."""
    return enterprise.name if see and not enterprise.owner.restricted_at else f"UMKM {enterprise.pk}"


def recipient_name(recipient, see: bool) -> str:
    """Who received aid; a person only for who may see persons, and for nobody where the data are restricted."""
    if withheld(recipient):
        return _text(RESTRICTED)
    return recipient.name if see or recipient.kind != "person" else ""


def owner_name(person, see: bool) -> str:
    """The name of a person, for who may see it, unless the data are restricted."""
    if person.restricted_at and see:
        return _text(RESTRICTED)
    return person.name if see else ""


def written_name(row, see: bool) -> str:
    """The name that a proposal or decree was written with, unless the person's data are restricted."""
    if see and row.person and row.person.restricted_at:
        return _text(Text("(data dibatasi)", "(restricted)"))
    return row.name if see else ""


def credential_number(credential, see: bool) -> str:
    """A trademark or the name of a shop may be the owner's: only numbers that authorities give are for everybody."""
    return credential.number if see or credential.kind in AUTHORITIES_NUMBERS else ""


def planned_name(planned, see: bool) -> str:
    """Who or what is visited; persons and their businesses only by the code of the visit for those who may not see."""
    if planned.instrument not in PERSONAL_INSTRUMENTS and not planned.recipient_id:
        return planned.label
    return planned.label if see and not withheld(planned) else planned.code


def plut_client(service, see: bool) -> str:
    """Who a PLUT served; persons and their businesses only by number for those who may not see."""
    if service.enterprise_id:
        return enterprise_name(service.enterprise, see)
    return service.cooperative.name if service.cooperative_id else plut_guest(service.guest, see)


def plut_guest(guest, see: bool) -> str:
    return guest.guest_name if see else _text(Text(f"Klien {guest.pk}", f"Client {guest.pk}"))
