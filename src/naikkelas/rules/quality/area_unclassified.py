"""Most enterprises are “other”."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Known
from naikkelas.rules.quality_rule import QualityRule, Share

RULE = QualityRule(
    id="area_unclassified",
    version=1,
    name=Text("Sebagian besar UMKM “lain-lain”", "Most enterprises are “other”"),
    wrong=Text(
        "Lebih dari separuh UMKM di wilayah ini bersektor lain-lain. Pada data provinsi 2019 bagian itu 93,5% (157.922 dari 168.938).",
        "More than half of the enterprises here have sector other. In the province's data of 2019 it was 93.5% (157,922 of 168,938).",
    ),
    remedy=Text(
        "Golongkan menurut KBLI atau produk secara massal: mulai dari kecamatan terbesar.",
        "Classify by KBLI or product in bulk, the largest kecamatan first.",
    ),
    kind="area",
    group="patterns",
    severity="medium",
    check=Share(
        facts="enterprise", area="regency", where=Is("sector", "other"), of=Known("sector"), percent=50
    ),
    shows=(),
    source=Text(
        "Angka 2019: delikfokus, 14 Januari 2020; batas 50%: usulan naikkelas.",
        "Figures of 2019: delikfokus, 14 January 2020; limit of 50%: our proposal.",
    ),
    mark="proposal",
)
