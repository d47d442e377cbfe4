"""Visit to a cooperative that runs village tourism."""

from pathlib import Path

from naikkelas.instruments.questionnaire import FindingRule, Questionnaire
from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is

INSTRUMENT = Questionnaire(
    id="tourism_cooperative",
    version="2019120101",
    title=Text("Kunjungan koperasi desa wisata", "Visit to a tourism-village cooperative"),
    about=Text(
        "Daya tarik, pengunjung, fasilitas, kerja sama dan pendapatan koperasi desa wisata.",
        "Attractions, visitors, facilities, agreements and income of a tourism-village cooperative.",
    ),
    subject="cooperative",
    numbers=(
        "rat_year",
        "members_male",
        "members_female",
        "visitors",
        "homestays",
        "month_sales_idr",
        "msme_sellers",
    ),
    words={
        "found": ("found", "moved", "refused", "deceased", "unknown"),
        "agreement": ("yes", "no"),
        "licence": ("yes", "no"),
        "insurance": ("yes", "no"),
        "online": ("yes", "no"),
    },
    findings=(
        FindingRule(
            id="tourism_no_agreement",
            when=All((Is("found", "found"), Is("agreement", "no"))),
            title=Text("Koperasi mengelola wisata tanpa perjanjian", "Tourism run without an agreement"),
            condition=Text(
                "Tidak ada perjanjian dengan desa atau pokdarwis.",
                "There is no agreement with the village or its tourism group.",
            ),
            criterion=Text(
                "Pedoman inovasi: pembagian hasil dan tanggung jawab tertulis.",
                "Guideline of the innovation: shares and duties in writing.",
            ),
            recommendation=Text(
                "Susun perjanjian yang memuat bagi hasil, perawatan dan tanggung jawab keselamatan.",
                "Write an agreement on shares, upkeep and duties of safety.",
            ),
            severity="medium",
        ),
    ),
    folder=Path(__file__).parent,
)
