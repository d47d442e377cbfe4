"""Saying what the columns of an unknown list hold, of the registry or of programmes, and the mappings that were saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.instruments import finding, headings, list_fields, proposal, survey
from naikkelas.instruments.header_words import WORDS
from naikkelas.instruments.record_kinds import REGISTRY
from naikkelas.instruments.registry_fields import PERSONAL
from naikkelas.intake import actions, queries, tasks
from naikkelas.kit.problems import Refused
from naikkelas.rules import person_nik
from naikkelas.vault.blobs import BlobMissing
from naikkelas.web.gate import page
from naikkelas.web.intake.labels import CHOICE, CONFIDENCE, CONTENT, FAULTS, RECORDS, fields_of
from naikkelas.web.intake.preview import NO_LONGER_KEPT

SAMPLES = 3
_PERSONAL_CONTENT = frozenset({"nik", "long_number", "phone", "email", "day", "latitude", "longitude"})


@dataclass(frozen=True)
class Chosen:
    """Which sheet, which rows as heading and which record: as asked for, else as proposed."""

    sheets: list[dict[str, Any]]
    number: int
    at: int
    rows: int
    record: str

    @classmethod
    def of(cls, told: dict[str, Any], asked: QueryDict, among: Sequence[str]) -> "Chosen":
        sheets = told["sheets"]
        number = _within(asked.get("sheet"), told["best"], len(sheets) - 1)
        sheet = sheets[number]
        at = _within(asked.get("heading"), sheet["heading_at"], max(0, len(sheet["top"]) - 1))
        rows = _within(asked.get("heading_rows"), sheet["heading_rows"], headings.MOST_ROWS)
        rows = max(1, min(rows, len(sheet["top"]) - at))
        found = cls(sheets, number, at, rows, "")
        record = asked.get("record", "")
        if record not in among:
            record = proposal.likely_record(found.headings, found.counted, among)
        return cls(sheets, number, at, rows, record)

    @property
    def sheet(self) -> dict[str, Any]:
        return self.sheets[self.number]

    @property
    def headings(self) -> list[str]:
        return headings.joined(self.sheet["top"][self.at : self.at + self.rows])

    @property
    def counted(self) -> list[proposal.Column]:
        return [survey.column(told) for told in self.sheet["columns"]]

    def samples(self, at: int) -> list[str]:
        below = self.sheet["top"][self.at + self.rows :]
        said = (row[at] for row in below if not headings.numbers_columns(row))
        return list(dict.fromkeys(cell.strip() for cell in said if cell and cell.strip()))[:SAMPLES]


def _within(text: str | None, otherwise: int, last: int) -> int:
    return min(int(text), last) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


@dataclass(frozen=True)
class Way:
    """Of which lists the columns are asked: what a row may be, where the list is seen, what reads it afterwards, and what
    may be told of the file besides (an unbound form's class takes POST or GET)."""

    among: Sequence[str]
    template: str
    detail: str
    read: Callable[[int], Any]
    form: Callable[[QueryDict], Any] | None = None


@page("intake.import", post=True)
def delivery_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns of a list of the registry with a proposal for each; a person decides, and the decision is saved by name."""
    delivery = get_object_or_404(queries.spreadsheets_visible_to(request.user), pk=pk)
    way = Way(REGISTRY, "intake/delivery_mapping.html", "intake-delivery-detail", tasks.look_at.enqueue)
    return columns_page(request, delivery, way)


def columns_page(request: HttpRequest, delivery: Any, way: Way) -> HttpResponse:
    """The page on which somebody says what the columns of a list hold."""
    if delivery.state != "mapping":
        return redirect(way.detail, delivery.pk)
    try:
        told = queries.surveyed(delivery)
    except BlobMissing as missing:
        raise Refused(NO_LONGER_KEPT, status=410) from missing
    asked = request.POST if request.method == "POST" else request.GET
    chosen = Chosen.of(told, asked, way.among)
    fields = _fields(chosen, asked)
    form = way.form(asked) if way.form else None
    given = form.given() if form and form.is_valid() else {}
    error = ""
    if request.method == "POST" and not (form and form.errors):
        try:
            return _use(request, delivery, chosen, fields, given, way)
        except Refused as refusal:
            error = refusal.text(get_language())
    context = {
        "delivery": delivery,
        "chosen": chosen,
        "records": [(record, RECORDS[record][0]) for record in way.among],
        "layout": finding.nearest(chosen.headings, chosen.record),
        "columns": _columns(request, chosen, fields),
        "choices": [(field, fields_of(chosen.record)[field]) for field in WORDS[chosen.record]],
        "faults": _faults(chosen, fields, delivery, given),
        "taken": sum(bool(field) for field in fields.values()),
        "name": asked.get("name", "") or _name_of(delivery.filename),
        "heading_rows": [(n, _line(row)) for n, row in enumerate(chosen.sheet["top"][:20])],
        "why": delivery.summary.get(get_language(), ""),
        "form": form,
        "detail": way.detail,
        "error": error,
    }
    if request.headers.get("HX-Request"):
        return render(request, "intake/_mapping_check.html", context)
    return render(request, way.template, context, status=422 if error or (form and form.errors) else 200)


def _fields(chosen: Chosen, asked: QueryDict) -> dict[int, str]:
    """The field of each column: as the form says, else as proposed. A form for another record is asked anew."""
    proposed = proposal.propose(chosen.headings, chosen.counted, chosen.record)
    known = WORDS[chosen.record]
    return {
        at: (given if given in known else "")
        if (given := asked.get(f"field-{at}")) is not None
        else each.field
        for at, each in enumerate(proposed)
    }


def _use(
    request: HttpRequest,
    delivery: Any,
    chosen: Chosen,
    fields: dict[int, str],
    given: dict[str, str],
    way: Way,
) -> HttpResponse:
    with transaction.atomic():
        actions.use_mapping(
            delivery=delivery,
            name=request.POST.get("name", ""),
            record=chosen.record,
            sheet=chosen.sheet["name"],
            header_rows=chosen.rows,
            headings=chosen.headings,
            fields=fields,
            given=given,
            by=request.user,
            at=request.at,
        )
        way.read(delivery.pk)
    return redirect(way.detail, delivery.pk)


def _columns(request: HttpRequest, chosen: Chosen, fields: dict[int, str]) -> list[dict[str, Any]]:
    proposed = proposal.propose(chosen.headings, chosen.counted, chosen.record)
    may_see = access.may(request.user, "person.see")
    told = []
    for at, (heading, column, each) in enumerate(zip(chosen.headings, chosen.counted, proposed, strict=True)):
        samples = chosen.samples(at)
        if not heading and not samples:
            continue
        personal = {fields[at], each.field} & _personal(chosen.record) or set(
            column.kinds
        ) & _PERSONAL_CONTENT
        told.append(
            {
                "at": at,
                "letter": letter(at),
                "heading": heading,
                "samples": [_shown(text, personal=bool(personal), may_see=may_see) for text in samples],
                "content": CONTENT.get(column.kind, CHOICE),
                "filled": column.filled,
                "lost": column.kinds.get("long_number", 0) > 0,
                "confidence": CONFIDENCE.get(each.confidence) if each.field == fields[at] else None,
                "field": fields[at],
            }
        )
    return told


def _personal(record: str) -> frozenset[str]:
    return PERSONAL if record in REGISTRY else list_fields.PERSONAL


def _shown(text: str, *, personal: bool, may_see: bool) -> str:
    """A sample as this reader may see it: a person's number never whole, what else is personal only with the duty."""
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) >= 15:
        return person_nik.masked(digits) if len(digits) == 16 else "•" * 8
    if personal and not may_see:
        return "•" * 6
    return text


