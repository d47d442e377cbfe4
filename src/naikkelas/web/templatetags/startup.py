"""Tags of the pages about start-up capital: {% load startup %}."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from naikkelas.web import words

register = template.Library()


@register.simple_tag(takes_context=True)
def startup_tabs(context) -> list[dict]:
    """The pages about start-up capital, with the one that is shown now marked."""
    path, query = context["request"].path, getattr(context.get("frame"), "query", "")
    tabs = (
        ("startup-call-list", _("Calls")),
        ("startup-application-list", _("Proposals")),
        ("startup-report-list", _("Recipients and reports")),
        ("startup-round-list", _("Visits")),
        ("startup-outcome", _("Survival and growth")),
    )
    return [
        {"href": f"{reverse(url)}{query}", "label": label, "current": path == reverse(url)}
        for url, label in tabs
    ]


@register.simple_tag
def written_name(row) -> str:
    """The name in a proposal or decree, for pages of those who may see it; not where the person's data are restricted."""
    return words.written_name(row, True)
