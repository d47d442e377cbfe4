"""The words of types of programme and of the innovations, part of web.words."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"
WORDS = {
    "recipient_kind": {
        "person": (_("Person with a business"), GREY),
        "cooperative": (_("Cooperative"), GREY),
        "facility": (_("Facility"), GREY),
    },
    "participant": {
        "enrolled": (_("Taking part"), BLUE),
        "graduated": (_("Graduated"), GREEN),
        "dropped": (_("Left"), YELLOW),
    },
    "alumni_business": {
        "running": (_("Business runs"), GREEN),
        "paused": (_("Paused"), YELLOW),
        "closed": (_("Closed down"), RED),
        "none": (_("No business yet"), GREY),
        "not_reached": (_("Not reached"), GREY),
    },
    "facility": {"market": (_("Traditional market"), GREY), "plut": ("PLUT", GREY)},
}
MARKS = {"own": (_("Added by an office"), GREY)}
ACTIONS = {
    "cohort.added": (_("Cohort opened"), GREY),
    "cohort.session_added": (_("Session added"), GREY),
    "cohort.enrolled": (_("Participant enrolled"), GREY),
    "cohort.attendance": (_("Attendance taken"), GREY),
    "cohort.graduated": (_("Participant graduated"), GREY),
    "cohort.dropped": (_("Participant left"), GREY),
    "cohort.founded": (_("Business founded"), GREY),
    "cohort.mentored": (_("Mentoring recorded"), GREY),
    "cohort.alumnus_checked": (_("Alumnus asked again"), GREY),
    "programme_type.added": (_("Type of programme added"), GREY),
    "programme_type.changed": (_("Type of programme changed"), GREY),
    "programme_type.retired": (_("Type of programme retired"), GREY),
    "programme_type.reopened": (_("Type of programme used again"), GREY),
    "programme_type.removed": (_("Type of programme removed"), GREY),
}
