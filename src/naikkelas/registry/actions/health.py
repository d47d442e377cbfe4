"""Health of cooperatives: figures of the book year, the worksheet, handing it in, and another person's decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas.kit.problems import Kind, Refused
from naikkelas.registry import queries
from naikkelas.registry.models import Cooperative, CooperativeBalance, HealthAssessment
from naikkelas.rules import cooperative_health, kuk
from naikkelas.rules.cooperative_health import BALANCE_FACTS, HealthRules
from naikkelas.trail.actions import note
from naikkelas.trail.changing import between

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

State = HealthAssessment.State

NO_SUCH_RULES = Kind(
    "health.rules",
    "Kumpulan aturan ini tidak untuk koperasi ini. Pilih salah satu yang ditawarkan.",
    "This rule set is not for this cooperative. Choose one of those offered.",
)
BAD_YEAR = Kind(
    "health.year",
    "Tahun buku {year} belum berakhir pada hari penilaian. Pilih tahun buku yang sudah ditutup.",
    "Book year {year} has not ended on the day of assessment. Choose one that is closed.",
)
LATER_DAY = Kind(
    "health.day",
    "Hari penilaian tidak boleh sesudah hari ini.",
    "The day of assessment cannot be after today.",
)
OPEN_ALREADY = Kind(
    "health.open_already",
    "Penilaian tahun buku {year} dengan aturan ini sedang berjalan. Buka penilaian itu dan lanjutkan.",
    "An assessment of book year {year} under this rule set is under way. Open it and go on.",
)
SCHEME_IN_USE = Kind(
    "health.scheme_in_use",
    "Koperasi ini punya penilaian yang sedang berjalan. Selesaikan atau kesampingkan dahulu, lalu ubah skemanya.",
    "This cooperative has an assessment under way. Finish it or set it aside first, then change the scheme.",
)
NOT_A_DRAFT = Kind(
    "health.not_draft",
    "Kertas kerja ini sudah diajukan, jadi isinya tidak dapat diubah. Untuk mengubahnya, buat koreksi.",
    "This worksheet was handed in, so it cannot change. To change it, make a correction.",
)
CHANGED = Kind(
    "health.changed",
    "Kertas kerja ini diubah orang lain setelah Anda membukanya. Isian Anda belum disimpan: muat ulang halaman untuk melihat isi "
    "terakhir, lalu isi lagi yang perlu.",
    "Somebody else changed this worksheet after you opened it. Your entries are not saved: load the page again to see the "
    "newest content, then fill in what is needed.",
)
INCOMPLETE = Kind(
    "health.incomplete",
    "Masih ada {count} isian yang kosong. Lengkapi dahulu; rancangannya tersimpan.",
    "{count} entries are still empty. Fill them in first; the draft is saved.",
)
CONCLUSION_NEEDED = Kind(
    "health.conclusion",
    "Tulis kesimpulan (paling sedikit 10 huruf) sebelum mengajukan.",
    "Write a conclusion (at least 10 characters) before handing it in.",
)
ASSIGNMENT_NEEDED = Kind(
    "health.assignment",
    "Isi nomor surat tugas dan tim penilai sebelum mengajukan.",
    "Fill in the number of the assignment letter and the team before handing it in.",
)
NOT_SUBMITTED = Kind(
    "health.not_submitted",
    "Penilaian ini tidak sedang menunggu keputusan. Muat ulang halaman untuk melihat keadaannya.",
    "This assessment is not waiting for a decision. Load the page again to see its state.",
)
MAKER_IS_CHECKER = Kind(
    "approval.maker_is_checker_health",
    "Anda yang membuat penilaian ini, jadi orang lain yang memutuskannya. Minta rekan atau atasan memverifikasi.",
    "You made this assessment, so another person decides on it. Ask a colleague or superior to verify.",
)
REASON_NEEDED = Kind(
    "health.reason",
    "Tulis alasan penolakan (paling sedikit 10 huruf), supaya dapat diperbaiki.",
    "Write why it is rejected (at least 10 characters), so that it can be mended.",
)
NOT_DECIDED = Kind(
    "health.not_decided",
    "Hanya penilaian yang sudah diverifikasi atau ditolak dapat dikoreksi.",
    "Only an assessment that was verified or rejected can be corrected.",
)
STALE_RULES = Kind(
    "health.stale_rules",
    "Kumpulan aturan penilaian ini sudah tidak ada. Mulai penilaian baru dengan aturan yang berlaku.",
    "The rule set of this assessment is gone. Start a new one under the rules in force.",
)


@transaction.atomic
def record_balance(
    *, cooperative: Cooperative, book_year: int, facts: Mapping[str, int | None], by: User, at: datetime
) -> CooperativeBalance:
    """Record the figures of a book year as a whole, superseding what stood; the same figures leave it as it is."""
    Cooperative.objects.select_for_update().get(pk=cooperative.pk)
    values = {name: facts.get(name) for name in BALANCE_FACTS}
    held = cooperative.balances.filter(book_year=book_year, superseded_at=None).first()
    if held and all(getattr(held, name) == value for name, value in values.items()):
        return held
    if held:
        CooperativeBalance.objects.filter(pk=held.pk).update(superseded_at=at)
    row = CooperativeBalance.objects.create(
        cooperative=cooperative, book_year=book_year, recorded_by=by, recorded_at=at, **values
    )
    note(
        by=by, at=at, action="cooperative.balance_recorded", on=("cooperative", cooperative.pk), area=cooperative.area_id,
        year=book_year, **between({name: getattr(held, name, None) for name in values}, values),
    )  # fmt: skip
    return row


@transaction.atomic
def set_scheme(*, cooperative: Cooperative, sharia: bool, by: User, at: datetime) -> Cooperative:
    """Say whether a cooperative works by sharia principles, which decides on the rules of its assessment."""
    locked = Cooperative.objects.select_for_update().get(pk=cooperative.pk)
    if locked.sharia == sharia:
        return locked
    if _open_of(locked).exists():
        raise Refused(SCHEME_IN_USE, status=409)
    was, locked.sharia, cooperative.sharia = locked.sharia, sharia, sharia
    locked.save(update_fields=["sharia"])
    note(
        by=by, at=at, action="cooperative.scheme_set", on=("cooperative", locked.pk), area=locked.area_id,
        **between({"sharia": was}, {"sharia": sharia}),
    )  # fmt: skip
    return locked


def _open_of(cooperative: Cooperative) -> Any:
    return cooperative.assessments.filter(state__in=["draft", "submitted"], superseded_at=None)


@transaction.atomic
def start_assessment(
    *, cooperative: Cooperative, book_year: int, rule_set: str, as_of: date, assignment_no: str, team: str,
    by: User, at: datetime, synthetic: bool = False,
) -> HealthAssessment:  # fmt: skip
    """Open a worksheet with the figures that are known of the book year."""
    rules = cooperative_health.rule_sets().get(rule_set)
    scheme = cooperative_health.scheme_of(sharia=cooperative.sharia)
    if rules is None or scheme not in rules.schemes:
        raise Refused(NO_SUCH_RULES)
    if as_of > timezone.localdate(at):
        raise Refused(LATER_DAY)
    if book_year >= as_of.year:
        raise Refused(BAD_YEAR, year=book_year)
    Cooperative.objects.select_for_update().get(pk=cooperative.pk)
    if _open_ones(cooperative.pk, book_year, rule_set).exists():
        raise Refused(OPEN_ALREADY, status=409, year=book_year)
    known = queries.facts_known(cooperative, book_year)
    made = HealthAssessment(
        cooperative=cooperative, book_year=book_year, rule_set=rule_set, rule_hash=rules.head.hash, scheme=scheme, as_of=as_of,
        trial=not rules.head.in_force(as_of), assignment_no=assignment_no.strip()[:80], team=team.strip(), made_by=by,
        synthetic=synthetic, recorded_at=at,
        inputs={"checks": {}, "facts": {n: known[n] for n in rules.facts(scheme) if n in known}},
    )  # fmt: skip
    _work_out(made, rules)
    made.save()
    _note(made, "health.started", by, at, cooperative.area_id, rules=rule_set)
    return made


def _open_ones(cooperative: int, book_year: int, rule_set: str) -> Any:
    return HealthAssessment.objects.filter(
        cooperative_id=cooperative,
        book_year=book_year,
        rule_set=rule_set,
        state__in=["draft", "submitted"],
        superseded_at=None,
    )


def _note(
    made: HealthAssessment, action: str, by: User, at: datetime, area: str = "", **details: object
) -> None:
    note(
        by=by, at=at, action=action, on=("healthassessment", made.pk), area=area or made.cooperative.area_id,
        cooperative=made.cooperative_id, year=made.book_year, **details,
    )  # fmt: skip


def _rules(made: HealthAssessment) -> HealthRules:
    rules = cooperative_health.rule_sets().get(made.rule_set)
    if rules is None or made.scheme not in rules.schemes:
        raise Refused(STALE_RULES, status=409)
    return rules


def _work_out(made: HealthAssessment, rules: HealthRules) -> None:
    """Fill in scores, total and predicate as far as the inputs go, under the rule set as it reads now."""
    sheet = rules.work_out(made.scheme, made.inputs["checks"], made.inputs["facts"])
    made.scores, made.rule_hash = sheet.scores, rules.head.hash
    made.total, made.predicate = (sheet.total, sheet.predicate) if not sheet.missing else (None, "")


def _locked(assessment: HealthAssessment) -> HealthAssessment:
    return (
        HealthAssessment.objects.select_for_update(of=("self",))
        .select_related("cooperative")
        .get(pk=assessment.pk)
    )


def _draft(assessment: HealthAssessment, version: int) -> HealthAssessment:
    locked = _locked(assessment)
    if locked.state != State.DRAFT or locked.superseded_at:
        raise Refused(NOT_A_DRAFT, status=409)
    if locked.version != version:
        raise Refused(CHANGED, status=409)
    return locked


@transaction.atomic
def save_worksheet(
    *, assessment: HealthAssessment, checks: Mapping[str, bool], facts: Mapping[str, int], assignment_no: str, team: str,
    conclusion: str, version: int, by: User, at: datetime,
) -> HealthAssessment:  # fmt: skip
    """Save a draft as far as it is filled in. `version` is the one the person saw: another's save is not overwritten."""
    locked = _draft(assessment, version)
    rules = _rules(locked)
    asked = set(rules.checks(locked.scheme)), set(rules.facts(locked.scheme))
    locked.inputs = {
        "checks": {name: value for name, value in checks.items() if name in asked[0]},
        "facts": {name: value for name, value in facts.items() if name in asked[1]},
    }
    locked.assignment_no, locked.team = assignment_no.strip()[:80], team.strip()
    locked.conclusion = conclusion.strip()
    locked.version += 1
    _work_out(locked, rules)
    locked.save()
    _note(locked, "health.saved", by, at)
    return locked


