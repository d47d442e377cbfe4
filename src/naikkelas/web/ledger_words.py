"""Labels of the words that the ledger is stored in, and of its actions in the trail."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"

WORDS = {
    "ledger": {
        "ceiling": (_("Ceiling (pagu)"), BLUE),
        "revision": (_("Revision"), YELLOW),
        "allocation": (_("Allocation"), BLUE),
        "commitment": (_("Contract or decree"), GREY),
        "recipient": (_("Named recipient"), GREY),
        "disbursement": (_("Disbursement (SP2D)"), GREEN),
        "use": (_("Use"), GREEN),
        "return": (_("Return to the treasury"), YELLOW),
    },
    "commitment": {
        "contract": (_("Contract"), GREY),
        "decree": (_("Decree (SK)"), GREY),
    },
    "amendment": {
        "amount": (_("Gives another amount"), GREY),
        "replace": (_("Puts somebody else in the place"), GREY),
        "withdraw": (_("Withdraws the recipient"), GREY),
    },
    "deviation": {
        "on_track": (_("On track"), GREEN),
        "watch": (_("Watch"), YELLOW),
        "critical": (_("Critical"), RED),
        "unknown": (_("Cannot be judged"), GREY),
    },
}
ACTIONS = {
    "money.revised": (_("Ceiling, allocation or decree revised"), GREY),
    "money.confirmed": (_("Disbursement confirmed by a second officer"), GREY),
    "money.contested": (_("Disbursement contested by a second officer"), GREY),
    "year.closed": (_("Books of a year closed"), GREY),
    "year.reopened": (_("Books of a year opened again"), GREY),
    "money.planned": (_("Plan of an allocation set"), GREY),
    "money.committed": (_("Contract or decree entered"), GREY),
    "money.commitment_reversed": (_("Contract or decree taken back"), GREY),
    "money.commitment_amended": (_("Contract or decree amended"), GREY),
    "recipient.withdrawn": (_("Recipient withdrawn from a decree"), YELLOW),
    "money.decrees_filled_in": (_("Decrees entered as commitments"), GREY),
    "money.used": (_("Use of aid recorded"), GREY),
    "money.use_reversed": (_("Recorded use taken back"), GREY),
    "money.returned": (_("Money returned to the treasury"), GREY),
    "money.return_reversed": (_("Recorded return taken back"), GREY),
}
