"""Taking back a record that was entered by mistake, and entering it again as it was: its row goes and its image stays with
who asks for it, as where two records are merged. So it is in no list, count, frame or export, whoever makes one."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from naikkelas.engine import text_search
from naikkelas.kit.bilingual import Text
from naikkelas.kit.problems import Kind, Refused
from naikkelas.registry.actions import images
from naikkelas.registry.actions.merges import SOUGHT
from naikkelas.registry.actions.warnings import renew_warnings
from naikkelas.registry.models import Cooperative, Enterprise, Merge, Person
from naikkelas.trail import queries as trail
from naikkelas.trail.actions import Actor, note

Image = list[tuple[str, dict[str, Any]]]
"""Rows by their model and columns: what the others point to first."""
IN_USE = Kind(
    "record.in_use",
    "Catatan ini sudah dipakai: {what}. Perbaiki catatannya, atau gabungkan dengan yang benar lewat Data ganda.",
    "This record is in use: {english}. Correct it, or merge it with the right one under Doubles.",
)
CHANGED = Kind(
    "record.changed",
    "Catatan ini sudah diubah sesudah dimasukkan. Perbaiki catatannya, atau gabungkan dengan yang benar lewat Data ganda.",
    "This record was changed after it was entered. Correct it, or merge it with the right one under Doubles.",
)
USES = {
    "enterpriseyear": Text("angka tahun", "facts of years"),
    "classchange": Text("perubahan kelas", "changes of class"),
    "credential": Text("perizinan atau sertifikat", "licences or certificates"),
    "brandingevent": Text("fasilitasi merek", "support of brands"),
    "participant": Text("pelatihan", "training"),
    "recipient": Text("bantuan", "aid"),
    "plutguest": Text("tamu PLUT", "guests of a PLUT"),
    "plutservice": Text("layanan PLUT", "services of a PLUT"),
    "plutfinancing": Text("pembiayaan lewat PLUT", "financing through a PLUT"),
    "application": Text("proposal", "proposals"),
    "plannedvisit": Text("kunjungan", "visits"),
    "merge": Text("penggabungan", "merges"),
    "enterprise": Text("usaha lain pemiliknya", "other enterprises of its owner"),
    "cooperativeyear": Text("angka tahun buku", "facts of book years"),
    "activityverdict": Text("penilaian keaktifan", "verdicts on activity"),
    "coachingplan": Text("rencana pembinaan", "coaching plans"),
    "cooperativebalance": Text("neraca", "balances"),
    "healthassessment": Text("penilaian kesehatan", "health assessments"),
    "ratmeeting": Text("rapat anggota", "members' meetings"),
    "certificate": Text("sertifikat", "certificates"),
    "official": Text("pengurus", "officials"),
    "decreedstatus": Text("keputusan status", "decrees on its status"),
    "cooperativetag": Text("penanda", "tags"),
    "cooperativeunit": Text("unit usaha", "units"),
    "marketmanager": Text("pasar yang dikelola", "markets that it runs"),
}


def withdraw_refused(*, kind: str, record_id: int, source: str, entered_at: datetime) -> Refused | None:
    """Why `withdraw_record` would be refused."""
    record = _model(kind).objects.get(pk=record_id)
    happened = trail.of(kind, record_id).exclude(action__in=[f"{kind}.withdrawn", f"{kind}.reentered"])
    if isinstance(record, Enterprise):
        happened |= trail.of("person", record.owner_id).exclude(action="person.looked_for")
    # an import leaves no event on each of its records, but a source and a moment
    if happened.exists() or record.source != source or record.updated_at != entered_at:
        return Refused(CHANGED, status=409)
    uses = _parts(record, source, entered_at)[1]
    if not uses:
        return None
    told = [[f"{USES[name].to(lang)} ({count})" for name, count in uses.items()] for lang in ("id", "en")]
    return Refused(IN_USE, status=409, what=", ".join(told[0]), english=", ".join(told[1]))


@transaction.atomic
def withdraw_record(
    *, kind: str, record_id: int, source: str, entered_at: datetime, reason: str, by: Actor, at: datetime
) -> Image:
    """Take a record out that came from `source` at `entered_at` and that nobody changed or used since; returns its image, by
    which it can be entered again. What happened to it stays in the trail. Raises Refused."""
    model = _model(kind)
    record = model.objects.select_for_update().get(pk=record_id)
    if refused := withdraw_refused(kind=kind, record_id=record_id, source=source, entered_at=entered_at):
        raise refused
    rows = [record, *_parts(record, source, entered_at)[0]]
    if kind == "enterprise":
        rows.insert(0, record.owner)
    image = [(row._meta.label_lower, images.image(row)) for row in rows]
    for row in reversed(rows):
        type(row)._default_manager.filter(pk=row.pk).delete()
    _indexed(model, record_id)
    note(
        by=by, at=at, action=f"{kind}.withdrawn", on=(kind, record_id), area=record.area_id, source=source,
        reason=reason[:300],
    )  # fmt: skip
    return image


@transaction.atomic
def reenter_record(
    *, kind: str, image: Image, source: str, by: Actor, at: datetime
) -> Enterprise | Cooperative:
    """Enter a record again that was withdrawn, under its own number and with all that it held."""
    model = _model(kind)
    for label, columns in image:
        images.revive(label, columns)
    pk = next(columns["id"] for label, columns in image if label == model._meta.label_lower)
    model.objects.filter(pk=pk).update(updated_at=at)
    _indexed(model, pk)
    if model is Cooperative:
        renew_warnings([pk], at.date())
    record = model.objects.get(pk=pk)
    note(by=by, at=at, action=f"{kind}.reentered", on=(kind, pk), area=record.area_id, source=source)
    return record


def _model(kind: str) -> type[Enterprise] | type[Cooperative]:
    return apps.get_model("registry", kind)


def _parts(record: Any, source: str, entered_at: datetime) -> tuple[list[Model], Counter[str]]:
    """The rows that came with a record, and how many others of each kind point to it or to its owner. What was worked out
    from it is neither: it goes with it, and is worked out anew."""
    own: list[Model] = []
    others: Counter[str] = Counter()
    for model, foreign in images.children(type(record)):
        if model in SOUGHT:
            continue
        for row in model._default_manager.filter(**{foreign.attname: record.pk}).order_by("pk"):
            stands = getattr(row, "superseded_at", None) is None
            if stands and _came_with(row, source, entered_at):
                own.append(row)
            else:
                others[model._meta.model_name] += 1
    if isinstance(record, Enterprise):
        for model, foreign in images.children(Person):
            rows = model._default_manager.filter(**{foreign.attname: record.owner_id})
            if model is Enterprise:
                rows = rows.exclude(pk=record.pk)
            others[model._meta.model_name] += rows.count()
    kind = record._meta.model_name
    others["merge"] += Merge.objects.filter(kind=kind, survivor_id=record.pk, undone_at=None).count()
    return own, +others


def _came_with(row: Any, source: str, entered_at: datetime) -> bool:
    if hasattr(row, "source"):
        return row.source == source
    return hasattr(row, "recorded_at") and row.recorded_at <= entered_at


def _indexed(model: type[Model], pk: int) -> None:
    with connection.cursor() as cursor:
        text_search.renew(cursor, connection.vendor, model._meta.db_table, "search_text", [pk])
