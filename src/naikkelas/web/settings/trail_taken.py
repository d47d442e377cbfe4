"""The trail as a file: the events that its filters show, told as the page tells them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from naikkelas.places import queries as places
from naikkelas.web import access_log, words
from naikkelas.web.listing import EXPORT_LIMIT, table_file
from naikkelas.web.templatetags.nk_history import event_text, names_for


def trail(request: HttpRequest, kind: str, rows: QuerySet, told: list[str]) -> HttpResponseBase:
    """`told`: the filters in words. Details may name somebody, so the access log tells who took how many rows away."""
    header = [
        _("Day"), _("Time of day"), _("Who"), _("Role"), _("What"), _("Record"), _("Number of the record"), _("Region code"),
        _("Area"), _("Details"),
    ]  # fmt: skip
    found = table_file("jejak", kind, header, _lines(rows[:EXPORT_LIMIT], request.user))
    access_log.exported(request)("; ".join(told), min(rows.count(), EXPORT_LIMIT))
    return found


def _lines(rows: QuerySet, reader: Any) -> Iterator[list[object]]:
    names = names_for(reader)
    roles = dict(words.choices("role"))  # empty for what nobody in particular did
    for event in rows.iterator(chunk_size=2_000):
        at = timezone.localtime(event.at)
        yield [
            at.date(), f"{at:%H:%M:%S}", event.actor_name, roles.get(event.role, ""), words.label("action", event.action),
            words.label("record_type", event.object_type), event.object_id, event.area_code, places.name_of(event.area_code),
            event_text(event, names),
        ]  # fmt: skip
