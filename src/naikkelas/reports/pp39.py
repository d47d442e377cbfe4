"""What the three forms of PP 39/2006 have in common: the cases, the activities with money, progress and problems."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from naikkelas.kit import days
from naikkelas.kit.bilingual import Text
from naikkelas.kit.periods import Quarter
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.programmes.queries import reporting
from naikkelas.programmes.queries.reporting import ActivityLine
from naikkelas.reports.figures import Figures
from naikkelas.reports.heading import agency, head, heading
from naikkelas.reports.report import Asked, Case
from naikkelas.reports.tables import column, row, table
from naikkelas.rules import lagging, obligations
from naikkelas.rules.follow_up import CLOSED

CASES = {
    "ministry": Case(Text("Kementerian", "Ministry"), ("nation",)),
    "dekon": Case(Text("Dekonsentrasi", "Deconcentration"), ("province",)),
    "tp": Case(Text("Tugas pembantuan", "Co-administration"), ("province", "regency")),
}
SOURCES = {
    "ministry": ("apbn_tp", "apbn_dekon", "phln_tp", "phln_dekon"),
    "dekon": ("apbn_dekon", "phln_dekon"),
    "tp": ("apbn_tp", "phln_tp"),
}
FOREIGN = ("phln_tp", "phln_dekon")
SOURCE_NAMES = {
    "apbn_tp": "APBN tugas pembantuan", "apbn_dekon": "APBN dekonsentrasi", "phln_tp": "PHLN tugas pembantuan",
    "phln_dekon": "PHLN dekonsentrasi",
}  # fmt: skip
LEGAL_SOURCE = "PP 39/2006"
_NOT_CONFIRMED = "Susunan kolom belum dikonfirmasi: disusun dari ingatan dan praktik, bukan dari lampiran dalam lembaran negara."
_MARKS = {
    "read": "tenggat dibaca dari salinan, bukan lembaran negara",
    "unconfirmed": "belum dikonfirmasi; baca ulang dalam lembaran negara",
    "proposal": "usulan naikkelas",
}
_DEFINITIONS = (
    "Pagu adalah alokasi kegiatan menurut DIPA beserta revisinya sampai akhir triwulan; realisasi "
    "adalah SP2D dikurangi pembatalan, sampai hari terakhir triwulan. PHLN (pinjaman/hibah luar negeri) adalah bagian pagu yang "
    "dalam buku anggaran bersumber dari padanya; 0 berarti seluruhnya rupiah murni. Kolom rencana berisi tanda “–” bila "
    "rencana per bulannya belum dicatat.",
    "Fisik: bangunan menurut laporan mingguan pekerjaan sampai akhir triwulan bila ada, selain itu menurut tahap fisik "
    "terakhir (kolom keluaran menyebut yang mana); bantuan kepada orang atau koperasi dihitung 100% bila sudah dibayar. "
    "Beberapa penerima ditimbang dengan nilai dalam keputusannya.",
    "Permasalahan adalah temuan monev sampai hari terbit yang belum selesai pada akhir triwulan; tindak lanjut adalah "
    "tindakan terakhir yang dicatat, atau rekomendasinya bila belum ada.",
)
_GATHERED = (
    "Rangkuman provinsi atas laporan kabupaten/kota untuk dipakai sendiri; "
    "yang wajib dikirim adalah laporan tiap kabupaten/kota."
)
NOTHING = "Tidak ada kegiatan dari sumber dana ini dalam tahun anggaran."
_LISTED = 3
"""Problems of one activity that are told; the rest are counted."""


@dataclass
class Activity:
    """An activity of the ledger with what monev found about it."""

    line: ActivityLine
    problems: list[str]
    follow_ups: list[str]

    @property
    def programme(self) -> str:
        return self.line.allocation.ceiling.programme.name

    @property
    def name(self) -> str:
        return self.line.allocation.activity or self.programme

    @property
    def place(self) -> str:
        return places.name_of(self.line.allocation.area_id)

    @property
    def pagu_idr(self) -> int:
        return self.line.allocated_idr

    @property
    def foreign_idr(self) -> int:
        """What of the ceiling is a loan or grant from abroad (PHLN): all or nothing, as a budget line has one source."""
        return self.pagu_idr if self.line.allocation.ceiling.source in FOREIGN else 0

    @property
    def output(self) -> str:
        kind = programmes.type_of(self.line.allocation.ceiling.programme)
        facility = kind and kind.recipient == "facility"
        told = f"{self.line.reached} dari {self.line.recipients} {'sarana' if facility else 'penerima'}"
        return f"{told}; fisik menurut {self._physical_from}" if facility and self.line.recipients else told

    @property
    def _physical_from(self) -> str:
        """Where the physical progress of buildings comes from."""
        if not self.line.by_weeks:
            return "tahap"
        whole = self.line.by_weeks == self.line.recipients
        return "laporan mingguan" if whole else "laporan mingguan dan tahap"

    @property
    def planned(self) -> tuple[int, int] | None:
        """What was to be paid by the end of the quarter, of the ceiling; None without a plan."""
        return None if self.line.planned_idr is None else (self.line.planned_idr, self.pagu_idr)

    @property
    def planned_physical(self) -> tuple[int, int] | None:
        return None if self.line.planned_percent is None else (self.line.planned_percent, 100)

    def lags(self, period: Quarter) -> bool:
        passed = lagging.expected(period)
        money = lagging.lags((self.line.paid_idr, self.pagu_idr), self.planned or passed)
        return money or lagging.lags(self.line.physical, self.planned_physical or passed)


def activities(asked: Asked) -> list[Activity]:
    """The activities of the case in the area, with problems and follow-up, as the forms list them."""
    lines = reporting.activity_lines(asked.scope.code, asked.scope.period, SOURCES[asked.case])
    found = _findings([line.allocation.pk for line in lines], asked)
    return [Activity(line, *_told(found[line.allocation.pk])) for line in lines]


def _findings(ids: list[int], asked: Asked) -> dict[int, list[Any]]:
    about = Q(recipient__allocation_id__in=ids) | Q(visit__planned__recipient__allocation_id__in=ids)
    rows: QuerySet = (
        monev.findings()
        .filter(about, opened_on__lte=timezone.localdate(asked.at))
        .exclude(state="withdrawn")
        .exclude(state__in=CLOSED, closed_on__lte=asked.scope.period.last_day)
        .select_related("recipient", "visit__planned__recipient")
        .prefetch_related("steps")
        .order_by("due_on", "id")
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for finding in rows:
        recipient = finding.recipient or finding.visit.planned.recipient
        found[recipient.allocation_id].append(finding)
    return found


def _told(findings: list[Any]) -> tuple[list[str], list[str]]:
    problems = [f"{f.number} {f.title}" for f in findings[:_LISTED]]
    follow_ups = [_follow_up(f) for f in findings[:_LISTED]]
    if len(findings) > _LISTED:
        problems.append(f"dan {len(findings) - _LISTED} temuan lain")
    return problems, list(dict.fromkeys(filter(None, follow_ups)))


def _follow_up(finding: Any) -> str:
    actions = [step for step in finding.steps.all() if step.kind == "action"]
    if actions:
        last = max(actions, key=lambda step: (step.at, step.pk))
        return f"{finding.number}: {last.text.rstrip('.')}"
    if not finding.recommendation:
        return ""
    return f"{finding.number}: belum ada tindakan; rekomendasi: {finding.recommendation.rstrip('.')}"


def joined(texts: list[str]) -> str | None:
    return "; ".join(texts) or None


def figures(asked: Asked, report: str, version: int, title: str, tables: list[dict[str, Any]]) -> Figures:
    """The frozen figures of one form: head, who reports to whom by when, its tables, what is not confirmed."""
    return Figures(
        {
            "report": report,
            "version": version,
            "title": title,
            "subtitle": f"{LEGAL_SOURCE} – {CASES[asked.case].name.id}",
            **heading(asked),
            "signer": _signer(asked, report),
            "case": asked.case,
            "facts": _facts(asked, report),
            "caution": _NOT_CONFIRMED,
            "tables": [*tables, *_budget_documents(asked)],
            "notes": list(_DEFINITIONS),
        }
    )


def _signer(asked: Asked, report: str) -> str:
    """Who answers for a form: of an activity or a programme whoever runs it, of the summary the head of the office."""
    area = places.region(asked.scope.code)
    if report == "pp39_c":
        return head(area)
    return f"{obligations.of(report, asked.case)[0].sender.id}, {agency(area)}"


def _facts(asked: Asked, report: str) -> list[list[str]]:
    lines = [["Sumber dana", ", ".join(SOURCE_NAMES[s] for s in SOURCES[asked.case])]]
    if places.region(asked.scope.code).level != obligations.of(report, asked.case)[0].level:
        lines.append(["Kedudukan", _GATHERED])
    for duty in obligations.of(report, asked.case):
        due = duty.due_on(asked.scope.period)
        day = (
            f"{days.day_text(due)} ({duty.workdays} hari kerja sesudah akhir triwulan)"
            if due
            else "tidak diatur"
        )
        copy = f"; tembusan {duty.copy.id}" if duty.copy else ""
        lines.append(
            [
                "Dari – kepada",
                f"{duty.sender.id} – {duty.receiver.id}{copy}. Tenggat: {day} [{_MARKS[duty.mark]}].",
            ]
        )
    return lines


def _budget_documents(asked: Asked) -> list[dict[str, Any]]:
    rows = reporting.budget_documents(asked.scope.code, asked.scope.period, SOURCES[asked.case])
    if not rows:
        return []
    documents = table(
        "documents",
        "Dokumen anggaran",
        [column("Dokumen"), column("Program"), column("Sumber dana"), column("Pagu dokumen (Rp)", "idr")],
        [
            row(
                c.document_no,
                c.programme.name,
                SOURCE_NAMES[c.source],
                c.then_idr,
                ref=("programme", c.programme_id),
            )
            for c in rows
        ],
        notes=["Pagu dokumen dapat mencakup wilayah lain; bagian wilayah ini adalah pagu kegiatan di atas."],
    )
    return [documents]


@dataclass(frozen=True)
class Sum:
    """Several activities together."""

    pagu_idr: int
    foreign_idr: int
    paid_before_idr: int
    paid_quarter_idr: int
    physical: tuple[int, int]
    planned: tuple[int, int] | None
    """Only where every activity has a plan: a part of the plans says nothing of the whole."""

    @property
    def paid_idr(self) -> int:
        return self.paid_before_idr + self.paid_quarter_idr


def total(found: list[Activity]) -> Sum:
    return Sum(
        sum(a.pagu_idr for a in found),
        sum(a.foreign_idr for a in found),
        sum(a.line.paid_before_idr for a in found),
        sum(a.line.paid_quarter_idr for a in found),
        (sum(a.line.physical[0] for a in found), sum(a.line.physical[1] for a in found)),
        (sum(a.line.planned_idr or 0 for a in found), sum(a.pagu_idr for a in found))
        if all(a.planned for a in found)
        else None,
    )


def by_programme(found: list[Activity]) -> dict[Any, list[Activity]]:
    """The activities of each programme, in the order of the list."""
    groups: dict[Any, list[Activity]] = {}
    for each in found:
        groups.setdefault(each.line.allocation.ceiling.programme, []).append(each)
    return groups
