"""Owner's NIK missing."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Known
from naikkelas.rules.quality_rule import Each, Not, QualityRule

RULE = QualityRule(
    id="person_nik_missing",
    version=1,
    name=Text("NIK pemilik kosong", "Owner's NIK missing"),
    wrong=Text(
        "NIK pemilik tidak tercatat, sehingga orang yang sama tidak dapat dikenali di daftar lain.",
        "The owner's NIK is not recorded, so the same person cannot be recognised in other lists.",
    ),
    remedy=Text(
        "Minta kartu tanda penduduk pemilik, lalu isi NIK lewat impor daftar atau kunjungan.",
        "Ask for the owner's identity card and enter the NIK by an import or a visit.",
    ),
    kind="enterprise",
    group="identity",
    severity="medium",
    check=Each(Not(Known("nik_index"))),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
