"""Calls for start-up capital, and the proposals that answer them: entered, changed, handed in, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import squeeze
from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    Application,
    ApplicationFile,
    ApplicationPlan,
    Call,
    Programme,
)
from naikkelas.programmes.queries import startup as queries
from naikkelas.registry import actions as registry
from naikkelas.registry import queries as registry_queries
from naikkelas.rules import startup_eligibility
from naikkelas.trail.actions import note
from naikkelas.trail.changing import about_to, between, together, without

if TYPE_CHECKING:
    from naikkelas.registry.models import Enterprise
    from naikkelas.trail.actions import Actor

NOT_STARTUP = Kind(
    "call.type",
    "Panggilan hanya untuk program modal wirausaha pemula.",
    "A call belongs to a programme of start-up capital.",
)
CALL_EXISTS = Kind(
    "call.exists",
    "Panggilan “{title}” untuk program ini sudah ada. Pakai judul lain.",
    "A call “{title}” of this programme exists. Use another title.",
)
DAYS_CROSSED = Kind(
    "call.days",
    "Hari penutupan harus sesudah atau sama dengan hari pembukaan.",
    "The closing day must not lie before the opening day.",
)
MONEY_CROSSED = Kind(
    "call.money",
    "Nilai terendah harus lebih dari nol dan tidak melebihi nilai tertinggi.",
    "The lowest amount must be more than zero and not above the highest.",
)
NO_PLACES = Kind("call.places", "Jumlah penerima paling sedikit satu.", "There must be at least one place.")
NO_RULES = Kind(
    "call.rules",
    "Kumpulan aturan “{rule_set}” tidak dikenal.",
    "Rule set “{rule_set}” is not known.",
)
OUTSIDE = Kind(
    "application.outside",
    "Wilayah {area} di luar wilayah panggilan ini. Pilih desa atau kecamatan di dalamnya.",
    "Area {area} lies outside this call. Choose a village or kecamatan inside it.",
)
LATE = Kind(
    "application.late",
    "Hari masuk di luar masa panggilan ({opens} sampai {closes}). Periksa tanggal pada stempel usulan.",
    "The day of receipt lies outside the call ({opens} to {closes}). Check the date stamped on the proposal.",
)
IS_DECIDED = Kind(
    "application.decided",
    "Usulan ini sudah ditetapkan atau ditarik dan tidak dapat diubah lagi.",
    "This proposal was decided or withdrawn and can be changed no more.",
)
CALL_DECIDED = Kind(
    "call.decided",
    "Panggilan ini sudah ditetapkan; usulan baru tidak diterima.",
    "This call was decided; no new proposal is taken.",
)
AMOUNT = Kind(
    "application.amount",
    "Nilai yang diminta harus antara {least} dan {most} rupiah.",
    "The amount asked for must lie between {least} and {most} rupiah.",
)
ACCOUNT = Kind(
    "application.account_no",
    "Nomor rekening terdiri dari 6 sampai 20 angka.",
    "An account number has 6 to 20 digits.",
)
TAX_ID = Kind(
    "application.tax_id",
    "NPWP terdiri dari 15 atau 16 angka.",
    "A tax number (NPWP) has 15 or 16 digits.",
)
PLAN_LINE = Kind(
    "application.plan",
    "Setiap baris rencana berisi kategori dan jumlah rupiah lebih dari nol.",
    "Each line of the plan has a category and an amount of more than zero rupiah.",
)
REASON = Kind(
    "application.reason",
    "Tulis alasannya (paling sedikit 10 huruf).",
    "Write the reason (at least 10 characters).",
)
MOST_FILES = 20
TOO_MANY_FILES = Kind(
    "application.files",
    "Satu usulan paling banyak {most} berkas. Hapus yang tidak perlu dahulu.",
    "A proposal has at most {most} files. Remove what is not needed first.",
)
FIELDS = (
    "name", "phone", "education", "occupation", "id_card", "has_tax_id", "trained", "trained_on", "training_by",
    "business_name", "business_kind", "product", "business_address", "started_on", "licence", "licence_no", "workers",
    "bookkept", "sales_month_idr", "cost_month_idr", "asked_idr", "account", "bank",
)  # fmt: skip
"""What may be written as it stands; numbers that are sealed come beside them."""
_PERSONAL = (
    "name", "phone", "education", "occupation", "id_card", "has_tax_id", "training_by", "business_name", "product",
    "business_address", "licence_no", "sales_month_idr", "cost_month_idr", "account", "bank", "account_end",
)  # fmt: skip
"""Of these the trail tells that they changed, not what they were: it outlives what may be held on a person."""


@transaction.atomic
def open_call(
    *,
    programme: Programme,
    area: str,
    title: str,
    opens_on: date,
    closes_on: date,
    min_idr: int,
    max_idr: int,
    places_count: int,
    rule_set: str = "",
    by: Actor,
    at: datetime,
    synthetic: bool = False,
) -> Call:
    """Open a call. Without a rule set the one in force on the closing day holds. Raises Refused."""
    if programme.type_id != queries.TYPE:
        raise Refused(NOT_STARTUP)
    if closes_on < opens_on:
        raise Refused(DAYS_CROSSED)
    if not 0 < min_idr <= max_idr:
        raise Refused(MONEY_CROSSED)
    if places_count < 1:
        raise Refused(NO_PLACES)
    rule_set = rule_set or startup_eligibility.in_force(closes_on).id
    if rule_set not in startup_eligibility.rule_sets():
        raise Refused(NO_RULES, rule_set=rule_set)
    title = squeeze(title)
    if programme.calls.filter(title=title).exists():
        raise Refused(CALL_EXISTS, status=409, title=title)
    call = Call.objects.create(
        programme=programme, area_id=area, title=title, opens_on=opens_on, closes_on=closes_on, min_idr=min_idr, max_idr=max_idr,
        places=places_count, rule_set=rule_set, synthetic=synthetic,
    )  # fmt: skip
    note(by=by, at=at, action="call.opened", on=("call", call.pk), area=area, rule_set=rule_set)
    return call


@transaction.atomic
def enter_application(
    *,
    call: Call,
    name: str,
    person_nik: str,
    area: str,
    received_on: date,
    by: Actor,
    at: datetime,
    sex: str = "",
    phone: str = "",
    enterprise: Enterprise | None = None,
    synthetic: bool = False,
) -> Application:
    """Take in a proposal as a draft: who proposes, from where, and the day it came. Raises Refused.

    The NIK goes sealed into the registry, where the same person may stand already; `enterprise`, or else theirs, is linked.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.decided_at:
        raise Refused(CALL_DECIDED, status=409)
    if places.find(area) is None or not places.covers(call.area_id, area):
        raise Refused(OUTSIDE, area=places.place_of(area))
    if not call.opens_on <= received_on <= call.closes_on:
        raise Refused(LATE, opens=call.opens_on.isoformat(), closes=call.closes_on.isoformat())
    person = registry.person_of_nik(
        person_nik=person_nik, name=name, sex=sex, area=area, place="startup-application-add",
        reason=f"usulan wirausaha pemula, panggilan {call.pk}", by=by, at=at, synthetic=synthetic,
    )  # fmt: skip
    enterprise = enterprise or registry_queries.enterprises_of([person]).first()
    application = Application.objects.create(
        call=call,
        number=f"baru-{call.pk}-{at.timestamp()}"[:20],
        area_id=area,
        person=person,
        enterprise=enterprise,
        name=squeeze(name),
        phone=phone,
        received_on=received_on,
        synthetic=synthetic,
    )
    application.number = f"WP{call.programme.year}-{application.pk:05d}"
    application.save(update_fields=["number"])
    _told("entered", application, by, at)
    return application


