"""IATI activities, version 2.03, on the wire: elements in the order that the published schema wants."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
COMMITMENT, DISBURSEMENT = "2", "3"
_MSME_SECTOR = "32130"
"""OECD DAC purpose code: small and medium-sized enterprises (SME) development."""


@dataclass(frozen=True)
class Organisation:
    """An office: its identifier where it has one, its type from the IATI list, its name."""

    ref: str
    type: str
    name: str


@dataclass(frozen=True)
class Budget:
    """A budget document of one year."""

    year: int
    amount_idr: int
    revised: bool


@dataclass(frozen=True)
class Transaction:
    """Money promised or paid on one day in one area."""

    kind: str
    day: date
    amount_idr: int
    told: str


@dataclass(frozen=True)
class Location:
    """Where it happens: an area of government, or the point of a facility."""

    ref: str
    name: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Activity:
    """One programme of one year."""

    identifier: str
    title: str
    about: str
    status: str
    starts_on: date
    ends_on: date
    began_on: date | None
    funding: Organisation
    implementing: Sequence[Organisation]
    locations: Sequence[Location] = field(default_factory=tuple)
    budgets: Sequence[Budget] = field(default_factory=tuple)
    transactions: Sequence[Transaction] = field(default_factory=tuple)


def activities(reporting: Organisation, found: Sequence[Activity], at: datetime) -> bytes:
    """The file of an office's activities."""
    root = ET.Element("iati-activities", {"version": "2.03", "generated-datetime": _moment(at)})
    for each in found:
        root.append(_activity(reporting, each, at))
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _activity(reporting: Organisation, activity: Activity, at: datetime) -> ET.Element:
    top = ET.Element(
        "iati-activity",
        {LANG: "id", "default-currency": "IDR", "hierarchy": "1", "last-updated-datetime": _moment(at)},
    )
    ET.SubElement(top, "iati-identifier").text = activity.identifier
    _named(top, "reporting-org", reporting.name, ref=reporting.ref, type=reporting.type)
    _named(top, "title", activity.title)
    _named(top, "description", activity.about or activity.title, type="1")
    for role, office in (("1", activity.funding), *(("4", each) for each in activity.implementing)):
        ref = {"ref": office.ref} if office.ref else {}
        _named(top, "participating-org", office.name, role=role, type=office.type, **ref)
    ET.SubElement(top, "activity-status", {"code": activity.status})
    for kind, day in (("1", activity.starts_on), ("2", activity.began_on), ("3", activity.ends_on)):
        if day:
            ET.SubElement(top, "activity-date", {"type": kind, "iso-date": day.isoformat()})
    ET.SubElement(top, "recipient-country", {"code": "ID", "percentage": "100"})
    for place in activity.locations:
        _location(top, place)
    ET.SubElement(top, "sector", {"vocabulary": "1", "code": _MSME_SECTOR, "percentage": "100"})
    for budget in activity.budgets:
        _budget(top, budget)
    for transaction in activity.transactions:
        _transaction(top, transaction)
    return top


def _named(top: ET.Element, name: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(top, name, attributes)
    ET.SubElement(element, "narrative").text = text
    return element


def _location(top: ET.Element, place: Location) -> None:
    element = ET.SubElement(top, "location", {"ref": place.ref})
    _named(element, "name", place.name)
    if place.latitude is not None and place.longitude is not None:
        point = ET.SubElement(element, "point", {"srsName": "http://www.opengis.net/def/crs/EPSG/0/4326"})
        ET.SubElement(point, "pos").text = f"{place.latitude} {place.longitude}"


def _budget(top: ET.Element, budget: Budget) -> None:
    first = date(budget.year, 1, 1).isoformat()
    element = ET.SubElement(top, "budget", {"type": "2" if budget.revised else "1", "status": "2"})
    ET.SubElement(element, "period-start", {"iso-date": first})
    ET.SubElement(element, "period-end", {"iso-date": date(budget.year, 12, 31).isoformat()})
    ET.SubElement(element, "value", {"currency": "IDR", "value-date": first}).text = str(budget.amount_idr)


def _transaction(top: ET.Element, transaction: Transaction) -> None:
    element = ET.SubElement(top, "transaction")
    day = transaction.day.isoformat()
    ET.SubElement(element, "transaction-type", {"code": transaction.kind})
    ET.SubElement(element, "transaction-date", {"iso-date": day})
    ET.SubElement(element, "value", {"currency": "IDR", "value-date": day}).text = str(transaction.amount_idr)
    _named(element, "description", transaction.told)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
