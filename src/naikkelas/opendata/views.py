"""The feed: service document, metadata, entity sets, one entity, what it navigates to, counts."""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from naikkelas.accounts import access, roles
from naikkelas.accounts import actions as accounts
from naikkelas.accounts.queries import by_token
from naikkelas.kit import clock
from naikkelas.opendata import paging, shapes
from naikkelas.opendata.faults import BadQuery, NotOffered, Unknown
from naikkelas.registry.actions import log_export
from naikkelas.reports.queries import answers

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

_CALL = re.compile(r"(?P<set>[^\W\d]\w*)(?:\('(?P<key>(?:[^']|'')*)'\))?(?:/(?P<then>\$count|[^\W\d]\w*))?")
_JSON = "application/json;odata.metadata=minimal;IEEE754Compatible=false;charset=utf-8"
View = Callable[..., HttpResponse]


def feed(view: View) -> View:
    """The key as password (Basic) or alone (Bearer) is the right; refusals are told as OData tells them."""

    @csrf_exempt
    @functools.wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        request.at = clock.now()
        try:
            if "\0" in request.path_info:  # PostgreSQL takes none
                raise Unknown("No such address")
            person = _person(request)
            if person is None:
                response = _fault("Unauthorized", "Give the user name and the key of the feed.", 401)
                response["WWW-Authenticate"] = 'Basic realm="naikkelas OData", charset="UTF-8"'
            elif request.method not in ("GET", "HEAD"):
                response = _fault("MethodNotAllowed", "The feed is for reading.", 405)
                response["Allow"] = "GET, HEAD"
            else:
                response = view(request, person=person, **kwargs)
        except BadQuery as fault:
            response = _fault(fault.code, str(fault), fault.status)
        response["OData-Version"] = "4.0"
        response["Cache-Control"] = "private, no-store"
        response["Vary"] = "Authorization"
        return response

    guarded.duty = roles.PUBLIC  # the key is the right; Gate has nothing to ask
    guarded.methods = ["GET", "HEAD"]
    return guarded


