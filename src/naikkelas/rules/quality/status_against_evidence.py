"""Official status differs from the evidence."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In, Is
from naikkelas.rules.quality_rule import AllOf, AnyOf, Each, QualityRule

RULE = QualityRule(
    id="status_against_evidence",
    version=1,
    name=Text("Status resmi berbeda dari bukti", "Official status differs from the evidence"),
    wrong=Text(
        "Status menurut keputusan berbeda dari status yang dihitung dari RAT dan kunjungan.",
        "The status by decree differs from that computed from meetings and visits.",
    ),
    remedy=Text(
        "Kunjungi koperasi, lalu usulkan perubahan status atau catat RAT yang terlewat.",
        "Visit it, then propose a change of status or record the meeting that was missed.",
    ),
    kind="cooperative",
    group="consistency",
    severity="medium",
    check=Each(
        AnyOf(
            (
                AllOf((Is("official_status", "active"), Is("computed_status", "inactive"))),
                AllOf(
                    (
                        Is("official_status", "inactive"),
                        In("computed_status", ("active_rat", "active_no_rat")),
                    )
                ),
            )
        )
    ),
    shows=("official_status", "computed_status"),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
