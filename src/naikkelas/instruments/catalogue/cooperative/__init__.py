"""Visit to a cooperative: office, board, annual meeting, members, finances, books, proposed status."""

from pathlib import Path

from naikkelas.instruments.questionnaire import FindingRule, Questionnaire
from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, In, Is

INSTRUMENT = Questionnaire(
    id="cooperative",
    version="2019120101",
    title=Text("Kunjungan koperasi", "Visit to a cooperative"),
    about=Text(
        "Kantor, pengurus, RAT, anggota, keuangan, pembukuan, usulan status.",
        "Office, board, annual meeting, members, finances, books, proposed status.",
    ),
    subject="cooperative",
    numbers=(
        "rat_year",
        "rat_attendance",
        "members_male",
        "members_female",
        "book_year",
        "assets_idr",
        "equity_idr",
        "external_capital_idr",
        "volume_idr",
        "surplus_idr",
        "employees",
    ),
    words={
        "found": ("found", "moved", "refused", "deceased", "unknown"),
        "office_found": ("yes", "no"),
        "board_active": ("yes", "no"),
        "certificate": ("yes", "no"),
        "savings_licence": ("yes", "no"),
        "proposed_status": ("active", "inactive", "dissolve"),
    },
    findings=(
        FindingRule(
            id="cooperative_not_found",
            when=In("found", ("moved", "unknown")),
            title=Text("Koperasi tidak ditemukan", "Cooperative not found"),
            condition=Text(
                "Kantor dan pengurus tidak ditemukan di alamat terdaftar.",
                "Office and board were not found at the registered address.",
            ),
            criterion=Text(
                "UU 25/1992: koperasi berkedudukan di tempat yang disebut anggaran dasarnya.",
                "Law 25/1992: a cooperative sits where its statutes say.",
            ),
            recommendation=Text(
                "Telusuri melalui desa/kelurahan; bila tetap tidak ada, usulkan status tidak aktif.",
                "Trace it through the village; if it stays unknown, propose the inactive status.",
            ),
            severity="medium",
        ),
        FindingRule(
            id="board_not_active",
            when=All((Is("found", "found"), Is("board_active", "no"))),
            title=Text("Pengurus koperasi tidak aktif", "Board not active"),
            condition=Text("Pengurus tidak lagi menjalankan tugas.", "The board no longer does its work."),
            criterion=Text(
                "UU 25/1992 Pasal 26: rapat anggota tahunan paling sedikit sekali setahun.",
                "Law 25/1992 art. 26: an annual meeting at least once a year.",
            ),
            recommendation=Text(
                "Dampingi rapat anggota untuk memilih pengurus baru.",
                "Coach a members' meeting to elect a new board.",
            ),
            severity="medium",
        ),
    ),
    folder=Path(__file__).parent,
)
