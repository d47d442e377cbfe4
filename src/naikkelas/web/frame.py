"""What surrounds every page: area of duty and period (kept in the address), navigation, breadcrumb."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naikkelas.accounts import access
from naikkelas.analytics.cache import remembered
from naikkelas.kit import clock
from naikkelas.kit.periods import NotAPeriod, Quarter
from naikkelas.monev import queries as monev
from naikkelas.notices import queries as notices
from naikkelas.places import queries as places

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.places.models import Region


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: url name, label, icon, the duty it needs."""

    url: str
    label: str
    icon: str
    duty: str
    phone: bool = False
    also: tuple[str, ...] = ()
    """Other addresses that belong under this line."""

    @cached_property
    def path(self) -> str:
        return reverse(self.url)

    def holds(self, path: str) -> bool:
        own = self.path
        return path == own or (own != "/" and path.startswith(own)) or path.startswith(self.also)


NAVIGATION = (
    Entry("home", _("Home"), "home", "", phone=True),
    Entry(
        "registry-enterprise-list",
        _("MSMEs"),
        "building-store",
        "registry.read",
        also=("/registri/izin/", "/registri/promosi/"),
    ),
    Entry(
        "registry-cooperative-list",
        _("Cooperatives"),
        "users-group",
        "registry.read",
        also=("/registri/kesehatan/",),
    ),
    Entry("registry-double-list", _("Doubles"), "copy", "registry.merge", also=("/registri/penggabungan/",)),
    Entry("registry-quality-overview", _("Data quality"), "checkup-list", "registry.read"),
    Entry("intake-delivery-list", _("Data import"), "table-import", "intake.import"),
    Entry(
        "programmes-programme-list",
        _("Programmes and money"),
        "cash",
        "programmes.read",
        also=(
            "/penerima/",
            "/alokasi/",
            "/plut/",
            "/angkatan/",
            "/peserta/",
            "/pasar/",
            "/wirausaha-pemula/",
        ),
    ),
    Entry(
        "monev-cycle-list",
        _("Monev cycles"),
        "clipboard-check",
        "monev.read",
        phone=True,
        also=("/rencana-kunjungan/",),
    ),
    Entry(
        "monev-visit-list",
        _("Visits"),
        "map-pin-check",
        "monev.read",
        phone=True,
        also=("/kiriman-tertahan/",),
    ),
    Entry("forms-form-list", _("Forms"), "file-spreadsheet", "forms.edit"),
    Entry("forms-answer-list", _("Form answers"), "download", "answers.export"),
    Entry("field-visit-list", _("My visits"), "map-pin-check", "monev.visit", phone=True),
    Entry("findings-finding-list", _("Findings"), "alert-triangle", "findings.read", phone=True),
    Entry("indicators-indicator-list", _("Indicators"), "chart-bar", "indicators.read"),
    Entry("indicators-class-overview", _("Rising a class"), "trending-up", "indicators.read"),
    Entry("reports-issue-list", _("Reports"), "report", "reports.read"),
    Entry("settings-overview", _("Settings"), "settings", "settings.read"),
)


def page_above(path: str) -> str:
    """The nearest address above this one that shows a page: where one belongs that only answers to buttons."""
    parts = path.strip("/").split("/")
    while len(parts) > 1:
        parts.pop()
        above = f"/{'/'.join(parts)}/"
        try:
            if "GET" in getattr(resolve(above).func, "methods", ()):
                return above
        except Resolver404:
            continue
    return reverse("home")


@dataclass(frozen=True)
class Frame:
    """The area and quarter that a page is about, and the way back to them."""

    user: User
    area: Region
    period: Quarter
    path: list[Region]
    choices: list[Region]
    periods: list[Quarter]
    as_then: bool = False
    """Whether figures go by the boundaries at the end of their quarter instead of today's."""
    page: str = ""
    """The address that shows this page: a refused form stands at an address that cannot be opened."""
    address: str = ""
    """The same, with what was asked of it."""

    @classmethod
    def of(cls, request: HttpRequest) -> Frame:
        """Read ?wilayah= and ?periode=. An area outside the duty is 404; a malformed period too."""
        user = request.user
        code = request.GET.get("wilayah") or user.area_id
        area = places.known(code)
        user.area = places.known(user.area_id)  # from memory, where reading it would ask the database
        if area is None or not access.covers(user, code):
            raise Http404("area")
        periods = remembered("quarters", monev.quarters, exact=True)
        try:
            asked = request.GET.get("periode")
            period = (
                Quarter.parse(asked) if asked else periods[0] if periods else Quarter.of(request.at.date())
            )
        except NotAPeriod as error:
            raise Http404("period") from error
        above = [region for region in places.path(code) if access.covers(user, region.code)]
        choices = list(places.children_of(user.area_id)) if user.area.level in ("nation", "province") else []
        match = request.resolver_match
        shown = match is None or "GET" in getattr(match.func, "methods", ("GET",))
        page = request.path if shown else page_above(request.path)
        found = cls(
            user, area, period, above, choices, periods or [period],
            page=page, address=request.get_full_path() if shown else page,
        )  # fmt: skip
        asked_then = request.GET.get("batas") == "saat-itu" and found.boundaries_changed
        return replace(found, as_then=asked_then)

    @cached_property
    def unread(self) -> int:
        """How many notices wait to be read."""
        return notices.unread_count(self.user)

    @property
    def area_choices(self) -> list[tuple[str, str]]:
        """The areas to choose from, the own one first."""
        return [(region.code, region.title) for region in (self.user.area, *self.choices)]

    @property
    def period_choices(self) -> list[tuple[str, str]]:
        lang = "en" if (get_language() or "id").startswith("en") else "id"
        return [(quarter.slug, quarter.label(lang)) for quarter in self.periods]

    @cached_property
    def query(self) -> str:
        """The query string that keeps area and period, empty where both are the default."""
        kept = {}
        if self.area.code != self.user.area_id:
            kept["wilayah"] = self.area.code
        if self.period != self.periods[0]:
            kept["periode"] = self.period.slug
        if self.as_then:
            kept["batas"] = "saat-itu"
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def boundaries_changed(self) -> bool:
        """Whether there is a choice of boundaries: areas changed, and this person sees them from above."""
        return self.user.area.level in ("nation", "province") and bool(places.lineage())

    def scoped(self, rows: QuerySet, field: str = "area_id") -> QuerySet:
        """What lies in the area of duty and in the area chosen on the page. Every list, count and map goes through here."""
        rows = access.visible(self.user, rows, field)
        return rows if self.area.code == self.user.area_id else places.within(rows, self.area.code, field)

    def navigation(self, here: set[str]) -> list[dict]:
        """The entries this person may use, with the current one marked."""
        entries = [e for e in NAVIGATION if not e.duty or access.may(self.user, e.duty)]
        return [{"entry": e, "href": e.path + self.query, "current": e.url in here} for e in entries]


def frame(request: HttpRequest) -> dict:
    """Context processor: the frame of a signed-in request."""
    found = getattr(request, "frame", None)
    if found is None:
        return {"frame": None}
    here = {e.url for e in NAVIGATION if e.holds(request.path)}
    # made where it is shown: mostly the page has it from the page before ({% same %})
    navigation = cache(partial(found.navigation, here))
    return {
        "frame": found,
        "here": " ".join(sorted(here)),
        "navigation": navigation,
        "tabs": lambda: [n for n in navigation() if n["entry"].phone][:4],
        "pretended_day": request.at if clock.pretending() else None,
    }
