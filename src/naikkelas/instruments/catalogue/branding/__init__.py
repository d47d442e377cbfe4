"""Visit to an enterprise that was helped with branding."""

from pathlib import Path

from naikkelas.instruments.questionnaire import FindingRule, Questionnaire
from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is

INSTRUMENT = Questionnaire(
    id="branding",
    version="2019120101",
    title=Text("Kunjungan branding UMKM", "Visit about MSME branding"),
    about=Text(
        "Pemakaian logo, kemasan, sertifikat dan kanal promosi; omzet sebelum dan sesudah.",
        "Use of logo, packaging, certificate and channels; sales before and after.",
    ),
    subject="enterprise",
    numbers=(
        "sales_before_idr",
        "sales_after_idr",
        "workers_before",
        "workers_after",
        "new_buyers",
        "packaging_cost_idr",
    ),
    words={
        "found": ("found", "moved", "refused", "deceased", "unknown"),
        "business_status": ("running", "paused", "closed", "changed"),
        "logo_use": ("used", "partly", "unused", "none"),
        "packaging_use": ("used", "partly", "unused", "none"),
        "certificate": ("held", "in_process", "none"),
    },
    findings=(
        FindingRule(
            id="branding_unused",
            when=All((Is("found", "found"), Is("packaging_use", "unused"))),
            title=Text("Kemasan bantuan tidak dipakai", "Packaging that was given is not used"),
            condition=Text(
                "Kemasan yang dibantu tidak dipakai berjualan.",
                "The packaging that was given is not used for selling.",
            ),
            criterion=Text(
                "Tujuan inovasi: produk dijual dengan merek dan kemasan sendiri.",
                "Aim of the innovation: the product is sold under its own brand and packaging.",
            ),
            recommendation=Text(
                "Tanyakan sebabnya (biaya, ukuran, selera pembeli) dan sesuaikan desainnya.",
                "Ask why (cost, size, taste of buyers) and adapt the design.",
            ),
            severity="low",
        ),
    ),
    folder=Path(__file__).parent,
)
