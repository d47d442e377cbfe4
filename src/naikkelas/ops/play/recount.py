"""The recount: every row of the raw tables, read once and counted by hand, held against what the pages show.

Nothing here calls what the pages count with: other SQL, other sums, working days from the library of holidays itself.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from naikkelas.kit import clock
from naikkelas.ops.play.doors import Browser
from naikkelas.ops.play.field import Book

_ZONE = ZoneInfo("Asia/Jakarta")  # all of Lampung
_CLOSED = ("resolved", "cannot_be_followed_up", "withdrawn")
_STATES = {
    "open": "In work",
    "sent": "Sent, waits for the province",
    "returned": "Returned",
    "accepted": "Accepted, locked",
}


@dataclass(frozen=True)
class Line:
    """One count: where it is shown, what is shown, and what the rows say."""

    where: str
    what: str
    shown: object
    counted: object

    @property
    def equal(self) -> bool:
        return self.shown == self.counted


@dataclass
class Area:
    """One kabupaten/kota as its rows say."""

    pk: int
    code: str
    title: str
    state: str
    due_on: date
    sent_at: datetime | None
    first_sent_at: datetime | None
    planned: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def expected(self) -> list[dict[str, Any]]:
        return [p for p in self.planned if p["state"] != "replaced"]

    def of(self, *states: str) -> int:
        return sum(p["state"] in states for p in self.planned)

    def open_findings(self) -> list[dict[str, Any]]:
        return [f for f in self.findings if f["state"] not in _CLOSED]

    def overdue(self, today: date) -> int:
        return sum(_day(f["due_on"]) < today for f in self.open_findings())

    def late(self, today: date) -> int:
        sent = self.first_sent_at or (self.sent_at if self.state in ("sent", "accepted") else None)
        until = sent.astimezone(_ZONE).date() if sent else today
        return _workdays(self.due_on, until)

    def in_time(self) -> int:
        return sum(
            p["received_at"] is not None and p["received_at"].astimezone(_ZONE).date() <= self.due_on
            for p in self.expected
        )


_OFF = holidays.country_holidays("ID", categories=("public", "government"))


def _workdays(start: date, end: date) -> int:
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 and day not in _OFF for day in days)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _rows(sql: str, *params: object) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            yield dict(zip(names, row, strict=True))


def areas_of(cycle: int) -> list[Area]:
    """Every area of a cycle with its planned visits and the findings of its visits, row by row."""
    areas = {
        r["id"]: Area(
            r["id"], r["area_id"], r["name"], r["state"], _day(r["due_on"]), _moment(r["sent_at"]), _moment(r["first_sent_at"])
        )
        for r in _rows(
            "SELECT a.id, a.area_id, a.state, a.due_on, a.sent_at, a.first_sent_at, r.name FROM monev_cyclearea a "
            "JOIN places_region r ON r.code = a.area_id WHERE a.cycle_id = %s ORDER BY a.area_id", cycle,
        )
    }  # fmt: skip
    planned = {}
    for row in _rows(
        "SELECT id, code, cycle_area_id, state, assigned_to_id, instrument FROM monev_plannedvisit"
    ):
        if row["cycle_area_id"] in areas:
            planned[row["id"]] = row | {"received_at": None, "waits": False}
            areas[row["cycle_area_id"]].planned.append(planned[row["id"]])
    visits = {}
    for row in _rows("SELECT id, planned_id, state, received_at FROM monev_visit"):
        if row["planned_id"] in planned:
            visits[row["id"]] = planned[row["planned_id"]]
            if row["state"] != "rejected":
                planned[row["planned_id"]] |= {
                    "received_at": _moment(row["received_at"]), "waits": row["state"] == "received"
                }  # fmt: skip
    for row in _rows("SELECT id, visit_id, state, due_on FROM monev_finding"):
        if row["visit_id"] in visits:
            areas[visits[row["visit_id"]]["cycle_area_id"]].findings.append(row)
    return list(areas.values())


class _Cells(HTMLParser):
    """The rows of the tables of a page, each cell by the words over it; and all text."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self.kpis: list[str] = []
        self._heads: list[str] = []
        self._cells: list[str] | None = None
        self._open: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "thead":
            self._heads = []
        elif tag == "tr":
            self._cells = []
        elif tag in ("th", "td") and self._cells is not None:
            self._cells.append("")
        if self._depth or "nk-kpi" in (given.get("class") or "").split():
            if not self._depth:
                self.kpis.append("")
            self._depth += tag in ("div", "a")

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag in ("div", "a"):
            self._depth -= 1
        if tag == "thead" and self._cells is not None:
            self._heads, self._cells = [c.strip() for c in self._cells], None
        elif tag == "tr" and self._cells is not None and self._heads:
            self.rows.append(dict(zip(self._heads, (c.strip() for c in self._cells), strict=False)))
            self._cells = None

    def handle_data(self, data: str) -> None:
        if self._depth and data.strip():
            self.kpis[-1] += f" {data.strip()}"
        if self._cells:
            self._cells[-1] += f" {data.strip()}" if data.strip() else ""


