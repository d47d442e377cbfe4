"""The labels of stored words of data quality; part of web.words."""

from django.utils.translation import gettext_lazy as _

from naikkelas.kit.bilingual import Text

GREEN, YELLOW, BLUE, GREY = "green", "yellow", "blue", "secondary"

WORDS: dict[str, dict[str, tuple[str | Text, str]]] = {
    "quality_state": {
        "open": (_("Open"), YELLOW),
        "mended": (_("Mended"), GREEN),
        "accepted": (_("Accepted as true"), BLUE),
        "waived": (_("Waived"), GREY),
    },
    "quality_group": {
        "identity": (_("Identity"), GREY),
        "completeness": (_("Completeness"), GREY),
        "places": (_("Places"), GREY),
        "consistency": (_("Consistency"), GREY),
        "dates": (_("Dates"), GREY),
        "ranges": (_("Ranges"), GREY),
        "outliers": (_("Outliers"), GREY),
        "patterns": (_("Patterns of an area"), GREY),
    },
    "quality_kind": {
        "enterprise": (_("MSME"), GREY),
        "cooperative": (_("Cooperative"), GREY),
        "area": (_("Area"), GREY),
    },
    "quality_fact": {
        "nib": ("NIB", GREY),
        "kbli": ("KBLI", GREY),
        "sector": (_("Sector"), GREY),
        "size_class": (_("Size class"), GREY),
        "class_by_sales": (_("Class by sales"), GREY),
        "annual_sales_idr": (_("Annual sales (IDR)"), GREY),
        "sales_before_idr": (_("Sales of the year before (IDR)"), GREY),
        "facts_year": (_("Year of the facts"), GREY),
        "workers": (_("Workers"), GREY),
        "founded_on": (_("Founded"), GREY),
        "owner_age": (_("Age of the owner"), GREY),
        "nik_fault": (_("Fault of the NIK"), GREY),
        "nik_sex": (_("Sex by the NIK"), GREY),
        "sex": (_("Sex"), GREY),
        "nik_birth_year": (_("Birth year by the NIK (last two digits)"), GREY),
        "birth_year_digits": (_("Birth year (last two digits)"), GREY),
        "area_id": (_("Area"), GREY),
        "cooperative_nik": (_("Cooperative no. (NIK)"), GREY),
        "legal_no": (_("Legal no."), GREY),
        "legal_on": (_("Day of legal approval"), GREY),
        "certificate_until": (_("Certificate until"), GREY),
        "last_rat_year": (_("Last meeting (RAT)"), GREY),
        "members": (_("Members"), GREY),
        "official_status": (_("Official status"), GREY),
        "computed_status": (_("Computed status"), GREY),
        "equity_idr": (_("Equity (IDR)"), GREY),
        "assets_idr": (_("Assets (IDR)"), GREY),
        "book_year": (_("Book year"), GREY),
        "times": (_("Records with this value"), GREY),
        "usual_low": (_("Usual from (IDR)"), GREY),
        "usual": (_("Median (IDR)"), GREY),
        "usual_high": (_("Usual up to (IDR)"), GREY),
        "part": (_("Records concerned"), GREY),
        "whole": (_("Records looked at"), GREY),
    },
}

ACTIONS: dict[str, tuple[str | Text, str]] = {
    "registry.checked": (_("Data quality checked"), GREY),
    "quality.accepted": (_("Doubtful data accepted as true"), GREY),
    "quality.waived": (_("Doubtful data waived"), GREY),
    "quality.reopened": (_("Decision on doubtful data taken back"), GREY),
    "quality.mended": (_("Doubtful data mended"), GREY),
}
"""What the trail says was done."""
