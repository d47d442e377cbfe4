"""Sales are mostly round numbers."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtLeast, Is
from naikkelas.rules.quality_rule import QualityRule, Share

RULE = QualityRule(
    id="area_sales_rounded",
    version=1,
    name=Text("Omzet kebanyakan angka bulat", "Sales are mostly round numbers"),
    wrong=Text(
        "Lebih dari 60% omzet di wilayah ini hanya satu angka diikuti nol (misalnya 20.000.000): tampaknya dikira-kira, bukan dicatat.",
        "More than 60% of the sales here are one digit and zeros (such as 20,000,000): guessed, it seems, not recorded.",
    ),
    remedy=Text(
        "Latih pendata menanyakan penjualan harian atau bulanan; periksa ulang contoh kecil.",
        "Train collectors to ask for daily or monthly sales; check a small sample again.",
    ),
    kind="area",
    group="patterns",
    severity="low",
    check=Share(
        facts="enterprise",
        area="regency",
        where=Is("sales_one_digit", True),
        of=AtLeast("annual_sales_idr", 1_000_000),
        percent=60,
    ),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
