"""Birth year differs from the NIK."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Differs, Each, QualityRule

RULE = QualityRule(
    id="person_nik_birth_year",
    version=1,
    name=Text("Tahun lahir berbeda dari NIK", "Birth year differs from the NIK"),
    wrong=Text(
        "Dua angka terakhir tahun lahir berbeda dari yang tertulis di dalam NIK. NIK tidak berubah walaupun tanggal di dalamnya keliru, jadi ini peringatan.",
        "The last two digits of the birth year differ from those inside the NIK. A NIK stays even where its date is wrong, so this is a warning.",
    ),
    remedy=Text(
        "Cocokkan dengan KTP. Bila KTP sendiri berbeda, terima sebagai benar.",
        "Compare with the card. Where the card itself differs, accept it as true.",
    ),
    kind="enterprise",
    group="identity",
    severity="low",
    check=Each(Differs("nik_birth_year", "birth_year_digits")),
    shows=("nik_birth_year", "birth_year_digits"),
    source=Text(
        "Susunan NIK: Dinas Dukcapil Klaten, “Arti 16 digit NIK”; PP 40/2019.",
        "Make-up of the NIK: Dinas Dukcapil Klaten; PP 40/2019.",
    ),
    mark="read",
)
