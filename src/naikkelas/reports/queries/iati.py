"""The programmes of an area as IATI activities: no person stands in them, payments are summed by day and area."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.programmes.queries import publishing
from naikkelas.reports.heading import agency
from naikkelas.reports.render import iati
from naikkelas.reports.render.iati import Activity, Budget, Location, Organisation, Transaction

NO_ORGANISATION = Kind(
    "iati.organisation",
    "Pengenal instansi untuk IATI belum diatur. Administrator mengisi NAIKKELAS_IATI_ORG, misalnya ID-XXX-123.",
    "The office's identifier for IATI is not set. The administrator sets NAIKKELAS_IATI_ORG, for example ID-XXX-123.",
)
NOTHING = Kind(
    "iati.nothing",
    "Belum ada program dengan alokasi di {area}: tidak ada yang dapat diterbitkan.",
    "No programme has an allocation in {area} yet: there is nothing to publish.",
)
GOVERNMENT, LOCAL_GOVERNMENT = "10", "11"
_IMPLEMENTATION, _FINALISATION, _CLOSED = "2", "3", "4"
_APBN = ("apbn_tp", "apbn_dekon", "phln_tp", "phln_dekon", "dak")


def ready() -> bool:
    """Whether the office's identifier is set: without it there is no file, and no page offers one."""
    return bool(settings.NAIKKELAS_IATI_ORG)


def activities_file(code: str, at: datetime) -> bytes:
    """The file of activities that give money inside an area. Raises Refused."""
    if not ready():
        raise Refused(NO_ORGANISATION)
    home = places.region(settings.NAIKKELAS_PROVINCE)
    office = Organisation(
        settings.NAIKKELAS_IATI_ORG, LOCAL_GOVERNMENT, settings.NAIKKELAS_IATI_NAME or agency(home)
    )
    found = [
        _activity(each, code, office, timezone.localdate(at))
        for each in publishing.programmes_giving_in(code)
    ]
    if not found:
        raise Refused(NOTHING, area=places.name_of(code))
    return iati.activities(office, found, at)


def _activity(programme, code: str, office: Organisation, today: date) -> Activity:
    kind = programmes.type_of(programme)
    ceilings = list(publishing.ceilings_standing(programme))
    paid = publishing.payments_by_day(programme, code)
    areas = publishing.areas_of(programme, code)
    national = any(c.source in _APBN for c in ceilings)
    ministry = Organisation("", GOVERNMENT, "Kementerian Koperasi dan UKM")
    return Activity(
        identifier=f"{office.ref}-{programme.year}-{programme.type_id}-{programme.pk}",
        title=f"{programme.name} {programme.year}",
        about=kind.about.id if kind else "",
        status=_status(programme, today),
        starts_on=date(programme.year, 1, 1),
        ends_on=date(programme.year, 12, 31),
        began_on=paid[0].day if paid else None,
        funding=ministry if national else office,
        implementing=[office],
        locations=[
            *(Location(area, places.name_of(area)) for area in areas),
            *(
                Location(f"{f.area_id}-{f.pk}", f.name, f.latitude, f.longitude)
                for f in publishing.facilities_of(programme, code)
            ),
        ],
        # the ceiling is of the whole programme: beside a part of its payments it would mislead
        budgets=[Budget(c.year, c.now_idr, c.now_idr != c.amount_idr) for c in ceilings if c.now_idr]
        if places.covers(code, programme.area_id)
        else [],
        transactions=[
            *(
                Transaction(iati.COMMITMENT, s.day, s.amount_idr, f"Komitmen di {places.name_of(s.area)}")
                for s in publishing.commitments_by_day(programme, code)
            ),
            *(
                Transaction(
                    iati.DISBURSEMENT,
                    s.day,
                    s.amount_idr,
                    f"Pencairan di {places.name_of(s.area)} ({s.count} SP2D)",
                )
                for s in paid
            ),
        ],
    )


def _status(programme, today: date) -> str:
    if programmes.year_closed(programme.area_id, programme.year):
        return _CLOSED
    return _IMPLEMENTATION if today.year <= programme.year else _FINALISATION
