"""Monev of a recipient of start-up capital (wirausaha pemula): found, money, use, business before and after."""

from pathlib import Path

from naikkelas.instruments.questionnaire import FindingRule, Questionnaire
from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, AtMost, In, Is

_GUIDELINE = Text(
    "Juknis bantuan pemerintah bagi wirausaha pemula 2019: dana dipakai sesuai proposal dan dipertanggungjawabkan dengan nota.",
    "Guideline for aid to novice entrepreneurs 2019: the money is used as proposed and accounted for with receipts.",
)

INSTRUMENT = Questionnaire(
    id="novice_entrepreneur",
    version="2019120101",
    title=Text("Monev wirausaha pemula", "Monev of novice entrepreneurs"),
    about=Text(
        "Penerima modal wirausaha pemula: dana, penggunaan, usaha sebelum dan sesudah.",
        "Recipients of start-up capital: money, its use, the business before and after.",
    ),
    subject="recipient",
    numbers=(
        "amount_received",
        "deduction_idr",
        "use_total_idr",
        "sales_before_idr",
        "sales_after_idr",
        "workers_before",
        "workers_after",
        "satisfaction",
    ),
    words={
        "found": ("found", "moved", "refused", "deceased", "unknown"),
        "deduction": ("yes", "no"),
        "use_matches_proposal": ("matches", "partly", "not"),
        "receipts_seen": ("complete", "partly", "none"),
        "asset_exists": ("yes", "no"),
        "business_status": ("running", "paused", "closed", "changed"),
        "sales_trend": ("1", "2", "3", "4"),
        "licence": ("1", "2", "3", "4"),
        "bookkeeping": ("none", "simple", "app"),
        "loan_access": ("none", "kur", "cooperative", "fintech", "moneylender"),
        "coaching_received": ("yes", "no"),
    },
    findings=(
        FindingRule(
            id="recipient_not_found",
            when=In("found", ("moved", "unknown")),
            title=Text("Penerima bantuan tidak ditemukan", "Recipient not found"),
            condition=Text(
                "Penerima tidak ditemukan di alamat dalam SK pada saat kunjungan.",
                "The recipient was not found at the address in the decree at the time of the visit.",
            ),
            criterion=_GUIDELINE,
            recommendation=Text(
                "Telusuri alamat baru penerima melalui desa/kelurahan dan jadwalkan kunjungan ulang.",
                "Trace the recipient's new address through the village and plan another visit.",
            ),
            severity="medium",
            amount="amount_received",
        ),
        FindingRule(
            id="use_not_as_proposed",
            when=Is("use_matches_proposal", "not"),
            title=Text("Dana tidak dipakai sesuai proposal", "Money not used as proposed"),
            condition=Text(
                "Penggunaan dana berbeda dari rencana penggunaan dalam proposal.",
                "The money was used otherwise than planned in the proposal.",
            ),
            criterion=_GUIDELINE,
            recommendation=Text(
                "Minta pertanggungjawaban tertulis; dana yang tidak sesuai dikembalikan ke kas negara.",
                "Ask for a written account; money not used as proposed is returned to the treasury.",
            ),
            severity="high",
            amount="amount_received",
        ),
        FindingRule(
            id="amount_deducted",
            when=Is("deduction", "yes"),
            title=Text("Bantuan dipotong", "Aid was deducted"),
            condition=Text(
                "Penerima menyatakan ada potongan dari bantuan yang diterima.",
                "The recipient says that something was deducted from the aid.",
            ),
            criterion=Text("Bantuan diterima utuh oleh penerima.", "The aid reaches the recipient whole."),
            recommendation=Text(
                "Klarifikasi kepada pihak yang disebut dan kembalikan potongan kepada penerima.",
                "Clarify with the party named and give the deduction back to the recipient.",
            ),
            severity="high",
            amount="deduction_idr",
        ),
        FindingRule(
            id="receipts_missing",
            when=Is("receipts_seen", "none"),
            title=Text("Nota penggunaan dana tidak ada", "No receipts for the use of the money"),
            condition=Text(
                "Tidak satu pun nota dapat diperlihatkan.", "Not a single receipt could be shown."
            ),
            criterion=_GUIDELINE,
            recommendation=Text(
                "Dampingi penerima menyusun laporan penggunaan dana beserta bukti belanja.",
                "Help the recipient to write the report of use with proofs of purchase.",
            ),
            severity="medium",
            amount="amount_received",
        ),
        FindingRule(
            id="business_closed",
            when=Is("business_status", "closed"),
            title=Text("Usaha penerima tutup", "The recipient's business has closed"),
            condition=Text("Usaha yang dibantu sudah tutup.", "The business that was aided has closed."),
            criterion=Text(
                "Bantuan dimaksudkan agar usaha berjalan dan tumbuh.",
                "The aid is meant to keep the business running and growing.",
            ),
            recommendation=Text(
                "Catat sebabnya dan tawarkan pendampingan PLUT atau LEC.",
                "Record the cause and offer coaching by PLUT or LEC.",
            ),
            severity="medium",
        ),
        FindingRule(
            id="licence_missing",
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
        FindingRule(
            id="dissatisfied",
            when=All((Is("found", "found"), AtMost("satisfaction", 1))),
            title=Text("Penerima sangat tidak puas", "Recipient very dissatisfied"),
            condition=Text("Kepuasan penerima bernilai 1 dari 5.", "The recipient's satisfaction is 1 of 5."),
            criterion=Text("Usulan naikkelas.", "Our proposal."),
            recommendation=Text(
                "Hubungi penerima dan catat keluhannya.", "Call the recipient and record the complaint."
            ),
            severity="low",
        ),
    ),
    folder=Path(__file__).parent,
)
