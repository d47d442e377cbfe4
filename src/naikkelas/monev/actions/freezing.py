"""Freezing: what an accepted area rests on is kept in the vault under the digest of its content.

No name of a person is in a freeze: records stand by their numbers, answers by their digest, facts as figures use them. So
taking a person out later changes nothing here, and a report drawn from a freeze stays what it was.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas import vault
from naikkelas.kit.collect import collect
from naikkelas.monev.models import CycleArea, Finding, Freeze, PlannedVisit, Visit
from naikkelas.monev.queries.plan import plan_of
from naikkelas.monev.queries.progress import end_of
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.rules.catalogues import rule_heads
from naikkelas.rules.measure import Measure
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

FORMAT = "naikkelas-freeze-1"
ENTERPRISE = (
    "id",
    "area_id",
    "sector",
    "size_class",
    "facts_year",
    "annual_sales_idr",
    "workers",
    "updated_at",
)
COOPERATIVE = (
    "id", "area_id", "kind", "group", "official_status", "computed_status", "members", "last_rat_year", "certificate_until",
    "updated_at",
)  # fmt: skip
_FINDING = ("number", "rule", "severity", "state", "amount_idr", "opened_on", "due_on")


class _Facts(dict[str, Any]):
    """A row as measures read it: what a visit did not tell is not known."""

    def __missing__(self, key: str) -> None:
        return None


@transaction.atomic
def freeze_area(*, cycle_area: CycleArea, by: User, at: datetime) -> Freeze:
    """Keep what an area knows now: facts of the registry, rules, definitions of indicators, visits, findings, figures."""
    number = cycle_area.freezes.count() + 1
    facts = _registry(cycle_area.area_id)
    kept = vault.current().blobs.put(packed(facts))
    manifest = _manifest(cycle_area, number, at) | {
        "registry": {
            "sha256": kept, "enterprises": len(facts["enterprises"]), "cooperatives": len(facts["cooperatives"])
        }
    }  # fmt: skip
    row = Freeze.objects.create(
        cycle_area=cycle_area, number=number, sha256=vault.current().blobs.put(packed(manifest)), registry_sha256=kept,
        frozen_at=at, frozen_by=by,
    )  # fmt: skip
    note(
        by=by, at=at, action="area.frozen", on=("cycle_area", cycle_area.pk), area=cycle_area.area_id, number=number,
        sha256=row.sha256,
    )  # fmt: skip
    return row


@transaction.atomic
def set_freeze_aside(*, cycle_area: CycleArea, by: User, at: datetime) -> None:
    """Mark the standing freeze of an area as one that no longer stands; it stays readable."""
    if cycle_area.freezes.filter(set_aside_at=None).update(set_aside_at=at):
        note(
            by=by, at=at, action="area.freeze_set_aside", on=("cycle_area", cycle_area.pk), area=cycle_area.area_id
        )  # fmt: skip


def packed(values: dict[str, Any]) -> bytes:
    """The one way in which values are written, so that equal values give equal bytes."""
    plain = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_text)
    return gzip.compress(plain.encode(), compresslevel=6, mtime=0)


def _text(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value))


def _registry(area: str) -> dict[str, Any]:
    """Facts of the registry of an area, as lists in the order of the columns."""
    found = {}
    for name, everyone, columns in (
        ("enterprises", registry.all_enterprises(), ENTERPRISE),
        ("cooperatives", registry.all_cooperatives(), COOPERATIVE),
    ):
        rows = places.within(everyone, area, "area_id").order_by("id").values_list(*columns)
        found[name] = [list(row) for row in rows.iterator(5_000)]
    return {"format": FORMAT, "columns": {"enterprises": ENTERPRISE, "cooperatives": COOPERATIVE}, **found}


def _manifest(cycle_area: CycleArea, number: int, at: datetime) -> dict[str, Any]:
    cycle, plan = cycle_area.cycle, plan_of(cycle_area.cycle)
    visits = _visits(cycle_area)
    return {
        "format": FORMAT,
        "number": number,
        "frozen_at": at,
        "cycle": {
            "id": cycle.pk, "name": cycle.name, "year": cycle.year, "quarter": cycle.quarter, "opens_on": cycle.opens_on,
            "due_on": cycle_area.due_on, "sent_at": cycle_area.sent_at, "reason": cycle_area.reason,
            "synthetic": cycle.synthetic, "programmes": [[p.pk, p.name, p.year] for p in cycle.programmes.order_by("pk")],
        },
        "plan": {"purpose": plan.purpose, "questions": plan.questions, "whom": plan.whom, "seed": plan.seed,
                 "instruments": plan.instruments} if plan else {},
        "area": {"code": cycle_area.area_id, "title": cycle_area.area.title, "name": cycle_area.area.name,
                 "kind": cycle_area.area.kind, "level": cycle_area.area.level},
        "rules": {head.id: {"hash": head.hash, "title": head.title_id, "mark": head.mark} for head in rule_heads().values()},
        "indicators": _indicators(visits),
        "visits": visits,
        "findings": [
            dict(zip(_FINDING, row, strict=True))
            for row in Finding.objects.filter(visit__planned__cycle_area=cycle_area).order_by("id").values_list(*_FINDING)
        ],
    }  # fmt: skip


def _visits(cycle_area: CycleArea) -> list[dict[str, Any]]:
    """Every planned visit of an area with the standing form, its facts, and the digests of its answers and photos."""
    standing = {
        visit.planned_id: visit
        for visit in Visit.objects.filter(planned__cycle_area=cycle_area)
        .exclude(state__in=Visit.UNCOUNTED)
        .prefetch_related("facts")
    }
    until = end_of(cycle_area.due_on, cycle_area.area_id)
    rows = cycle_area.planned.filter(again_of=None).select_related("replacement").order_by("code")
    given = programmes.given(planned.recipient_id for planned in rows if planned.recipient_id)
    return [
        _visit(planned, given.get(planned.recipient_id), standing.get(planned.pk), until) for planned in rows
    ]


def _visit(
    planned: PlannedVisit, amount_idr: int | None, visit: Visit | None, until: datetime
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "code": planned.code, "instrument": planned.instrument, "area": planned.area_id, "state": planned.state,
        "recipient": planned.recipient_id, "cooperative": planned.cooperative_id, "enterprise": planned.enterprise_id,
        "facility": planned.facility_id, "amount_idr": amount_idr,
        "reason": planned.replacement.reason if hasattr(planned, "replacement") else "",
    }  # fmt: skip
    if visit is None:
        return row
    answers = json.dumps(visit.answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return row | {
        "form_version": visit.form_version, "visited_on": visit.visited_on, "received_at": visit.received_at,
        "on_time": visit.received_at <= until, "flags": visit.flags, "decided_at": visit.decided_at,
        "facts": {f.name: f.word if f.number is None else f.number for f in visit.facts.all()},
        "answers_sha256": hashlib.sha256(answers.encode()).hexdigest(),
        "photos": [p["sha256"] for p in visit.photos if p.get("sha256")],
    }  # fmt: skip


def _indicators(visits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every definition; the figures of those that are counted over visits."""
    rows = [
        _Facts(v.get("facts", {}), instrument=v["instrument"], state=v["state"])
        for v in visits
        if v["state"] != PlannedVisit.State.REPLACED
    ]
    return [_defined(measure, rows) for _name, measure in sorted(_measures().items())]


def _measures() -> dict[str, Measure]:
    return collect("naikkelas.rules.indicators", "INDICATOR")


def _defined(measure: Measure, rows: list[_Facts]) -> dict[str, Any]:
    part, whole = measure.evaluate(rows) if measure.facts == "visits" else (None, None)
    return {
        "id": measure.id, "version": measure.version, "facts": measure.facts, "unit": measure.unit, "source": measure.source,
        "name": asdict(measure.name), "meaning": asdict(measure.meaning), "numerator": repr(measure.numerator),
        "denominator": repr(measure.denominator), "part": part, "whole": whole,
    }  # fmt: skip
