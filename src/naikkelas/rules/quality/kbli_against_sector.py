"""KBLI contradicts the sector."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In
from naikkelas.rules.quality_rule import AllOf, AnyOf, Each, Not, QualityRule, StartsWith

EXPECTED = (
    (("10", "11", "56"), "culinary"),
    (("13", "14", "15"), "fashion"),
    (("85",), "education"),
    (("45",), "automotive"),
    (("01", "02", "03"), "agribusiness"),
    (("62", "63"), "technology"),
)
"""Beginnings of KBLI codes and the sector that they tell."""

RULE = QualityRule(
    id="kbli_against_sector",
    version=1,
    name=Text("KBLI bertentangan dengan sektor", "KBLI contradicts the sector"),
    wrong=Text(
        "Golongan KBLI menunjukkan sektor lain daripada yang tercatat, misalnya penyediaan makan minum dengan sektor fesyen.",
        "The KBLI code tells another sector than the one recorded, for example food service under fashion.",
    ),
    remedy=Text(
        "Betulkan sektornya, atau KBLI bila usaha berganti kegiatan.",
        "Correct the sector, or the KBLI where the business changed.",
    ),
    kind="enterprise",
    group="consistency",
    severity="medium",
    check=Each(
        AnyOf(
            tuple(
                AllOf((StartsWith("kbli", codes), Not(In("sector", (sector, "other")))))
                for codes, sector in EXPECTED
            )
        )
    ),
    shows=("kbli", "sector"),
    source=Text(
        "Pemetaan golongan KBLI ke tujuh sektor provinsi: usulan naikkelas.",
        "Mapping of KBLI divisions to the province's seven sectors: our proposal.",
    ),
    mark="proposal",
)
