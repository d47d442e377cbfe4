"""Point outside its area."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is
from naikkelas.rules.quality_rule import Each, QualityRule

RULE = QualityRule(
    id="point_outside_area",
    version=1,
    name=Text("Titik di luar wilayahnya", "Point outside its area"),
    wrong=Text(
        "Koordinat usaha terletak di luar batas kabupaten/kota yang tercatat. Diperiksa bila batas wilayah sudah dimuat.",
        "The point lies outside the recorded kabupaten/kota. Checked where boundaries have been loaded.",
    ),
    remedy=Text(
        "Periksa apakah lintang dan bujur tertukar, atau ambil titik baru saat kunjungan.",
        "See whether latitude and longitude are swapped, or take the point anew on a visit.",
    ),
    kind="enterprise",
    group="places",
    severity="high",
    check=Each(Is("point_inside", False)),
    shows=("area_id",),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
