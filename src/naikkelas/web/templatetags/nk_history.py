"""The history of one record in words: {% history "finding" finding.pk %}; every template has it, as those of nk."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.analytics import queries as analytics
from naikkelas.instruments.forms import questionnaires
from naikkelas.kit import days, money
from naikkelas.kit.problems import sentence
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.rules import market_requirements, quality_rule
from naikkelas.rules.catalogues import rule_heads
from naikkelas.trail import queries as trail
from naikkelas.web import trail_detail_words, words
from naikkelas.web.cooperative_words import GROUPS
from naikkelas.web.templatetags.nk import _lang, bp, moment, region, source_text

register = template.Library()
SHOWN, UNFOLDED, LISTED = 20, 120, 10
_CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")
"""A reason that is a code of ours, which the page of its record says in words."""
_SOURCE = re.compile(r"hand|demo|h|[dver][0-9]+(/[0-9]+)?")
"""What a record of the registry rests on."""
_WORDS = {
    ("finding", "state"): "finding", ("finding", "severity"): "severity", ("finding", "cause_code"): "finding_cause",
    ("finding", "cannot_reason"): "cannot_reason", ("finding", "owner_level"): "finding_owner",
    ("visit", "state"): "visit", ("cycle_area", "state"): "cycle_area",
    ("planned_visit", "state"): "planned", ("plut", "building_condition"): "condition", ("plut", "grant_status"): "grant",
    ("cooperative", "state"): "coaching", ("cooperative", "outcome"): "coaching_outcome",
    ("finding", "escalated_to"): "finding_owner", ("market", "grant"): "market_grant", ("market", "band"): "market_band",
    ("market", "grade"): "market_grade", ("market", "state"): "market_check", ("recipient", "report_state"): "self_report",
    ("application", "state"): "application", ("application", "verdict"): "eligibility",
    ("application", "business_kind"): "business_kind", ("application", "licence"): "startup_licence",
    ("application", "file"): "application_file", ("form", "state"): "form_state", ("participant", "state"): "participant",
    ("delivery", "state"): "delivery", ("cycle", "state"): "cycle", ("cycle", "whom"): "whom",
    ("person", "state"): "person_request_state", ("quality issue", "state"): "quality_state",
    ("cooperative", "computed_status"): "activity", ("cooperative", "group"): "cooperative_group",
    ("enterprise", "size_class"): "size_class", ("enterprise", "status"): "credential_status", ("cycle", "funding"): "source",
}  # fmt: skip
_WORDS |= trail_detail_words.OF_RECORD
_WORDS |= {("cooperative", unit): "unit_state" for unit in GROUPS if unit.startswith("unit_")}
"""Which words the values of a field are."""
_PERSONS = frozenset({"assigned_to_id", "leader_id", "enumerator_id", "to"})
"""Fields that name a user: told only to who may see persons."""
_CLIENTS = frozenset({"cooperative", "enterprise"})
"""Details that are the number of a record in the registry."""


class _Names(dict[int, str]):
    """Users' names by their ids, each looked up once."""

    def __missing__(self, pk: int) -> str:
        self[pk] = accounts.user_by_id(pk).name
        return self[pk]


@register.inclusion_tag("_components/history.html", takes_context=True)
def history(context: Any, object_type: str, object_id: object, *more: Any) -> dict[str, Any]:
    """`more`: the type and number of another record, whose history is told in the same list."""
    events = trail.of(object_type, object_id)
    return _lines(context, events | trail.of(*more) if more else events)


@register.inclusion_tag("_components/history.html", takes_context=True)
def history_among(context: Any, **rows: Any) -> dict[str, Any]:
    """Of several records in one list: {% history_among commitment=commitments %}."""
    records = {object_type: [row.pk for row in found] for object_type, found in rows.items()}
    return _lines(context, trail.among(records))


def _lines(context: Any, events: Any) -> dict[str, Any]:
    """The newest, and as many again as somebody may want to unfold."""
    names = _Names() if access.may(context["request"].user, "person.see") else None
    lines = [
        {"event": event, "about": _about(event, names), "changes": _changes(event, names)}
        for event in events[:UNFOLDED]
    ]
    return {"lines": lines[:SHOWN], "older": lines[SHOWN:]}


def _about(event: Any, names: _Names | None) -> list[tuple[str, str]]:
    """What a step was about, beside what it changed: a document, a week, a requirement."""
    told = event.details
    return [
        (label, _text(event.object_type, name, told[name], names))
        for name, label in words.choices("told_of")
        if told.get(name) not in (None, "") and not (name == "reason" and _CODE.fullmatch(str(told[name])))
    ]


@register.inclusion_tag("_components/event_details.html", takes_context=True)
def event_details(context: Any, event: Any) -> dict[str, Any]:
    """What an event of the trail says beside who, what and when, in words of the reader."""
    kept = context.render_context  # of one page: who is named on it more than once is looked up once
    if "names" not in kept:
        kept["names"] = names_for(context["request"].user)
    changes, rest = _told(event, kept["names"])
    return {"event": event, "changes": changes, "rest": rest}


def names_for(user: Any) -> _Names | None:
    return _Names() if access.may(user, "person.see") else None


def event_text(event: Any, names: _Names | None) -> str:
    """The same in one line, for a cell of a table."""
    if event.details.get("forgotten"):
        return _("Details erased at a person’s request; their digest keeps the chain whole.")
    changes, rest = _told(event, names)
    parts = [f"{field}: {old} → {new}" if old else f"{field}: {new}" for field, old, new in changes]
    return "; ".join([*parts, *(f"{name}: {value}" for name, value in rest)])


