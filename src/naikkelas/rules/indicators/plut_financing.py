"""Financing that clients of PLUT obtained in the quarter."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtLeast, Measure, Term

INDICATOR = Measure(
    id="plut_financing",
    version=1,
    name=Text("Pembiayaan yang diperoleh klien PLUT", "Financing obtained by clients of PLUT"),
    meaning=Text(
        "Pembiayaan (KUR, LPDB, bank, koperasi) yang diperoleh klien PLUT pada triwulan itu, pada atau "
        "sesudah layanan pertamanya. Tidak berarti PLUT yang menyebabkannya.",
        "Financing (KUR, LPDB, banks, cooperatives) that clients obtained in the quarter, on or after their "
        "first service. It does not mean that the PLUT caused it.",
    ),
    facts="plut",
    numerator=Term(AtLeast("financing_idr", 1), "financing_idr"),
    denominator=None,
    unit="idr",
    source="Usulan naikkelas; IKU PLUT belum ditemukan dalam peraturan",
    good="up",
    banded=False,
)
