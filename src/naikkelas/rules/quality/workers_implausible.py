"""Number of workers implausible."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtLeast, Is
from naikkelas.rules.quality_rule import AllOf, AnyOf, Each, QualityRule

RULE = QualityRule(
    id="workers_implausible",
    version=1,
    name=Text("Jumlah pekerja tidak wajar", "Number of workers implausible"),
    wrong=Text(
        "Usaha mikro dengan 100 pekerja atau lebih (menurut BPS itu industri besar), atau lebih dari 5.000 pekerja.",
        "A micro enterprise with 100 workers or more (large industry by the BPS scale), or more than 5,000 workers.",
    ),
    remedy=Text("Tanyakan kembali jumlah pekerja dan omzetnya.", "Ask for workers and sales again."),
    kind="enterprise",
    group="ranges",
    severity="medium",
    check=Each(
        AnyOf((AtLeast("workers", 5_000), AllOf((Is("size_class", "micro"), AtLeast("workers", 100)))))
    ),
    shows=("workers", "size_class"),
    source=Text(
        "Skala pekerja BPS (100 ke atas: besar); batasnya usulan naikkelas.",
        "BPS scale of workers (100 and more: large); the limit is our proposal.",
    ),
    mark="proposal",
)
