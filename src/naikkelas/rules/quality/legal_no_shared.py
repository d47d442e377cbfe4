"""Legal number used twice."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import QualityRule, Repeated

RULE = QualityRule(
    id="legal_no_shared",
    version=1,
    name=Text("Nomor badan hukum dipakai dua kali", "Legal number used twice"),
    wrong=Text(
        "Nomor badan hukum yang sama tercatat pada lebih dari satu koperasi di kabupaten/kota yang sama.",
        "The same legal number stands at more than one cooperative of the kabupaten/kota.",
    ),
    remedy=Text(
        "Periksa akta keduanya; betulkan nomor yang keliru atau gabungkan bila koperasinya sama.",
        "Check both deeds; correct the wrong number, or merge if it is one cooperative.",
    ),
    kind="cooperative",
    group="identity",
    severity="medium",
    check=Repeated("legal_key"),
    shows=("legal_no",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