@transaction.atomic
def submit_assessment(
    *, assessment: HealthAssessment, version: int, by: User, at: datetime
) -> HealthAssessment:
    """Hand a complete worksheet in: from now on it stands as it is, and somebody else decides."""
    locked = _draft(assessment, version)
    rules = _rules(locked)
    sheet = rules.work_out(locked.scheme, locked.inputs["checks"], locked.inputs["facts"])
    if sheet.missing:
        raise Refused(INCOMPLETE, count=len(sheet.missing))
    if not locked.assignment_no or not locked.team:
        raise Refused(ASSIGNMENT_NEEDED)
    if len(locked.conclusion) < 10:
        raise Refused(CONCLUSION_NEEDED)
    _work_out(locked, rules)
    size = kuk.judge(queries.kuk_facts(locked.cooperative, locked.book_year), locked.as_of)
    locked.kuk, locked.kuk_flags = size.verdict, list(size.flags)
    locked.inputs |= {"kuk": size.inputs, "kuk_hash": size.rule_hash}
    locked.state, locked.made_by, locked.submitted_at = State.SUBMITTED, by, at
    locked.version += 1
    locked.save()
    _note(locked, "health.submitted", by, at, total=locked.total, predicate=locked.predicate)
    return locked


@transaction.atomic
def withdraw_assessment(
    *, assessment: HealthAssessment, version: int, by: User, at: datetime
) -> HealthAssessment:
    """Set a draft aside; what it was to correct stands as before."""
    locked = _draft(assessment, version)
    locked.state, locked.superseded_at = State.WITHDRAWN, at
    locked.save(update_fields=["state", "superseded_at"])
    _note(locked, "health.withdrawn", by, at)
    return locked


