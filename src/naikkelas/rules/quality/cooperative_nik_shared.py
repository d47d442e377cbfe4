"""Cooperative number used twice."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import QualityRule, Repeated

RULE = QualityRule(
    id="cooperative_nik_shared",
    version=1,
    name=Text("NIK koperasi dipakai dua kali", "Cooperative number used twice"),
    wrong=Text(
        "Nomor Induk Koperasi yang sama tercatat pada lebih dari satu koperasi.",
        "The same cooperative number stands at more than one cooperative.",
    ),
    remedy=Text(
        "Periksa sertifikat keduanya; betulkan yang keliru atau gabungkan bila koperasinya sama.",
        "Check both certificates; correct the wrong one, or merge if it is one cooperative.",
    ),
    kind="cooperative",
    group="identity",
    severity="high",
    check=Repeated("cooperative_nik"),
    shows=("cooperative_nik",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
