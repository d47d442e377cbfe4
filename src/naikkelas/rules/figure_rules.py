"""Findings that a figure of the budget opens: where the line lies, and from where on the figure counts as mended."""

from dataclasses import dataclass
from typing import Any

from naikkelas.rules import budget_deviation, rule_set

HEAD, _TABLES = rule_set.load(__file__)


@dataclass(frozen=True)
class FigureRule:
    """`lines`: the numbers of the measure, as the file has them."""

    id: str
    measure: str
    severity: str
    title: str
    criterion: str
    recommendation: str
    lines: dict[str, Any]


@dataclass(frozen=True)
class BudgetFigures:
    """An allocation at the end of a month: `month` 0 before its year began, 12 from its end on. `planned_idr` is what was to
    be paid by then, None where no plan was made."""

    whole_idr: int
    real_idr: int
    planned_idr: int | None
    month: int


_TEXTS = ("id", "measure", "severity", "title", "criterion", "recommendation")
RULES: tuple[FigureRule, ...] = tuple(
    FigureRule(**{k: entry[k] for k in _TEXTS}, lines={k: v for k, v in entry.items() if k not in _TEXTS})
    for entry in _TABLES["rules"]
)


def verdict(rule: FigureRule, figures: BudgetFigures) -> str:
    """opens, mended, or between: neither opens a finding nor closes one."""
    return _MEASURES[rule.measure](rule.lines, figures)


def _deviation(lines: dict[str, Any], figures: BudgetFigures) -> str:
    if figures.planned_idr is None:
        return "between"
    band = budget_deviation.band(figures.planned_idr, figures.real_idr, figures.whole_idr)
    if band == lines["open_band"]:
        return "opens"
    return "mended" if band == lines["mended_band"] else "between"


def _absorption(lines: dict[str, Any], figures: BudgetFigures) -> str:
    reached = [step for step in lines["steps"] if step["month"] <= figures.month]
    if not reached or figures.whole_idr <= 0:
        return "between"
    enough = 100 * figures.real_idr >= reached[-1]["percent"] * figures.whole_idr
    return "mended" if enough else "opens"


_MEASURES = {"deviation": _deviation, "absorption": _absorption}
