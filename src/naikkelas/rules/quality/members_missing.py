"""Number of members missing."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import Is, Known
from naikkelas.rules.quality_rule import AllOf, Each, Not, QualityRule

RULE = QualityRule(
    id="members_missing",
    version=1,
    name=Text("Jumlah anggota kosong", "Number of members missing"),
    wrong=Text("Koperasi aktif tanpa jumlah anggota.", "An active cooperative without a number of members."),
    remedy=Text("Isi dari laporan RAT terakhir.", "Fill it in from the last RAT report."),
    kind="cooperative",
    group="completeness",
    severity="low",
    check=Each(AllOf((Not(Known("members")), Is("official_status", "active")))),
    shows=(),
    source=Text("Usulan naikkelas.", "Our proposal."),
    mark="proposal",
)