def _person(request: HttpRequest) -> User | None:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    name, key = "", given.strip()
    if scheme.lower() == "basic":
        try:
            name, _, key = base64.b64decode(key, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
    elif scheme.lower() != "bearer":
        return None
    row = by_token(key, request.at, ("data",))
    if row is None or (name and name != row.user.username) or not access.may(row.user, "answers.export"):
        return None
    accounts.see_device(token=row, device="", by=row.user, at=request.at)
    return row.user


def _fault(code: str, text: str, status: int) -> HttpResponse:
    body = json.dumps({"error": {"code": code, "message": text}}, ensure_ascii=False)
    return HttpResponse(body, content_type=_JSON, status=status)


def _reader(person: User, form: str) -> answers.Reader:
    found = answers.forms_visible_to(person).exclude(state="draft").filter(form_id=form).first()
    if found is None:
        raise Unknown(f"No form “{form}” for you")
    return answers.Reader(found, person)


def _base(request: HttpRequest, form: str) -> str:
    base = settings.NAIKKELAS_URL or f"{request.scheme}://{request.get_host()}"
    return f"{base}{reverse('opendata-service', args=[form])}"


def _json(body: dict[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=_JSON)


@feed
def service(request: HttpRequest, *, person: User, form: str) -> HttpResponse:
    """The entity sets of a form."""
    sets = shapes.entity_sets(_reader(person, form).tables)
    return _json(
        {
            "@odata.context": f"{_base(request, form)}$metadata",
            "value": [{"name": name, "kind": "EntitySet", "url": name} for name in sets],
        }
    )


@feed
def metadata(request: HttpRequest, *, person: User, form: str) -> HttpResponse:
    reader = _reader(person, form)
    body = "".join(shapes.metadata(shapes.entity_sets(reader.tables), reader.form.title))
    etag = f'W/"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="application/xml;charset=utf-8")
    response["ETag"] = etag
    return response


@feed
def entities(request: HttpRequest, *, person: User, form: str, path: str) -> HttpResponse:
    """A set, its count, one of its entities, or what that entity leads to."""
    reader = _reader(person, form)
    sets = shapes.entity_sets(reader.tables)
    call = _CALL.fullmatch(path)
    if call is None or call["set"] not in sets:
        raise Unknown(f"“{path[:80]}” is not in this feed")
    of, params = sets[call["set"]], {k: v for k, v in request.GET.items()}
    if call["key"] is not None:
        return _entity(request, reader, sets, of, call["key"].replace("''", "'"), call["then"] or "")
    if call["then"] == "$count":
        ask = paging.asked({**params, "$count": "true", "$top": "0"}, of)
        count = paging.read(reader, ask, sets, 0).count
        return HttpResponse(str(count), content_type="text/plain;charset=utf-8")
    if call["then"]:
        raise NotOffered("Navigation begins at one entity: Set('key')/name")
    ask = paging.asked(params, of)
    page = paging.read(reader, ask, sets, _size(request))
    _log(request, reader, of.name, len(page.rows))
    base = _base(request, form)
    chosen = f"({','.join(ask.select)})" if ask.select else ""
    body: dict[str, Any] = {"@odata.context": f"{base}$metadata#{of.name}{chosen}"}
    if page.count is not None:
        body["@odata.count"] = page.count
    body["value"] = page.rows
    if page.following is not None:
        kept = {k: v for k, v in params.items() if k not in ("$skip", "$top", "$count", "$skiptoken")}
        link = urlencode({**kept, "$skiptoken": page.following.token()}, safe="$,()'", quote_via=quote)
        body["@odata.nextLink"] = f"{base}{of.name}?{link}"
    response = _json(body)
    if "maxpagesize" in request.headers.get("Prefer", ""):
        response["Preference-Applied"] = f"odata.maxpagesize={_size(request)}"
    return response


def _entity(
    request: HttpRequest,
    reader: answers.Reader,
    sets: dict[str, shapes.EntitySet],
    of: shapes.EntitySet,
    key: str,
    then: str,
) -> HttpResponse:
    """One entity by its key; with a name behind it, its rows of a repeat or its parent."""
    ask = paging.asked({k: v for k, v in request.GET.items() if k in ("$select", "$expand", "$format")}, of)
    each = next(reader.answered(key=key.partition("/")[0]), None)
    row = next((r for r in each.of(of.table.path) if r.key == key), None) if each else None
    if each is None or row is None:
        raise Unknown("No such entity")
    base = _base(request, reader.form.form_id)
    _log(request, reader, of.name, 1)
    if not then:
        values = shapes.values(each, row, of)
        return _json({"@odata.context": f"{base}$metadata#{of.name}/$entity", **ask.shaped(values),
                      **paging.children(each, values, ask, sets)})  # fmt: skip
    if then == "parent" and of.parent:
        up = sets[of.parent]
        parent = next(r for r in each.rows if r.key == row.parent)
        values = {k: shapes.plain(v) for k, v in shapes.values(each, parent, up).items()}
        return _json({"@odata.context": f"{base}$metadata#{up.name}/$entity", **values})
    if then not in of.children:
        raise Unknown(f"“{then}” is no navigation property of {of.name}")
    down = sets[then]
    turns = [shapes.values(each, r, down) for r in each.of(down.table.path) if r.parent == key]
    return _json(
        {
            "@odata.context": f"{base}$metadata#{down.name}",
            "value": [{k: shapes.plain(v) for k, v in turn.items()} for turn in turns],
        }
    )


def _size(request: HttpRequest) -> int:
    found = re.search(r"maxpagesize=(\d{1,6})", request.headers.get("Prefer", ""))
    return max(1, min(int(found[1]), paging.MOST)) if found else paging.ON_A_PAGE


def _log(request: HttpRequest, reader: answers.Reader, name: str, rows: int) -> None:
    """Every page that was taken is written down; words of the filter are left out, they may name a person."""
    told = f"{reader.form.form_id} {name}{' $filter' if '$filter' in request.GET else ''}"
    by = reader.user
    log_export(area=by.area_id, place="odata", filters=told, rows=rows, by=by, at=request.at)
