"""Owner's age implausible."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtLeast, AtMost
from naikkelas.rules.quality_rule import AnyOf, Each, QualityRule

RULE = QualityRule(
    id="owner_age_implausible",
    version=1,
    name=Text("Umur pemilik tidak wajar", "Owner's age implausible"),
    wrong=Text(
        "Menurut tahun lahirnya pemilik berumur di bawah 15 atau di atas 100 tahun.",
        "By the year of birth the owner is below 15 or above 100 years old.",
    ),
    remedy=Text("Cocokkan tahun lahir dengan KTP.", "Compare the year of birth with the card."),
    kind="enterprise",
    group="dates",
    severity="medium",
    check=Each(AnyOf((AtLeast("owner_age", 101), AtMost("owner_age", 14)))),
    shows=("owner_age",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
