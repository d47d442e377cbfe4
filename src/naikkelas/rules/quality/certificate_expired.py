"""Certificate expired."""

from naikkelas.kit.bilingual import Text
from naikkelas.rules.quality_rule import Each, Exceeds, QualityRule

RULE = QualityRule(
    id="certificate_expired",
    version=1,
    name=Text("Sertifikat NIK lewat masa berlaku", "Certificate expired"),
    wrong=Text(
        "Sertifikat NIK koperasi sudah lewat masa berlakunya; sertifikat diperpanjang atas bukti RAT.",
        "The certificate has expired; it is renewed on evidence of the annual meeting (RAT).",
    ),
    remedy=Text(
        "Ingatkan koperasi melapor RAT, lalu perbarui tanggal sertifikat.",
        "Remind the cooperative to report its RAT, then renew the date.",
    ),
    kind="cooperative",
    group="dates",
    severity="low",
    check=Each(Exceeds("today", "certificate_until")),
    shows=("certificate_until",),
    source=Text(
        "Permenkop 10/2016, dibaca dalam salinan halaman kementerian.",
        "Permenkop 10/2016, read in a copy of the ministry's page.",
    ),
    mark="read",
)
