"""Visit to a village-based cooperative: units, support of the village, board, members, business."""

from pathlib import Path

from naikkelas.instruments.questionnaire import FindingRule, Questionnaire
from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, AtMost, Is

INSTRUMENT = Questionnaire(
    id="village_cooperative",
    version="2019120101",
    title=Text("Kunjungan koperasi berbasis desa", "Visit to a village-based cooperative"),
    about=Text(
        "Unit usaha, dukungan desa, pengurus, anggota dan usaha koperasi desa/kelurahan.",
        "Units, support of the village, board, members and business of a village cooperative.",
    ),
    subject="cooperative",
    numbers=(
        "board_women",
        "rat_year",
        "members_male",
        "members_female",
        "village_share",
        "village_capital_idr",
        "units_running",
        "month_sales_idr",
        "savings_idr",
        "partners",
    ),
    words={
        "found": ("found", "moved", "refused", "deceased", "unknown"),
        "board_complete": ("yes", "no"),
        "village_decree": ("yes", "no"),
        "outlet": ("own", "lent", "rented", "none"),
        "books_kept": ("yes", "no"),
    },
    findings=(
        FindingRule(
            id="village_cooperative_idle",
            when=All((Is("found", "found"), AtMost("units_running", 0))),
            title=Text(
                "Koperasi desa tanpa unit usaha berjalan", "Village cooperative without a running unit"
            ),
            condition=Text("Tidak ada satu unit usaha pun yang berjalan.", "No unit runs."),
            criterion=Text(
                "Tujuan inovasi: koperasi desa menjalankan usaha bagi warganya.",
                "Aim of the innovation: the village cooperative runs a business for its people.",
            ),
            recommendation=Text(
                "Susun rencana satu unit yang paling dibutuhkan warga, dan dampingi sampai berjalan.",
                "Plan the one unit that people need most, and coach it until it runs.",
            ),
            severity="medium",
        ),
        FindingRule(
            id="village_board_incomplete",
            when=All((Is("found", "found"), Is("board_complete", "no"))),
            title=Text("Pengurus koperasi desa tidak lengkap", "Board of the village cooperative incomplete"),
            condition=Text(
                "Ketua, sekretaris atau bendahara tidak ada.", "Chair, secretary or treasurer is missing."
            ),
            criterion=Text(
                "UU 25/1992: pengurus dipilih oleh rapat anggota.",
                "Law 25/1992: the board is elected by the members.",
            ),
            recommendation=Text(
                "Dampingi rapat anggota untuk melengkapi pengurus.",
                "Coach a meeting of members to complete the board.",
            ),
            severity="medium",
        ),
    ),
    folder=Path(__file__).parent,
)