def _waiting(assessment: HealthAssessment, by: User) -> HealthAssessment:
    locked = _locked(assessment)
    if locked.state != State.SUBMITTED or locked.superseded_at:
        raise Refused(NOT_SUBMITTED, status=409)
    if locked.made_by_id == by.pk:
        raise Refused(MAKER_IS_CHECKER, status=403)
    return locked


@transaction.atomic
def verify_assessment(
    *, assessment: HealthAssessment, remark: str, by: User, at: datetime
) -> HealthAssessment:
    """Confirm an assessment as somebody else than who made it; it supersedes the one that stood for the year."""
    locked = _waiting(assessment, by)
    same = HealthAssessment.objects.filter(
        cooperative_id=locked.cooperative_id, book_year=locked.book_year, rule_set=locked.rule_set, superseded_at=None
    )  # fmt: skip
    same.filter(state=State.VERIFIED).update(superseded_at=at)
    if locked.corrects_id:
        same.filter(pk=locked.corrects_id).update(superseded_at=at)
    return _decide(locked, State.VERIFIED, remark, "health.verified", by, at)


@transaction.atomic
def reject_assessment(
    *, assessment: HealthAssessment, reason: str, by: User, at: datetime
) -> HealthAssessment:
    """Refuse an assessment with a reason that says what to mend."""
    locked = _waiting(assessment, by)
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    return _decide(locked, State.REJECTED, reason, "health.rejected", by, at)


