"""Share of the enterprises that gained a credential in the year so far (NK2)."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In, Is, Measure, Term

INDICATOR = Measure(
    id="enterprises_formalised",
    version=1,
    name=Text("UMKM naik kelas menurut formalisasi", "Enterprises that rose by formalisation"),
    meaning=Text(
        "UMKM yang memperoleh NIB, PIRT, halal atau merek sejak awal tahun sampai akhir triwulan, dibagi UMKM yang "
        "jawabannya diketahui. Legalitas tanpa tanggal tidak dihitung; lihat indikator legalitas tanpa tanggal.",
        "Enterprises that gained an NIB, PIRT, halal certificate or trademark from the beginning of the year to the end of the "
        "quarter, over those for which this is known. Credentials of unknown day do not count; see their own indicator.",
    ),
    facts="formalisation",
    numerator=Term(Is("formal", "gained")),
    denominator=Term(In("formal", ("gained", "held", "none"))),
    unit="percent",
    source="NK2 formalisasi (usulan naikkelas)",
    good="up",
    banded=False,
)
