"""Credentials that clients of PLUT obtained in the quarter."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtLeast, Measure, Term

INDICATOR = Measure(
    id="plut_licences",
    version=1,
    name=Text("Izin yang diperoleh klien PLUT", "Licences obtained by clients of PLUT"),
    meaning=Text(
        "Izin dan sertifikat yang terbit pada triwulan itu bagi UMKM klien PLUT, pada atau sesudah layanan "
        "pertamanya. Tidak berarti PLUT yang menyebabkannya.",
        "Licences and certificates issued in the quarter to MSMEs that are clients, on or after their first "
        "service. It does not mean that the PLUT caused it.",
    ),
    facts="plut",
    numerator=Term(AtLeast("licences", 1), "licences"),
    denominator=None,
    unit="count",
    source="Usulan naikkelas; IKU PLUT belum ditemukan dalam peraturan",
    good="up",
    banded=False,
)
