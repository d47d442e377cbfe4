"""Monev of a revitalised traditional market: building, use, traders, manager, hand-over."""

from pathlib import Path

from naikkelas.instruments.questionnaire import FindingRule, Questionnaire
from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, AtLeast, AtMost, In, Is

_GUIDELINE = Text(
    "Permenkop 05/Per/M.KUMKM/II/2016: pasar yang selesai dibangun dihibahkan kepada pemerintah daerah dan dikelola koperasi.",
    "Permenkop 05/Per/M.KUMKM/II/2016: a finished market is granted to the region and managed by a cooperative.",
)
_FINISHED = AtLeast("physical_percent", 100)

INSTRUMENT = Questionnaire(
    id="market",
    version="2019120101",
    title=Text("Monev pasar rakyat", "Monev of traditional markets"),
    about=Text(
        "Pasar yang direvitalisasi: bangunan, pemakaian, pedagang, pengelola, serah terima.",
        "Revitalised markets: building, use, traders, manager, hand-over.",
    ),
    subject="facility",
    numbers=(
        "physical_percent",
        "kiosks_built",
        "kiosks_filled",
        "stalls_built",
        "stalls_filled",
        "places_built",
        "places_filled",
        "traders_male",
        "traders_female",
        "traders_members",
        "trader_sales_before_idr",
        "trader_sales_after_idr",
        "opening_days",
        "income_rent_idr",
        "income_levy_idr",
        "income_parking_idr",
        "income_units_idr",
    ),
    words={
        "found": ("found", "moved", "refused", "deceased", "unknown"),
        "condition": ("good", "light", "medium", "heavy"),
        "function": ("as_planned", "partly", "abandoned", "converted"),
        "manager": ("cooperative", "office", "village", "nobody"),
        "rat_held": ("yes", "no"),
        "handover_signed": ("yes", "no"),
        "grant_status": ("not_started", "in_process", "done"),
        "land_certificate": ("yes", "no"),
    },
    findings=(
        FindingRule(
            id="market_abandoned",
            when=In("function", ("abandoned", "converted")),
            title=Text("Pasar terbengkalai atau beralih fungsi", "Market abandoned or converted"),
            condition=Text(
                "Bangunan pasar tidak dipakai sebagai pasar pada saat kunjungan.",
                "The market building was not used as a market at the time of the visit.",
            ),
            criterion=_GUIDELINE,
            recommendation=Text(
                "Tetapkan pengelola, pindahkan pedagang sesuai pernyataan kesediaan, dan laporkan rencana pemanfaatan.",
                "Appoint a manager, move the traders as they declared, and report a plan of use.",
            ),
            severity="high",
        ),
        FindingRule(
            id="market_not_handed_over",
            when=All((_FINISHED, Is("handover_signed", "no"))),
            title=Text("Pasar selesai tetapi belum diserahterimakan", "Market finished but not handed over"),
            condition=Text(
                "Fisik 100% tetapi berita acara serah terima belum ditandatangani.",
                "Works are at 100% but the hand-over minutes are not signed.",
            ),
            criterion=_GUIDELINE,
            recommendation=Text(
                "Selesaikan BAST dan ajukan hibah BMN ke kementerian.",
                "Finish the minutes and ask the ministry for the grant of the asset.",
            ),
            severity="medium",
        ),
        FindingRule(
            id="market_without_manager",
            when=All((_FINISHED, Is("manager", "nobody"))),
            title=Text("Pasar tanpa pengelola", "Market without manager"),
            condition=Text("Tidak ada pengelola yang ditetapkan.", "No manager has been appointed."),
            criterion=_GUIDELINE,
            recommendation=Text(
                "Tetapkan koperasi pengelola dengan keputusan bupati.",
                "Appoint a managing cooperative by decree.",
            ),
            severity="medium",
        ),
        FindingRule(
            id="market_empty",
            when=All((_FINISHED, AtLeast("places_built", 1), AtMost("places_filled", 0))),
            title=Text("Kios dan los kosong", "Kiosks and stalls are empty"),
            condition=Text("Tidak satu pun kios atau los terisi.", "Not one kiosk or stall is in use."),
            criterion=_GUIDELINE,
            recommendation=Text(
                "Susun jadwal pemindahan pedagang.", "Draw up a schedule for moving the traders."
            ),
            severity="high",
        ),
    ),
    folder=Path(__file__).parent,
)
