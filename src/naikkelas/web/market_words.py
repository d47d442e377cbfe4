"""Labels of the words that markets are stored in."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"

WORDS = {
    "market_band": {
        "on_plan": (_("On plan"), GREEN),
        "behind": (_("Behind"), YELLOW),
        "critical": (_("Critical"), RED),
        "unknown": (_("No report"), GREY),
    },
    "market_grant": {
        "none": (_("Not begun"), RED),
        "in_process": (_("In process"), YELLOW),
        "done": (_("Granted"), GREEN),
    },
    "market_check": {
        "met": (_("Met"), GREEN),
        "missing": (_("Missing"), RED),
        "not_needed": (_("Not needed"), GREY),
    },
    "market_package": {
        "works": (_("Works"), GREEN),
        "planning": (_("Planning consultant"), GREY),
        "supervision": (_("Supervision consultant"), GREY),
    },
    "market_idle": {
        "not_handed_over": (_("Built, not handed over"), RED),
        "not_granted": (_("Built, not granted"), RED),
        "left_empty": (_("Left empty or abandoned"), RED),
    },
    "market_asset": {
        "idle": (_("Idle"), RED),
        "in_order": (_("In order"), GREEN),
        "not_built": (_("Not built yet"), GREY),
    },
    "market_grade": {"": ("–", GREY), "A": ("A", GREEN), "B": ("B", BLUE), "C": ("C", YELLOW)},
    "market_mark": {
        "read": (_("read in the source"), BLUE),
        "unconfirmed": (_("not yet confirmed"), YELLOW),
        "proposal": (_("our proposal"), GREY),
    },
    "market_lacking": {"physical_full": (_("Works at 100%"), GREY)},
    "market_condition": {
        "good": (_("Good"), GREEN),
        "light": (_("Light damage"), YELLOW),
        "medium": (_("Medium damage"), YELLOW),
        "heavy": (_("Heavy damage"), RED),
        "": ("–", GREY),
    },
    "market_function": {
        "as_planned": (_("As planned"), GREEN),
        "partly": (_("Partly"), YELLOW),
        "abandoned": (_("Abandoned"), RED),
        "converted": (_("Converted"), RED),
        "": ("–", GREY),
    },
    "market_visit_manager": {
        "cooperative": (_("Cooperative"), GREEN),
        "office": (_("Office"), GREY),
        "village": (_("Village"), GREY),
        "nobody": (_("Nobody"), RED),
        "": ("–", GREY),
    },
}
ACTIONS = {
    "market.proposed": (_("Market proposed"), GREY),
    "market.file_opened": (_("File of the market opened"), GREY),
    "market.requirement_checked": (_("Requirement checked"), GREY),
    "market.stage_reached": (_("Stage of the market reached"), GREY),
    "market.decided": (_("Market decided by decree"), GREY),
    "market.stage_taken_back": (_("Stage of the market taken back"), YELLOW),
    "market.contracted": (_("Contract of the market recorded"), GREY),
    "market.addendum_added": (_("Addendum to a contract of the market recorded"), GREY),
    "market.addendum_taken_back": (_("Addendum to a contract of the market taken back"), YELLOW),
    "market.planned": (_("Plan of the works set"), GREY),
    "market.week_recorded": (_("Week of the works recorded"), GREY),
    "market.point_added": (_("Camera point named"), GREY),
    "market.photo_added": (_("Photo of the works added"), GREY),
    "market.photo_removed": (_("Photo of the works removed"), YELLOW),
    "market.manager_appointed": (_("Managing cooperative appointed"), GREY),
    "market.grant_set": (_("Grant of the asset recorded"), GREY),
    "market.counted": (_("Stalls and traders counted"), GREY),
    "market.year_recorded": (_("Income and cost of the market recorded"), GREY),
}
