"""Point outside Indonesia."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="point_abroad",
    version=1,
    name=Text("Titik di luar Indonesia", "Point outside Indonesia"),
    wrong=Text(
        "Koordinat terletak di luar Indonesia (11° LS–6° LU, 95°–141° BT): biasanya lintang dan bujur tertukar atau tanda minusnya hilang.",
        "The point lies outside Indonesia (11° S–6° N, 95°–141° E): mostly latitude and longitude are swapped, or the minus is missing.",
    ),
    remedy=Text(
        "Tukar kembali atau ambil titik baru saat kunjungan.",
        "Swap them back, or take the point anew on a visit.",
    ),
    kind="enterprise",
    group="places",
    severity="high",
    check=Each(Is("point_in_indonesia", False)),
    shows=("area_id",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
