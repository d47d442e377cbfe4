"""Labels of the words about persons: who looked, what they asked, what was erased, how long data are kept."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"

WORDS = {
    "person_access": {
        "seen": (_("Seen"), GREY),
        "found": (_("Found by NIK"), BLUE),
        "revealed": (_("Whole NIK shown"), YELLOW),
        "exported": (_("Taken away"), YELLOW),
        "corrected": (_("Corrected"), BLUE),
    },
    "person_request": {
        "access": (_("A copy of the data"), GREY),
        "correction": (_("Correction"), GREY),
        "erasure": (_("Erasure"), GREY),
        "objection": (_("Objection: show the data no longer"), GREY),
    },
    "person_request_state": {
        "open": (_("Waits for an answer"), YELLOW),
        "working": (_("Being erased"), BLUE),
        "done": (_("Done"), GREEN),
        "restricted": (_("Restricted"), BLUE),
        "refused": (_("Refused"), RED),
    },
    "channel": {
        "counter": (_("At the counter"), GREY),
        "letter": (_("Letter"), GREY),
        "email": (_("Email"), GREY),
        "phone": (_("Telephone"), GREY),
        "field": (_("During a visit"), GREY),
    },
    "person_field": {
        "name": (_("Name"), GREY),
        "person_nik": (_("Person's NIK"), GREY),
        "phone": (_("Telephone"), GREY),
        "email": (_("Email"), GREY),
        "sex": (_("Sex"), GREY),
    },
    "erased_from": {
        "files": (_("Files written anew"), GREY),
        "rows": (_("Rows taken out of files"), GREY),
        "services": (_("Services of a PLUT"), GREY),
        "rejected_rows": (_("Rows given back"), GREY),
        "submissions": (_("Filled forms"), GREY),
        "photos": (_("Photos"), GREY),
        "planned": (_("Planned visits"), GREY),
        "visits": (_("Visits"), GREY),
        "findings": (_("Findings"), GREY),
        "aid": (_("Aid received"), GREY),
        "applications": (_("Proposals and own reports"), GREY),
        "enterprises": (_("Enterprises"), GREY),
        "reports": (_("Issued reports"), GREY),
        "texts": (_("Other texts"), GREY),
    },
    "retention": {
        "raw_deliveries": (_("Lists as they were sent, with rows given back"), GREY),
        "submission_bodies": (_("Filled forms as they were sent"), GREY),
        "photos": (_("Photos of visits"), GREY),
        "access_log": (_("Access log of persons"), GREY),
        "exports": (_("Copies made for persons"), GREY),
        "closed_accounts": (_("Closed accounts: telephone, position, keys"), GREY),
        "citizen_contacts": (_("How to reach citizens who reported"), GREY),
        "backups": (_("Backups"), GREY),
    },
    "ground": {
        "aid": (_("Aid by a decree whose documents must be kept"), GREY),
        "finding": (_("An open finding"), GREY),
    },
}

ACTIONS = {
    "person.looked_for": (_("Person looked for by NIK"), GREY),
    "person.erased": (_("Person erased"), GREY),
    "person.erasure_done": (_("Erasure carried out"), GREY),
    "person.erasures_repeated": (_("Erasures repeated after a restore"), GREY),
    "delivery.redacted": (_("Erased from what arrived"), GREY),
    "visits.redacted": (_("Erased from visits and findings"), GREY),
    "aid.redacted": (_("Erased from aid"), GREY),
    "report.redacted": (_("Erased from an issued report"), GREY),
    "retention.run": (_("Retention"), GREY),
    "retention.lists": (_("Old lists removed"), GREY),
    "retention.forms": (_("Old forms removed"), GREY),
    "retention.photos": (_("Old photos removed"), GREY),
    "retention.accesses": (_("Old access log removed"), GREY),
    "retention.accounts": (_("Old closed accounts emptied"), GREY),
    "person.asked": (_("Request of a person taken in"), GREY),
    "person.answered": (_("Request of a person answered"), GREY),
    "person.corrected": (_("Person corrected"), GREY),
    "person.restricted": (_("Person restricted"), GREY),
    "person.unrestricted": (_("Restriction lifted"), GREY),
}