def _decide(
    locked: HealthAssessment, state: str, reason: str, action: str, by: User, at: datetime
) -> HealthAssessment:
    locked.state, locked.decided_by, locked.decided_at, locked.reason = state, by, at, reason.strip()
    locked.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _note(locked, action, by, at, total=locked.total, predicate=locked.predicate)
    return locked


@transaction.atomic
def correct_assessment(*, assessment: HealthAssessment, by: User, at: datetime) -> HealthAssessment:
    """Open a new draft with the content of one that was decided; that one stands until the new one is verified."""
    locked = _locked(assessment)
    if locked.state not in (State.VERIFIED, State.REJECTED) or locked.superseded_at:
        raise Refused(NOT_DECIDED, status=409)
    rules = _rules(locked)
    Cooperative.objects.select_for_update().get(pk=locked.cooperative_id)
    if _open_ones(locked.cooperative_id, locked.book_year, locked.rule_set).exists():
        raise Refused(OPEN_ALREADY, status=409, year=locked.book_year)
    made = HealthAssessment(
        cooperative=locked.cooperative, book_year=locked.book_year, rule_set=locked.rule_set, scheme=locked.scheme,
        as_of=timezone.localdate(at), trial=not rules.head.in_force(timezone.localdate(at)),
        assignment_no=locked.assignment_no, team=locked.team, conclusion=locked.conclusion, corrects=locked, made_by=by,
        synthetic=locked.synthetic, recorded_at=at,
        inputs={"checks": locked.inputs["checks"], "facts": locked.inputs["facts"]},
    )  # fmt: skip
    _work_out(made, rules)
    made.save()
    _note(made, "health.corrected", by, at, corrects=locked.pk)
    return made
