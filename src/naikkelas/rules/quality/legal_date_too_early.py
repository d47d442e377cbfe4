"""Legal date before 1945."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtMost
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="legal_date_too_early",
    version=1,
    name=Text("Tanggal badan hukum sebelum 1945", "Legal date before 1945"),
    wrong=Text(
        "Pengesahan badan hukum bertanggal sebelum Indonesia merdeka.",
        "The legal approval is dated before Indonesia's independence.",
    ),
    remedy=Text("Salin tanggal dari akta pengesahan.", "Copy the date from the deed of approval."),
    kind="cooperative",
    group="dates",
    severity="medium",
    check=Each(AtMost("legal_year", 1944)),
    shows=("legal_on",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
