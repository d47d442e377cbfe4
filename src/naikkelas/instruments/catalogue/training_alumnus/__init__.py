"""Visit to an alumnus of the Lampung Entrepreneur Center or another training."""

from pathlib import Path

from naikkelas.instruments.questionnaire import FindingRule, Questionnaire
from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import All, Is

INSTRUMENT = Questionnaire(
    id="training_alumnus",
    version="2019120101",
    title=Text("Kunjungan alumni pelatihan", "Visit to an alumnus of a training"),
    about=Text(
        "Usaha, omzet, tenaga kerja, dan apa yang dipakai dari pelatihan (LEC).",
        "Business, sales, workers, and what of the training (LEC) is used.",
    ),
    subject="enterprise",
    numbers=(
        "sales_before_idr",
        "sales_after_idr",
        "workers_before",
        "workers_after",
        "mentor_meetings",
        "satisfaction",
    ),
    words={
        "found": ("found", "moved", "refused", "deceased", "unknown"),
        "business_status": ("running", "paused", "closed", "changed"),
        "bookkeeping": ("none", "simple", "app"),
        "plan_kept": ("yes", "no"),
    },
    findings=(
        FindingRule(
            id="alumnus_closed",
            when=All((Is("found", "found"), Is("business_status", "closed"))),
            title=Text("Usaha alumni pelatihan tutup", "Business of an alumnus closed"),
            condition=Text("Usaha tutup sesudah pelatihan.", "The business closed after the training."),
            criterion=Text(
                "Tujuan pelatihan: usaha berjalan dan tumbuh.",
                "Aim of the training: the business runs and grows.",
            ),
            recommendation=Text(
                "Catat sebabnya, tawarkan pendampingan PLUT bila hendak memulai lagi.",
                "Note the cause; offer the PLUT's coaching where they begin again.",
            ),
            severity="low",
        ),
    ),
    folder=Path(__file__).parent,
)
