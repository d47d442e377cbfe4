"""Share of the participants of a training who graduated."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Measure, Term

INDICATOR = Measure(
    id="training_graduated",
    version=1,
    name=Text("Peserta pelatihan yang lulus", "Participants of trainings who graduated"),
    meaning=Text(
        "Peserta yang lulus dibagi semua yang pernah terdaftar pada angkatan yang dimulai tahun itu, termasuk yang keluar.",
        "Participants who graduated over all who were enrolled in cohorts begun that year, those who left included.",
    ),
    facts="trainings",
    numerator=Term(Is("state", "graduated")),
    denominator=Term(),
    unit="percent",
    source="Inovasi Provinsi Lampung: Lampung Entrepreneur Center (ANTARA, 5 Maret 2020); rumus usulan kami",
    good="up",
    banded=False,
)
