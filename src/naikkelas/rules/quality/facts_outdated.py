"""Facts are old."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Each, Exceeds, QualityRule

RULE = QualityRule(
    id="facts_outdated",
    version=1,
    name=Text("Data usaha sudah lama", "Facts are old"),
    wrong=Text(
        "Data tahunan terakhir lebih dari tiga tahun yang lalu, sehingga kelas usahanya tidak lagi dapat dipercaya.",
        "The last yearly facts are more than three years old, so the size class can no longer be trusted.",
    ),
    remedy=Text("Jadwalkan pendataan ulang atau kunjungan.", "Plan a new collection or a visit."),
    kind="enterprise",
    group="dates",
    severity="low",
    check=Each(Exceeds("this_year", "facts_year", plus=3)),
    shows=("facts_year",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
