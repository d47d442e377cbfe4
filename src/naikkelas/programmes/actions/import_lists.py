"""Entering the lines of a list of proposals or of a service log, each by the action that a page uses too.

A line that stands already changes nothing; the same file sent twice therefore changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import squeeze
from naikkelas.programmes.actions.imports import Entered
from naikkelas.programmes.actions.plut_services import (
    add_guest,
    client_columns,
    record_service,
    withdraw_service,
)
from naikkelas.programmes.actions.startup_calls import (
    change_application,
    enter_application,
    hand_in,
    withdraw_application,
)
from naikkelas.programmes.models import Application, Call, PlutCentre, PlutService
from naikkelas.programmes.queries import import_lists as queries
from naikkelas.programmes.queries.startup import USES

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.programmes.actions.plut_services import Client
    from naikkelas.registry.models import Enterprise

PROPOSED_OTHERWISE = Kind(
    "list_row.proposed_otherwise",
    "Orang ini sudah mengusulkan dalam panggilan ini ({number}) dengan isi lain di kolom ini. Ubah di halaman usulannya, atau "
    "samakan berkasnya.",
    "This person proposed in this call already ({number}), with something else in this column. Change it on the proposal's page, "
    "or bring the file in line.",
)
LOGGED_OTHERWISE = Kind(
    "list_row.logged_otherwise",
    "Layanan ini sudah tercatat dengan lama {stands} menit, di berkas {asked} menit. Koreksi di halaman layanannya, atau "
    "samakan berkasnya.",
    "This service is logged already with {stands} minutes, in the file {asked}. Correct it on the service's page, or bring the "
    "file in line.",
)
NO_DURATION = Kind(
    "list_row.duration",
    "Lama layanan tidak tertulis. Isi kolom “Lama (jam)” atau “Lama (menit)”.",
    "How long the service took is not said. Fill in the column “Lama (jam)” or “Lama (menit)”.",
)
PLAN_OVER = Kind(
    "list_row.plan_over",
    "Rencana penggunaan berjumlah {planned} rupiah, yang diminta {asked} rupiah. Samakan keduanya.",
    "The plan of use adds up to {planned} rupiah, {asked} are asked for. Bring the two in line.",
)
_TEXTS = (
    "phone", "education", "occupation", "id_card", "training_by", "business_name", "business_kind", "product",
    "business_address", "licence", "licence_no", "bank",
)  # fmt: skip
_AS_THEY_ARE = ("trained_on", "started_on", "workers", "sales_month_idr", "cost_month_idr")
_YES_NO = {"yes": True, "no": False}


@transaction.atomic
def enter_proposal(
    *, call: Call, row: Mapping[str, Any], numbers: Mapping[str, str], enterprise: Enterprise | None, by: User, at: datetime,
    synthetic: bool = False,
) -> Entered:  # fmt: skip
    """Take in one line of a list of proposals, and hand it in. `numbers`: person_nik, tax_id and account_no, opened.
    `enterprise`: what the candidate runs, where a person said so. Raises Refused."""
    values, plan = _values(row), _plan(row)
    planned, asked = sum(amount for _use, _what, amount in plan), row["amount_idr"]
    if plan and asked and planned != asked:
        raise Refused(PLAN_OVER, planned=planned, asked=asked)
    standing = queries.standing_proposal(call, row["nik_index"])
    if standing is not None:
        other = _differs(standing, values, plan)
        if other:
            raise Refused(PROPOSED_OTHERWISE, status=409, number=standing.number, at=other)
        return Entered("same")
    made = enter_application(
        call=call, name=row["name"], person_nik=numbers["person_nik"], area=row["area_code"], received_on=row["received_on"],
        sex=row.get("sex") or "", phone=row.get("phone") or "", enterprise=enterprise, synthetic=synthetic, by=by, at=at,
    )  # fmt: skip
    change_application(
        application=made, values=values, plan=plan, account_no=numbers.get("account_no", ""), tax_id=numbers.get("tax_id", ""),
        by=by, at=at,
    )  # fmt: skip
    hand_in(application=made, by=by, at=at)
    return Entered("new", (("application", made.pk),))


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a line says, by the fields of a proposal."""
    return {
        "name": row["name"],
        **{name: row.get(name) or "" for name in _TEXTS},
        **{name: row.get(name) for name in _AS_THEY_ARE},
        "trained": _YES_NO.get(row.get("trained") or ""),
        "bookkept": _YES_NO.get(row.get("bookkept") or ""),
        "asked_idr": row["amount_idr"],
        "account": row.get("account_state") or "",
    }


