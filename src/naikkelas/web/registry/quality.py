"""Data quality: the score by area, the rules with what they found, the worklist, and one issue to decide."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.drawing import maps
from naikkelas.kit import days, money
from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.reference import tiles
from naikkelas.registry import actions, queries, tasks
from naikkelas.rules import person_nik, quality_score
from naikkelas.rules.quality_rule import SEVERITIES, Each, QualityRule, rules
from naikkelas.trail import queries as trail
from naikkelas.web import access_log, posted, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing

RUNS_SHOWN = 12
SEVERITY_WORDS = {number: word for word, number in SEVERITIES.items()}
_BELOW = {"nation": "regency", "province": "regency", "regency": "district"}
# facts whose values are stored words, by the kind of word
_WORDS = {
    "sector": "sector", "size_class": "size_class", "class_by_sales": "size_class", "sex": "sex", "nik_sex": "sex",
    "official_status": "status", "computed_status": "activity",
}  # fmt: skip
_YEARS = ("facts_year", "last_rat_year", "book_year", "nik_birth_year", "birth_year_digits")


def _lang() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


@dataclass(frozen=True)
class Line:
    """An area with its score: text, tenths for a bar, records and open issues."""

    code: str
    name: str
    tenths: int | None
    records: int
    open_count: int

    @property
    def text(self) -> str:
        return score_text(self.tenths)


def score_text(tenths: int | None) -> str:
    """'87,3' of 873."""
    return "–" if tenths is None else f"{tenths / 10:.1f}".replace(".", "," if _lang() == "id" else ".")


@page("registry.read")
def quality_overview(request: HttpRequest) -> HttpResponse:
    area = request.frame.area
    scores = queries.quality_runs(area.code, RUNS_SHOWN)
    context = {
        "run": queries.newest_quality_run(),
        "score": scores[0] if scores else None,
        "may_check": access.may(request.user, "registry.edit"),
        "head": quality_score.HEAD,
        "notes": quality_score.HEAD.notes_id if _lang() == "id" else quality_score.HEAD.notes_en,
    }
    if scores:
        newest, before = scores[0], scores[1] if len(scores) > 1 else None
        lines = _lines(queries.quality_scores(newest.run, area.code, _BELOW.get(area.level, "")))
        context |= {
            "score_text": score_text(newest.score_tenths),
            "change": score_text(newest.score_tenths - before.score_tenths)
            if before and None not in (newest.score_tenths, before.score_tenths)
            else "",
            "open_count": sum(newest.open_counts.values()),
            "severe": sum(
                n
                for name, n in newest.open_counts.items()
                if name in rules() and rules()[name].severity == "high"
            ),
            "groups": _groups(newest),
            "found": _rules_found(newest, before),
            "quiet": [rule for rule in rules().values() if not _counts(newest, before, rule.id)],
            "lines": sorted(lines, key=lambda line: (line.tenths is None, line.tenths or 0)),
            "map": _map(area.code, lines) if area.level in ("nation", "province") else "",
            "runs": [
                (s.run, score_text(s.score_tenths), s.score_tenths, sum(s.open_counts.values()))
                for s in scores
            ],
        }
    return render(request, "registry/quality_overview.html", context)


def _lines(scores: list) -> list[Line]:
    return [
        Line(s.area_id, s.area.title, s.score_tenths, s.records, sum(s.open_counts.values())) for s in scores
    ]


def _groups(score) -> list[dict]:
    """Groups of rules with clean records, all records and weight."""
    return [
        {"id": name, "weight": weight, "clean": score.groups[name][0], "records": score.groups[name][1]}
        for name, weight in quality_score.WEIGHTS.items()
        if name in score.groups
    ]


def _counts(score, before, name: str) -> tuple[int, int] | None:
    """(open now, more than at the check before) of a rule in an area; None where it found nothing either time."""
    now, earlier = score.open_counts.get(name, 0), before.open_counts.get(name, 0) if before else 0
    return (now, now - earlier) if now or earlier else None


def _rules_found(score, before) -> list[dict]:
    """The rules that found something in the area, the worst and most first."""
    found = [
        {"rule": rule, "count": counts[0], "difference": counts[1], "known": before is not None}
        for rule in rules().values()
        if (counts := _counts(score, before, rule.id))
    ]
    return sorted(found, key=lambda f: (-SEVERITIES[f["rule"].severity], -f["count"], f["rule"].id))


def _map(code: str, lines: list[Line]) -> str:
    areas = [
        maps.Area(
            code=line.code,
            name=line.name.removeprefix("Kab. "),
            figure=line.text,
            shade=0 if line.tenths is None else maps.shade(line.tenths, 1000),
            title=f"{line.name}: {line.text}",
            href=f"?wilayah={line.code}",
        )
        for line in lines
    ]
    positions = tiles.positions(code) or tiles.grid([line.code for line in lines])
    return maps.draw(areas, _("Score of data quality"), positions, places.boundaries(code, "regency"))


@page("registry.edit", post=True, get=False)
def quality_check(request: HttpRequest) -> HttpResponse:
    """Have the whole registry looked at anew, in the background."""
    tasks.once(tasks.check_quality)
    messages.success(request, _("The check has begun. It takes a few seconds; load this page again then."))
    return redirect("registry-quality-overview")


# ── the worklist ──


def _filters() -> list[Filter]:
    named = [(rule.id, rule.name.to(_lang())) for rule in rules().values()]
    of_group = {
        group: [r.id for r in rules().values() if r.group == group]
        for group, _label in words.choices("quality_group")
    }
    return [
        Filter("aturan", _("Rule"), lambda: sorted(named, key=lambda pair: pair[1]), lambda rows, v: rows.filter(rule=v)),
        Filter("kelompok", _("Group"), lambda: words.choices("quality_group"), lambda rows, v: rows.filter(rule__in=of_group[v])),
        Filter(
            "berat", _("Severity"), lambda: words.choices("severity")[::-1],
            lambda rows, v: rows.filter(severity=SEVERITIES[v]),
        ),
        Filter("jenis", _("Record"), lambda: words.choices("quality_kind"), lambda rows, v: rows.filter(kind=v)),
        Filter(
            "keadaan", _("State"), lambda: [*words.choices("quality_state"), ("all", _("All"))],
            lambda rows, v: rows if v == "all" else rows.filter(state=v),
        ),
    ]  # fmt: skip


@page("registry.read")
def quality_issue_list(request: HttpRequest) -> HttpResponse:
    see = access.may(request.user, "person.see")
    columns = [
        Column(_("Rule"), lambda i: rule_name(i.rule), sort="rule"),
        Column(_("Record"), lambda i: _exported_name(i, see)),
        Column(_("Number"), lambda i: i.record_id, shown=False),
        Column(_("Area"), lambda i: places.place_of(i.area_id), sort="area_id"),
        Column(_("Value"), lambda i: "; ".join(f"{name}: {value}" for name, value in told(i.facts))),
        Column(_("Severity"), lambda i: words.label("severity", SEVERITY_WORDS[i.severity]), sort="severity"),
        Column(_("Found"), lambda i: timezone.localdate(i.found_at), sort="found_at"),
        Column(_("State"), lambda i: words.label("quality_state", i.state)),
        Column(_("Reason"), lambda i: i.reason, shown=False),
    ]
    rows = request.frame.scoped(queries.issues_visible_to(request.user))
    if not request.GET.get("keadaan"):
        rows = rows.filter(state="open")  # a worklist shows what is to be done, unless asked otherwise
    listing = Listing(
        request, queries.named_issues(rows), columns, "registry/quality_issue_list.html", filters=_filters(),
        search=_search(see), order="-severity", export_name="mutu-data",
        may_export=access.may(request.user, "registry.export"), exported=access_log.exported(request) if see else None,
    )  # fmt: skip
    records = queries.records_of(listing.page.object_list)
    lines = [
        {"issue": issue, "record": records.get((issue.kind, issue.record_id)), "rule": rules().get(issue.rule),
         "told": told(issue.facts), "severity": SEVERITY_WORDS[issue.severity]}
        for issue in listing.page.object_list
    ]  # fmt: skip
    return listing.respond(lines=lines, see=see, may_decide=access.may(request.user, "registry.edit"))


def _search(see: bool) -> Callable[[QuerySet, str], QuerySet]:
    """By the words of records; names of persons are searched only for who may see them."""

    def search(rows: QuerySet, text: str) -> QuerySet:
        enterprises, cooperatives = queries.all_enterprises(), queries.all_cooperatives()
        return queries.issues_about(
            rows,
            queries.search(enterprises, text) if see else enterprises.none(),
            (queries.search if see else queries.search_names)(cooperatives, text),
        )

    return search


def _exported_name(issue: Any, see: bool) -> str:
    if issue.kind == "area":
        return places.name_of(issue.area_id)
    if issue.kind == "enterprise" and (not see or issue.record_name == ""):
        return f"UMKM {issue.record_id}"
    return issue.record_name or _("removed from the registry")


def rule_name(name: str) -> str:
    """The name of a rule; its id where the rule is gone."""
    return rules()[name].name.to(_lang()) if name in rules() else name


def told(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """The facts of an issue as (name, value) that a person reads."""
    return [(words.label("quality_fact", name), _value(name, value)) for name, value in facts.items()]


def _value(name: str, value: Any) -> str:
    if value is None:
        return _("empty")
    if name in _WORDS:
        return words.label(_WORDS[name], value)
    if name == "area_id":
        return f"{places.place_of(value)} ({value})"
    if name == "nik_fault":
        return _FAULTS.get(value, value)[_lang()] if value in _FAULTS else value
    if name.endswith("_on") or name == "certificate_until":
        return days.day_text(date.fromisoformat(value), _lang())
    return money.number(value, _lang()) if isinstance(value, int) and name not in _YEARS else str(value)


_FAULTS = {
    person_nik.NOT_SIXTEEN.code: {"id": "bukan 16 angka", "en": "not 16 digits"},
    person_nik.NO_SUCH_PROVINCE.code: {"id": "kode provinsi tidak ada", "en": "no such province"},
    person_nik.BAD_BIRTH_DATE.code: {"id": "tanggal lahir tidak mungkin", "en": "impossible birth date"},
    person_nik.SERIAL_ZERO.code: {"id": "nomor urut 0000", "en": "serial 0000"},
}


@page("registry.edit", post=True, get=False)
def quality_issue_decide_many(request: HttpRequest) -> HttpResponse:
    """Accept or waive the ticked issues of a list, with one reason for all."""
    mine = queries.issues_visible_to(request.user).filter(pk__in=posted.ids(request, "issue"))
    count = actions.decide_issues(
        issues=mine.values_list("pk", flat=True), state=_decision(request), reason=request.POST.get("reason", ""),
        by=request.user, at=request.at,
    )  # fmt: skip
    messages.success(
        request,
        ngettext(
            "%(n)s issue was decided. It can be taken back on its own page.",
            "%(n)s issues were decided. Each can be taken back on its own page.",
            count,
        )
        % {"n": count},
    )
    return redirect("registry-quality-issue-list")


def _decision(request: HttpRequest) -> str:
    decision = request.POST.get("decision", "")
    if decision not in ("accepted", "waived"):
        raise Http404("decision")
    return decision


# ── one rule, one issue ──


@page("registry.read")
def quality_rule_detail(request: HttpRequest, name: str) -> HttpResponse:
    if name not in rules():
        raise Http404(name)
    rule, area = rules()[name], request.frame.area
    scores = queries.quality_runs(area.code, RUNS_SHOWN)
    below = queries.quality_scores(scores[0].run, area.code, _BELOW.get(area.level, "")) if scores else []
    counts = [(s.area, s.open_counts.get(name, 0), s.records) for s in below]
    context = {
        "rule": rule,
        "count": scores[0].open_counts.get(name, 0) if scores else 0,
        "runs": [(s.run, s.open_counts.get(name, 0)) for s in scores],
        "most": max((s.open_counts.get(name, 0) for s in scores), default=0) or 1,
        "areas": sorted(counts, key=lambda c: (-c[1], c[0].code)),
        "most_area": max((n for _area, n, _records in counts), default=0) or 1,
    }
    return render(request, "registry/quality_rule_detail.html", context)


@page("registry.read")
def quality_issue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, get_object_or_404(queries.issues_visible_to(request.user), pk=pk))


def _show(request: HttpRequest, issue: Any, refusal: Refused | None = None) -> HttpResponse:
    record = queries.records_of([issue]).get((issue.kind, issue.record_id))
    rule: QualityRule | None = rules().get(issue.rule)
    if issue.kind == "enterprise" and record is not None:
        access_log.seen(request, record.owner_id, record.area_id)
    may_decide = access.may(request.user, "registry.edit")
    context = {
        "issue": issue,
        "rule": rule,
        "record": record,
        "told": told(issue.facts),
        "beside": told(issue.context),
        "severity": SEVERITY_WORDS[issue.severity],
        "see": access.may(request.user, "person.see"),
        "may_decide": may_decide and issue.state == "open",
        "may_reopen": may_decide and issue.state in ("accepted", "waived"),
        "may_recheck": may_decide
        and issue.state == "open"
        and rule is not None
        and isinstance(rule.check, Each),
        "others": [i for i in queries.issues_of(record) if i.pk != issue.pk] if record is not None else [],
        "history": trail.of("quality issue", issue.pk)[:20],
        "path": places.path(issue.area_id),
        "error": refusal.text(_lang()) if refusal else "",
        "typed": request.POST.get("reason", ""),
    }
    return render(
        request, "registry/quality_issue_detail.html", context, status=refusal.status if refusal else 200
    )


@page("registry.edit", post=True, get=False)
def quality_issue_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, waive, look again, or take a decision back."""
    issue = get_object_or_404(queries.issues_visible_to(request.user), pk=pk)
    decision, who = request.POST.get("decision", ""), {"by": request.user, "at": request.at}
    try:
        if decision == "recheck":
            _recheck(request, issue, who)
        elif decision == "reopen":
            actions.reopen_issue(issue=pk, **who)
            messages.success(request, _("The decision was taken back; the issue is open again."))
        else:
            actions.decide_issues(
                issues=[pk], state=_decision(request), reason=request.POST.get("reason", ""), **who
            )
            messages.success(request, _("The decision was recorded. You can take it back below."))
    except Refused as refusal:
        return _show(request, issue, refusal)
    return redirect("registry-quality-issue-detail", pk)


def _recheck(request: HttpRequest, issue: Any, who: dict[str, Any]) -> None:
    if actions.recheck_issue(issue=issue.pk, area=issue.area_id[:2], **who):
        messages.success(request, _("The record is mended; the issue is closed."))
    else:
        messages.error(request, _("The record still is as it was. Mend it first, then look again."))
