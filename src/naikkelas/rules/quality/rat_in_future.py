"""RAT year in the future."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Each, Exceeds, QualityRule

RULE = QualityRule(
    id="rat_in_future",
    version=1,
    name=Text("Tahun RAT di masa depan", "RAT year in the future"),
    wrong=Text(
        "Tahun buku RAT terakhir belum tiba.", "The book year of the last annual meeting has not come yet."
    ),
    remedy=Text("Betulkan tahun buku RAT menurut berita acaranya.", "Correct the book year by the minutes."),
    kind="cooperative",
    group="dates",
    severity="high",
    check=Each(Exceeds("last_rat_year", "this_year")),
    shows=("last_rat_year",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
