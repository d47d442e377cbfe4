"""One of everything at every place: own, child, sibling, parent and foreign to an officer of Lampung Selatan.

Rows are made directly, not through actions: actions would refuse some of these places, and that is not asked here.
Every name holds the mark of its place, so that a page that shows one too many is seen at once.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl
from django.db import connection

from naikkelas import vault
from naikkelas.accounts import actions as accounts
from naikkelas.accounts.models import User
from naikkelas.engine import text_search
from naikkelas.forms import queries as forms
from naikkelas.intake.models import Delivery, RejectedRow, SavedMapping
from naikkelas.kit.text import folded
from naikkelas.monev.models import Cycle, CycleArea, Finding, FollowUp, PlannedVisit, Visit
from naikkelas.places.models import Region, RegionChange
from naikkelas.privacy.models import PersonRequest
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Disbursement,
    LedgerLine,
    Programme,
    Recipient,
)
from naikkelas.registry.models import (
    Apart,
    Cooperative,
    Enterprise,
    EnterpriseYear,
    LinkCandidate,
    LinkRun,
    Merge,
    Person,
    QualityIssue,
    QualityRun,
)
from naikkelas.reports.models import Issue
from naikkelas.trail.actions import SYSTEM, note
from tests.conftest import NOW
from tests.factories import world_facilitations, world_innovations, world_markets, world_money, world_reports
from tests.factories.people import person
from tests.factories.submissions import filled
from tests.factories.world_cooperatives import add_life
from tests.factories.world_field import add_sent
from tests.factories.world_forms import add_form
from tests.factories.world_monev import add_monev
from tests.factories.world_notices import add_notice
from tests.factories.world_plut import add_plut

OWN, CHILD, SIBLING, PARENT, FOREIGN, FOREIGN_CHILD = "18.01", "18.01.06", "18.02", "18", "17.01", "17.01.01"
PLACES = (OWN, CHILD, SIBLING, PARENT, FOREIGN, FOREIGN_CHILD)
DAY = date(2020, 3, 1)
NIK = "9901011502801234"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 32


def mark(code: str) -> str:
    """What the names of a place hold: 'xq18x01' is in no other place's mark."""
    return f"Xq{code.replace('.', 'x')}z"


@dataclass
class World:
    """Addresses' arguments by kind of object and place, and who is there to ask."""

    objects: dict[str, dict[str, list]] = field(default_factory=dict)
    people: list[User] = field(default_factory=list)
    assigned: dict[str, User] = field(default_factory=dict)
    told: dict[str, User] = field(default_factory=dict)
    text: Callable[[str], str] = mark  # what names hold beside the mark of their place

    def put(self, kind: str, code: str, *args: object) -> None:
        self.objects.setdefault(kind, {})[code] = list(args)

    def who(self, role: str, area: str) -> User:
        return next(u for u in self.people if (u.role, u.area_id) == (role, area))


def world(text: Callable[[str], str] = mark) -> World:
    made = World(text=text)
    Region.objects.get_or_create(
        code=FOREIGN_CHILD,
        defaults={
            "name": "Kedurang", "kind": "kecamatan", "level": "district", "parent_id": FOREIGN, "list_id": "uji"
        },
    )  # fmt: skip
    for role, areas in {
        "ministry": ("0",), "province": (PARENT, "17"), "regency": (OWN, SIBLING), "enumerator": (OWN, CHILD),
        "evaluator": (PARENT, OWN), "auditor": (OWN,), "administrator": (PARENT,),
    }.items():  # fmt: skip
        made.people += [person(role, area) for area in areas]
    cycles = {code: _cycle(code) for code in ("18", "17")}
    for code, cycle in cycles.items():
        made.put("cycle", code, cycle.pk)
    for n, code in enumerate(PLACES):
        _registry(made, code)
        _money(made, code)
        add_plut(made, code)
        world_markets.make(made, code)
        add_form(made, code)
        _monev(made, cycles[code[:2]], code, n)
        add_monev(made, code, n)
        _intake(made, code)
        world_money.make(made, code)
        _rest(made, code)
        add_notice(made, code)
    world_reports.make(made)
    _indexed(Enterprise)
    _indexed(Cooperative)
    return made


