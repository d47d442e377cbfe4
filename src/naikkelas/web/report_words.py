"""Words of reports and of the duties to report, part of web.words."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"
WORDS = {
    "duty_state": {
        "late": (_("Late"), RED),
        "open": (_("Due"), YELLOW),
        "issued": (_("Issued, not sent"), BLUE),
        "upcoming": (_("Not yet"), GREY),
        "sent": (_("Sent"), GREEN),
        "sent_late": (_("Sent late"), YELLOW),
        "elsewhere": (_("By another office"), GREY),
        "unset": (_("No day set"), GREY),
    },
    "horizon": {"year": (_("Year"), GREY), "plan_end": (_("End of the strategic plan"), BLUE)},
}
ACTIONS = {
    "report.issued_again": (_("Report of a freeze asked for again"), GREY),
    "report.figures_kept": (_("Figures of the reports kept"), GREY),
    "duty.sent": (_("Report recorded as sent"), GREY),
    "duty.sending_withdrawn": (_("Record of sending taken back"), YELLOW),
    "duty.reminded": (_("Reminded by e-mail"), GREY),
    "target.set": (_("Target entered"), GREY),
    "workday.decreed": (_("Day changed by decree"), BLUE),
    "workday.withdrawn": (_("Decreed day taken back"), YELLOW),
    "account.reminders": (_("Reminders set"), GREY),
}
