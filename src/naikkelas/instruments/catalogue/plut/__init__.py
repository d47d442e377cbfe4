"""Monev of an integrated business service centre (PLUT-KUMKM): building, budget, consultants, services, clients."""

from pathlib import Path

from naikkelas.instruments.questionnaire import FindingRule, Questionnaire
from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, AtMost, Is

_FIELDS = ("institution", "hr", "production", "finance", "marketing", "it", "network")
_GUIDELINE = Text(
    "Juknis PLUT-KUMKM 2019: daerah menyediakan perlengkapan, tenaga dan biaya operasional.",
    "Guideline PLUT-KUMKM 2019: the region provides equipment, staff and running costs.",
)

INSTRUMENT = Questionnaire(
    id="plut",
    version="2019120101",
    title=Text("Monev PLUT-KUMKM", "Monev of PLUT service centres"),
    about=Text(
        "Gedung, anggaran operasional, konsultan tujuh bidang, layanan dan klien.",
        "Building, running budget, consultants in seven fields, services and clients.",
    ),
    subject="facility",
    numbers=(
        "physical_percent",
        "operating_budget_idr",
        "open_hours",
        *(f"consultants_{f}" for f in _FIELDS),
        *(f"services_{f}" for f in _FIELDS),
        "consultants",
        "services",
        "clients_new",
        "clients_repeat",
        "clients",
        "licences_obtained",
        "financing_idr",
        "trainings",
        "trainees_male",
        "trainees_female",
        "visitors",
    ),
    words={
        "found": ("found", "moved", "refused", "deceased", "unknown"),
        "condition": ("good", "light", "medium", "heavy"),
        "equipment_condition": ("good", "light", "medium", "heavy"),
        "grant_status": ("not_started", "in_process", "done"),
    },
    findings=(
        FindingRule(
            id="plut_without_budget",
            when=All((Is("found", "found"), AtMost("operating_budget_idr", 0))),
            title=Text("PLUT tanpa anggaran operasional", "PLUT without running budget"),
            condition=Text(
                "APBD tidak menganggarkan biaya operasional PLUT.",
                "APBD holds no running costs for the PLUT.",
            ),
            criterion=_GUIDELINE,
            recommendation=Text(
                "Usulkan anggaran operasional pada APBD berikutnya.",
                "Propose running costs in the next APBD.",
            ),
            severity="high",
        ),
        FindingRule(
            id="plut_without_consultants",
            when=All((Is("found", "found"), AtMost("consultants", 0))),
            title=Text("PLUT tanpa konsultan", "PLUT without consultants"),
            condition=Text("Tidak ada konsultan yang bertugas.", "No consultant is at work."),
            criterion=_GUIDELINE,
            recommendation=Text(
                "Tetapkan konsultan pada tujuh bidang layanan.", "Appoint consultants in the seven fields."
            ),
            severity="high",
        ),
        FindingRule(
            id="plut_damaged",
            when=Is("condition", "heavy"),
            title=Text("Gedung PLUT rusak berat", "PLUT building heavily damaged"),
            condition=Text(
                "Gedung rusak berat pada saat kunjungan.",
                "The building was heavily damaged at the time of the visit.",
            ),
            criterion=_GUIDELINE,
            recommendation=Text(
                "Perbaiki gedung dan laporkan sebab kerusakan.", "Repair the building and report the cause."
            ),
            severity="medium",
        ),
    ),
    folder=Path(__file__).parent,
)
