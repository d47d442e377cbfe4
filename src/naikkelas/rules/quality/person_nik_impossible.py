"""Owner's NIK impossible."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Known
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="person_nik_impossible",
    version=1,
    name=Text("NIK pemilik tidak mungkin", "Owner's NIK impossible"),
    wrong=Text(
        "Isi NIK tidak mungkin: bukan 16 angka, kode provinsi tidak ada, tanggal lahirnya tidak ada, atau nomor urutnya 0000.",
        "What the NIK says is impossible: not 16 digits, no such province, an impossible birth date, or serial 0000.",
    ),
    remedy=Text(
        "Minta kartu tanda penduduk pemilik, lalu isi NIK lewat impor daftar atau kunjungan.",
        "Ask for the owner's identity card and enter the NIK by an import or a visit.",
    ),
    kind="enterprise",
    group="identity",
    severity="high",
    check=Each(Known("nik_fault")),
    shows=("nik_fault",),
    source=Text(
        "Susunan NIK: Dinas Dukcapil Klaten, “Arti 16 digit NIK”; PP 40/2019.",
        "Make-up of the NIK: Dinas Dukcapil Klaten; PP 40/2019.",
    ),
    mark="read",
)
