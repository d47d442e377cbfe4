"""Legal date in the future."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Each, Exceeds, QualityRule

RULE = QualityRule(
    id="legal_date_in_future",
    version=1,
    name=Text("Tanggal badan hukum di masa depan", "Legal date in the future"),
    wrong=Text("Tanggal pengesahan badan hukum belum tiba.", "The day of legal approval has not come yet."),
    remedy=Text("Salin tanggal dari akta pengesahan.", "Copy the date from the deed of approval."),
    kind="cooperative",
    group="dates",
    severity="high",
    check=Each(Exceeds("legal_on", "today")),
    shows=("legal_on",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