def _read(html: str) -> _Cells:
    cells = _Cells()
    cells.feed(html)
    return cells


def _numbers(text: str) -> list[int]:
    """The whole numbers of a text; thousands are set apart by points, and a percentage is none."""
    return [
        int(n.replace(".", ""))
        for n in re.findall(r"(?<![\d,])\d{1,3}(?:\.\d{3})+|\d+", re.sub(r"\d+(,\d+)?\s*%", "", text))
    ]


def recount(browser: Browser, cycle: int, period: str, book: Book) -> list[Line]:
    """Hold every count of the board, of each area's page, of progress and of the late against the rows."""
    today, areas = clock.now().date(), areas_of(cycle)
    with translation.override("id"):
        return [
            *_board(browser.page(f"/monev/{cycle}/papan/"), areas, today),
            *(
                line
                for area in areas
                for line in _area(browser.page(f"/monev/wilayah/{area.pk}/"), area, today)
            ),
            *_progress(browser, cycle, areas, today),
            *_late(browser.page(f"/monev/{cycle}/terlambat/"), areas, today),
            *_lists(browser, areas, period),
            *_done(areas, book),
            *_deliveries(browser, book),
        ]


def _kpi(cells: _Cells, name: str) -> list[int]:
    return next((_numbers(text) for text in cells.kpis if text.strip().startswith(name)), [])


def _sum(values: Iterable[int]) -> int:
    return sum(values)


def _board(html: str, areas: list[Area], today: date) -> Iterator[Line]:
    cells = _read(html)
    whole = [
        (_("Visits made"), [_sum(a.of("visited", "verified") for a in areas), _sum(len(a.expected) for a in areas)]),
        (_("Verified"), [_sum(a.of("verified") for a in areas)]),
        (_("Areas late"), [_sum(a.late(today) > 0 for a in areas), len(areas)]),
        (_("Open findings"), [_sum(len(a.open_findings()) for a in areas), _sum(a.overdue(today) for a in areas)]),
    ]  # fmt: skip
    for name, counted in whole:
        yield Line("papan", name, _kpi(cells, name), counted)
    shown = {row[_("Area")]: row for row in cells.rows if _("Area") in row and _("State") in row}
    for area in areas:
        row = next((r for title, r in shown.items() if title.endswith(area.title)), {})
        overdue, late = area.overdue(today), area.late(today)
        yield Line(f"papan {area.code}", _("Visits"), _numbers(row.get(_("Visits"), "")),
                   [area.of("visited", "verified"), len(area.expected)])  # fmt: skip
        yield Line(
            f"papan {area.code}", _("Verified"), _numbers(row.get(_("Verified"), "")), [area.of("verified")]
        )
        yield Line(f"papan {area.code}", _("Findings"), _numbers(row.get(_("Findings"), "")),
                   [len(area.open_findings()), *([overdue] if overdue else [])])  # fmt: skip
        state = row.get(_("State"), "")
        yield Line(f"papan {area.code}", _("State"), state.startswith(_(_STATES[area.state])), True)
        yield Line(f"papan {area.code}", _("Areas late"), _numbers(state), [late] if late else [])


