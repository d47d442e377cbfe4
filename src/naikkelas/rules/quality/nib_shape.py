"""NIB is not 13 digits."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Known
from naikkelas.rules.quality_rule import AllOf, Digits, Each, Not, QualityRule

RULE = QualityRule(
    id="nib_shape",
    version=1,
    name=Text("NIB bukan 13 angka", "NIB is not 13 digits"),
    wrong=Text(
        "Nomor Induk Berusaha terdiri atas 13 angka; yang tercatat tidak.",
        "A business number (NIB) has 13 digits; the one recorded has not.",
    ),
    remedy=Text(
        "Salin NIB dari dokumen OSS sebagai teks. Nomor izin lama jangan ditulis di kolom NIB.",
        "Copy the NIB from the OSS document as text; leave numbers of older permits out.",
    ),
    kind="enterprise",
    group="identity",
    severity="medium",
    check=Each(AllOf((Known("nib"), Not(Digits("nib", 13))))),
    shows=("nib",),
    source=Text(
        "PP 24/2018; susunan 13 angka belum dibaca dalam peraturannya.",
        "PP 24/2018; the 13 digits were not read in the regulation itself.",
    ),
    mark="unconfirmed",
)
