"""Founded in the future."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Each, Exceeds, QualityRule

RULE = QualityRule(
    id="founded_in_future",
    version=1,
    name=Text("Tanggal berdiri di masa depan", "Founded in the future"),
    wrong=Text("Tanggal berdiri belum tiba.", "The day of founding has not come yet."),
    remedy=Text(
        "Periksa urutan tanggal, bulan dan tahun, lalu betulkan.",
        "Check the order of day, month and year, and correct it.",
    ),
    kind="enterprise",
    group="dates",
    severity="high",
    check=Each(Exceeds("founded_on", "today")),
    shows=("founded_on",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
