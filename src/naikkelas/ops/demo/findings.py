"""Findings of former years and what became of them: in time, late, before a court, opened again, found once more; letters about
them; and what citizens told. All invented and so marked."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from naikkelas.monev import actions as monev
from naikkelas.monev import queries as visits
from naikkelas.monev.queries import follow_up as follow_up_queries
from naikkelas.ops.demo.people import People
from naikkelas.ops.demo.photos import photo
from naikkelas.programmes import queries as programmes
from naikkelas.programmes.queries import market as markets
from naikkelas.reports import actions as reports
from naikkelas.trail.actions import SYSTEM

CAUSES = ("selection", "supervision", "documents", "people", "market", "coordination", "money", "planning")
_NOTE = " (contoh sintetis)"
_ANSWER = "Sudah ditindaklanjuti; bukti terlampir."


@dataclass(frozen=True)
class Told:
    """`way`: the steps taken, each a letter: a answered with evidence, c closed, r returned, n said not to be possible, y that
    approved, o opened again. `days`: when each was taken, in days after the opening."""

    area: str
    opened: tuple[int, int, int]
    title: str
    condition: str
    cause: str
    severity: str
    amount_idr: int | None
    way: str = ""
    days: tuple[int, ...] = ()
    again: bool = False


_LATE_REPORT = "Laporan penggunaan dana wirausaha pemula belum lengkap"
_BOOKS = "Pembukuan dana bergulir koperasi tidak tertib"
_PLUT = "Peralatan PLUT belum seluruhnya dipakai"
TOLD = (
    Told("18.01", (2018, 6, 4), _LATE_REPORT, "Empat penerima belum menyerahkan kuitansi.", "documents", "medium", 14_000_000, "ac", (41, 52)),
    Told("18.01", (2019, 6, 11), _LATE_REPORT, "Lima penerima belum menyerahkan kuitansi.", "documents", "medium", 22_000_000, "ac", (55, 71), again=True),
    Told("18.01", (2020, 2, 3), _LATE_REPORT, "Tiga penerima belum menyerahkan kuitansi.", "supervision", "medium", 18_000_000, again=True),
    Told("18.02", (2018, 9, 17), _BOOKS, "Buku kas tidak ditutup sejak Maret 2018.", "people", "low", None, "ac", (30, 44)),
    Told("18.02", (2019, 9, 2), _BOOKS, "Buku kas tidak ditutup sejak Mei 2019.", "people", "medium", None, "arac", (50, 66, 80, 95), again=True),
    Told("18.03", (2019, 3, 5), "Agunan dana bergulir menjadi objek sengketa", "Sertifikat agunan dalam perkara perdata.", "outside", "high", 75_000_000, "ny", (20, 40)),
    Told("18.04", (2019, 4, 9), "Kelompok penerima telah bubar", "Kelompok tidak lagi ditemukan di alamatnya.", "market", "medium", 20_000_000, "n", (300,)),
    Told("18.05", (2019, 5, 14), "Bantuan alat tidak dipasang", "Mesin pengemas masih dalam peti di gudang dinas.", "planning", "high", 48_000_000, "aco", (33, 47, 290)),
    Told("18.06", (2019, 7, 8), "Papan nama bantuan tidak dipasang", "Sembilan dari sepuluh penerima tidak memasang papan nama.", "negligence", "low", None, "ac", (12, 20)),
    Told("18.07", (2019, 8, 13), "Pelatihan tanpa daftar hadir", "Tiga angkatan pelatihan tidak punya daftar hadir.", "documents", "medium", 31_500_000, "ar", (58, 74)),
    Told("18.08", (2019, 10, 1), "Penerima bukan pelaku usaha", "Dua penerima berstatus pegawai.", "selection", "high", 24_000_000, "a", (57,)),
    Told("18.09", (2019, 10, 22), "Kios disewakan kepada pihak lain", "Tujuh kios disewakan di atas tarif perjanjian.", "supervision", "high", 35_000_000),
    Told("18.10", (2019, 11, 12), "RAT koperasi penerima tidak dilaksanakan", "Dua koperasi penerima tidak RAT tahun buku 2018.", "people", "medium", None),
    Told("18.11", (2019, 12, 3), "Aset bantuan tidak tercatat", "Aset hasil bantuan tidak masuk daftar inventaris.", "documents", "medium", 52_000_000),
    Told("18.12", (2020, 1, 14), "Verifikasi lapangan tidak dilakukan", "Empat penerima ditetapkan tanpa peninjauan.", "selection", "high", 48_000_000),
    Told("18.02", (2020, 1, 21), _PLUT, "Sebelas dari empat puluh alat belum dipakai.", "planning", "medium", 61_000_000, "a", (45,)),
)  # fmt: skip


def follow_up(everyone: People, clock: datetime) -> None:
    """Tell the former years, let figures speak, say causes, write letters, and hear citizens."""
    dice = random.Random(20200313)  # noqa: S311 - invented data, not secrets
    known: dict[tuple[str, str], Any] = {}
    for told in TOLD:
        key = (told.area, told.title)
        known[key] = _tell(everyone, told, known.get(key) if told.again else None, dice)
    monev.watch_budgets(area="18", by=SYSTEM, at=datetime(2019, 10, 3, 3, 0, tzinfo=UTC))
    _citizens(everyone, clock, dice)
    _causes(everyone, dice, clock)
    monev.watch_findings(area="18", by=SYSTEM, at=clock)
    mended = visits.findings_visible_to(everyone.user("provinsi")).filter(
        rule="budget_deviation", state="in_progress"
    )
    for finding in mended.order_by("id")[3:]:
        monev.close(
            finding=finding, text="Realisasi sudah menyusul rencana.", by=everyone.user("provinsi"), at=clock
        )
    _letters(everyone, clock)


def _tell(everyone: People, told: Told, before: Any, dice: random.Random) -> Any:
    opened = datetime(*told.opened, 3, 0, tzinfo=UTC)
    office, province, second = (everyone.user(u) for u in (_office(told.area), "provinsi", "provinsi2"))
    finding = monev.open_by_hand(
        area=told.area, title=told.title, condition=told.condition + _NOTE, criterion="Petunjuk teknis program dan perjanjian bantuan.",
        cause_code=told.cause, cause="", effect="Manfaat bantuan tidak dapat dipastikan.",
        recommendation="Lengkapi dan sampaikan buktinya kepada dinas provinsi.", severity=told.severity,
        amount_idr=told.amount_idr, earlier=before, photos=[("lapangan.jpg", photo(dice, told.title))] if told.again else (),
        by=province, at=opened, synthetic=True,
    )  # fmt: skip
    for step, days in zip(told.way, told.days, strict=True):
        at = opened.fromtimestamp(opened.timestamp() + days * 86_400, UTC)
        given: dict[str, Any] = {"finding": finding, "by": second, "at": at}
        if step == "a":
            proof = photo(dice, f"bukti {finding.number}")
            monev.act(
                **given | {"by": office}, text=_ANSWER, evidence_name="bukti-sintetis.jpg", evidence=proof
            )
        elif step == "n":
            reason = "in_court" if "sengketa" in told.title else "not_effective"
            monev.propose_cannot(
                **given | {"by": office}, reason=reason, text="Surat keterangan menyusul.", evidence_name="", evidence=None
            )  # fmt: skip
        elif step == "c":
            monev.close(**given, text="Bukti diperiksa dan sesuai.")
        elif step == "r":
            monev.send_back(**given, text="Bukti belum memperlihatkan seluruh penerima.")
        elif step == "y":
            monev.approve_cannot(**given, text="Disetujui; dipantau sampai putusan pengadilan.")
        else:
            monev.reopen(**given, text="Peninjauan ulang: mesin kembali tidak dipakai.")
    return finding


def _office(area: str) -> str:
    return f"dinas{area[:5].replace('.', '')}"


def _causes(everyone: People, dice: random.Random, at: datetime) -> None:
    """The officers say why, for about half of what visits found."""
    province = everyone.user("provinsi")
    for finding in (
        visits.open_findings(visits.findings_visible_to(province)).filter(cause_code="").order_by("id")
    ):
        if dice.random() < 0.5:
            monev.complete(
                finding=finding, cause_code=dice.choice(CAUSES), cause="", effect="", severity=finding.severity, by=province, at=at
            )  # fmt: skip


def _citizens(everyone: People, clock: datetime, dice: random.Random) -> None:
    idle, lively = markets.markets().filter(recipient__isnull=False).order_by("pk")[:2]
    grant = programmes.recipients().filter(kind="person").order_by("pk").first()
    given: dict[str, Any] = {"sender": "", "by": monev.CITIZEN, "synthetic": True}
    first = monev.take_report(
        subject=idle.facility, topic="unused", text="Pasar ini sudah jadi sejak tahun lalu tetapi pagarnya selalu terkunci.",
        contact="", photos=[photo(dice, "pasar terkunci")], at=datetime(2020, 2, 24, 3, 0, tzinfo=UTC), **given,
    )  # fmt: skip
    monev.open_finding_of_report(
        report=first, title=f"Pasar terkunci menurut laporan warga: {idle.facility.name}"[:200],
        condition="Ditinjau setelah laporan warga: pagar terkunci dan tidak ada pedagang.", severity="high",
        reply="Terima kasih. Kami sudah meninjau dan membuka temuan; hasilnya dapat dilihat di sini.",
        by=everyone.user(_office(idle.facility.area_id)), at=datetime(2020, 3, 2, 3, 0, tzinfo=UTC),
    )  # fmt: skip
    monev.take_report(
        subject=lively.facility, topic="fee", text="Pedagang diminta iuran tambahan tiap minggu tanpa karcis.",
        contact="0812-0000-0099", photos=[photo(dice, "lapak pasar")], at=datetime(2020, 3, 11, 3, 0, tzinfo=UTC), **given,
    )  # fmt: skip
    if grant is not None:
        third = monev.take_report(
            subject=grant, topic="other", text="Apakah bantuan wirausaha pemula dibuka lagi tahun ini di kabupaten kami?",
            contact="", photos=[], at=datetime(2020, 3, 5, 3, 0, tzinfo=UTC), **given,
        )  # fmt: skip
        monev.answer_report(
            report=third, reply="Pendaftaran diumumkan di papan pengumuman dinas dan kantor kecamatan.",
            by=everyone.user(_office(grant.area_id)), at=datetime(2020, 3, 9, 3, 0, tzinfo=UTC),
        )  # fmt: skip


def _letters(everyone: People, clock: datetime) -> None:
    province = everyone.user("provinsi")
    asked = visits.open_findings(visits.findings_visible_to(province)).filter(synthetic=True)
    rows = follow_up_queries.with_owner(follow_up_queries.of_turn(asked, "unit")).order_by("due_on", "id")
    common = {
        "area": "18",
        "signer": "Kepala Dinas (contoh)",
        "signer_nip": "19700101 199503 1 000",
        "by": province,
        "at": clock,
    }
    first = list(rows.filter(owner="18.01")[:6])
    reports.issue_letter(unit="18.01", findings=first, remark="", **common)
    reports.record_hearing(
        unit="18.05", findings=list(rows.filter(owner="18.05")[:3]),
        held_on=clock.date(), held_at="Ruang rapat Dinas Koperasi dan UKM Provinsi Lampung (contoh)",
        present=["Kepala Bidang Monev (contoh), dinas provinsi", "Kepala Bidang Koperasi (contoh), dinas kabupaten"],
        outcome="Dinas kabupaten memasang mesin paling lambat 30 April 2020 dan mengirim foto serta berita acara.", **common,
    )  # fmt: skip
