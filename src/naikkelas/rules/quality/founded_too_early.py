"""Founded before 1900."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtMost
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="founded_too_early",
    version=1,
    name=Text("Berdiri sebelum 1900", "Founded before 1900"),
    wrong=Text(
        "Tahun berdiri sebelum 1900 hampir selalu salah ketik.",
        "A year of founding before 1900 is nearly always mistyped.",
    ),
    remedy=Text(
        "Tanyakan kepada pemilik, lalu betulkan; terima bila memang setua itu.",
        "Ask the owner and correct it; accept it if it is that old.",
    ),
    kind="enterprise",
    group="dates",
    severity="medium",
    check=Each(AtMost("founded_year", 1899)),
    shows=("founded_on",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
