"""Share of the comparable clients of PLUT that rose a class since before their first service."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import In, Is, Measure, Term

INDICATOR = Measure(
    id="plut_clients_up",
    version=1,
    name=Text("Klien PLUT yang naik kelas", "Clients of PLUT up a class"),
    meaning=Text(
        "UMKM klien PLUT yang kelasnya naik dari tahun sebelum layanan pertama ke tahun ini, dibagi yang "
        "dapat dibandingkan; kedua tahun menurut satu aturan. Tidak berarti PLUT yang menyebabkannya.",
        "MSMEs that are clients and rose a class from the year before their first service to this year, over "
        "those that can be compared; both years by one law. It does not mean that the PLUT caused it.",
    ),
    facts="plut",
    numerator=Term(Is("change", "up")),
    denominator=Term(In("change", ("up", "same", "down"))),
    unit="percent",
    source="Usulan naikkelas; IKU PLUT belum ditemukan dalam peraturan",
    good="up",
    banded=False,
)
