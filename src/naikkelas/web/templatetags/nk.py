"""Tags and filters that every template has: built files, icons, and values written as people read them."""

import json
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics.cache import remembered
from naikkelas.forms import queries as forms
from naikkelas.kit import days, money
from naikkelas.places.queries import name_of, place_of
from naikkelas.programmes.queries import market as market_queries
from naikkelas.reference import kbli
from naikkelas.rules import catalogues, person_nik
from naikkelas.rules.quality_rule import rules as quality_rules
from naikkelas.web import words
from naikkelas.web.registry.health_sheet import points as health_points

register = template.Library()
BUILT = Path(__file__).parent.parent / "static/naikkelas"


def _lang() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


@cache
def _manifest() -> dict:
    """Vite's list of built files; empty before `make` has built the front end."""
    path = BUILT / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}


@register.simple_tag
def asset(entry: str) -> str:
    """The address of a built script: {% asset "islands/main.ts" %}; empty where the front end was not built."""
    found = _manifest().get(entry)
    return f"/static/naikkelas/{found['file']}" if found else ""


@register.simple_tag
def asset_css(entry: str) -> list[str]:
    return [f"/static/naikkelas/{name}" for name in _manifest().get(entry, {}).get("css", [])]


@register.simple_tag
def asset_imports(entry: str) -> list[str]:
    """The scripts that a built script imports, and those that these import: named in the page, so that they load at
    once and are kept with it for use without a signal."""
    found: list[str] = []
    waiting = [entry]
    while waiting:
        for name in _manifest().get(waiting.pop(), {}).get("imports", []):
            file = f"/static/naikkelas/{_manifest()[name]['file']}"
            if file not in found:
                found.append(file)
                waiting.append(name)
    return found


@register.simple_tag(takes_context=True)
def page_address(context: dict, number: int) -> str:
    """The address of another page of what is shown now: area, period and filters stay."""
    asked = context["request"].GET.copy()
    asked["hal"] = number
    return f"?{asked.urlencode()}"


@register.simple_tag
def built() -> bool:
    return bool(_manifest())


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a label it is read out, without it is decoration."""
    return _icon(name, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="/static/naikkelas/icons.svg#{}"/></svg>',
            label,
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="/static/naikkelas/icons.svg#{}"/></svg>', name
    )


# figures and days have nothing in them to be escaped, and a page has hundreds
@register.filter
def num(value: int | None) -> SafeString:
    return mark_safe("–" if value is None else money.number(value, _lang()))  # noqa: S308


@register.filter
def points(value: int | None) -> str:
    """Hundredths of a point as a score."""
    return health_points(value)


@register.filter
def signed(value: int | None) -> str:
    """A change, with its sign."""
    return "–" if value is None else f"{'+' if value > 0 else '−' if value < 0 else ''}{num(abs(value))}"


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as hours and minutes: 90 → '1:30 jam'."""
    return "–" if minutes is None else _("%(time)s hours") % {"time": f"{minutes // 60}:{minutes % 60:02d}"}


@register.filter
def idr(value: int | None) -> SafeString:
    return mark_safe("–" if value is None else money.rupiah(value, _lang()))  # noqa: S308


@register.filter
def idr_short(value: int | None) -> str:
    return "–" if value is None else money.rupiah_short(value, _lang())


@register.simple_tag
def share(part: int | None, whole: int | None) -> str:
    return "–" if part is None or not whole else money.percent(part, whole, _lang())


@register.filter
def bp(value: int | None) -> str:
    """Basis points as a percentage: 1235 → '12,35%'."""
    return "–" if value is None else money.percent(value, 10_000, _lang(), 2)


@register.filter
def bp_signed(value: int | None) -> str:
    """Basis points as a deviation: 50 → '+0,50%', -1235 → '−12,35%'."""
    sign = "" if not value else "+" if value > 0 else "−"
    return f"{sign}{bp(None if value is None else abs(value))}"


