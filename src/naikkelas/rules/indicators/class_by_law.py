"""Share of the comparable enterprises whose class moved by the change of law alone."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, In, Is, Measure, Term

INDICATOR = Measure(
    id="class_by_law",
    version=1,
    name=Text("UMKM yang pindah kelas hanya karena aturan", "Enterprises moved by the law alone"),
    meaning=Text(
        "UMKM yang kelasnya lain menurut aturan tiap tahun tetapi tetap menurut satu aturan, dibagi UMKM yang dapat "
        "dibandingkan. Tidak dihitung naik atau turun kelas.",
        "Enterprises whose class differs by each year's own law but not under one law, over those that can be compared. "
        "They count neither as risen nor as fallen.",
    ),
    facts="class_changes",
    numerator=Term(All((Is("direction", "same"), Is("law_only", 1)))),
    denominator=Term(In("direction", ("up", "same", "down"))),
    unit="percent",
    source="NK1 skala (usulan naikkelas); UU 20/2008 dan PP 7/2021",
    good="none",
    banded=False,
)
