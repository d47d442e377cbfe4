"""Words of notices and webhooks, part of web.words."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"
WORDS = {
    "notice_mail": {
        "now": (_("At once"), GREY),
        "daily": (_("Once a day"), GREY),
        "weekly": (_("Once a week"), GREY),
        "off": (_("Not by e-mail"), GREY),
    },
}
ACTIONS = {
    "deadlines.told": (_("People told of deadlines"), GREY),
    "notice.chosen": (_("Choice of notices saved"), GREY),
}