def _indexed(model: type) -> None:
    with connection.cursor() as cursor:
        ids = list(model.objects.values_list("pk", flat=True))
        text_search.renew(cursor, connection.vendor, model._meta.db_table, "search_text", ids)


def _cycle(code: str) -> Cycle:
    return Cycle.objects.create(
        name=f"Monev {code}", area_id=code, year=2019, quarter=4, opens_on=date(2020, 2, 10), due_workdays=60,
        due_on=date(2020, 3, 27), state="open",
    )  # fmt: skip


def _registry(made: World, code: str) -> None:
    text, seal = made.text(code), vault.current().seal
    # one human being each: entries with equal numbers would be shown together
    number = NIK if code == OWN else f"{NIK[:12]}{PLACES.index(code) + 1:04d}"
    owner = Person.objects.create(
        name=f"Pemilik {text}", nik_sealed=seal.close(number), nik_index=seal.index(number), sex="m", phone="081200000000"
    )  # fmt: skip
    common = {
        "area_id": code, "search_text": folded(f"usaha koperasi {text}"), "match_key": hash(code) % 10**9, "source": "uji",
        "updated_at": NOW,
    }  # fmt: skip
    enterprise = Enterprise.objects.create(
        name=f"Usaha {text}", name_key=folded(f"Usaha {text}"), owner=owner, size_class="micro", product=text,
        address=text, trademark=text[:80], annual_sales_idr=1_000_000, **common,
    )  # fmt: skip
    cooperative = Cooperative.objects.create(
        name=f"Koperasi {text}", name_key=folded(f"Koperasi {text}"), kind="consumer", chair=f"Ketua {text}", address=text,
        official_status="active", computed_status="active_rat", members=25, last_rat_year=2018, **common,
    )  # fmt: skip
    issue = QualityIssue.objects.create(
        rule=f"uji_{code}", rule_hash="0" * 16, kind="enterprise", record_id=enterprise.pk, area_id=code, severity=3,
        shown='{"kbli":"' + mark(code) + '"}', beside="{}", found_at=NOW, run=_checked(),
    )  # fmt: skip
    made.put("quality_issue", code, issue.pk)
    for year in (2017, 2018):
        facts = EnterpriseYear.objects.create(
            enterprise=enterprise, year=year, annual_sales_idr=1_000_000, size_class="micro", class_reason="annual_sales_idr",
            rule_set="uu_20_2008", judged_as_of=date(year, 12, 31), evidence="document", evidence_name=f"{text}.pdf"[-150:],
            evidence_sha256=vault.current().blobs.put(b"%PDF-1.4 laporan"), remark=text[:300], source="hand", recorded_at=NOW,
        )  # fmt: skip
    made.put("enterprise", code, enterprise.pk)
    made.put("enterprise_year", code, enterprise.pk, facts.pk)
    world_facilitations.make(made, code, enterprise)
    made.put("person", code, owner.pk)
    _doubles(made, code, enterprise, common)
    made.put("cooperative", code, cooperative.pk)
    add_life(made, code, cooperative)


