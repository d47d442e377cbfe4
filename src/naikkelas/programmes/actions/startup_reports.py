"""The recipient's own report: the letter with link and code, what is written, and its way through the office."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import squeeze
from naikkelas.programmes.actions.ledger import record_use
from naikkelas.programmes.actions.programmes import reach
from naikkelas.programmes.models import Recipient, ReportLine, ReportLink, ReportStep, SelfReport
from naikkelas.programmes.queries import ledger
from naikkelas.programmes.queries import startup as queries
from naikkelas.rules import person_nik
from naikkelas.trail.actions import note
from naikkelas.trail.changing import between

if TYPE_CHECKING:
    from naikkelas.trail.actions import Actor

LINK_DAYS = 180
"""Our proposal: a letter opens the report for half a year; then the office prints another."""
MOST_LINES = 60

NOT_PAID = Kind(
    "report.not_paid",
    "Belum ada transfer kepada penerima ini, jadi belum ada yang dilaporkan.",
    "Nothing was transferred to this recipient yet, so there is nothing to report.",
)
SENT_ALREADY = Kind(
    "report.sent",
    "Laporan ini sudah dikirim dan sedang diperiksa dinas. Hubungi dinas bila ada yang keliru.",
    "This report was sent and is with the office. Contact the office if something is wrong.",
)
NOT_WHOLE = Kind(
    "report.lacking",
    "Laporan belum dapat dikirim. Lengkapi dahulu: {parts}.",
    "The report cannot be sent yet. First fill in: {parts}.",
)
TOO_MANY_LINES = Kind("report.lines", "Paling banyak {most} baris belanja.", "At most {most} purchases.")
LINE = Kind(
    "report.line",
    "Setiap belanja berisi tanggal, kegunaan, dan jumlah rupiah lebih dari nol.",
    "Each purchase has a day, what it was for, and an amount of more than zero rupiah.",
)
FUTURE = Kind(
    "report.future", "Tanggal belanja tidak boleh sesudah hari ini.", "A purchase cannot lie after today."
)
BEFORE = Kind(
    "report.before",
    "Tanggal belanja tidak boleh sebelum dana ditransfer ({day}).",
    "A purchase cannot lie before the money was transferred ({day}).",
)
USED_MORE = Kind(
    "report.used_more",
    "Jumlah belanja Rp {used} melebihi dana yang diterima Rp {received}. Tulis hanya belanja dari dana bantuan.",
    "The purchases, IDR {used}, exceed the money received, IDR {received}. Write only what was paid from the aid.",
)
OUT_OF_ORDER = Kind(
    "report.step",
    "Laporan ini tidak dapat berpindah dari “{now}” ke “{then}”. Muat ulang halaman.",
    "This report cannot go from “{now}” to “{then}”. Load the page again.",
)
NOTE_NEEDED = Kind(
    "report.note",
    "Tulis apa yang harus diperbaiki penerima (paling sedikit 10 huruf).",
    "Write what the recipient must mend (at least 10 characters).",
)
NEEDED = (
    "name", "business_address", "phone", "business_name", "product", "received_idr", "received_on", "working_capital_idr",
    "investment_idr", "workers_before", "workers_after", "sales_before_idr", "sales_after_idr", "profit_before_idr",
    "profit_after_idr", "marketing",
)  # fmt: skip


class RecipientActor:
    """The recipient, who has no account."""

    pk = None
    name = "Penerima (halaman laporan)"
    role = "recipient"


RECIPIENT = RecipientActor()


@transaction.atomic
def issue_link(*, recipient: Recipient, by: Actor, at: datetime) -> ReportLink:
    """Make a new link and code; former ones no longer open anything. Raises Refused before a transfer."""
    locked = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if not ledger.balance_of(locked).disbursed_idr:
        raise Refused(NOT_PAID, status=409)
    locked.report_links.filter(revoked_at=None).update(revoked_at=at)
    link = ReportLink(
        recipient=locked, nonce=secrets.token_hex(16), issued_at=at, expires_at=at + timedelta(days=LINK_DAYS)
    )
    link.digest = queries.digest_of(queries.token_of(link))
    link.save()
    note(
        by=by,
        at=at,
        action="report.link_issued",
        on=("recipient", locked.pk),
        area=locked.area_id,
        link=link.pk,
    )
    return link


@transaction.atomic
def revoke_link(*, recipient: Recipient, by: Actor, at: datetime) -> None:
    """The letter was lost, or is no longer wanted."""
    recipient.report_links.filter(revoked_at=None).update(revoked_at=at)
    note(by=by, at=at, action="report.link_revoked", on=("recipient", recipient.pk), area=recipient.area_id)


_MISREAD = str.maketrans("018", "OIB")
"""What a code never has, and what people read for the letters it has."""


@transaction.atomic
def open_with_code(*, link: ReportLink, code: str, by: Actor, at: datetime) -> bool:
    """Whether the code is the link's; that the report was opened with it is written down."""
    given = "".join(letter for letter in code.upper() if letter.isalnum()).translate(_MISREAD)
    right = hmac.compare_digest(given.encode(), queries.code_of(link).replace("-", "").encode())
    if right:
        ReportLink.objects.filter(pk=link.pk).update(opened_at=at)
        note(
            by=by, at=at, action="report.opened", on=("recipient", link.recipient_id), area=link.recipient.area_id, link=link.pk
        )  # fmt: skip
    return right