def _area(html: str, area: Area, today: date) -> Iterator[Line]:
    cells, where = _read(html), f"wilayah {area.code}"
    unassigned = sum(p["assigned_to_id"] is None for p in area.expected)
    for name, counted in (
        (_("Visited"), [area.of("visited", "verified"), len(area.expected)]),
        (_("Not assigned"), [unassigned]),
        (_("To verify"), [sum(p["waits"] for p in area.planned)]),
        (_("Open findings"), [len(area.open_findings()), area.overdue(today)]),
    ):
        yield Line(where, name, _kpi(cells, name), counted)


def _progress(browser: Browser, cycle: int, areas: list[Area], today: date) -> Iterator[Line]:
    columns = (_("Expected"), _("Received"), _("In time"), _("Verified"), _("Cannot be visited"))
    html = browser.page(f"/monev/{cycle}/kemajuan/?per=area")
    shown = {
        row[_("Area")]: [_numbers(row[c])[0] for c in columns] for row in _read(html).rows if _("Area") in row
    }
    for area in areas:
        counted = [
            len(area.expected), area.of("visited", "verified"), area.in_time(), area.of("verified"), area.of("unmet"),
        ]  # fmt: skip
        row = next((values for title, values in shown.items() if title.endswith(area.title)), [])
        yield Line(f"kemajuan {area.code}", " / ".join(columns), row, counted)
    sent = [a for a in areas if a.state in ("sent", "accepted")]
    cells = _read(html)
    yield Line(
        "kemajuan", _("Areas: completeness"), _kpi(cells, _("Areas: completeness")), [len(sent), len(areas)]
    )
    late = sum(a.late(today) > 0 for a in areas)
    yield Line("kemajuan", _("Areas: timeliness"), _kpi(cells, _("Areas: timeliness")), [late])
    for way, name in (("instrument", _("Form")), ("team", _("Team")), ("programme", _("Programme"))):
        rows = [r for r in _read(browser.page(f"/monev/{cycle}/kemajuan/?per={way}")).rows if name in r]
        totals = [sum(_numbers(row[c])[0] for row in rows) for c in columns]
        counted = [
            sum(len(a.expected) for a in areas), sum(a.of("visited", "verified") for a in areas),
            sum(a.in_time() for a in areas), sum(a.of("verified") for a in areas), sum(a.of("unmet") for a in areas),
        ]  # fmt: skip
        yield Line(f"kemajuan per {way}", " / ".join(columns), totals, counted)


def _late(html: str, areas: list[Area], today: date) -> Iterator[Line]:
    cards = html.split('class="card mb-3"')[1:]
    shown = {}
    for card in cards:
        found = re.search(r"/monev/wilayah/(\d+)/", card)
        days, missing = (
            re.search(r'<b class="nk-bad">(.*?)</b>', card),
            re.search(r'<p class="nk-sub">(.*?)</p>', card),
        )
        if found and days and missing:
            shown[int(found[1])] = [_numbers(days[1])[0], _numbers(missing[1])[-1]]
    counted = {
        a.pk: [a.late(today), len(a.expected) - a.of("visited", "verified")]
        for a in areas
        if a.state not in ("sent", "accepted") and a.late(today)
    }
    yield Line("terlambat", _("Late areas"), sorted(shown.items()), sorted(counted.items()))


def _lists(browser: Browser, areas: list[Area], period: str) -> Iterator[Line]:
    """The list of findings holds every one, whatever opened it."""
    numbers: set[str] = set()
    before = -1
    page = 1
    while len(numbers) != before:
        before = len(numbers)
        numbers |= set(re.findall(r'href="/temuan/(\d+)/"', browser.page(f"/temuan/?hal={page}&state=open")))
        page += 1
    rows = _rows("SELECT id, state FROM monev_finding")
    yield Line(
        "daftar temuan", _("Open findings"), len(numbers), sum(r["state"] not in _CLOSED for r in rows)
    )
    yield Line("periode", "slug", period in browser.page("/"), True)