def _doubles(made: World, code: str, enterprise: Enterprise, common: dict) -> None:
    """A pair that may be the same, one that was decided to be two, and a merge."""
    text, by = made.text(code), made.who("regency", OWN)
    other = Enterprise.objects.create(
        name=f"Kembar {text}", name_key=folded(f"Kembar {text}"), owner=enterprise.owner, size_class="micro", **common
    )  # fmt: skip
    run, _new = LinkRun.objects.get_or_create(
        method_hash="uji", defaults={"at": NOW, "records": 2, "changed": 2, "found": 1}
    )
    double = LinkCandidate.objects.create(
        first=enterprise, second=other, probability=0.97, band="person", evidence={"owner_name": [8, 9.5]}, run=run
    )  # fmt: skip
    pair = {"kind": "enterprise", "area_id": code, "by": by, "at": NOW}
    apart = Apart.objects.create(first_id=enterprise.pk, second_id=10**9 + other.pk, band="person", **pair)
    book = b'{"changed": [], "deleted": [], "created": []}'
    merge = Merge.objects.create(
        survivor_id=enterprise.pk, absorbed_id=10**9 + other.pk, choices={"name": 0}, moved=0,
        image_sealed=vault.current().seal.close_bytes(book), **pair,
    )  # fmt: skip
    made.put("double", code, "umkm", double.pk)
    made.put("apart", code, apart.pk)
    made.put("merge", code, merge.pk)


def _checked() -> QualityRun:
    """A check of the registry that every place's issues come from."""
    run, _new = QualityRun.objects.get_or_create(
        at=NOW, rules_hash="0" * 16,
        defaults={"enterprises": 1, "cooperatives": 1, "opened": 1, "mended": 0, "still_open": 1},
    )  # fmt: skip
    return run


def _money(made: World, code: str) -> None:
    text = made.text(code)
    programme = Programme.objects.create(
        type_id="startup_capital", name=f"Program {text}", year=2019, area_id=code
    )
    ceiling = Ceiling.objects.create(
        programme=programme, source="dak", year=2019, document_no=f"DIPA {code}", amount_idr=90_000_000
    )
    allocation = Allocation.objects.create(ceiling=ceiling, area_id=code, amount_idr=80_000_000)
    recipient = Recipient.objects.create(
        allocation=allocation, area_id=code, kind="person", name=f"Penerima {text}", amount_idr=12_000_000, plan=text,
        enterprise_id=made.objects["enterprise"][code][0], decree_no=f"SK {code}", decree_on=date(2019, 7, 1),
    )  # fmt: skip
    payment = Disbursement.objects.create(
        recipient=recipient, amount_idr=7_000_000, paid_on=date(2019, 9, 2), document_no=f"SP2D {code}", recorded_at=NOW
    )  # fmt: skip
    world_innovations.make(made, code, programme)
    made.put("payment", code, payment.pk)
    made.put("ledger_line", code, LedgerLine.objects.get(kind="disbursement", record_id=payment.pk).pk)
    made.put("programme", code, programme.pk)
    made.put("allocation", code, allocation.pk)


def _monev(made: World, cycle: Cycle, code: str, n: int) -> None:
    text, blobs = made.text(code), vault.current().blobs
    due = {"due_on": cycle.due_on}
    area, _new = CycleArea.objects.get_or_create(cycle=cycle, area_id=code[:5], defaults=due)
    if len(code) <= 5:
        made.put("area", code, area.pk)
    other = _person(made, code)
    enumerator = next((u for u in made.people if (u.role, u.area_id) == ("enumerator", code)), other)
    common = {"cycle_area": area, "area_id": code, "due_on": cycle.due_on, "assigned_to": enumerator}
    planned = PlannedVisit.objects.create(
        code=f"U{n}-0001", instrument="enterprise", label=f"Rencana {text}",
        enterprise_id=made.objects["enterprise"][code][0], **common,
    )  # fmt: skip
    done = PlannedVisit.objects.create(
        code=f"U{n}-0002", instrument="enterprise", label=f"Selesai {text}", state="visited",
        enterprise_id=made.objects["enterprise"][code][0], recipient_id=made.objects["recipient"][code][0], **common,
    )  # fmt: skip
    visit = Visit.objects.create(
        planned=done, instance_id=f"uuid:{code}", instrument="enterprise", form_version=forms.newest("enterprise").version,
        area_id=code, enumerator=enumerator, visited_on=DAY, received_at=NOW, answers=[{"path": "remark", "text": text}],
        photos=[{"question": "photo", "name": "a.jpg", "sha256": blobs.put(JPEG), "shown": blobs.put(JPEG)}],
    )  # fmt: skip
    finding = Finding.objects.create(
        number=f"T2020-9{n:03d}", area_id=code, visit=visit, rule=f"uji.{code}", title=f"Temuan {text}", condition=text,
        criterion=text, recommendation=text, severity="high", opened_on=DAY, due_on=DAY + timedelta(days=5),
    )  # fmt: skip
    step = FollowUp.objects.create(
        finding=finding, kind="action", by=made.who("regency", OWN), at=NOW, text=text, evidence_name=f"{text}.pdf"[-150:],
        evidence_sha256=blobs.put(b"%PDF-1.4 bukti"),
    )  # fmt: skip
    made.put("planned", code, planned.pk)
    made.put("visit", code, visit.pk)
    made.put("photo", code, visit.pk, 0)
    made.put("finding", code, finding.pk)
    made.put("evidence", code, finding.pk, step.pk)
    add_sent(made, planned, visit, JPEG)