@transaction.atomic
def save_report(
    *, recipient: Recipient, values: dict[str, Any], lines: Sequence[dict[str, Any]], by: Actor, at: datetime
) -> SelfReport:
    """Keep what was written, whole or not, as a draft. `lines`: used_on, category, amount_idr, remark, and keep (the id of a
    line whose receipt stays) or receipt (name, bytes). Raises Refused once it was sent."""
    report = _draft(recipient, at)
    for name, value in values.items():
        if name not in SelfReport.TOLD:
            raise KeyError(name)
        if isinstance(value, str) and person_nik.written_in(value):
            raise Refused(person_nik.WRITTEN_OUT)
        setattr(report, name, value.strip() if isinstance(value, str) else value)
    report.changed_at = at
    report.save()
    _lines(report, lines, at)
    note(by=by, at=at, action="report.saved", on=("recipient", recipient.pk), area=recipient.area_id)
    return report


def _draft(recipient: Recipient, at: datetime) -> SelfReport:
    Recipient.objects.select_for_update().get(pk=recipient.pk)
    report, _new = SelfReport.objects.get_or_create(recipient=recipient, defaults={"changed_at": at})
    if report.state != SelfReport.State.DRAFT:
        raise Refused(SENT_ALREADY, status=409)
    return report


def _lines(report: SelfReport, lines: Sequence[dict[str, Any]], at: datetime) -> None:
    if len(lines) > MOST_LINES:
        raise Refused(TOO_MANY_LINES, most=MOST_LINES)
    held = {row.pk: row for row in report.lines.all()}
    paid_on = queries.with_paid(Recipient.objects.filter(pk=report.recipient_id)).get().paid_on
    wanted = []
    for line in lines:
        if line["category"] not in queries.USES or not line["used_on"] or line["amount_idr"] <= 0:
            raise Refused(LINE)
        if line["used_on"] > at.date():
            raise Refused(FUTURE)
        if paid_on and line["used_on"] < paid_on:
            raise Refused(BEFORE, day=paid_on.isoformat())
        if person_nik.written_in(line.get("remark", "")):
            raise Refused(person_nik.WRITTEN_OUT)
        row = ReportLine(
            report=report, used_on=line["used_on"], category=line["category"], amount_idr=line["amount_idr"],
            remark=squeeze(line.get("remark", ""))[:150],
        )  # fmt: skip
        former = held.get(line.get("keep") or 0)
        if line.get("receipt"):
            name, content = line["receipt"]
            row.file_name, row.file_sha256 = name[-150:], vault.current().blobs.put(content)
        elif former:
            row.file_name, row.file_sha256 = former.file_name, former.file_sha256
        wanted.append(row)
    report.lines.all().delete()
    ReportLine.objects.bulk_create(wanted)


@transaction.atomic
def send_report(*, recipient: Recipient, by: Actor, at: datetime) -> SelfReport:
    """Hand the report in: it waits for the office and can be changed no more. Raises Refused with what it lacks."""
    report = _draft(recipient, at)
    lacking = [name for name in NEEDED if getattr(report, name) in (None, "")]
    used = sum(queries.used_by_category(report).values())
    if not report.lines.exists():
        lacking.append("lines")
    if lacking:
        raise Refused(NOT_WHOLE, parts=", ".join(lacking))
    received = min(report.received_idr or 0, ledger.balance_of(recipient).disbursed_idr)
    if used > received:
        raise Refused(
            USED_MORE,
            used=f"{used:,}".replace(",", "."),
            received=f"{received:,}".replace(",", "."),
        )
    before, report.state, report.sent_at = report.state, SelfReport.State.UNCONFIRMED, at
    report.save(update_fields=["state", "sent_at"])
    _step(report, before, "", by, at)
    return report


@transaction.atomic
def move_report(*, report: SelfReport, to: str, remark: str, by: Actor, at: datetime) -> SelfReport:
    """The office's next step: received, worked on, verified; or back to the recipient with what to mend. Raises Refused."""
    locked = SelfReport.objects.select_for_update(of=("self",)).select_related("recipient__allocation__ceiling__programme").get(
        pk=report.pk
    )  # fmt: skip
    if to not in queries.next_states(locked.state):
        raise Refused(OUT_OF_ORDER, status=409, now=locked.state, then=to)
    if to == SelfReport.State.DRAFT and len(remark.strip()) < 10:
        raise Refused(NOTE_NEEDED)
    if person_nik.written_in(remark):
        raise Refused(person_nik.WRITTEN_OUT)
    before, locked.state = locked.state, to
    locked.save(update_fields=["state"])
    _step(locked, before, remark, by, at)
    if to == SelfReport.State.VERIFIED:
        reach(recipient=locked.recipient, stage="reported", reached_on=_day(locked, at), by=by, at=at)
        _into_ledger(locked, by, at)
    return locked


def _into_ledger(report: SelfReport, by: Actor, at: datetime) -> None:
    """Each purchase becomes use in the ledger, unless the office has entered the receipts itself before. No words of the
    recipient go along: the ledger keeps its rows for ever."""
    if ledger.balance_of(report.recipient).used_idr:
        return
    for number, line in enumerate(queries.lines_of(report), 1):
        record_use(
            recipient=report.recipient, category=line.category, amount_idr=line.amount_idr, used_on=line.used_on,
            receipt_no=f"Laporan penerima {report.pk}, nota {number}", by=by, at=at,
        )  # fmt: skip


def _day(report: SelfReport, at: datetime) -> date:
    return timezone.localdate(report.sent_at or at)


def _step(report: SelfReport, before: str, remark: str, by: Actor, at: datetime) -> None:
    ReportStep.objects.create(
        report=report, state=report.state, note=remark.strip()[:500], by_name=by.name, at=at
    )
    action = "report.returned" if report.state == SelfReport.State.DRAFT else f"report.{report.state}"
    note(
        by=by, at=at, action=action, on=("recipient", report.recipient_id), area=report.recipient.area_id,
        **between({"report_state": before}, {"report_state": report.state}),
    )  # fmt: skip
