"""Workers are nearly all one."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Known
from naikkelas.rules.quality_rule import QualityRule, Share

RULE = QualityRule(
    id="area_workers_equal",
    version=1,
    name=Text("Pekerja hampir semua satu", "Workers are nearly all one"),
    wrong=Text(
        "Lebih dari 90% UMKM di wilayah ini tertulis satu pekerja: tampaknya diisi begitu saja.",
        "More than 90% of the enterprises here have one worker: filled in without asking, it seems.",
    ),
    remedy=Text(
        "Periksa ulang contoh kecil lewat telepon atau kunjungan.",
        "Check a small sample again by phone or visit.",
    ),
    kind="area",
    group="patterns",
    severity="low",
    check=Share(facts="enterprise", area="regency", where=Is("workers", 1), of=Known("workers"), percent=90),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
