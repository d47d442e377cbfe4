"""Cooperative number is not 13 digits."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Known
from naikkelas.rules.quality_rule import AllOf, Digits, Each, Not, QualityRule

RULE = QualityRule(
    id="cooperative_nik_shape",
    version=1,
    name=Text("NIK koperasi bukan 13 angka", "Cooperative number is not 13 digits"),
    wrong=Text(
        "Nomor Induk Koperasi yang tercatat bukan 13 angka.",
        "The cooperative's number (NIK koperasi) is not 13 digits.",
    ),
    remedy=Text(
        "Salin nomor dari sertifikat NIK koperasi.", "Copy the number from the cooperative's certificate."
    ),
    kind="cooperative",
    group="identity",
    severity="low",
    check=Each(AllOf((Known("cooperative_nik"), Not(Digits("cooperative_nik", 13))))),
    shows=("cooperative_nik",),
    source=Text(
        "Permenkop 10/2016; panjang 13 angka belum terkonfirmasi.",
        "Permenkop 10/2016; the length of 13 digits is not confirmed.",
    ),
    mark="unconfirmed",
)
