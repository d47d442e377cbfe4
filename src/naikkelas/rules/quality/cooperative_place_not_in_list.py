"""Cooperative: area code not in today's list."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="cooperative_place_not_in_list",
    version=1,
    name=Text("Kode wilayah koperasi tidak berlaku", "Cooperative: area code not in today's list"),
    wrong=Text(
        "Kode wilayahnya tidak ada dalam daftar Kemendagri yang berlaku hari ini (wilayah dimekarkan atau diganti kodenya).",
        "Its area code is not in Kemendagri's list of today (the area was split or renumbered).",
    ),
    remedy=Text(
        "Pilih wilayah penggantinya menurut daftar yang berlaku.", "Choose the area that took its place."
    ),
    kind="cooperative",
    group="places",
    severity="high",
    check=Each(Is("place_listed", False)),
    shows=("area_id",),
    source=Text("Kepmendagri 300.2.2-2430/2025.", "Kepmendagri 300.2.2-2430/2025."),
    mark="read",
)
