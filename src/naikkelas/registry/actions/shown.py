"""What lists show of a record, made anew from what it holds: search words, keys, newest year, verdict."""

from datetime import date, datetime

from django.db.models import Model

from naikkelas.engine import text_search
from naikkelas.kit.text import folded
from naikkelas.registry import queries
from naikkelas.registry.actions.cooperatives import judge_activity, search_words
from naikkelas.registry.actions.keys import cooperative_match_key, match_key
from naikkelas.registry.actions.years import recount_changes, show_year
from naikkelas.registry.models import Cooperative, Enterprise
from naikkelas.trail.actions import Actor


def renew(model: type[Model], pk: int, by: Actor, at: datetime) -> list[Model]:
    """Renew one record's derived columns. Returns the rows that this added for good (verdicts)."""
    if model is Cooperative:
        return _cooperative(Cooperative.objects.get(pk=pk), by, at)
    _enterprise(Enterprise.objects.select_related("owner").get(pk=pk), at)
    return []


def find_by(enterprise: Enterprise) -> None:
    """Put on an enterprise the words and keys by which it is found; the caller saves."""
    enterprise.name_key = folded(enterprise.name)[:150]
    words = (
        enterprise.name,
        enterprise.owner.name,
        enterprise.nib,
        enterprise.registration_no,
        enterprise.product,
    )
    enterprise.search_text = text_search.words_of(words, [enterprise.nib, enterprise.registration_no])
    enterprise.match_key = match_key(enterprise.name, enterprise.owner.name, enterprise.area_id)


def _enterprise(enterprise: Enterprise, at: datetime) -> None:
    find_by(enterprise)
    newest = enterprise.years.filter(superseded_at=None).order_by("-year").first()
    if newest is not None:
        show_year(enterprise, newest)
    else:
        enterprise.size_class, enterprise.facts_year = "unknown", None
        enterprise.annual_sales_idr = enterprise.workers = None
    enterprise.updated_at = at
    enterprise.save()
    recount_changes([enterprise.pk], at)


def _cooperative(cooperative: Cooperative, by: Actor, at: datetime) -> list[Model]:
    name = folded(cooperative.name)
    cooperative.name_key = name[:150]
    cooperative.search_text = search_words(cooperative)
    cooperative.match_key = cooperative_match_key(name, cooperative.area_id)
    years = cooperative.years.filter(superseded_at=None).order_by("book_year")
    for year in years:
        if year.members_male is not None or year.members_female is not None:
            cooperative.members = (year.members_male or 0) + (year.members_female or 0)
    cooperative.updated_at = at
    cooperative.save()
    last = queries.newest_verdict(cooperative)
    said = last.inputs if last else {}
    seen = [date.fromisoformat(said["evidence_on"])] if said.get("evidence_on") else []
    seen += [date(year.book_year, 12, 31) for year in years if year.volume_idr]
    verdict = judge_activity(
        cooperative=cooperative, evidence_on=max(seen, default=None), not_found=bool(said.get("not_found")),
        as_of=at.date(), by=by, at=at,
    )  # fmt: skip
    return [verdict]