@register.simple_tag
def market_stage(stage: str) -> str:
    """The name of a stage of markets."""
    return next((s.name.to(_lang()) for s in market_queries.stages() if s.id == stage), stage)


@register.filter
def market_grant_seen(value: str) -> str:
    """What a visit found of the grant, in the words of the officers' own record."""
    return words.label("market_grant", {"not_started": "none"}.get(value, value)) if value else "–"


@register.filter
def day(value: date | datetime | None) -> SafeString:
    if value is None:
        return mark_safe("–")
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return mark_safe(days.day_text(value, _lang()))  # noqa: S308


@register.filter
def clock(value: datetime | None) -> str:
    """The time of day, as it is written in Indonesia."""
    return "–" if value is None else f"{timezone.localtime(value):%H.%M}"


@register.filter
def moment(value: datetime | None) -> str:
    if value is None:
        return "–"
    return days.moment_text(timezone.localtime(value), _lang())


@register.filter
def region(code: str) -> str:
    """The spoken name of a region code."""
    return name_of(code)


@register.filter
def place(code: str) -> str:
    """A region with the kabupaten/kota that it lies in: 'Desa Hajimena, Lampung Selatan'."""
    return place_of(code)


@register.filter
def word(value: object, kind: str) -> str:
    """The label of a stored word: {{ coop.official_status|word:"status" }}."""
    return words.label(kind, "" if value is None else str(value))


@register.filter
def form_title(form_id: str) -> str:
    """What a questionnaire is called, of the application or of an office."""
    known = form_id in words.WORDS["instrument"]
    if known:
        return words.label("instrument", form_id)
    return remembered("form titles", forms.titles, exact=True).get(form_id, form_id)


@register.filter
def word_list(value: str, kind: str) -> str:
    """The labels of stored words that are joined by commas: {{ year.markets|word_list:"market" }}."""
    return ", ".join(words.label(kind, each) for each in value.split(",") if each)


@register.simple_tag
def badge(value: object, kind: str) -> SafeString:
    """The label of a stored word as a coloured badge; the colour never says more than the word."""
    return _badge("" if value is None else str(value), kind, get_language())


@lru_cache(maxsize=2048)
def _badge(value: str, kind: str, _language: str | None) -> SafeString:
    """Written once: a list shows the same few a hundred times."""
    return format_html(
        '<span class="badge bg-{}-lt">{}</span>', words.colour(kind, value), words.label(kind, value)
    )


@register.filter
def tr(value) -> str:
    """The text of a bilingual value (kit.bilingual.Text)."""
    return value.to(_lang()) if value is not None else ""


@register.filter
def quarter(value) -> str:
    return value.label(_lang())


@register.simple_tag(takes_context=True)
def keep(context, extra: str = "") -> str:
    """The query string that keeps area and period on a link; `extra` is added to it: {% keep "state=open" %}."""
    query = getattr(context.get("frame"), "query", "")
    return f"{query}{'&' if query else '?'}{extra}" if extra else query


@register.simple_tag(takes_context=True)
def cooperative_tabs(context) -> list[dict]:
    """The pages about cooperatives, with the one that is shown now marked."""
    path, query = context["request"].path, getattr(context.get("frame"), "query", "")
    tabs = (
        ("registry-cooperative-list", _("List")),
        ("registry-difference-list", _("Status differences")),
        ("registry-warning-list", _("Early warning")),
        ("registry-coaching-list", _("Coaching")),
        ("registry-group-list", _("Groups")),
        ("registry-certificate-list", _("Certificates")),
        ("registry-decree-list", _("Decrees")),
    )
    first, *others = [(reverse(url), label) for url, label in tabs]
    within = [(address, label, path.startswith(address)) for address, label in others]
    own = (*first, not any(current for _address, _label, current in within))
    return [{"href": f"{a}{query}", "label": label, "current": now} for a, label, now in (own, *within)]


