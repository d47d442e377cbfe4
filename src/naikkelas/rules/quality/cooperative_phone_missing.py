"""Cooperative's phone missing."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Known
from naikkelas.rules.quality_rule import AllOf, Each, Not, QualityRule

RULE = QualityRule(
    id="cooperative_phone_missing",
    version=1,
    name=Text("Telepon koperasi kosong", "Cooperative's phone missing"),
    wrong=Text(
        "Koperasi yang tidak berstatus tidak aktif tidak mempunyai nomor telepon.",
        "A cooperative that is not inactive has no phone number.",
    ),
    remedy=Text(
        "Catat nomor pengurus saat laporan RAT.", "Record a board member's number with the RAT report."
    ),
    kind="cooperative",
    group="completeness",
    severity="low",
    check=Each(AllOf((Not(Known("has_phone")), Not(Is("official_status", "inactive"))))),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
