"""What the page of data quality shows: each rule with what it looks at, what to do, its source, and its cases."""

from collections.abc import Callable

from naikkelas.kit.bilingual import Text
from naikkelas.rules.measure import AtLeast, AtMost, In, Is, Known
from naikkelas.rules.quality_rule import (
    AllOf,
    AnyOf,
    Check,
    Concentrated,
    Differs,
    Digits,
    Each,
    Exceeds,
    Not,
    Outlier,
    QualityRule,
    Repeated,
    Share,
    StartsWith,
    When,
    rules,
)
from naikkelas.rules.quality_score import WEIGHTS
from tests.spec.truth import Case, cases

TITLE = Text("Aturan mutu data", "Rules of data quality")
ABOUT = Text(
    "Apa yang diperiksa pada setiap data UMKM dan koperasi, dan pada daftar suatu wilayah. Aturan hanya menandai apa yang "
    "meragukan; petugas yang memutuskan. Skor wilayah dihitung menurut [bobot kelompoknya](quality_score.md).",
    "What is looked at in every record of an enterprise or cooperative, and in the list of an area. A rule only marks what is "
    "doubtful; an officer decides. The score of an area follows [the weights of the groups](quality_score.md).",
)
REMEDY, SEVERITY, KIND, CHECKED, SOURCE, VERSION = (
    Text("Yang harus dilakukan", "What to do"), Text("Berat", "Severity"), Text("Tentang", "About"),
    Text("Ditandai bila", "Marked where"), Text("Sumber", "Source"), Text("Versi", "Version"),
)  # fmt: skip
POINTS, GROUP = Text("Bobot", "Weight"), Text("Kelompok", "Group")
AND, OR, NOT, KNOWN, DIGITS, BEGINS = (
    Text("dan", "and"), Text("atau", "or"), Text("tidak benar bahwa", "it is not so that"),
    Text("diketahui", "is known"), Text("angka", "digits"), Text("diawali", "begins with"),
)  # fmt: skip
REPEATED = Text(
    "nilai `{column}` yang sama ada pada sedikitnya {least} data",
    "the same `{column}` stands at {least} records or more",
)
OUTLIER = Text(
    "logaritma {what} lebih jauh dari median kelompoknya ({by}, sedikitnya {least} data) daripada {limit} kali 1,4826 MAD",
    "the logarithm of {what} is further from the median of its group ({by}, {least} records or more) than {limit} × 1.4826 MAD",
)
SHARE = Text(
    "di suatu wilayah (`{area}`) dengan sedikitnya {least} data, lebih dari {percent}% data yang {of} juga {where}",
    "in an area (`{area}`) with {least} records or more, over {percent}% of the records where {of} also fulfil {where}",
)
CONCENTRATED = Text(
    "{top} `{part}` terbesar memuat sedikitnya {percent}% data suatu `{area}` yang mempunyai lebih dari {double} `{part}`",
    "the {top} largest `{part}` hold {percent}% or more of the records of a `{area}` that has over {double} `{part}`",
)
WORDS = {
    "enterprise": Text("UMKM", "enterprise"),
    "cooperative": Text("koperasi", "cooperative"),
    "area": Text("wilayah", "area"),
    "low": Text("rendah", "low"),
    "medium": Text("sedang", "moderate"),
    "high": Text("tinggi", "high"),
    "identity": Text("identitas", "identity"),
    "completeness": Text("kelengkapan", "completeness"),
    "places": Text("wilayah dan titik", "places"),
    "consistency": Text("kecocokan", "consistency"),
    "dates": Text("tanggal", "dates"),
    "ranges": Text("kisaran", "ranges"),
    "outliers": Text("pencilan", "outliers"),
    "patterns": Text("pola wilayah", "patterns of areas"),
}
Cases = Callable[[list[Case], str], str]


def sections(lang: str, marks: dict[str, Text], case_table: Cases) -> list[str]:
    return [
        ABOUT.to(lang),
        *(part for rule in rules().values() for part in _rule(rule, lang, marks, case_table)),
    ]


def weights(lang: str, table: Callable[[list[str], list[list[str]]], str]) -> list[str]:
    """The weights of the groups, for the page of the score."""
    rows = [[WORDS[group].to(lang), str(points)] for group, points in WEIGHTS.items()]
    return [f"## {POINTS.to(lang)}", table([GROUP.to(lang), POINTS.to(lang)], rows)]


def _rule(rule: QualityRule, lang: str, marks: dict[str, Text], case_table: Cases) -> list[str]:
    facts = [
        f"- **{REMEDY.to(lang)}**: {rule.remedy.to(lang)}",
        f"- **{KIND.to(lang)}**: {WORDS[rule.kind].to(lang)}, {WORDS[rule.group].to(lang)}",
        f"- **{SEVERITY.to(lang)}**: {WORDS[rule.severity].to(lang)}",
        f"- **{CHECKED.to(lang)}**: {_check(rule.check, lang)}",
        f"- **{SOURCE.to(lang)}**: {rule.source.to(lang)} ({marks[rule.mark].to(lang)})",
        f"- **{VERSION.to(lang)}**: `{rule.id}@{rule.version}` · `{rule.hash}`",
    ]
    told = [case_table(cases(f"quality/{rule.id}"), lang)] if isinstance(rule.check, Each) else []
    return [f"## {rule.name.to(lang)}", rule.wrong.to(lang), "\n".join(facts), *told]


def _check(check: Check, lang: str) -> str:
    match check:
        case Each(where):
            return _when(where, lang)
        case Repeated(column, least):
            return REPEATED.to(lang).format(column=column, least=least)
        case Outlier(column, by, per, tenths, least):
            what = f"`{column}`" if per is None else f"`{column} / {per}`"
            by_text = ", ".join(f"`{name}`" for name in by)
            return OUTLIER.to(lang).format(what=what, by=by_text, limit=tenths // 10, least=least)
        case Share(_, area, where, of, percent, least):
            return SHARE.to(lang).format(
                area=area, least=least, percent=percent, of=_when(of, lang), where=_when(where, lang)
            )
        case Concentrated(_, area, part, top, percent):
            return CONCENTRATED.to(lang).format(
                area=area, part=part, top=top, percent=percent, double=2 * top
            )


def _when(condition: When, lang: str) -> str:  # noqa: C901 - one case a kind of condition
    match condition:
        case Is(column, value):
            return f"`{column} = {value}`"
        case In(column, values):
            return f"`{column}` ∈ {{{', '.join(f'`{v}`' for v in values)}}}"
        case Known(column):
            return f"`{column}` {KNOWN.to(lang)}"
        case AtLeast(column, limit):
            return f"`{column} ≥ {limit}`"
        case AtMost(column, limit):
            return f"`{column} ≤ {limit}`"
        case Differs(column, other):
            return f"`{column} ≠ {other}`"
        case Exceeds(column, other, times, plus):
            factor, more = f"{times} × " if times != 1 else "", f" + {plus}" if plus else ""
            return f"`{column} > {factor}{other}{more}`"
        case Digits(column, count):
            return f"`{column}` = {count} {DIGITS.to(lang)}"
        case StartsWith(column, beginnings):
            return f"`{column}` {BEGINS.to(lang)} {', '.join(f'`{b}`' for b in beginnings)}"
        case Not(inner):
            return f"{NOT.to(lang)} ({_when(inner, lang)})"
        case AllOf(conditions):
            return f" {AND.to(lang)} ".join(_when(c, lang) for c in conditions)
        case AnyOf(conditions):
            return f" {OR.to(lang)} ".join(f"({_when(c, lang)})" for c in conditions)
