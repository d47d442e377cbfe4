"""Sector other although the KBLI is known."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is
from naikkelas.rules.quality_rule import AllOf, Each, QualityRule, StartsWith

CLASSIFIED = ("01", "02", "03", "10", "11", "13", "14", "15", "45", "56", "62", "63", "85")
"""Beginnings of KBLI codes that tell one of the province's sectors."""

RULE = QualityRule(
    id="kbli_sector_unused",
    version=1,
    name=Text("Sektor lain-lain padahal KBLI diketahui", "Sector other although the KBLI is known"),
    wrong=Text(
        "Sektor tertulis lain-lain, padahal kode KBLI menunjukkan sektornya.",
        "The sector is other, although the KBLI code tells it.",
    ),
    remedy=Text("Isi sektor menurut KBLI.", "Fill in the sector by the KBLI."),
    kind="enterprise",
    group="consistency",
    severity="low",
    check=Each(AllOf((Is("sector", "other"), StartsWith("kbli", CLASSIFIED)))),
    shows=("kbli", "sector"),
    source=Text(
        "Pemetaan golongan KBLI ke tujuh sektor provinsi: usulan naikkelas.",
        "Mapping of KBLI divisions to the province's seven sectors: our proposal.",
    ),
    mark="proposal",
)