@transaction.atomic
def change_application(
    *, application: Application, values: dict[str, Any], plan: Sequence[tuple[str, str, int]] | None = None, account_no: str = "",
    tax_id: str = "", by: Actor, at: datetime,
) -> Application:  # fmt: skip
    """Write what a proposal says; `values` by FIELDS, left out: as it was. A verdict given before falls away. Raises Refused."""
    locked = _open(application)
    before = sum(locked.plan.values_list("amount_idr", flat=True))
    after = before if plan is None else sum(amount for _category, _what, amount in plan)
    for name, value in values.items():
        if name not in FIELDS:
            raise KeyError(name)
        setattr(locked, name, squeeze(value) if isinstance(value, str) else value)
    asked, call = locked.asked_idr, locked.call
    if asked is not None and not call.min_idr <= asked <= call.max_idr:
        raise Refused(AMOUNT, least=call.min_idr, most=call.max_idr)
    _numbers(locked, account_no, tax_id)
    if plan is not None:
        _plan(locked, plan)
    _unjudged(locked)
    changed = without(about_to(locked, *FIELDS, "account_end", "verdict", "points"), *_PERSONAL)
    locked.save()
    total = between({"planned_idr": before}, {"planned_idr": after})
    _told("changed", locked, by, at, **together(changed, total))
    return locked


