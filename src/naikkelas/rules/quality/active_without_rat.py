"""Active without a RAT for three years."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Known
from naikkelas.rules.quality_rule import AllOf, AnyOf, Each, Exceeds, Not, QualityRule

RULE = QualityRule(
    id="active_without_rat",
    version=1,
    name=Text("Berstatus aktif tanpa RAT tiga tahun", "Active without a RAT for three years"),
    wrong=Text(
        "Status resmi aktif, tetapi RAT tiga tahun buku terakhir yang jatuh tempo tidak tercatat.",
        "Officially active, but no annual meeting of the last three book years due is recorded.",
    ),
    remedy=Text(
        "Minta berita acara RAT; bila tidak ada, usulkan perubahan status kepada yang berwenang.",
        "Ask for the minutes; where there are none, propose a change of status to the authority.",
    ),
    kind="cooperative",
    group="consistency",
    severity="high",
    check=Each(
        AllOf(
            (
                Is("official_status", "active"),
                AnyOf((Not(Known("last_rat_year")), Exceeds("rat_due_year", "last_rat_year", plus=2))),
            )
        )
    ),
    shows=("official_status", "last_rat_year"),
    source=Text(
        "Permenkop 9/2018: tiga tahun berturut-turut tanpa rapat anggota menjadi dasar pembubaran (dibaca dalam berita).",
        "Permenkop 9/2018: three years in a row without a meeting are a ground for dissolution (read in the news).",
    ),
    mark="read",
)
