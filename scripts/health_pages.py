"""What the page of a health rule set shows before its cases: weights, predicates, and every item of the worksheet."""

from collections.abc import Callable
from fractions import Fraction

from naikkelas.kit.bilingual import Text
from naikkelas.rules.cooperative_health import FACTS, Component, HealthRules, hundredths

ASPECT, WEIGHT, SURE = Text("Aspek", "Aspect"), Text("Bobot", "Weight"), Text("Kepastian", "How sure")
ITEM, FORMULA, LADDER = (
    Text("Butir", "Item"), Text("Rumus atau pernyataan", "Formula or statements"), Text("Batas → skor", "Bounds → value"),
)  # fmt: skip
PREDICATE, FROM = Text("Predikat", "Predicate"), Text("Mulai dari", "From")
WEIGHTS, SHEET = Text("Bobot dan predikat", "Weights and predicates"), Text("Kertas kerja", "Worksheet")
ABOVE, ONLY_SHARIA = Text("selebihnya", "above"), Text("hanya syariah", "sharia only")
MARKS = {
    "read": Text("dibaca dalam sumber", "read in a source"),
    "unconfirmed": Text("belum terkonfirmasi", "not yet confirmed"),
    "proposal": Text("usulan naikkelas", "our proposal"),
}
LABELS = {
    "met": Text("Terpenuhi", "Met"),
    "of": Text("Dari", "Of"),
    "ratio": Text("Rasio", "Ratio"),
    "value": Text("Skor", "Value"),
    "grade": Text("Kategori", "Grade"),
    "total": Text("Total (perseratus)", "Total (hundredths)"),
    "members": Text("Anggota", "Members"),
    "equity_idr": Text("Modal sendiri (Rp)", "Own capital (IDR)"),
    "assets_idr": Text("Aset (Rp)", "Assets (IDR)"),
}
WORDS = {
    "healthy": Text("sehat", "healthy"),
    "fairly_healthy": Text("cukup sehat", "fairly healthy"),
    "less_healthy": Text("kurang sehat", "less healthy"),
    "unhealthy": Text("tidak sehat", "unhealthy"),
    "under_supervision": Text("dalam pengawasan", "under supervision"),
    "under_special_supervision": Text("dalam pengawasan khusus", "under special supervision"),
    "kuk_1": Text("KUK 1", "KUK 1"),
    "kuk_2": Text("KUK 2", "KUK 2"),
    "kuk_3": Text("KUK 3", "KUK 3"),
    "kuk_4": Text("KUK 4", "KUK 4"),
    "tiers_differ": Text("tingkat berbeda", "tiers differ"),
    "incomplete": Text("tidak lengkap", "incomplete"),
}
PREDICATES = {
    "healthy": Text("sehat", "healthy"),
    "fairly_healthy": Text("cukup sehat", "fairly healthy"),
    "under_supervision": Text("dalam pengawasan", "under supervision"),
    "under_special_supervision": Text("dalam pengawasan khusus", "under special supervision"),
}


def sections(rules: HealthRules, lang: str, table: Callable[[list[str], list[list[str]]], str]) -> list[str]:
    scheme = rules.schemes[-1]  # the one with the most items
    first = {p.id for a in rules.aspects(rules.schemes[0]) for p in a.parts}
    weights = [[a.name.to(lang), str(a.weight), MARKS[a.mark].to(lang)] for a in rules.aspects(scheme)]
    cuts = [[PREDICATES[word].to(lang), str(at_least)] for at_least, word in rules.predicates]
    items = []
    for aspect in rules.aspects(scheme):
        for part in aspect.parts:
            only = f" ({ONLY_SHARIA.to(lang)})" if part.id not in first else ""
            items += [
                [
                    aspect.name.to(lang) + only,
                    c.name.to(lang),
                    _number(c.weight, lang),
                    _formula(c, lang),
                    _ladder(c, rules, lang),
                    MARKS[c.mark].to(lang),
                ]
                for c in part.components
            ]
    return [
        f"## {WEIGHTS.to(lang)}",
        table([ASPECT.to(lang), WEIGHT.to(lang), SURE.to(lang)], weights),
        table([PREDICATE.to(lang), FROM.to(lang)], cuts),
        f"## {SHEET.to(lang)}",
        table([t.to(lang) for t in (ASPECT, ITEM, WEIGHT, FORMULA, LADDER, SURE)], items),
    ]


def _number(value: Fraction, lang: str) -> str:
    whole = hundredths(value)
    text = f"{whole // 100}.{whole % 100:02d}".removesuffix(".00")
    return text.replace(".", ",") if lang == "id" else text


def _formula(component: Component, lang: str) -> str:
    if component.checks:
        return "; ".join(check.text.to(lang) for check in component.checks)
    return f"{_sum(component.numerator, lang)} ÷ {_sum(component.denominator, lang)}"


def _sum(names: tuple[str, ...], lang: str) -> str:
    parts = [(" − " if n.startswith("-") else " + ") + FACTS[n.lstrip("-")].to(lang) for n in names]
    text = "".join(parts)[3:]
    return f"({text})" if len(names) > 1 else text


def _ladder(component: Component, rules: HealthRules, lang: str) -> str:
    steps = component.steps or (rules.check_steps if component.checks else ())
    return "; ".join(
        f"{'≤' if s.closed else '<'} {_number(s.ceiling, lang)}% → {s.value}"
        if s.ceiling is not None
        else f"{ABOVE.to(lang)} → {s.value}"
        for s in steps
    )
