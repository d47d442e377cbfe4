"""Every row of a file as it was read, its problems in place; what the columns hold; what changed since the last file."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.instruments.problem_kinds import KINDS, params_of
from naikkelas.instruments.registry_fields import AREA_FIELDS, NUMBERS_OF_PERSONS, PERSONAL
from naikkelas.intake import queries
from naikkelas.kit import days, money
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.rules import person_nik
from naikkelas.vault.blobs import BlobMissing
from naikkelas.web import words
from naikkelas.web.gate import page
from naikkelas.web.intake.labels import FIELDS, ROWS

PAGE_ROWS = 200
_WORDS = {
    "sex": "sex", "sector": "sector", "legal_form": "legal_form", "market": "market", "kind": "cooperative_kind",
    "group": "cooperative_group", "official_status": "status",
}  # fmt: skip
_FINEST = {"regency": 5, "district": 8, "village": 13, "area_code": 13}
HIDDEN = "••••••"

NO_LONGER_KEPT = Kind(
    "delivery.preview_gone",
    "Pratinjau impor ini tidak disimpan lagi karena masa simpannya habis. Yang sudah diterapkan tetap ada di registri; untuk "
    "melihat baris berkasnya lagi, kirim ulang berkas itu.",
    "The preview of this import is no longer kept: its time has passed. What was applied stands in the registry; to see the "
    "rows of the file again, send it again.",
)


def _looked_at(request: HttpRequest, pk: int, part: str):
    """A delivery that has this part of what the pages here show; else 404."""
    delivery = get_object_or_404(queries.spreadsheets_visible_to(request.user), pk=pk)
    if not delivery.summary.get(part):
        raise Http404(part)
    return delivery


@page("intake.import")
def delivery_rows(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _looked_at(request, pk, "preview")
    try:
        index = queries.preview(delivery, "index")
        tabs = _tabs(index)
        chosen = request.GET.get("saring", "all")
        if chosen not in tabs:
            raise Http404(chosen)
        found = tabs[chosen][1]
        pages = Paginator(range(found.height), PAGE_ROWS)
        shown = pages.get_page(request.GET.get("hal"))
        lines = found.slice(shown.start_index() - 1 if found.height else 0, PAGE_ROWS)
        rows = _rows(delivery, lines, may_see=access.may(request.user, "person.see"))
    except BlobMissing as missing:
        raise Refused(NO_LONGER_KEPT, status=410) from missing
    context = {
        "delivery": delivery,
        "tabs": [(name, label, rows_.height) for name, (label, rows_) in tabs.items()],
        "chosen": chosen,
        "page": shown,
        "columns": _columns(delivery),
        "rows": rows,
    }
    return render(request, "intake/delivery_rows.html", context)


def _tabs(index: pl.DataFrame) -> dict[str, tuple[str, pl.DataFrame]]:
    """Label and lines of each choice of rows."""
    state = pl.col("state")
    return {
        "all": (_("All"), index),
        "problem": (_("With problems"), index.filter(pl.col("noted"))),
        "new": (_("New"), index.filter(state == "new")),
        "changed": (_("Changed"), index.filter(state == "changed")),
        "same": (_("Same"), index.filter(state == "same")),
        "doubtful": (_("Doubtful"), index.filter(pl.col("doubtful"))),
    }


def _columns(delivery) -> list[dict[str, str]]:
    heads = delivery.summary["headers"]
    return [
        {"heading": heads[at] or FIELDS[field], "field": FIELDS[field]}
        for at, field in delivery.summary["columns"]
    ]


def _rows(delivery, lines: pl.DataFrame, *, may_see: bool) -> list[dict[str, Any]]:
    numbers = lines["row"].to_list()
    problems: dict[tuple[int, str], list[dict[str, Any]]] = {}
    told = queries.preview(delivery, "problems")
    for p in told.filter(pl.col("row").is_in(numbers)).iter_rows(named=True):
        problems.setdefault((p["row"], p["field"]), []).append(_problem(p, may_see=may_see))
    good = _good(delivery, lines)
    seal = vault.current().seal
    bad = {
        r.row: json.loads(seal.open(r.values_sealed))
        for r in queries.rejected_rows(delivery).filter(row__in=numbers)
    }
    columns, rows = delivery.summary["columns"], []
    for line in lines.iter_rows(named=True):
        number = line["row"]
        if line["state"] == "bad":
            cells = {
                at: bad.get(number, [])[at] if at < len(bad.get(number, [])) else None
                for at, _field in columns
            }
            texts = [_as_sent(cells[at] or "", field, may_see=may_see) for at, field in columns]
        else:
            texts = [_as_read(good.get(number, {}), field, may_see=may_see) for _at, field in columns]
        rows.append(
            {
                "row": number,
                "state": ROWS[line["state"]],
                "doubtful": line["doubtful"],
                "whole": problems.get((number, ""), []),
                "cells": [
                    {"text": text, "problems": problems.get((number, field), [])}
                    for text, (_at, field) in zip(texts, columns, strict=True)
                ],
            }
        )
    return rows


def _good(delivery, lines: pl.DataFrame) -> dict[int, dict[str, Any]]:
    at = lines["at"].drop_nulls().to_list()
    if not at:
        return {}
    return {row["row"]: row for row in queries.staged(delivery)[at].iter_rows(named=True)}


def _problem(p: dict[str, Any], *, may_see: bool) -> dict[str, Any]:
    hidden = p["field"] in PERSONAL and not may_see
    value = HIDDEN if hidden else p["value"] or ""
    text = KINDS[p["code"]].text(get_language(), value=value, **params_of(p["params"]))
    return {"text": text, "error": p["error"]}


def _as_sent(text: str, field: str, *, may_see: bool) -> str:
    """A cell of a row that goes back, as the sender wrote it; a number of a person never whole."""
    text = text.strip()
    if text and field in NUMBERS_OF_PERSONS:
        return person_nik.masked("".join(c for c in text if c.isdigit()))
    return HIDDEN if text and field in PERSONAL and not may_see else text[:120]


def _as_read(row: dict[str, Any], field: str, *, may_see: bool) -> str:
    """A cell of a good row as it was understood."""
    if field in AREA_FIELDS:
        code = row.get("area_code") or ""
        length = _FINEST[field]
        if field == "area_code":
            return code
        return places.name_of(code[:length]) if len(code) >= length else ""
    if field == "person_nik":
        sealed = row.get("nik_sealed")
        return person_nik.masked(vault.current().seal.open(sealed)) if sealed else ""
    if field == "tax_id":
        return HIDDEN if row.get("tax_id_sealed") else ""
    value = row.get(field)
    if value not in (None, "") and field in PERSONAL and not may_see:
        return HIDDEN
    return shown(value, field)


def shown(value: Any, field: str) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return ""
    if field in _WORDS:
        return str(words.label(_WORDS[field], value))
    if field.endswith("_idr"):
        return money.number(int(value), get_language())
    return days.day_text(value, get_language()) if isinstance(value, date) else str(value)


@page("intake.import")
def delivery_profile(request: HttpRequest, pk: int) -> HttpResponse:
    """How full each column is, what stands in it most often, from where to where, and how often it is wrong."""
    delivery = _looked_at(request, pk, "profile")
    total = delivery.summary["rows"] or 1
    columns = [
        each
        | {
            "label": FIELDS[each["field"]],
            "percent": money.percent(each.get("filled", 0), total, get_language())
            if "filled" in each
            else "",
            "low": _bound(each.get("low", ""), each["field"]),
            "high": _bound(each.get("high", ""), each["field"]),
            "frequent": [(_word(value, each["field"]), times) for value, times in each["frequent"]],
        }
        for each in delivery.summary["profile"]
    ]
    return render(request, "intake/delivery_profile.html", {"delivery": delivery, "columns": columns})


def _bound(text: str, field: str) -> str:
    if field.endswith("_on") and text:
        return days.day_text(date.fromisoformat(text), get_language())
    return shown(text, field) if field.endswith("_idr") else text


def _word(text: str, field: str) -> str:
    return _bound(text, field) if field not in _WORDS else shown(text, field)


@page("intake.import")
def delivery_since(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new, changed and missing against the list that the same office brought in before."""
    delivery = _looked_at(request, pk, "since")
    try:
        told = queries.since(delivery)
    except BlobMissing as missing:
        raise Refused(NO_LONGER_KEPT, status=410) from missing
    may_see = access.may(request.user, "person.see")
    since = delivery.summary["since"]
    files = queries.spreadsheets_visible_to(request.user).in_bulk(
        since.get("deliveries", [since["delivery"]])
    )
    context = {
        "delivery": delivery,
        "since": since,
        "files": sorted(files.values(), key=lambda file: file.finished_at, reverse=True),
        "changed": [
            c | {"fields": list(_differences(c["fields"], may_see=may_see))} for c in told["changed"]
        ],
        "missing": [
            m | {"file": files.get(m.get("delivery", since["delivery"]))} for m in _placed(told["missing"])
        ],
        "new": _placed(told["new"]),
    }
    return render(request, "intake/delivery_since.html", context)


def _differences(fields: list[list[Any]], *, may_see: bool) -> Iterable[dict[str, str]]:
    for field, before, after in fields:
        hidden = field == "nik_index" or (field in PERSONAL and not may_see)
        yield {
            "label": FIELDS[field],
            "before": HIDDEN if hidden else _told(before, field),
            "after": HIDDEN if hidden else _told(after, field),
        }


def _told(value: Any, field: str) -> str:
    if value is None or value == "":
        return _("(empty)")
    return places.name_of(value) if field == "area_code" else _word(str(value), field)


def _placed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"place": places.name_of(row["area_code"]) if row["area_code"] else ""} for row in rows]
