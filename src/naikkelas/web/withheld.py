"""Whose data are restricted: kept, and shown on no page."""

from naikkelas.monev.queries.lines import Visited


def person_behind(record):
    """The person of a recipient or a planned visit, where there is one."""
    given = getattr(record, "recipient", None)
    enterprise = record.enterprise or (given and given.enterprise)
    person = getattr(record, "person", None) or (given and given.person)
    return person or (enterprise.owner if enterprise else None)


def withheld(record) -> bool:
    """Whether a recipient or a planned visit is about a person whose data are restricted."""
    if isinstance(record, Visited):
        return record.withheld
    person = person_behind(record)
    return bool(person and person.restricted_at)
