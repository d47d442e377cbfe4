"""Share of the alumni who were reached whose business runs."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is, Known, Measure, Term

_REACHED = All((Is("state", "graduated"), Known("business")))

INDICATOR = Measure(
    id="alumni_running",
    version=1,
    name=Text("Alumni pelatihan yang usahanya berjalan", "Alumni of trainings whose business runs"),
    meaning=Text(
        "Lulusan yang menurut kabar terakhir usahanya berjalan dibagi lulusan yang dapat dihubungi. Tanpa pembanding dengan "
        "yang tidak dilatih, angka ini tidak membuktikan hasil pelatihan.",
        "Graduates whose business runs by their last word over graduates who were reached. Without a comparison with people "
        "who were not trained it proves no effect of the training.",
    ),
    facts="trainings",
    numerator=Term(All((Is("state", "graduated"), Is("business", "running")))),
    denominator=Term(_REACHED),
    unit="percent",
    source="Inovasi Provinsi Lampung: Lampung Entrepreneur Center (ANTARA, 5 Maret 2020); rumus usulan kami",
    good="up",
    banded=False,
)