def _plan(row: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    told = [(use, row.get(f"plan_{use}_idr")) for use in USES]
    return [(use, "", amount) for use, amount in told if amount]


def _differs(standing: Application, values: Mapping[str, Any], plan: list[tuple[str, str, int]]) -> str:
    """The first column in which a line says something else than what stands; '' where it says the same."""
    columns = {"asked_idr": "amount_idr", "account": "account_state"}
    for name, said in values.items():
        if said not in (None, "") and _one_way(name, getattr(standing, name)) != _one_way(name, said):
            return columns.get(name, name)
    held: dict[str, int] = {}
    for line in standing.plan.all():
        held[line.category] = held.get(line.category, 0) + line.amount_idr
    return next((f"plan_{use}_idr" for use, _what, amount in plan if held.get(use) != amount), "")


def _one_way(name: str, value: Any) -> Any:
    """A value as both a list and a form may have written it."""
    if not isinstance(value, str):
        return value
    return "".join(c for c in value if c.isdigit())[-9:] if name == "phone" else squeeze(value)


@transaction.atomic
def enter_service(
    *,
    centre: PlutCentre,
    row: Mapping[str, Any],
    client: Client | None,
    by: User,
    at: datetime,
    synthetic: bool = False,
) -> Entered:
    """Log one line of a service log. `client`: the record or guest that is meant; None for somebody who is noted just now.
    Raises Refused."""
    minutes = row.get("minutes") or row.get("hours")
    if not minutes:
        raise Refused(NO_DURATION)
    consultant = queries.consultant_of(centre, row)
    values = {
        "consultant": consultant, "field": row.get("field") or consultant.field, "served_on": row["served_on"],
        "minutes": minutes, "topic": squeeze(row["topic"]), "result": row.get("result") or "",
        "follow_up": row.get("follow_up") or "", "follow_up_on": row.get("follow_up_on"),
    }  # fmt: skip
    if client is not None:
        standing = queries.standing_service(centre, client_columns(client), values)
        if standing is not None:
            if standing.minutes != minutes:
                raise Refused(LOGGED_OTHERWISE, status=409, stands=standing.minutes, asked=minutes)
            return Entered("same")
    whom = client or add_guest(
        centre=centre, guest_name=row["name"], business=row.get("business_name") or "", phone=row.get("phone") or "",
        area=row.get("area_code") or centre.area_id, synthetic=synthetic, by=by, at=at,
    )  # fmt: skip
    made = record_service(centre=centre, client=whom, values=values, synthetic=synthetic, by=by, at=at)
    return Entered("new", (("service", made.pk),))


@transaction.atomic
def take_back_listed(*, kind: str, record_id: int, reason: str, by: User, at: datetime) -> None:
    """Take back a proposal or a service that a list brought, by what a page does too. Raises Refused where it was decided or
    changed since."""
    if kind == "application":
        proposal = Application.objects.get(pk=record_id)
        if proposal.state != Application.State.WITHDRAWN:
            withdraw_application(
                application=proposal, reason=f"Daftar ditarik kembali: {reason}", by=by, at=at
            )
        return
    service = PlutService.objects.get(pk=record_id)
    if service.superseded_at is None or _corrected(service):
        withdraw_service(service=service, by=by, at=at)


def _corrected(service: PlutService) -> bool:
    """Whether another row stands in its place: then taking it back is for who corrected it."""
    line = service.first_id or service.pk
    return PlutService.objects.filter(first_id=line, superseded_at=None).exists()
