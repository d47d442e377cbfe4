"""What the pages of the rules on start-up capital say beside their cases: the checks with source and mark, the weights."""

from collections.abc import Callable
from typing import Any

from naikkelas.kit.bilingual import Text
from naikkelas.rules import startup_eligibility, startup_ranking

LABELS = {
    "started_on": Text("Usaha mulai", "Business began"),
    "age": Text("Umur", "Age"),
    "education": Text("Pendidikan", "Schooling"),
    "id_card": Text("KTP", "Identity card"),
    "licence": Text("Izin usaha", "Licence"),
    "has_tax_id": Text("NPWP", "Tax number"),
    "trained": Text("Pernah dilatih", "Trained"),
    "trained_on": Text("Sertifikat pelatihan", "Certificate of training"),
    "account": Text("Rekening", "Account"),
    "occupation": Text("Pekerjaan", "Occupation"),
    "same_aid": Text("Bantuan sejenis sebelumnya", "Same grant before"),
    "twice_in_call": Text("Dua kali dalam panggilan", "Twice in the call"),
    "lacking": Text("Bagian yang kurang", "Parts missing"),
    "production": Text("Usaha produksi", "Producer"),
    "sales_idr": Text("Omzet sebulan (Rp)", "Sales of a month (IDR)"),
    "cost_idr": Text("Biaya sebulan (Rp)", "Cost of a month (IDR)"),
    "plan_idr": Text("Seluruh rencana (Rp)", "Whole plan (IDR)"),
    "productive_idr": Text("Bahan baku dan peralatan (Rp)", "Materials and equipment (IDR)"),
    "licensed": Text("Berizin", "Licensed"),
    "bookkept": Text("Ada pembukuan", "Keeps books"),
    "paid_on": Text("Transfer", "Transferred"),
    "visited_on": Text("Dikunjungi", "Visited on"),
    "visited": Text("Sudah dikunjungi", "Visited"),
    "months": Text("Putaran (bulan)", "Round (months)"),
    "round": Text("Putaran (bulan)", "Round (months)"),
    "due_on": Text("Jatuh tempo", "Due"),
    "round_state": Text("Keadaan", "State"),
    "business_status": Text("Keadaan usaha", "State of the business"),
    "survival": Text("Kelangsungan", "Survival"),
    "survives": Text("Dihitung berjalan", "Counts as surviving"),
    "planned_idr": Text("Rencana (Rp)", "Planned (IDR)"),
    "used_idr": Text("Dipakai (Rp)", "Used (IDR)"),
    "deviates": Text("Menyimpang", "Deviates"),
    "elsewhere_idr": Text("Dipakai di luar rencana (Rp)", "Used beyond the plan (IDR)"),
}
WORDS = {
    "eligible": Text("memenuhi syarat", "eligible"),
    "not_eligible": Text("tidak memenuhi syarat", "not eligible"),
    "incomplete": Text("belum lengkap", "incomplete"),
    "all": Text("semua syarat", "every check"),
    "senior": Text("SLTA", "senior secondary"),
    "junior": Text("SLTP", "junior secondary"),
    "primary": Text("SD", "primary"),
    "valid": Text("berlaku", "valid"),
    "invalid": Text("tidak berlaku", "not valid"),
    "active": Text("aktif", "active"),
    "civil_servant": Text("PNS", "civil servant"),
    "soldier": Text("TNI", "army"),
    "police": Text("Polri", "police"),
    "other": Text("lainnya", "other"),
    "photos": Text("foto", "photos"),
    "running": Text("berjalan", "running"),
    "changed": Text("berganti usaha", "changed business"),
    "paused": Text("berhenti sementara", "paused"),
    "not_told": Text("tidak diketahui", "not told"),
    "moved": Text("pindah", "moved away"),
    "refused": Text("menolak", "refused"),
    "found": Text("ditemukan", "found"),
    "coming": Text("akan datang", "coming"),
    "due": Text("jatuh tempo", "due"),
    "done": Text("sudah", "done"),
    # the checks, where they stand as a reason or flag
    "business_age": Text("umur usaha", "age of the business"),
    "training": Text("sertifikat pelatihan", "certificate of training"),
    "proposal": Text("proposal", "proposal"),
    "tax_id": Text("NPWP", "tax number"),
}
_SIGNS = {
    "production": Text("Usaha produksi", "Producer"),
    "margin": Text("Laba dibanding omzet", "Profit against sales"),
    "workers": Text("Tenaga kerja", "Workers"),
    "productive_plan": Text("Bahan baku dan peralatan dalam rencana", "Materials and equipment in the plan"),
    "business_age": Text("Lama usaha", "Time in business"),
    "licence": Text("Izin usaha", "Licence"),
    "bookkept": Text("Pembukuan", "Books"),
}


def sections(
    name: str, lang: str, marks: dict[str, Text], table: Callable[[list[str], list[list[str]]], str]
) -> list[str]:
    """The checks of an eligibility rule set, or the weights of the ranking."""
    if name == "startup_ranking":
        columns = [Text("Tanda", "Sign").to(lang), Text("Nilai penuh", "Full points").to(lang)]
        rows = [[_SIGNS[sign].to(lang), str(points)] for sign, points in startup_ranking.POINTS.items()]
        return [table(columns, rows)]
    rules: Any = startup_eligibility.rule_sets()[name]
    columns = [Text("Syarat", "Requirement").to(lang), Text("Kepastian", "How sure").to(lang)]
    rows = [[check.title.to(lang), marks[check.mark].to(lang)] for check in rules.checks.values()]
    return [table(columns, rows)]
