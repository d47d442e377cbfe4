"""The words of types of programme and of the innovations, part of web.words."""

from django.utils.translation import gettext_lazy as _

GREY = "secondary"
WORDS = {
    "recipient_kind": {
        "person": (_("Person with a business"), GREY),
        "cooperative": (_("Cooperative"), GREY),
        "facility": (_("Facility"), GREY),
    },
    "facility": {"market": (_("Traditional market"), GREY), "plut": ("PLUT", GREY)},
}
MARKS = {"own": (_("Added by an office"), GREY)}
ACTIONS = {
    "programme_type.added": (_("Type of programme added"), GREY),
    "programme_type.changed": (_("Type of programme changed"), GREY),
    "programme_type.retired": (_("Type of programme retired"), GREY),
    "programme_type.reopened": (_("Type of programme used again"), GREY),
    "programme_type.removed": (_("Type of programme removed"), GREY),
}
