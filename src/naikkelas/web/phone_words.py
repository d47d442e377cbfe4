"""What is said of phones, the forms they carry and what they send; part of web.words."""

from django.utils.translation import gettext_lazy as _

YELLOW, GREY = "yellow", "secondary"

ACTIONS = {
    "submission.received": (_("Form received"), GREY),
    "submission.applied": (_("Form read"), GREY),
    "submission.held": (_("Form held"), GREY),
    "submission.released": (_("Held form released"), GREY),
    "submission.refused": (_("Held form refused"), GREY),
    "submission.conflict": (_("Other content kept aside"), GREY),
    "submission.edited": (_("Edit received"), GREY),
    "submission.edit_early": (_("Edit received before its original"), GREY),
    "submission.files_added": (_("Files came in"), GREY),
    "submission.file_conflict": (_("Other file kept aside"), GREY),
    "form.published": (_("Form published"), GREY),
    "phone.issued": (_("Phone key issued"), GREY),
    "phone.second_device": (_("A second device used a phone key"), YELLOW),
    "phone.revoked": (_("Phone key revoked"), GREY),
}
