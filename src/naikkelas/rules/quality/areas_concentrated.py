"""Records pile up in two kabupaten/kota."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Concentrated, QualityRule

RULE = QualityRule(
    id="areas_concentrated",
    version=1,
    name=Text("Data menumpuk di dua kabupaten/kota", "Records pile up in two kabupaten/kota"),
    wrong=Text(
        "Dua kabupaten/kota memuat sedikitnya 90% data UMKM. Pada 2021 Bandar Lampung dan Metro memuat 94% (142.387 dari 150.999).",
        "Two kabupaten/kota hold at least 90% of the enterprises. In 2021 Bandar Lampung and Metro held 94% (142,387 of 150,999).",
    ),
    remedy=Text(
        "Bandingkan dengan jumlah penduduk; minta kabupaten lain mengirim daftarnya.",
        "Compare with the population; ask the other kabupaten for their lists.",
    ),
    kind="area",
    group="patterns",
    severity="high",
    check=Concentrated(facts="enterprise", area="province", part="regency", top=2, percent=90),
    shows=(),
    source=Text(
        "Angka 2021: suara.com Lampung, 7 Oktober 2022; batas 90%: usulan naikkelas.",
        "Figures of 2021: suara.com Lampung, 7 October 2022; limit of 90%: our proposal.",
    ),
    mark="proposal",
)
