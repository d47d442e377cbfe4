"""Cooperative: only the kabupaten/kota known."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="cooperative_place_coarse",
    version=1,
    name=Text("Alamat koperasi hanya sampai kabupaten/kota", "Cooperative: only the kabupaten/kota known"),
    wrong=Text(
        "Kecamatan dan desa koperasi tidak dikenali, sehingga tidak muncul di hitungan kecamatan dan sulit dikunjungi.",
        "Kecamatan and village of the cooperative are not known: it is missing from counts by kecamatan and hard to visit.",
    ),
    remedy=Text(
        "Isi kecamatan dan desa/kelurahan menurut daftar Kemendagri, lalu impor kembali.",
        "Fill in kecamatan and village by Kemendagri's list and import it again.",
    ),
    kind="cooperative",
    group="places",
    severity="medium",
    check=Each(Is("place_level", "regency")),
    shows=("area_id",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
