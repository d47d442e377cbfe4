"""Sex differs from the NIK."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Differs, Each, QualityRule

RULE = QualityRule(
    id="person_nik_sex",
    version=1,
    name=Text("Jenis kelamin berbeda dari NIK", "Sex differs from the NIK"),
    wrong=Text(
        "Tanggal lahir di dalam NIK menunjukkan jenis kelamin lain (perempuan: tanggal ditambah 40).",
        "The birth date inside the NIK tells the other sex (women: day plus 40).",
    ),
    remedy=Text(
        "Periksa KTP: betulkan jenis kelamin, atau NIK bila tertukar dengan orang lain.",
        "Check the card: correct the sex, or the NIK if it is somebody else's.",
    ),
    kind="enterprise",
    group="identity",
    severity="medium",
    check=Each(Differs("nik_sex", "sex")),
    shows=("nik_sex", "sex"),
    source=Text(
        "Susunan NIK: Dinas Dukcapil Klaten, “Arti 16 digit NIK”; PP 40/2019.",
        "Make-up of the NIK: Dinas Dukcapil Klaten; PP 40/2019.",
    ),
    mark="read",
)
