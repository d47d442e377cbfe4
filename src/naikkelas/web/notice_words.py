"""Words of notices and webhooks, part of web.words."""

from django.utils.translation import gettext_lazy as _

from naikkelas.notices.families import FAMILIES

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"
WORDS = {
    "notice_mail": {
        "now": (_("At once"), GREY),
        "daily": (_("Once a day"), GREY),
        "weekly": (_("Once a week"), GREY),
        "off": (_("Not at all"), GREY),
    },
    "notice_push": {
        "now": (_("At once"), GREY),
        "daily": (_("Once a day"), GREY),
        "weekly": (_("Once a week"), GREY),
        "off": (_("Not at all"), GREY),
    },
    "hook_problem": {
        "ConnectionRefusedError": (_("Connection refused: nothing listens at this address and port"), RED),
        "TimeoutError": (_("No answer within ten seconds"), RED),
        "ConnectionResetError": (_("The receiver broke the connection off"), RED),
        "RemoteDisconnected": (_("The receiver broke the connection off"), RED),
        "BrokenPipeError": (_("The receiver broke the connection off"), RED),
        "OSError": (_("The host cannot be reached"), RED),
        "SSLCertVerificationError": (_("The certificate of the receiver is not valid for this address"), RED),
        "SSLError": (_("No encrypted connection came about"), RED),
        "webhook.private": (_("The address lies inside a private network, or its host is unknown"), RED),
    },
    "webhook": {
        "running": (_("Running"), GREEN),
        "failing": (_("Not answering"), RED),
        "stopped": (_("Stopped"), GREY),
    },
    "webhook_family": {family.id: (family.name, GREY) for family in FAMILIES.values()},
}
ACTIONS = {
    "trail.forgotten": (_("Details taken out of the trail by an erasure"), YELLOW),
    "webhook.added": (_("Webhook entered"), GREY),
    "webhook.secret_renewed": (_("Secret of a webhook renewed"), GREY),
    "webhook.stopped": (_("Webhook stopped"), YELLOW),
    "webhook.resumed": (_("Webhook goes on"), GREY),
    "webhook.replayed": (_("Webhook replayed"), GREY),
    "webhook.tested": (_("Webhook tested"), GREY),
    "webhook.ended": (_("Webhook ended"), YELLOW),
    "push.added": (_("Notices on a device turned on"), GREY),
    "push.tested": (_("Notices on a device tested"), GREY),
    "push.moved": (_("Device has another address at its push service"), GREY),
    "push.ended": (_("Notices on a device turned off"), GREY),
    "push.gone": (_("Device removed: its push service knows it no more"), GREY),
    "deadlines.told": (_("People told of deadlines"), GREY),
    "notice.chosen": (_("Choice of notices saved"), GREY),
}
