"""Tags that write the value of an indicator; every template has them, as those of nk."""

from django import template

from naikkelas.kit import money
from naikkelas.web.templatetags.nk import _lang

register = template.Library()


@register.simple_tag
def figure_text(figure) -> str:
    """An indicator's value: a percentage, a count or an amount; a dash where there is nothing to divide by."""
    if figure.whole is None:
        return (
            money.rupiah(figure.part, _lang())
            if figure.measure.unit == "idr"
            else money.number(figure.part, _lang())
        )
    return money.percent(figure.part, figure.whole, _lang())


def _amount(figure, value: int | None) -> str:
    if value is None:
        return "–"
    column = figure.measure.numerator.column or ""
    return money.rupiah(value, _lang()) if column.endswith("_idr") else money.number(value, _lang())


@register.simple_tag
def part_text(figure) -> str:
    return _amount(figure, figure.part)


@register.simple_tag
def whole_text(figure) -> str:
    return _amount(figure, figure.whole)


@register.simple_tag
def figure_parts(figure) -> str:
    """Numerator over denominator, as they are."""
    return (
        _amount(figure, figure.part)
        if figure.whole is None
        else f"{_amount(figure, figure.part)} / {_amount(figure, figure.whole)}"
    )


@register.filter
def km(metres: int | None) -> str:
    """A distance: 3240 → '3,2 km'."""
    return "–" if metres is None else f"{money.decimal(metres / 1000, 1, _lang())} km"


@register.filter
def tenths(value: int | None) -> str:
    """A number kept in tenths: 24 → '2,4'."""
    return "–" if value is None else money.decimal(value / 10, 1, _lang())
