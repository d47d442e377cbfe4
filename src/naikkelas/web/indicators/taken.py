"""The tables of indicators as files: all of an area and quarter, or one by kabupaten/kota. Each is what the page shows; nothing
in them is about a person."""

from collections.abc import Iterable
from decimal import Decimal

from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.analytics.queries import Figure
from naikkelas.web.listing import table_file


def indicators(kind: str, figures: Iterable[Figure]) -> HttpResponseBase:
    lang = get_language()
    header = [_("Indicator"), *_header(), _("Definition"), _("Source")]
    lines = [[f.measure.name.to(lang), *_values(f), f.measure.key, f.measure.source] for f in figures]
    return table_file("indikator", kind, header, lines)


def by_area(kind: str, name: str, lines: Iterable[tuple[str, str, Figure]]) -> HttpResponseBase:
    """`lines`: name and code of each kabupaten/kota, and its figure."""
    header = [_("Code"), _("Kabupaten/kota"), *_header()]
    return table_file(
        f"indikator-{name}", kind, header, [[code, area, *_values(f)] for area, code, f in lines]
    )


def _header() -> list[str]:
    return [_("Numerator"), _("Denominator"), _("Figure (%)")]


def _values(figure: Figure) -> list[object]:
    """Numerator and denominator as whole numbers, and what they give; a plain count has the first alone."""
    share = round(Decimal(100 * figure.part) / figure.whole, 1) if figure.whole else None
    return [figure.part, figure.whole, share]
