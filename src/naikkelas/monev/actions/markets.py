"""Markets that were built and lie idle: each sign opens one finding, with the money that was paid at stake."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas.kit.days import day_text
from naikkelas.kit.money import rupiah
from naikkelas.monev.actions.doubles import one_at_a_time
from naikkelas.monev.actions.findings import open_about_aid
from naikkelas.monev.queries import follow_up
from naikkelas.monev.queries import markets as queries
from naikkelas.places import queries as places
from naikkelas.programmes.queries import market as programmes
from naikkelas.rules import market_idle
from naikkelas.trail.actions import Actor

if TYPE_CHECKING:
    from naikkelas.programmes.models import MarketProject

RULE = "market_idle"
_CRITERION = (
    "Permenkop 05/Per/M.KUMKM/II/2016: pasar yang selesai dibangun dihibahkan kepada pemerintah daerah dan dikelola "
    f"koperasi. Batas hari dan persentase: aturan {market_idle.HEAD.id} ({market_idle.HEAD.hash}), usulan naikkelas."
)
_TITLES = {
    "not_handed_over": "Pasar terbangun tetapi belum diserahterimakan",
    "not_granted": "Pasar terbangun tetapi belum dihibahkan",
    "left_empty": "Pasar terbangun tetapi kosong atau terbengkalai",
}
_ADVICE = {
    "not_handed_over": "Selesaikan pemeriksaan pekerjaan dan tanda tangani BAST pertama (PHO), atau jelaskan hambatannya.",
    "not_granted": "Ajukan hibah BMN kepada kementerian dengan dokumen lengkap dan laporkan kemajuannya.",
    "left_empty": "Tetapkan pengelola dan jadwal penempatan pedagang, lalu laporkan rencana pemanfaatan bangunan.",
}


def open_idle_markets(*, area: str, by: Actor, at: datetime) -> int:
    """Open a finding for every sign of every idle market below a region, once; again where it was in order in between, or
    is still idle in a later year than that of a settled finding. Returns how many.

    Each market is a transaction of its own, and only where something is to be opened."""
    today = timezone.localdate(at)
    rows = places.within(
        programmes.markets().filter(recipient__isnull=False), area, "facility__area_id"
    ).order_by("id")
    return sum(_open(project, today, by, at) for project in rows)


def _open(project: MarketProject, today: date, by: Actor, at: datetime) -> int:
    asset = queries.asset_of(project, today)
    if not _new(project, asset, today):
        return 0
    with transaction.atomic():
        one_at_a_time(project.facility.area_id)
        return _open_signs(project, asset, _new(project, asset, today), today, by, at)


def _new(project: MarketProject, asset: Any, today: date) -> list[str]:
    """The signs of a market that no finding stands for."""
    newest = {f.rule: f for f in project.recipient.findings.order_by("id")}
    return [
        sign for sign in asset.decision.flags
        if follow_up.may_open_again(newest.get(f"{RULE}.{sign}"), since=date(today.year, 1, 1))
    ]  # fmt: skip


def _open_signs(
    project: MarketProject, asset: Any, new: list[str], today: date, by: Actor, at: datetime
) -> int:
    for sign in new:
        paid = programmes.disbursed_idr(project)
        open_about_aid(
            recipient=project.recipient, rule=f"{RULE}.{sign}", title=_TITLES[sign],
            condition=f"{_condition(sign, asset.decision.inputs, today)} Uang yang sudah dicairkan: {rupiah(paid)}.",
            criterion=_CRITERION, recommendation=_ADVICE[sign], amount_idr=paid, by=by, at=at,
            basis={"rule_set": asset.decision.rule_set, "hash": asset.decision.rule_hash, "as_of": today.isoformat()},
        )  # fmt: skip
    return len(new)


def _condition(sign: str, inputs: dict[str, Any], today: date) -> str:
    finished = min(filter(None, (inputs["built_on"], inputs["handed_over_on"])))
    since = f"{(today - finished).days} hari sesudah selesai ({day_text(finished, 'id')})"
    if sign == "not_handed_over":
        return f"Fisik 100%, {since} belum ada serah terima pekerjaan."
    if sign == "not_granted":
        return f"Sampai {since} aset belum dihibahkan kepada pemerintah daerah."
    if inputs["function"] in market_idle.ABANDONED:
        word = "terbengkalai" if inputs["function"] == "abandoned" else "beralih fungsi"
        return f"Kunjungan terakhir mendapati pasar {word}, {since}."
    return f"Hanya {inputs['used']} dari {inputs['stalls']} kios, los, dan lapak yang dipakai, {since}."
