"""Size class contradicts sales."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Differs, Each, QualityRule

RULE = QualityRule(
    id="class_against_sales",
    version=1,
    name=Text("Kelas usaha bertentangan dengan omzet", "Size class contradicts sales"),
    wrong=Text(
        "Kelas yang tercatat bukan kelas menurut omzetnya dan undang-undang yang berlaku pada tahun data itu.",
        "The recorded class is not what the sales make it by the law in force in the year of the facts.",
    ),
    remedy=Text(
        "Periksa omzet; kelas dihitung kembali saat data tahun itu diperbarui.",
        "Check the sales; the class is judged anew when that year's facts are renewed.",
    ),
    kind="enterprise",
    group="consistency",
    severity="high",
    check=Each(Differs("class_by_sales", "size_class")),
    shows=("size_class", "class_by_sales", "annual_sales_idr", "facts_year"),
    source=Text("UU 20/2008 Pasal 6; PP 7/2021 Pasal 35.", "UU 20/2008 art. 6; PP 7/2021 art. 35."),
    mark="read",
)
