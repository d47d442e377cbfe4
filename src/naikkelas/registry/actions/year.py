"""The facts of one year of one enterprise: after a visit, or entered and corrected by a person."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.registry.actions.years import FACTS, recount_changes, show_year
from naikkelas.registry.models import Enterprise, EnterpriseYear
from naikkelas.rules import size_class
from naikkelas.rules.size_class import EnterpriseFacts
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between

BY_HAND = "hand"
"""The source of facts that a person entered on the enterprise's page; `recorded_by` says who."""
NOTHING = Kind(
    "year.nothing",
    "Belum ada data yang diisi. Isi sekurang-kurangnya omzet, modal, kekayaan bersih, tenaga kerja atau pasar.",
    "Nothing was entered. Enter at least sales, capital, net worth, workers or a market.",
)
WRONG_YEAR = Kind(
    "year.out_of_range",
    "Tahun {year} tidak dapat dicatat: isi tahun antara {first} dan {last}.",
    "Year {year} cannot be recorded: enter a year between {first} and {last}.",
)
NO_FILE = Kind(
    "year.no_document",
    "Data menurut dokumen memerlukan berkasnya. Unggah laporan keuangan, SPT atau buku kas, atau pilih “pernyataan”.",
    "Facts by a document need the document. Upload the statement, tax return or cash book, or choose “statement”.",
)
UNSURE = Kind(
    "year.stale",
    "Data tahun {year} sudah diperbaiki orang lain sesudah halaman ini dibuka. Periksa angka yang baru, lalu simpan lagi.",
    "Somebody else corrected the facts of {year} after this page was opened. Look at the new figures, then save again.",
)


@transaction.atomic
def record_year(
    *,
    enterprise: Enterprise,
    year: int,
    facts: dict[str, int | None],
    source: str,
    by: Actor,
    at: datetime,
    evidence: str = EnterpriseYear.Evidence.VISIT,
    markets: str | None = None,
    evidence_file: tuple[str, str] = ("", ""),
    remark: str = "",
    recorded_by: int | None = None,
) -> EnterpriseYear:
    """Record one year's facts of one enterprise, judge its class, and renew what lists show.

    What is left out of `facts` stays as it was known for that year; None says that it is not known. `markets` likewise.
    `evidence_file`: name and SHA-256 of a file in the vault. Evidence is what the class rests on: where the fact that
    decides it was left out, the evidence known stays with it.
    """
    Enterprise.objects.select_for_update().get(
        pk=enterprise.pk
    )  # two who correct one year come one after the other
    as_of = date(year, 12, 31)
    known = enterprise.years.filter(year=year, superseded_at=None).first()
    values = {fact: facts.get(fact, getattr(known, fact, None)) for fact in FACTS}
    decision = size_class.judge(
        EnterpriseFacts(
            values["annual_sales_idr"], values["capital_idr"], values["net_worth_idr"], enterprise.founded_on
        ),
        as_of,
    )
    if known:
        EnterpriseYear.objects.filter(pk=known.pk).update(superseded_at=at)
        if decision.reason in FACTS and decision.reason not in facts:
            evidence, evidence_file = known.evidence, (known.evidence_name, known.evidence_sha256)
    row = EnterpriseYear.objects.create(
        enterprise=enterprise,
        year=year,
        **values,
        markets=markets if markets is not None else known.markets if known else "",
        size_class=decision.verdict,
        class_reason=decision.reason,
        class_flag="".join(decision.flags),
        rule_set=decision.rule_set,
        rule_hash=decision.rule_hash,
        judged_as_of=as_of,
        evidence=evidence,
        evidence_name=evidence_file[0],
        evidence_sha256=evidence_file[1],
        remark=remark,
        source=source,
        recorded_by_id=recorded_by,
        recorded_at=at,
    )
    if enterprise.facts_year is None or year >= enterprise.facts_year:
        _show(enterprise, row, at)
    recount_changes([enterprise.pk], at)
    note(
        by=by,
        at=at,
        action="enterprise.year_recorded",
        on=("enterprise", enterprise.pk),
        area=enterprise.area_id,
        year=year,
        evidence=str(evidence),
        **_told(known, row),
    )
    return row


def _told(known: EnterpriseYear | None, row: EnterpriseYear) -> dict[str, Any]:
    """What changed, for the trail: of the facts of a person's business only that they did; the years keep each value."""
    shown = between({"size_class": known.size_class if known else ""}, {"size_class": str(row.size_class)})
    facts = [fact for fact in FACTS if known and getattr(known, fact) != getattr(row, fact)]
    changes = shown.get("changes", {}) | {fact: [] for fact in facts}
    return {"changes": changes} if changes else {}


@transaction.atomic
def correct_year(
    *,
    enterprise: Enterprise,
    year: int,
    facts: dict[str, int | None],
    markets: str,
    evidence: str,
    file_name: str,
    file: bytes | None,
    remark: str,
    standing: int | None,
    by: Actor,
    at: datetime,
) -> EnterpriseYear:
    """Enter or correct a year by hand. The former row stays, superseded; its file goes on where no new one is given.

    `standing`: the row that the person saw, None where there was none. Raises Refused where another stands by now, where
    nothing was entered, or where a document is named and none is there.
    """
    first, last = size_class.first_year(), at.year
    if not first <= year <= last:
        raise Refused(WRONG_YEAR, year=year, first=first, last=last)
    if not markets and all(facts.get(fact) is None for fact in FACTS):
        raise Refused(NOTHING)
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    known = enterprise.years.filter(year=year, superseded_at=None).first()
    if standing != (known.pk if known else None):
        raise Refused(UNSURE, status=409, year=year)
    held = (known.evidence_name, known.evidence_sha256) if known and known.evidence == evidence else ("", "")
    if file is not None:
        held = (file_name[-150:], vault.current().blobs.put(file))
    if evidence == EnterpriseYear.Evidence.DOCUMENT and not held[1]:
        raise Refused(NO_FILE)
    return record_year(
        enterprise=enterprise,
        year=year,
        facts={fact: facts.get(fact) for fact in FACTS},
        markets=markets,
        source=BY_HAND,
        evidence=evidence,
        evidence_file=held,
        remark=remark[:300],
        recorded_by=getattr(by, "pk", None),
        by=by,
        at=at,
    )


def _show(enterprise: Enterprise, row: EnterpriseYear, at: datetime) -> None:
    """Bring what lists show of an enterprise in step with its newest year."""
    show_year(enterprise, row)
    enterprise.updated_at = at
    enterprise.save(update_fields=["size_class", "facts_year", "annual_sales_idr", "workers", "updated_at"])