def _numbers(row: Application, account_no: str, tax_id: str) -> None:
    seal = vault.current().seal
    if account_no:
        digits = _digits(account_no)
        if not 6 <= len(digits) <= 20:
            raise Refused(ACCOUNT)
        row.account_sealed, row.account_end = seal.close(digits), digits[-4:]
    if tax_id:
        digits = _digits(tax_id)
        if len(digits) not in (15, 16):
            raise Refused(TAX_ID)
        row.tax_id_sealed, row.has_tax_id = seal.close(digits), True


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter in "0123456789")


def _plan(row: Application, plan: Sequence[tuple[str, str, int]]) -> None:
    if any(category not in queries.USES or amount <= 0 for category, _what, amount in plan):
        raise Refused(PLAN_LINE)
    row.plan.all().delete()
    ApplicationPlan.objects.bulk_create(
        ApplicationPlan(application=row, category=category, what=squeeze(what)[:150], amount_idr=amount)
        for category, what, amount in plan
    )


@transaction.atomic
def attach_file(
    *, application: Application, kind: str, name: str, content: bytes, by: Actor, at: datetime
) -> ApplicationFile:
    """Keep a photo or paper of a proposal, sealed. The door has checked what kind of file it is."""
    locked = _open(application)
    if locked.files.count() >= MOST_FILES:
        raise Refused(TOO_MANY_FILES, most=MOST_FILES)
    row = ApplicationFile.objects.create(
        application=locked,
        kind=ApplicationFile.Kind(kind),
        file_name=name[-150:],
        file_sha256=vault.current().blobs.put(content),
        added_at=at,
    )
    _unjudged(locked)
    changed = about_to(locked, "verdict", "points")
    locked.save()
    _told("file_added", locked, by, at, file=kind, **changed)
    return row


@transaction.atomic
def hand_in(*, application: Application, by: Actor, at: datetime) -> Application:
    """A draft becomes a proposal that is judged; what it lacks, the checks will say."""
    locked = _open(application)
    if locked.state == Application.State.DRAFT:
        locked.state, locked.submitted_at = Application.State.SUBMITTED, at
        changed = about_to(locked, "state")
        locked.save(update_fields=["state", "submitted_at"])
        _told("handed_in", locked, by, at, **changed)
    return locked


@transaction.atomic
def withdraw_application(*, application: Application, reason: str, by: Actor, at: datetime) -> Application:
    """The candidate steps back, or it should not have been entered; the row stays."""
    locked = _open(application)
    if len(reason.strip()) < 10:
        raise Refused(REASON)
    locked.state, locked.decision_note, locked.rank = (
        Application.State.WITHDRAWN, squeeze(reason)[:300], None,
    )  # fmt: skip
    changed = about_to(locked, "state")
    locked.save(update_fields=["state", "decision_note", "rank"])
    _told("withdrawn", locked, by, at, **changed)
    return locked


def _open(application: Application) -> Application:
    locked = Application.objects.select_for_update(of=("self",)).select_related("call__programme", "person").get(
        pk=application.pk
    )  # fmt: skip
    if locked.state not in (Application.State.DRAFT, Application.State.SUBMITTED):
        raise Refused(IS_DECIDED, status=409)
    return locked


def _unjudged(row: Application) -> None:
    row.verdict, row.points, row.points_by, row.rank = "", None, {}, None


def _told(step: str, row: Application, by: Actor, at: datetime, **more: Any) -> None:
    note(
        by=by,
        at=at,
        action=f"application.{step}",
        on=("application", row.pk),
        area=row.area_id,
        number=row.number,
        **more,
    )
