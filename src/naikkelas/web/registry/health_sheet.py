"""A worksheet as rows of a page: figures, statements and ratios with their arithmetic; and a posted one read back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.kit import money
from naikkelas.kit.money import NotRupiah, parse_rupiah
from naikkelas.rules import kuk as kuk_rules
from naikkelas.rules.cooperative_health import (
    FACTS,
    Component,
    HealthRules,
    Scored,
    Sheet,
    hundredths,
)
from naikkelas.web import words

KUK = kuk_rules.HEAD
MAX_TEXT = 4_000


def _lang() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def points(value: int | None) -> str:
    """Whole hundredths as people write them: 8250 → '82,50'; a dash where there is none."""
    if value is None:
        return "–"
    sign, mark = "−" if value < 0 else "", "," if _lang() == "id" else "."
    return f"{sign}{money.number(abs(value) // 100, _lang())}{mark}{abs(value) % 100:02d}"


def amount(value: int | None) -> str:
    return "" if value is None else money.number(value, _lang())


def _exact(value: Fraction) -> str:
    """A fraction to at most two digits, without naughts at its end."""
    text = points(hundredths(value))
    return text[:-3] if text.endswith(("00",)) else text


@dataclass
class Posted:
    """What a person sent: what can be read, what cannot, and the texts as they were typed."""

    version: int
    checks: dict[str, bool] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    assignment_no: str = ""
    team: str = ""
    conclusion: str = ""


def read(data: QueryDict, assessment) -> Posted:
    """Read a posted worksheet. A figure that is no amount keeps what was known before, and is told."""
    version = data.get("version", "")
    posted = Posted(
        int(version) if version.isascii() and version.isdigit() and len(version) < 9 else -1,
        assignment_no=data.get("assignment_no", "")[:80],
        team=data.get("team", "")[:MAX_TEXT],
        conclusion=data.get("conclusion", "")[:MAX_TEXT],
    )
    for name, values in data.lists():
        if name.startswith("c-") and values[-1] in ("yes", "no"):
            posted.checks[name[2:]] = values[-1] == "yes"
    for name in FACTS:
        text = data.get(f"f-{name}", "").strip()[:40]
        if not text:
            continue
        try:
            posted.facts[name] = parse_rupiah(text)
        except NotRupiah:
            posted.typed[name] = text
            posted.errors[name] = _("Write a whole amount of rupiah, for example 12.500.000.")
            if name in assessment.inputs["facts"]:
                posted.facts[name] = assessment.inputs["facts"][name]
    return posted


def sheet_of(assessment, rules: HealthRules, posted: Posted | None = None) -> Sheet:
    held = assessment.inputs
    return rules.work_out(
        assessment.scheme,
        posted.checks if posted else held["checks"],
        posted.facts if posted else held["facts"],
    )


def fact_rows(
    assessment, rules: HealthRules, known: Mapping[str, int], posted: Posted | None = None
) -> list[dict]:
    """The figures to fill in, each with what the registry has."""
    held = posted.facts if posted else assessment.inputs["facts"]
    return [
        {
            "name": name,
            "label": FACTS[name].to(_lang()),
            "text": posted.typed[name] if posted and name in posted.typed else amount(held.get(name)),
            "error": posted.errors.get(name, "") if posted else "",
            "known": known.get(name),
            "differs": name in known and held.get(name) is not None and held[name] != known[name],
        }
        for name in rules.facts(assessment.scheme)
    ]


def aspect_rows(sheet: Sheet, checks: Mapping[str, bool]) -> list[dict]:
    return [
        {
            "aspect": aspect,
            "name": aspect.name.to(_lang()),
            "score": points(score),
            "weight": aspect.weight,
            "open": sum(not s.known for s in scored),
            "parts": [
                {
                    "name": part.name.to(_lang()),
                    "shown": part.name != aspect.name,
                    "components": [
                        _component(s, checks, sheet.rules) for s in scored if s.component in part.components
                    ],
                }
                for part in aspect.parts
            ],
        }
        for aspect, scored, score in sheet.aspects
    ]


def _component(scored: Scored, checks: Mapping[str, bool], rules: HealthRules) -> dict:
    component = scored.component
    return {
        "id": component.id,
        "name": component.name.to(_lang()),
        "mark": component.mark,
        "checks": [
            {"id": c.id, "text": c.text.to(_lang()), "value": checks.get(c.id)} for c in component.checks
        ],
        "formula": "" if component.checks else _formula(component),
        "scored": scored,
        "arithmetic": _arithmetic(scored),
        "value": _exact(scored.value) if scored.value is not None else "",
        "full": rules.full,
        "weight": _exact(component.weight),
        "score": points(hundredths(scored.score)) if scored.known else "–",
        "grade": words.label("health_grade", scored.grade) if scored.grade else "",
        "ladder": _ladder(component, rules),
        "missing": [FACTS[n].to(_lang()) for n in component.facts] if not scored.known else [],
    }


def _formula(component: Component) -> str:
    return f"{_names(component.numerator)} ÷ {_names(component.denominator)}"


def _names(names: tuple[str, ...]) -> str:
    text = ""
    for name in names:
        sign = " − " if name.startswith("-") else " + " if text else ""
        text += sign + FACTS[name.lstrip("-")].to(_lang())
    return f"({text})" if len(names) > 1 else text


def _arithmetic(scored: Scored) -> str:
    """Numerator over denominator with the percentage, or how many statements are met."""
    if not scored.known or scored.part is None or scored.whole is None:
        return ""
    if scored.component.checks:
        return _("%(met)s of %(all)s met = %(percent)s%%") % {
            "met": scored.part, "all": scored.whole, "percent": _exact(Fraction(100 * scored.part, scored.whole)),
        }  # fmt: skip
    both = f"{money.rupiah(scored.part, _lang())} ÷ {money.rupiah(scored.whole, _lang())}"
    if scored.whole <= 0:
        return f"{both}: {_('nothing to divide by')}"
    return f"{both} = {_exact(Fraction(100 * scored.part, scored.whole))}%"


def _ladder(component: Component, rules: HealthRules) -> str:
    """The steps of a ratio in one line: '≤ 75% → 4; ≤ 85% → 3; > → 1'."""
    steps = component.steps or (rules.check_steps if component.checks else ())
    cells = [
        f"{'≤' if s.closed else '<'} {_exact(s.ceiling)}% → {s.value}" if s.ceiling is not None
        else f"{_('above')} → {s.value}"
        for s in steps
    ]  # fmt: skip
    return "; ".join(cells)


def stored_rows(assessment, rules: HealthRules | None) -> list[dict]:
    """The scores as they were kept, aspect by aspect: what stands even where the rule set reads otherwise today."""
    named = {a.id: a for a in rules.aspects(assessment.scheme)} if rules else {}
    return [
        {
            "name": named[key].name.to(_lang()) if key in named else key,
            "weight": named[key].weight if key in named else None,
            "mark": named[key].mark if key in named else "",
            "score": points(score),
            "value": score,
            "full": named[key].weight * 100 if key in named else None,
        }
        for key, score in assessment.scores.items()
    ]


def kuk_rows(assessment) -> list[dict]:
    """Each measure with its value and tier, as judged."""
    inputs = assessment.inputs.get("kuk", {})
    labels = {"members": _("Members"), "equity_idr": _("Own capital"), "assets_idr": _("Assets")}
    return [
        {
            "label": labels[name],
            "value": inputs.get(name),
            "money": name.endswith("_idr"),
            "tier": bands.name(inputs.get(name)) or "unknown",
        }
        for name, bands in kuk_rules.MEASURES.items()
    ]
