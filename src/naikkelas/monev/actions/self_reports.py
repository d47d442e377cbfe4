"""What a recipient's own report tells against the ledger and the plan: each opens one finding, with the money at stake.

It opens as soon as the recipient sends the report, before the office takes it on: whoever kept a part of the money may sit
in the office. Giving the report back to be mended leaves the finding where it is, to be followed up.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.kit.money import rupiah
from naikkelas.monev.actions.findings import open_about_aid
from naikkelas.monev.models import Finding
from naikkelas.places import queries as places
from naikkelas.programmes import actions as programmes
from naikkelas.programmes.queries import ledger
from naikkelas.programmes.queries import startup as queries
from naikkelas.rules import startup_rounds
from naikkelas.trail.actions import Actor

if TYPE_CHECKING:
    from naikkelas.programmes.models import Recipient, SelfReport

RECEIVED_LESS, USE_DEPARTS = "self_report.received_less", "self_report.use_departs"
_RULE = f"aturan {startup_rounds.HEAD.id} ({startup_rounds.HEAD.hash}), usulan naikkelas"


@transaction.atomic
def send_report(*, recipient: Recipient, by: Actor, at: datetime) -> SelfReport:
    """programmes.send_report, and the findings that the report itself tells."""
    report = programmes.send_report(recipient=recipient, by=by, at=at)
    _open(report, by, at)
    return report


@transaction.atomic
def open_from_reports(*, area: str, by: Actor, at: datetime) -> int:
    """Open the findings that the reports sent below a region tell, each once. Returns how many."""
    rows = places.within(queries.sent_reports(), area, "recipient__area_id").order_by("id")
    return sum(_open(report, by, at) for report in rows)


def _open(report: SelfReport, by: Actor, at: datetime) -> int:
    recipient = report.recipient
    known = set(recipient.findings.values_list("rule", flat=True))
    opened = 0
    if RECEIVED_LESS not in known and (missing := _missing_idr(report)) > 0:
        _received_less(report, missing, by, at)
        opened += 1
    if USE_DEPARTS not in known and (elsewhere := _elsewhere_idr(report)) > 0:
        _use_departs(report, elsewhere, by, at)
        opened += 1
    return opened


def _missing_idr(report: SelfReport) -> int:
    return ledger.balance_of(report.recipient).disbursed_idr - (report.received_idr or 0)


def _elsewhere_idr(report: SelfReport) -> int:
    """Nothing where no plan is known: then there is nothing to depart from."""
    application = queries.application_of(report.recipient)
    planned = queries.planned_by_category(application) if application else {}
    used = queries.used_by_category(report)
    return startup_rounds.elsewhere_idr(startup_rounds.use_against_plan(planned, used)) if planned else 0


def _received_less(report: SelfReport, missing: int, by: Actor, at: datetime) -> None:
    transferred = rupiah((report.received_idr or 0) + missing)
    open_about_aid(
        recipient=report.recipient,
        rule=RECEIVED_LESS,
        title="Penerima melaporkan dana diterima kurang dari yang ditransfer",
        condition=(
            f"Menurut buku anggaran ditransfer {transferred}; penerima melaporkan menerima "
            f"{rupiah(report.received_idr or 0)}. Selisih {rupiah(missing)}."
        ),
        criterion="Bantuan diterima utuh oleh penerima, tanpa potongan oleh siapa pun.",
        recommendation=(
            "Cocokkan dengan rekening koran penerima. Bila ada potongan, mintakan keterangan dari pihak yang memotong dan "
            "kembalikan kepada penerima; bila laporan keliru, minta penerima memperbaikinya dan lampirkan buktinya."
        ),
        amount_idr=missing,
        by=by,
        at=at,
    )


def _use_departs(report: SelfReport, elsewhere: int, by: Actor, at: datetime) -> None:
    limit = startup_rounds.DEVIATION_PERCENT
    open_about_aid(
        recipient=report.recipient,
        rule=USE_DEPARTS,
        title="Penggunaan dana menyimpang dari rencana dalam proposal",
        condition=(
            f"Menurut laporan penerima, {rupiah(elsewhere)} dipakai di luar rencana proposal, pada jenis belanja yang "
            f"menyimpang lebih dari {limit}% dari seluruh rencana."
        ),
        criterion=(
            "Juknis bantuan pemerintah bagi wirausaha pemula 2019: dana dipakai sesuai proposal dan dipertanggungjawabkan "
            f"dengan nota. Batas {limit}%: {_RULE}."
        ),
        recommendation=(
            "Minta penjelasan tertulis dan periksa notanya. Dana yang tidak dipakai sesuai proposal tanpa alasan yang dapat "
            "diterima dikembalikan ke kas negara."
        ),
        severity=Finding.Severity.MEDIUM,
        amount_idr=elsewhere,
        basis={
            "rule_set": startup_rounds.HEAD.id,
            "hash": startup_rounds.HEAD.hash,
            "as_of": at.date().isoformat(),
        },
        by=by,
        at=at,
    )