@register.simple_tag(takes_context=True)
def may(context, duty: str) -> bool:
    """{% may "monev.plan" as can %}: whether the signed-in person has the duty."""
    return access.may(context["request"].user, duty)


@register.filter
def yesno_word(value: bool | None) -> str:
    return "–" if value is None else _("yes") if value else _("no")


@register.simple_tag
def list_link(listing, number: int) -> str:
    return listing.link(hal=number)


@register.simple_tag
def list_export(listing, kind: str) -> str:
    return listing.link(unduh=kind)


@register.filter
def rule_title(rule_set: str) -> str:
    """The title of a rule set by its id; the id itself where the rule set is gone."""
    head = catalogues.rule_heads().get(rule_set)
    return rule_set if head is None else head.title_id if _lang() == "id" else head.title_en


@register.filter
def quality_rule(name: str) -> str:
    """The name of a rule of data quality by its id; the id itself where the rule is gone."""
    found = quality_rules().get(name)
    return name if found is None else found.name.to(_lang())


@register.filter
def source_text(source: str) -> str:
    """Where a record came from: 'd12/345' is row 345 of delivery 12, 'v7' is visit 7, 'e5/0' an entry of
    submission 5, 'r3' a meeting."""
    if source in ("hand", "demo"):
        return _("entered by hand") if source == "hand" else _("made for the demonstration")
    if source.startswith("v"):
        return _("visit %(number)s") % {"number": source[1:]}
    if source.startswith("e"):
        return _("submission %(number)s from the field") % {"number": source[1:].partition("/")[0]}
    if source.startswith("r"):
        return _("record of the annual meeting")
    if source == "h":
        return _("entered as an earlier year")
    delivery, _slash, row = source.lstrip("d").partition("/")
    return _("import %(delivery)s, row %(row)s") % {"delivery": delivery, "row": row}


@register.filter
def safe_svg(picture: str) -> SafeString:
    """A picture of naikkelas.drawing, which escapes every text it is given."""
    return mark_safe(picture)  # noqa: S308


@register.simple_tag
def first_wrong(form) -> str:
    """The first field that was refused: there the page of a refused form begins; none where the whole was refused."""
    whole = form.non_field_errors  # a form of ours that is not Django's has them as they are
    return (
        "" if (whole() if callable(whole) else whole) else next((f.html_name for f in form if f.errors), "")
    )


@register.filter
def input_value(value: object) -> str:
    """A value as an input wants it: days in ISO form, everything else as it is."""
    return value.isoformat() if isinstance(value, date) else str(value)


@register.simple_tag
def enterprise_name(enterprise, see: bool) -> str:
    return words.enterprise_name(enterprise, see)


@register.filter
def iso_day(text: str) -> str:
    """A day that JSON holds."""
    return day(date.fromisoformat(text))


@register.filter
def masked(number: str) -> str:
    return person_nik.masked(number) if number else "–"


@register.simple_tag
def owner_name(person) -> str:
    return words.owner_name(person, True)


@register.simple_tag
def credential_number(credential, see: bool) -> str:
    return words.credential_number(credential, see) or "–"


@register.filter
def kbli_title(enterprise) -> str:
    """The section and division of an enterprise's KBLI code; empty where they are not known."""
    place = kbli.place(enterprise.kbli, enterprise.kbli_version)
    return f"{place.section.letter}{place.division} {place.title.to(_lang())}" if place else ""


@register.filter
def kbli_fault(enterprise) -> str:
    return kbli.fault(enterprise.kbli, enterprise.kbli_version)


@register.simple_tag
def recipient_name(recipient, see: bool) -> str:
    return words.recipient_name(recipient, see)


@register.simple_tag
def planned_name(planned, see: bool) -> str:
    return words.planned_name(planned, see)


@register.simple_tag
def plut_client(service, see: bool) -> str:
    return words.plut_client(service, see)