def _intake(made: World, code: str) -> None:
    text, seal = made.text(code), vault.current().seal
    by = made.who("regency", OWN)
    common = {"sha256": "0" * 64, "size": 1, "area_id": code, "received_by": by, "received_at": NOW}
    sheet = Delivery.objects.create(
        kind="spreadsheet", state="looked", instrument="umkm_baku", filename=f"{text}.csv"[-150:], total=1,
        summary={
            "layout": "umkm_baku", "sheet": text[:31], "headers": [text], "rows": 2, "good": 1, "new": 1, "known": 0, "bad": 1
        },
        **common,
    )  # fmt: skip
    sheet.summary |= _staged(text, code)
    sheet.staged_sha256 = sheet.summary["preview"].pop("staged")
    sheet.save()
    surveyed = {
        "best": 0,
        "sheets": [
            {
                "name": text[:31], "hidden": False, "rows": 2, "numbers": [1, 2], "top": [[text, "Lain"], [text, "2"]],
                "columns": [{"filled": 1, "distinct": 1, "kinds": {}}] * 2, "heading_at": 0, "heading_rows": 1, "score": 1,
            }
        ],
    }  # fmt: skip
    mapped = Delivery.objects.create(
        kind="spreadsheet", state="mapping", filename=f"{text}.csv"[-150:],
        summary={"id": text, "en": text, "survey": vault.current().blobs.put(json.dumps(surveyed).encode())}, **common,
    )  # fmt: skip
    applied = Delivery.objects.create(
        kind="spreadsheet", state="applied", instrument="umkm_baku", filename=f"{text}.csv"[-150:], finished_at=NOW,
        summary={"record": "enterprise", "applied": {"new": 0, "changed": 0, "same": 0}, "undo": []}, **common,
    )  # fmt: skip
    mapping = SavedMapping.objects.create(
        name=f"Pemetaan {text}"[:80], record="enterprise", fingerprint="0" * 32, area_id=code, made_by=by, made_at=NOW,
        changed_at=NOW, columns=[{"at": 0, "heading": text, "field": "name"}],
    )  # fmt: skip
    made.put("mapped", code, mapped.pk)
    made.put("applied", code, applied.pk)
    made.put("mapping", code, mapping.pk)
    RejectedRow.objects.create(
        delivery=sheet, row=2, values_sealed=seal.close(f'["{text.translate({34: 39, 92: 47})}"]'),
        problems=[{"code": "cell.rupiah", "column": text, "value": text, "params": {}, "error": True}],
    )  # fmt: skip
    planned = PlannedVisit.objects.get(pk=made.objects["planned"][code][0])
    held = Delivery.objects.create(
        kind="submission", state="held", instrument="enterprise", form_version=forms.newest("enterprise").version,
        body=seal.close_bytes(filled(planned)), instance_id=f"uuid:held-{code}", reason="visit.no_day",
        summary={"id": text, "en": text}, **common,
    )  # fmt: skip
    made.put("delivery", code, sheet.pk)
    made.put("held", code, held.pk)


