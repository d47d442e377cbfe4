"""No workers."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="workers_zero",
    version=1,
    name=Text("Pekerja nol", "No workers"),
    wrong=Text(
        "Jumlah pekerja tertulis nol, padahal pemilik yang bekerja ikut dihitung.",
        "Workers are written as zero, but an owner who works counts.",
    ),
    remedy=Text("Tulis sedikitnya 1 bila usaha berjalan.", "Write at least 1 where the business runs."),
    kind="enterprise",
    group="ranges",
    severity="low",
    check=Each(Is("workers", 0)),
    shows=("workers", "facts_year"),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
