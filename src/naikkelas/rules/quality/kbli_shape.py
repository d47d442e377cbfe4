"""KBLI is not five digits."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Known
from naikkelas.rules.quality_rule import AllOf, Digits, Each, Not, QualityRule

RULE = QualityRule(
    id="kbli_shape",
    version=1,
    name=Text("KBLI bukan lima angka", "KBLI is not five digits"),
    wrong=Text(
        "Kode KBLI kegiatan terdiri atas lima angka; kode yang lebih pendek hanya menyebut golongannya.",
        "A KBLI code of an activity has five digits; shorter ones name a group only.",
    ),
    remedy=Text("Salin kode lima angka dari NIB.", "Copy the five-digit code from the NIB."),
    kind="enterprise",
    group="consistency",
    severity="low",
    check=Each(AllOf((Known("kbli"), Not(Digits("kbli", 5))))),
    shows=("kbli",),
    source=Text(
        "Peraturan BPS tentang KBLI (kelompok: lima angka), belum terkonfirmasi nomornya.",
        "BPS regulation on KBLI (groups have five digits); its number is not confirmed.",
    ),
    mark="unconfirmed",
)