def _done(areas: list[Area], book: Book) -> Iterator[Line]:
    """What the play did itself, held against the rows: nothing was lost, nothing came twice."""
    for area in areas:
        standing = {p["code"] for p in area.planned if p["state"] in ("visited", "verified")}
        verified = {p["code"] for p in area.planned if p["state"] == "verified"}
        out = {p["code"] for p in area.planned if p["state"] in ("replaced", "unmet")}
        yield Line(f"dilakukan {area.code}", "visited", len(standing), len(book.visits.get(area.code, set())))
        yield Line(
            f"dilakukan {area.code}", "same visits", sorted(standing ^ book.visits.get(area.code, set())), []
        )
        yield Line(
            f"dilakukan {area.code}",
            "same verified",
            sorted(verified ^ book.verified.get(area.code, set())),
            [],
        )
        yield Line(f"dilakukan {area.code}", "replaced", sorted(out ^ book.out.get(area.code, set())), [])
        yield Line(f"dilakukan {area.code}", "state", area.state, book.states.get(area.code, "open"))
    states = {r["id"]: r["state"] for r in _rows("SELECT id, state FROM monev_finding")}
    told = Counter(states[pk] for pk in book.findings)
    yield Line("tindak lanjut", "states", dict(told), dict(Counter(book.findings.values())))


def _listed(browser: Browser, state: str) -> int:
    """How many the page of held submissions lists, page by page."""
    numbers: set[str] = set()
    before, page = -1, 1
    while len(numbers) != before:
        before = len(numbers)
        html = browser.page(f"/kiriman-tertahan/?state={state}&hal={page}")
        numbers |= set(re.findall(r'href="/kiriman-tertahan/(\d+)/"', html))
        page += 1
    return len(numbers)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else json.loads(value)


def _deliveries(browser: Browser, book: Book) -> Iterator[Line]:
    """What came, and what became of it: by the rows, by what the play did, and as the page of held submissions says."""
    rows = list(
        _rows(
            "SELECT id, state, finished_at, edits_id, summary FROM intake_delivery WHERE kind = 'submission'"
        )
    )
    deliveries = Counter(r["state"] for r in rows)
    chosen = {r["id"]: told["chosen"] for r in rows if "chosen" in (told := _object(r["summary"]))}
    dismissed = sum(
        r["state"] == "aside" and r["finished_at"] is not None and r["id"] not in chosen for r in rows
    )
    yield Line("kiriman", "aside (conflict)", deliveries["aside"], book.done["conflict"])
    yield Line("kiriman", "dismissed", dismissed, book.done["dismissed"])
    yield Line("kiriman", "chosen", len(chosen), book.done["chosen"])
    made = {r["id"] for r in rows if r["edits_id"] is not None and "office" in _object(r["summary"])}
    yield Line("kiriman", "versions of the chosen", sorted(made), sorted(chosen.values()))
    standing = _rows("SELECT d.id FROM monev_visit v JOIN intake_delivery d ON d.instance_id = v.instance_id")
    yield Line("kunjungan", "chosen stand", sorted(made - {r["id"] for r in standing}), [])
    waiting = deliveries["held"] + deliveries["aside"] - dismissed - len(chosen)
    yield Line("kiriman tertahan", _("Held submissions"), _listed(browser, ""), waiting)
    gone = deliveries["refused"] + dismissed
    yield Line("kiriman tertahan", _("Dismissed"), _listed(browser, "dismissed"), gone)
    yield Line("kiriman", "edited", deliveries["edited"], book.done["edited"] + len(chosen))
    yield Line("kiriman", "still to read", deliveries["received"] + deliveries["partial"], 0)
