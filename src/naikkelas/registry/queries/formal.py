"""Formalisation (NK2) as rules.formalisation says it, over many enterprises at once and for one."""

from datetime import date

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from naikkelas.registry.models import Credential, Enterprise
from naikkelas.rules import formalisation
from naikkelas.rules.formalisation import Held


def formal_state(first_day: date, last_day: date) -> Case:
    """`rules.formalisation.verdict` as a column of enterprises."""
    known = _counted().filter(Q(issued_on=None) | Q(issued_on__lte=last_day))
    before = _before(first_day)
    earlier = Exists(_same(known).filter(before))
    first = known.filter(~before, ~earlier)
    # where one of the kind has no day, the kind is undated, whatever other days it has
    gained = first.filter(issued_on__isnull=False).filter(~Exists(_same(known).filter(issued_on=None)))
    valid = known.filter(Q(expires_on__gte=last_day) | (Q(expires_on=None) & ~Q(status=formalisation.LAPSED)))
    steps = (("gained", gained), ("undated", first.filter(issued_on=None)), ("held", valid))
    whens = [When(pk__in=rows.values("enterprise_id"), then=Value(word)) for word, rows in steps]
    return Case(*whens, default=Value("none"), output_field=CharField())


def _counted() -> QuerySet[Credential]:
    return Credential.objects.filter(
        superseded_at=None, kind__in=formalisation.CREDENTIALS, status__in=formalisation.ISSUED
    )


def _same(rows: QuerySet[Credential]) -> QuerySet[Credential]:
    return rows.filter(enterprise_id=OuterRef("enterprise_id"), kind=OuterRef("kind"))


def _before(day: date) -> Q:
    """Held.before: an empty day of issue leaves the word to the last day."""
    return Q(issued_on__lt=day) | Q(issued_on__isnull=True, expires_on__isnull=False, expires_on__lt=day)


def held_by(enterprise: Enterprise) -> tuple[Held, ...]:
    """The credentials of an enterprise as the rule looks at them."""
    rows = Credential.objects.filter(enterprise=enterprise, superseded_at=None)
    return tuple(Held(*row) for row in rows.values_list("kind", "issued_on", "expires_on", "status"))
