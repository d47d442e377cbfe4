"""The words of service centres (PLUT), part of web.words."""

from django.utils.translation import gettext_lazy as _

from naikkelas.rules.plut_fields import FIELDS

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"
WORDS = {
    "plut_field": {name: (text, GREY) for name, text in FIELDS.items()},
    "condition": {
        "": ("–", GREY),
        "good": (_("Good"), GREEN),
        "light": (_("Lightly damaged"), YELLOW),
        "medium": (_("Damaged"), YELLOW),
        "heavy": (_("Heavily damaged"), RED),
    },
    "grant": {
        "not_started": (_("Not started"), RED),
        "in_process": (_("In process"), YELLOW),
        "done": (_("Granted"), GREEN),
    },
    "supplier": {
        "ministry": (_("Ministry"), GREY),
        "province": (_("Province"), GREY),
        "regency": (_("Kabupaten/kota"), GREY),
        "other": (_("Other supplier"), GREY),
    },
    "weekday": {
        "1": (_("Mon"), GREY),
        "2": (_("Tue"), GREY),
        "3": (_("Wed"), GREY),
        "4": (_("Thu"), GREY),
        "5": (_("Fri"), GREY),
        "6": (_("Sat"), GREY),
        "7": (_("Sun"), GREY),
    },
    "plut_client": {
        "enterprise": (_("MSME"), GREY),
        "cooperative": (_("Cooperative"), GREY),
        "guest": (_("Not registered yet"), YELLOW),
    },
    "lending": {
        "kur": ("KUR", GREY),
        "lpdb": ("LPDB-KUMKM", GREY),
        "bank": (_("Bank"), GREY),
        "cooperative": (_("Loan of a cooperative"), GREY),
        "other": (_("Other lender"), GREY),
    },
    "since_service": {
        "up": (_("Up a class"), GREEN),
        "same": (_("Same class"), GREY),
        "down": (_("Down a class"), RED),
        "not_comparable": (_("Not comparable"), YELLOW),
        "none": (_("Not known"), GREY),
    },
}
ROW_KINDS = {
    "programmes.plutservice": (_("Services of a PLUT"), GREY),
    "programmes.plutfinancing": (_("Financing obtained"), GREY),
    "programmes.plutguest": (_("Clients noted by name"), GREY),
}
ACTIONS = {
    "plut.added": (_("PLUT entered"), GREY),
    "plut.changed": (_("PLUT changed"), GREY),
    "plut.item_added": (_("Equipment entered"), GREY),
    "plut.item_changed": (_("Equipment changed"), GREY),
    "plut.budget_set": (_("Running budget entered"), GREY),
    "plut.consultant_hired": (_("Consultant entered"), GREY),
    "plut.contract_changed": (_("Contract changed"), GREY),
    "plut.target_set": (_("Target set"), GREY),
    "plut.service_recorded": (_("Service logged"), GREY),
    "plut.services_enrolled": (_("Services entered"), GREY),
    "plut.service_corrected": (_("Service corrected"), GREY),
    "plut.service_withdrawn": (_("Service withdrawn"), GREY),
    "plut.service_restored": (_("Service put back"), GREY),
    "plut.guest_added": (_("Client noted by name"), GREY),
    "plut.guest_linked": (_("Client linked to the registry"), GREY),
    "plut.guest_unlinked": (_("Link to the registry taken away"), GREY),
    "plut.guest_forgotten": (_("Name of a client struck out"), GREY),
    "plut.financing_recorded": (_("Financing recorded"), GREY),
    "plut.financing_withdrawn": (_("Financing withdrawn"), GREY),
    "plut.clients_redacted": (_("Persons taken out of services"), GREY),
}
