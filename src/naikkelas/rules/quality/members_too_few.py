"""Fewer members than the law asks."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtMost, Is, Known
from naikkelas.rules.quality_rule import AllOf, Each, QualityRule

RULE = QualityRule(
    id="members_too_few",
    version=1,
    name=Text("Anggota di bawah syarat", "Fewer members than the law asks"),
    wrong=Text(
        "Koperasi primer aktif dengan anggota kurang dari sembilan orang.",
        "An active primary cooperative with fewer than nine members.",
    ),
    remedy=Text(
        "Minta daftar anggota terakhir; bila benar, bahas pembinaan atau penggabungan.",
        "Ask for the last list of members; if true, discuss coaching or a merger.",
    ),
    kind="cooperative",
    group="ranges",
    severity="medium",
    check=Each(
        AllOf(
            (Known("members"), AtMost("members", 8), Is("secondary", False), Is("official_status", "active"))
        )
    ),
    shows=("members", "official_status"),
    source=Text(
        "PP 7/2021 (paling sedikit 9 orang), belum terkonfirmasi; UU 25/1992 Pasal 6 semula 20 orang.",
        "PP 7/2021 (at least 9 persons), not confirmed; formerly 20 by UU 25/1992 art. 6.",
    ),
    mark="unconfirmed",
)