def _told(event: Any, names: _Names | None) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """What an event changed, and its other details."""
    changes = _changes(event, names)
    rest = [
        (detail_label(event.object_type, name), detail_text(event.object_type, name, value, names))
        for name, value in event.details.items()
        if name != "behalf_of" and not (changes and name == "changes")  # told by behalf_of_name
    ]
    return changes, rest


def detail_label(kind: str, name: str) -> str:
    """What a detail is called: as the trail calls it, else as the field that it is."""
    known = words.WORDS["trail_detail"]
    own = f"{kind}.{name}" if f"{kind}.{name}" in known else name
    return words.label("trail_detail" if own in known else "changed_field", own)


def detail_text(kind: str, name: str, value: Any, names: _Names | None = None) -> str:
    """A detail in words: its codes by their names, the number of a record without points."""
    if isinstance(value, list) and value and all(isinstance(each, str | int) for each in value):
        more = " …" if len(value) > LISTED else ""
        return ", ".join(detail_text(kind, name, each, names) for each in value[:LISTED]) + more
    if isinstance(value, str):
        if name == "reason" and (kind, name) not in _WORDS:
            return sentence(value, _lang())[:300]
        if name in _NAMED and (kind, name) not in _WORDS:
            return _NAMED[name](value)
    if (kind, name) == ("healthassessment", "total"):
        return bp(value).removesuffix("%")
    if name in trail_detail_words.NUMBERS - _CLIENTS - _PERSONS and isinstance(value, int):
        return str(value)
    return _text(kind, name, value, names)


def _changes(event: Any, names: _Names | None) -> list[tuple[str, str, str]]:
    """(field, old, new) in the language of the reader, old empty where there was nothing; what is about a person is masked."""
    told = event.details.get("changes", {})
    if not isinstance(told, dict):
        return []
    return [
        (_field(name), _text(event.object_type, name, pair[0], names) if pair[0] not in (None, "") else "",
         _text(event.object_type, name, pair[1], names))
        if pair
        else (_field(name), "", _("changed, not shown here"))
        for name, pair in told.items()
    ]  # fmt: skip


def _field(name: str) -> str:
    return words.label("changed_field", name)


def _text(kind: str, name: str, value: Any, names: _Names | None) -> str:
    if value is None or value == "":
        return "–"
    if name in _PERSONS | _CLIENTS:
        return _called(name, value, names)
    if word := _WORDS.get((kind, name)):
        return words.label(word, str(value))
    if name in _READ:
        return _READ[name](value)
    if name == "source" and isinstance(value, str) and _SOURCE.fullmatch(value):
        return source_text(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return money.rupiah(value, _lang()) if name.endswith("_idr") else money.number(value, _lang())
    if name.endswith(("_on", "_at")) and isinstance(value, str):
        return _when(name, value)
    if isinstance(value, list | dict):
        return str(len(value))
    return str(value)[:300]


def _called(name: str, pk: int, names: _Names | None) -> str:
    """A user or a record of the registry by its name, as far as the reader may see it; where it is gone, its number."""
    if name in _PERSONS:
        return "•••" if names is None else names[pk]
    if name == "cooperative":
        cooperative = registry.all_cooperatives().filter(pk=pk).first()
        return cooperative.name if cooperative else str(pk)
    enterprise = registry.all_enterprises().filter(pk=pk).select_related("owner").first()
    return words.enterprise_name(enterprise, names is not None) if enterprise else str(pk)


def _when(name: str, value: str) -> str:
    if name.endswith("_at"):
        return moment(datetime.fromisoformat(value))
    return days.day_text(date.fromisoformat(value), _lang())


def _requirement(name: str) -> str:
    """The name of a requirement of markets, in whichever set it stands."""
    known = (r for rules in market_requirements.rule_sets().values() for r in rules.requirements)
    return next((r.name.to(_lang()) for r in known if r.id == name), name)


def _stage(name: str) -> str:
    """The name of a stage, of whichever type of programme knows it."""
    stages = (stage for kind in programmes.types().values() for stage in kind.stages)
    return next((stage.name.to(_lang()) for stage in stages if stage.id == name), name)


_READ = {"stage": _stage, "reached": _stage, "requirement": _requirement, "actual_bp": bp, "year": str,
         "margin_bp": bp, "enterprise_id": str, "area_id": region, "last_rat_year": str,
         "programme_year": str, "type_id": lambda name: _type(name)}  # fmt: skip
"""How values are read that are neither money, days nor words of ours."""


def _rule(name: str) -> str:
    """The title of what opened a finding or doubted a record: a questionnaire's rule, a figure's, one of the data."""
    form, _dot, rule = name.partition(".")
    asked = questionnaires().get(form)
    found = next((r.title for r in asked.findings if r.id == rule), None) if asked else None
    if found is None and name in quality_rule.rules():
        found = quality_rule.rules()[name].name
    return found.to(_lang()) if found else words.label("finding_rule", name)


def _rule_set(name: str) -> str:
    head = rule_heads().get(name)
    return (head.title_id if _lang() == "id" else head.title_en) if head else words.label("flag", name)


def _indicator(name: str) -> str:
    found = analytics.indicators().get(name)
    return found.name.to(_lang()) if found else name


def _type(name: str) -> str:
    found = programmes.types().get(name)
    return found.name.to(_lang()) if found else name


def _lacking(name: str) -> str:
    return _requirement(words.label("market_lacking", name))


_NAMED = {"rule": _rule, "rule_set": _rule_set, "rules": _rule_set, "indicator": _indicator, "type": _type,
          "lacking": _lacking, "unit": region, "fields": _field, "corrected": _field}  # fmt: skip
"""Details that name something which has a name of its own."""
