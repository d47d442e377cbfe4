"""Tables that phones fill: within an evening a hundred rows become thousands."""

from django.db import connection

from naikkelas.engine import statistics

GROWING = (
    "intake_attachment",
    "intake_delivery",
    "monev_finding",
    "monev_plannedvisit",
    "monev_visit",
    "monev_visitfact",
    "monev_visitflag",
    "monev_visitphoto",
    "notices_notice",
    "trail_event",
    "trail_link",
)


def renew_statistics() -> None:
    """Have the database look again at its tables, the growing ones kept in mind."""
    with connection.cursor() as cursor:
        statistics.renew(cursor, connection.vendor, GROWING)
