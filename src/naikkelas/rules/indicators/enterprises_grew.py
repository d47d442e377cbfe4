"""Share of the comparable enterprises that grew: two of sales, workers and markets (NK3)."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In, Is, Measure, Term

INDICATOR = Measure(
    id="enterprises_grew",
    version=1,
    name=Text("UMKM naik kelas menurut pertumbuhan", "Enterprises that rose by growth"),
    meaning=Text(
        "UMKM dengan dua dari tiga tanda (omzet naik sekurang-kurangnya 10%, tenaga kerja bertambah, pasar baru) antara dua "
        "tahun data, dibagi UMKM yang dapat dibandingkan. Bukan bukti bahwa suatu program penyebabnya.",
        "Enterprises with two of three signs (sales up by at least 10%, more workers, a new market) between two years of "
        "facts, over those that can be compared. It does not prove that a programme caused it.",
    ),
    facts="class_changes",
    numerator=Term(Is("growth", "grew")),
    denominator=Term(In("growth", ("grew", "not_grown"))),
    unit="percent",
    source="NK3 pertumbuhan (usulan naikkelas)",
    good="up",
    banded=False,
)
