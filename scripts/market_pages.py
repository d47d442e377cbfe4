"""What the pages of the rules on markets say beside their cases: the requirements with source and mark, the limits."""

from collections.abc import Callable
from typing import Any

from naikkelas.kit.bilingual import Text
from naikkelas.reference.programme_types import all_types
from naikkelas.rules import market_idle, market_progress, market_requirements

LABELS = {
    "stage": Text("Tahap", "Stage"),
    "met": Text("Terpenuhi", "Met"),
    "not_needed": Text("Tidak diperlukan", "Not needed"),
    "planned_bp": Text("Rencana (per 10.000)", "Planned (of 10,000)"),
    "actual_bp": Text("Realisasi (per 10.000)", "Actual (of 10,000)"),
    "built_on": Text("Fisik 100%", "Works at 100%"),
    "handed_over_on": Text("PHO", "Hand-over"),
    "granted_on": Text("Hibah", "Grant"),
    "stalls": Text("Kios, los, lapak", "Kiosks, stalls, pitches"),
    "used": Text("Terpakai", "In use"),
    "first_idr": Text("Kontrak awal (Rp)", "First contract (IDR)"),
    "most_idr": Text("Paling banyak (Rp)", "At most (IDR)"),
    "past_year": Text("Melewati tahun anggaran", "After the budget year"),
    "plan": Text("Rencana per minggu (per 10.000)", "Plan by weeks (of 10,000)"),
    "kept": Text("Minggu yang tetap", "Weeks that stay"),
    "weeks": Text("Minggu sesudah adendum", "Weeks after the addendum"),
    "function": Text("Fungsi menurut kunjungan", "Function by the visit"),
}
_RULES = market_requirements.rule_sets()["tp_market_v1"]
WORDS = {
    "on_plan": Text("sesuai rencana", "on plan"),
    "behind": Text("terlambat", "behind"),
    "critical": Text("kritis", "critical"),
    "first_period": Text("periode pertama", "first period"),
    "second_period": Text("periode kedua", "second period"),
    "idle": Text("menganggur", "idle"),
    "in_order": Text("baik", "in order"),
    "not_built": Text("belum terbangun", "not built yet"),
    "not_handed_over": Text("belum diserahterimakan", "not handed over"),
    "not_granted": Text("belum dihibahkan", "not granted"),
    "left_empty": Text("kosong atau terbengkalai", "left empty or abandoned"),
    "as_planned": Text("sesuai", "as planned"),
    "abandoned": Text("terbengkalai", "abandoned"),
    **{s.id: s.name for s in all_types()["market_revitalisation"].stages},
    **{r.id: r.name for r in _RULES.requirements},
}
NAMES = (_RULES.id, market_progress.HEAD.id, market_idle.HEAD.id)
_COLUMNS = (
    Text("Syarat", "Requirement"),
    Text("Wajib", "Mandatory"),
    Text("Sumber", "Source"),
    Text("Kepastian", "How sure"),
)
_YES = {True: Text("ya", "yes"), False: Text("tidak", "no")}
_TITLE, _LIMITS = Text("Persyaratan", "Requirements"), Text("Batas", "Limits")


def sections(name: str, lang: str, marks: dict[str, Text], table: Callable[..., str]) -> list[str]:
    if name == _RULES.id:
        rows = [
            [WORDS[r.stage].to(lang), r.name.to(lang), _YES[r.mandatory].to(lang), r.source, marks[r.mark].to(lang)]
            for r in _RULES.requirements
        ]  # fmt: skip
        return [
            f"## {_TITLE.to(lang)}",
            table([LABELS["stage"].to(lang), *(c.to(lang) for c in _COLUMNS)], rows),
        ]
    limits = _progress() if name == market_progress.HEAD.id else _idle()
    return [f"## {_LIMITS.to(lang)}", "\n".join(f"- {text.to(lang)}: {value}" for text, value in limits)]


def _progress() -> list[tuple[Text, Any]]:
    return [
        (
            Text("periode pertama sampai rencana (per 10.000)", "first period until (of 10,000)"),
            market_progress.FIRST_PERIOD_UNTIL_BP,
        ),
        (Text("kritis pada periode pertama", "critical in the first period"), market_progress.CRITICAL_FIRST_BP),
        (Text("kritis pada periode kedua", "critical in the second period"), market_progress.CRITICAL_SECOND_BP),
        (Text("terlambat", "behind"), market_progress.BEHIND_BP),
    ]  # fmt: skip


def _idle() -> list[tuple[Text, Any]]:
    return [
        (Text("hari sampai serah terima", "days until the hand-over"), market_idle.HANDOVER_DAYS),
        (Text("hari sampai hibah", "days until the grant"), market_idle.GRANT_DAYS),
        (Text("hari sampai pemakaian dinilai", "days until use is judged"), market_idle.SETTLING_DAYS),
        (Text("persen terpakai paling sedikit", "least percent in use"), market_idle.USED_PERCENT),
    ]  # fmt: skip
