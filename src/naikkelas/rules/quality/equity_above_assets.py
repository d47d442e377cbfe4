"""Equity above assets."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Each, Exceeds, QualityRule

RULE = QualityRule(
    id="equity_above_assets",
    version=1,
    name=Text("Modal sendiri melebihi aset", "Equity above assets"),
    wrong=Text(
        "Modal sendiri lebih besar daripada aset pada tahun buku yang sama; neraca seperti itu tidak mungkin seimbang bila utangnya tidak negatif.",
        "Equity is greater than assets of the same book year; such a balance sheet cannot balance unless debts are negative.",
    ),
    remedy=Text(
        "Salin kembali angka dari neraca yang disahkan RAT.",
        "Copy the figures again from the balance sheet that the meeting approved.",
    ),
    kind="cooperative",
    group="consistency",
    severity="medium",
    check=Each(Exceeds("equity_idr", "assets_idr")),
    shows=("equity_idr", "assets_idr", "book_year"),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
