"""Tags of the pages about reports; every template has them, as those of nk."""

from django import template
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics import queries as analytics
from naikkelas.reports import queries

register = template.Library()


def lang() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


@register.simple_tag(takes_context=True)
def report_tabs(context) -> list[dict]:
    """The pages about reports, with the one that is shown now marked."""
    path, query = context["request"].path, getattr(context.get("frame"), "query", "")
    tabs = (
        ("reports-issue-list", _("Reports")),
        ("reports-duty-list", _("Duties to report")),
        ("reports-target-list", _("Targets")),
    )
    first, *others = [(reverse(url), label) for url, label in tabs]
    within = [(address, label, path.startswith(address)) for address, label in others]
    own = (*first, not any(current for _address, _label, current in within))
    return [{"href": f"{a}{query}", "label": label, "current": now} for a, label, now in (own, *within)]


@register.simple_tag(takes_context=True)
def asked(context: dict, **changes: str) -> str:
    """The address of this page with some of its parameters changed."""
    given = context["request"].GET.copy()
    for name, value in changes.items():
        given[name] = value
    return f"?{given.urlencode()}"


@register.simple_tag
def indicator_name(name: str) -> str:
    measure = analytics.indicators().get(name)
    return measure.name.to(lang()) if measure else name


@register.simple_tag
def report_title(obligation) -> str:
    """The report that a duty is about, with its case."""
    report = queries.reports()[obligation.report]
    title = report.title.to(lang())
    return f"{title} ({report.cases[obligation.case].name.to(lang())})" if obligation.case else title


@register.simple_tag(takes_context=True)
def money_tabs(context) -> list[dict]:
    """The pages about money, with the one that is shown now marked; what is entered only for who may."""
    request, frame = context["request"], context["frame"]
    tabs = [
        ("programmes-programme-list", _("Programmes")),
        ("programmes-ledger-list", _("Ledger")),
        ("programmes-trace-list", _("Trace the money")),
        ("programmes-alarm-list", _("Plan and realisation")),
    ]
    if access.may(request.user, "programmes.edit"):
        tabs += [
            ("programmes-import-list", _("Import lists")),
            ("programmes-year-close", _("Closing of years")),
        ]
    return [
        {"href": f"{reverse(url)}{frame.query}", "label": label, "current": request.path == reverse(url)}
        for url, label in tabs
    ]