def letter(at: int) -> str:
    """What a spreadsheet program calls the column: A, B, …, AA."""
    text, number = "", at + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _faults(chosen: Chosen, fields: dict[int, str], delivery: Any, given: dict[str, str]) -> list[str]:
    labels = fields_of(chosen.record)
    known = len(delivery.area_id) == 5 or "allocation" in given
    found = proposal.faults(list(fields.values()), chosen.record, place_known=known, given=given)
    return [str(FAULTS[code]) % {"field": labels.get(field, "")} for code, field in found]


def _line(row: list[str | None]) -> str:
    """A row in one line, to choose it as the heading; nothing that may be a number of a person."""
    texts = [c for c in row if c and not any(len(part) > 11 for part in c.split() if part.isdigit())]
    return " · ".join(texts[:6])[:90]


def _name_of(filename: str) -> str:
    stem = filename.rpartition(".")[0] or filename
    return " ".join(stem.replace("_", " ").replace("-", " ").split())[:80]


@page("intake.import")
def mapping_list(request: HttpRequest) -> HttpResponse:
    """The mappings that were saved: which list they are for, and what their columns mean."""
    rows = [
        {
            "mapping": mapping,
            "of": RECORDS[mapping.record][1],
            "columns": [
                {
                    "letter": letter(c["at"]),
                    "heading": c["heading"],
                    "field": fields_of(mapping.record).get(c["field"], ""),
                }
                for c in mapping.columns
                if c["field"]
            ],
        }
        for mapping in queries.mappings_visible_to(request.user)
    ]
    return render(request, "intake/mapping_list.html", {"rows": rows})


@page("intake.import", post=True, get=False)
def mapping_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename or delete a mapping."""
    mapping = get_object_or_404(queries.mappings_visible_to(request.user), pk=pk)
    match request.POST.get("do"):
        case "rename":
            actions.rename_mapping(
                mapping=mapping, name=request.POST.get("name", ""), by=request.user, at=request.at
            )
            messages.success(request, _("The mapping has its new name."))
        case "delete":
            actions.delete_mapping(mapping=mapping, by=request.user, at=request.at)
            messages.success(request, _("The mapping was deleted. What came in by it stays."))
        case other:
            raise Http404(other)
    return redirect("intake-mapping-list")
