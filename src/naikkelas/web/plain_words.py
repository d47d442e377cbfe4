"""Words of enterprises and of monev cycles, part of web.words."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"
WORDS = {
    "size_class": {
        "micro": (_("Micro"), GREY),
        "small": (_("Small"), BLUE),
        "medium": (_("Medium"), GREEN),
        "large": (_("Large"), YELLOW),
        "unknown": (_("Not known"), GREY),
    },
    "class_reason": {
        "annual_sales_idr": (_("annual sales"), GREY),
        "capital_idr": (_("business capital"), GREY),
        "net_worth_idr": (_("net worth"), GREY),
        "none": (_("neither sales, capital nor net worth known"), GREY),
    },
    "class_flag": {"ambiguous": (_("The other criterion gives another class"), YELLOW), "": ("", GREY)},
    "direction": {
        "up": (_("Up a class"), GREEN),
        "same": (_("Same class"), GREY),
        "down": (_("Down a class"), RED),
        "not_comparable": (_("Not comparable"), YELLOW),
    },
    "sector": {
        "culinary": (_("Culinary"), GREY),
        "fashion": (_("Fashion"), GREY),
        "education": (_("Education"), GREY),
        "automotive": (_("Automotive"), GREY),
        "agribusiness": (_("Agribusiness"), GREY),
        "technology": (_("Technology"), GREY),
        "other": (_("Other (not classified)"), GREY),
    },
    "market": {
        "neighbourhood": (_("The neighbourhood"), GREY),
        "regency": (_("Kabupaten/kota"), GREY),
        "province": (_("Province"), GREY),
        "national": (_("Other provinces"), GREY),
        "export": (_("Export"), GREY),
        "online": (_("Online"), GREY),
        "": ("–", GREY),
    },
    "legal_form": {
        "individual": (_("Sole trader"), GREY),
        "cv": ("CV", GREY),
        "pt": ("PT", GREY),
        "ud": ("UD", GREY),
        "cooperative": (_("Cooperative"), GREY),
        "other": (_("Other"), GREY),
        "": ("–", GREY),
    },
    "area_change": {
        "split": (_("Split"), BLUE),
        "merge": (_("Merger"), BLUE),
        "rename": (_("New name"), BLUE),
        "renumber": (_("New code"), BLUE),
    },
    "area_change_state": {
        "draft": (_("Draft"), YELLOW),
        "applied": (_("Applied"), GREEN),
        "undone": (_("Undone"), GREY),
    },
    "share_basis": {
        "whole": (_("whole area"), GREY),
        "villages": (_("number of desa/kelurahan"), GREY),
        "population": (_("population"), GREY),
        "given": (_("as given"), GREY),
    },
    "moved_table": {
        "enterprise": (_("MSMEs"), GREY),
        "cooperative": (_("Cooperatives"), GREY),
        "merge": (_("Merged records"), GREY),
        "apart": (_("Pairs decided to be two records"), GREY),
        "facility": (_("Markets and PLUT"), GREY),
        "planned_visit": (_("Visits to come"), GREY),
        "finding": (_("Open findings"), GREY),
        "cycle_area": (_("Parts of running cycles"), GREY),
        "user": (_("People"), GREY),
    },
    "sex": {"f": (_("Woman"), GREY), "m": (_("Man"), GREY), "": ("–", GREY)},
    "cycle": {"draft": (_("Draft"), GREY), "open": (_("Running"), BLUE), "closed": (_("Closed"), GREEN)},
    "cycle_area": {
        "open": (_("In work"), BLUE),
        "sent": (_("Sent, waits for the province"), YELLOW),
        "returned": (_("Returned"), RED),
        "accepted": (_("Accepted, locked"), GREEN),
    },
    "planned": {
        "planned": (_("Not visited yet"), GREY),
        "visited": (_("Visited"), BLUE),
        "verified": (_("Verified"), GREEN),
        "replaced": (_("Replaced"), GREY),
        "unmet": (_("Cannot be visited"), YELLOW),
    },
}