def _staged(text: str, code: str) -> dict[str, object]:
    """What a look at a file of one good row and one bad leaves behind."""

    def kept(table: pl.DataFrame) -> str:
        buffer = io.BytesIO()
        table.write_ipc(buffer)
        return vault.current().blobs.put(buffer.getvalue())

    index = pl.DataFrame(
        {
            "row": [1, 2],
            "state": ["new", "bad"],
            "doubtful": [False] * 2,
            "noted": [False, True],
            "at": [0, None],
        },
        schema_overrides={"row": pl.UInt32, "at": pl.UInt32},
    )
    problem = {
        "row": 2,
        "field": "name",
        "header": text,
        "code": "cell.rupiah",
        "value": text,
        "params": "",
        "error": True,
    }
    told = {"changed": [{"row": 1, "name": text, "fields": [["name", text, text]]}], "missing": [], "new": []}
    return {
        "columns": [[0, "name"]],
        "foreseen": {"new": 1, "changed": 0, "same": 0, "doubtful": 0, "noted": 1},
        "profile": [
            {"field": "name", "header": text, "errors": 1, "notes": 0, "filled": 1, "distinct": 1, "frequent": [[text, 2]]}
        ],
        "preview": {
            "staged": kept(pl.DataFrame({"row": [1], "name": [text], "area_code": [code]})),
            "index": kept(index),
            "problems": kept(pl.DataFrame([problem], schema_overrides={"row": pl.UInt32})),
        },
        "since": {
            "delivery": 0, "new": 0, "changed": 1, "same": 0, "missing": 0,
            "told": vault.current().blobs.put(json.dumps(told).encode()),
        },
    }  # fmt: skip


def _rest(made: World, code: str) -> None:
    text = made.text(code)
    asked = PersonRequest.objects.create(
        person_id=made.objects["person"][code][0], area_id=code, kind="access", channel="counter", identity_check=text[:200],
        received_on=DAY, due_at=NOW, reason=text, opened_by=made.who("regency", OWN), opened_at=NOW,
        export_sha256=vault.current().blobs.put(b"PK\3\4 salinan"),
    )  # fmt: skip
    made.put("person_request", code, asked.pk)
    issue = Issue.objects.create(
        report="quarterly", area_id=code, year=2019, quarter=4, number=f"{mark(code)}-01", figures_sha256="0" * 64,
        figures={"indicators": [], "programmes": [], "areas": [], "findings": {}}, issued_by=None, issued_at=NOW,
        pdf_sha256=vault.current().blobs.put(b"%PDF-1.4 laporan"), xlsx_sha256=vault.current().blobs.put(b"PK\3\4 laporan"),
    )  # fmt: skip
    made.put("issue", code, issue.pk)
    change = RegionChange.objects.create(
        kind="rename", title=f"Perubahan {made.text(code)}"[:150], area_code=code, effective_on=DAY, legal_source="uji",
        entered_by="uji", entered_at=NOW,
    )  # fmt: skip
    made.put("area_change", code, change.pk)
    made.put("document", code, issue.pk, "pdf")
    note(by=SYSTEM, at=NOW, action="uji", on=("uji", mark(code)), area=code)


def _person(made: World, code: str) -> User:
    """An enumerator of the place with a phone."""
    user = User(
        username=f"orang-{mark(code).lower()}", name=f"Orang {made.text(code)}"[:150], role="enumerator", area_id=code,
        position=made.text(code)[:150], joined_at=NOW,
    )  # fmt: skip
    user.set_unusable_password()
    user.save()
    token = accounts.issue_token(user=user, kind="phone", by=SYSTEM, at=NOW)[0]
    made.put("user", code, user.pk)
    made.put("phone", code, user.pk, token.pk)
    return user
