"""What is said of phones, the forms they carry and what they send; part of web.words."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"

WORDS = {
    "form_state": {
        "draft": (_("Draft"), YELLOW),
        "open": (_("Published"), GREEN),
        "closing": (_("Closing"), BLUE),
        "closed": (_("No longer filled"), GREY),
    },
    "entity_change": {
        "pending": (_("Waits for your decision"), YELLOW),
        "accepted": (_("Accepted"), GREEN),
        "refused": (_("Refused"), RED),
        "replaced": (_("Replaced by an edit"), GREY),
        "same": (_("Nothing new"), GREY),
        "conflict": (_("Registry changed since"), RED),
        "faults": (_("Some values are wrong"), YELLOW),
    },
    "entity_action": {
        "create": (_("New record"), BLUE),
        "update": (_("Change"), GREY),
        "upsert": (_("Change, or new"), GREY),
        "known": (_("Said to be new, is known"), YELLOW),
    },
    "question_type": {
        "string": (_("text"), GREY),
        "int": (_("whole number"), GREY),
        "decimal": (_("number"), GREY),
        "date": (_("day"), GREY),
        "dateTime": (_("day and time"), GREY),
        "time": (_("time"), GREY),
        "geopoint": (_("location"), GREY),
        "geotrace": (_("line on the map"), GREY),
        "geoshape": (_("area on the map"), GREY),
        "binary": (_("photo or file"), GREY),
        "barcode": (_("barcode"), GREY),
        "odk:rank": (_("ranking"), GREY),
    },
    "form_difference": {
        "came": (_("New"), GREEN),
        "went": (_("Gone"), RED),
        "type": (_("Type"), YELLOW),
        "label": (_("Text"), GREY),
        "fact": (_("Fact"), YELLOW),
        "choices": (_("Choices"), YELLOW),
    },
}

ACTIONS = {
    "submission.received": (_("Form received"), GREY),
    "submission.proposed": (_("Changes of the registry proposed"), GREY),
    "field_change.accepted": (_("Change from the field accepted"), GREY),
    "field_change.refused": (_("Change from the field refused"), GREY),
    "enterprise.amended": (_("Changed by what came from the field"), GREY),
    "cooperative.amended": (_("Changed by what came from the field"), GREY),
    "submission.applied": (_("Form read"), GREY),
    "submission.held": (_("Form held"), GREY),
    "submission.released": (_("Held form released"), GREY),
    "submission.refused": (_("Held form refused"), GREY),
    "submission.conflict": (_("Other content kept aside"), GREY),
    "submission.dismissed": (_("What was kept aside dismissed"), GREY),
    "submission.brought_back": (_("Dismissed form brought back"), GREY),
    "submission.chosen": (_("Chosen: a version of it counts"), YELLOW),
    "submission.edited": (_("Edit received"), GREY),
    "submission.edit_early": (_("Edit received before its original"), GREY),
    "submission.files_added": (_("Files came in"), GREY),
    "submission.file_conflict": (_("Other file kept aside"), GREY),
    "form.drafted": (_("Form uploaded as a draft"), GREY),
    "form.media_added": (_("File of a form uploaded"), GREY),
    "form.trials_removed": (_("Test answers removed"), GREY),
    "form.open": (_("Form opened"), GREY),
    "form.closing": (_("Form closing"), GREY),
    "form.closed": (_("Form closed"), GREY),
    "form.published": (_("Form published"), GREY),
    "account.digest_kept": (_("Password taken over for phones"), GREY),
    "phone.issued": (_("Phone key issued"), GREY),
    "phone.second_device": (_("A second device used a phone key"), YELLOW),
    "phone.revoked": (_("Phone key revoked"), GREY),
}
