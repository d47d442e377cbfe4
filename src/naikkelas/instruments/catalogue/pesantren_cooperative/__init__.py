"""Visit to the cooperative of an Islamic boarding school."""

from pathlib import Path

from naikkelas.instruments.questionnaire import FindingRule, Questionnaire
from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is

INSTRUMENT = Questionnaire(
    id="pesantren_cooperative",
    version="2019120101",
    title=Text("Kunjungan koperasi pesantren", "Visit to a pesantren cooperative"),
    about=Text(
        "Kelembagaan, pemisahan dari pesantren, usaha dan pemasok koperasi pondok pesantren.",
        "Organisation, separation from the pesantren, business and suppliers.",
    ),
    subject="cooperative",
    numbers=(
        "rat_year",
        "members_male",
        "members_female",
        "students",
        "student_members",
        "units_running",
        "month_sales_idr",
        "products",
        "local_suppliers",
    ),
    words={
        "found": ("found", "moved", "refused", "deceased", "unknown"),
        "separate_board": ("yes", "no"),
        "separate_books": ("yes", "no"),
        "halal": ("yes", "no"),
    },
    findings=(
        FindingRule(
            id="pesantren_books_mixed",
            when=All((Is("found", "found"), Is("separate_books", "no"))),
            title=Text(
                "Pembukuan koperasi bercampur dengan pesantren", "Books mixed with those of the pesantren"
            ),
            condition=Text(
                "Kas dan buku koperasi tidak terpisah dari pesantren.",
                "Cash and books are not separate from the pesantren.",
            ),
            criterion=Text(
                "UU 25/1992: koperasi adalah badan hukum dengan pertanggungjawaban sendiri kepada anggotanya.",
                "Law 25/1992: a cooperative is a legal entity that answers to its members.",
            ),
            recommendation=Text(
                "Pisahkan rekening dan buku kas; dampingi satu tahun buku.",
                "Separate account and cash book; coach one book year.",
            ),
            severity="medium",
        ),
    ),
    folder=Path(__file__).parent,
)
