"""One NIK for many enterprises."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import QualityRule, Repeated

RULE = QualityRule(
    id="person_nik_many",
    version=1,
    name=Text("Satu NIK untuk banyak usaha", "One NIK for many enterprises"),
    wrong=Text(
        "NIK yang sama dipakai lima usaha atau lebih. Sering kali itu nomor pengisi atau nomor pendata.",
        "The same NIK stands at five enterprises or more: often a placeholder, or the collector's own number.",
    ),
    remedy=Text(
        "Tanyakan kepada pendata siapa pemilik tiap usaha; terima bila orang itu memang memiliki semuanya.",
        "Ask the collector who owns each; accept where one person does own them all.",
    ),
    kind="enterprise",
    group="identity",
    severity="medium",
    check=Repeated("nik_index", least=5),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
