"""NIB shared by several enterprises."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import QualityRule, Repeated

RULE = QualityRule(
    id="nib_shared",
    version=1,
    name=Text("NIB dipakai lebih dari satu usaha", "NIB shared by several enterprises"),
    wrong=Text(
        "NIB yang sama tercatat pada dua usaha atau lebih: usaha tercatat ganda, atau nomornya tersalin ke baris lain.",
        "The same NIB stands at two enterprises or more: registered twice, or copied to another row.",
    ),
    remedy=Text(
        "Bandingkan kedua data. Bila sama, tandai sebagai ganda; bila berbeda, betulkan NIB yang keliru. Satu orang dapat memiliki beberapa kegiatan di bawah satu NIB: terima bila demikian.",
        "Compare both. If they are the same, mark the duplicate; else correct the wrong NIB. One person may run several activities under one NIB: accept if so.",
    ),
    kind="enterprise",
    group="identity",
    severity="high",
    check=Repeated("nib"),
    shows=("nib",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
