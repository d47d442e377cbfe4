"""Update of an enterprise's yearly facts at its place of business."""

from pathlib import Path

from naikkelas.instruments.questionnaire import FindingRule, Questionnaire
from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, In, Is

INSTRUMENT = Questionnaire(
    id="enterprise",
    version="2019120102",
    title=Text("Pemutakhiran data UMKM", "Update of an enterprise"),
    about=Text(
        "Omzet, modal, tenaga kerja, izin dan pasar satu usaha pada satu tahun.",
        "Sales, capital, workers, licence and markets of one enterprise in one year.",
    ),
    subject="enterprise",
    numbers=(
        "facts_year",
        "annual_sales_idr",
        "capital_idr",
        "net_worth_idr",
        "workers_male",
        "workers_female",
    ),
    words={
        "found": ("found", "moved", "refused", "deceased", "unknown"),
        "business_status": ("running", "paused", "closed", "changed"),
        "licence": ("1", "2", "3", "4"),
        "bookkeeping": ("none", "simple", "app"),
        "loan_access": ("none", "kur", "cooperative", "fintech", "moneylender"),
        "coaching_received": ("yes", "no"),
    },
    findings=(
        FindingRule(
            id="enterprise_unlicensed",
            when=All(
                (Is("found", "found"), In("business_status", ("running", "paused")), Is("licence", "1"))
            ),
            title=Text("Usaha belum berizin (NIB)", "Business without licence (NIB)"),
            condition=Text("Usaha berjalan tanpa NIB.", "The business runs without an NIB."),
            criterion=Text(
                "PP 24/2018: pelaku usaha memiliki Nomor Induk Berusaha.",
                "PP 24/2018: a business holds a business number.",
            ),
            recommendation=Text(
                "Bantu pendaftaran NIB melalui OSS.", "Help with registering for an NIB through OSS."
            ),
            severity="low",
        ),
    ),
    folder=Path(__file__).parent,
)
