"""The one reader of what was answered: page, files, feed and command line all take from here.

What comes out is what the asker may see: answers from the area of duty, without the questions about persons for who may
not see persons, without visits that were rejected or whose person's data are restricted. Answers are kept sealed, so
they are opened and read one by one, a few hundred at a time whatever their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from naikkelas.accounts import access
from naikkelas.forms import queries as forms
from naikkelas.instruments import answer_rows
from naikkelas.instruments.answer_rows import Row
from naikkelas.instruments.answer_tables import Tables, merged
from naikkelas.intake import queries as intake
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.vault.seal import Unsealable

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.forms.models import FormVersion
    from naikkelas.intake.models import Attachment, Delivery

CHUNK = 300
Keep = Callable[["Answered"], bool]


@dataclass(frozen=True)
class Answered:
    """One submission: the form's own row first, then those of its repeats."""

    number: int
    received_at: datetime
    sender: str
    area: str
    version: str
    rows: list[Row]
    visit: int | None = None
    """The visit that was read from it."""

    @property
    def place(self) -> str:
        return places.place_of(self.area)

    @cached_property
    def values(self) -> dict[str, str]:
        return self.rows[0].values

    def of(self, table: str) -> list[Row]:
        return [row for row in self.rows if row.table == table]

    def all(self, path: str) -> list[str]:
        """Every answer to a question, also of its repeats."""
        return [row.values[path] for row in self.rows if path in row.values]


class Counting:
    """A condition that counts what it keeps. A file is written by one walk from the oldest to the newest or by several: each
    counts anew, and `rows` is the longest."""

    def __init__(self, keep: Keep | None = None) -> None:
        self.rows = self._walk = self._last = 0
        self.keep = keep

    def __call__(self, each: Answered) -> bool:
        kept = self.keep is None or self.keep(each)
        self.count(each, kept)
        return kept

    def count(self, each: Answered, kept: bool) -> None:
        """For a writer that knows only once it has written whether a submission has anything in the file."""
        if each.number <= self._last:
            self._walk = 0
        self._last = each.number
        self._walk += kept
        self.rows = max(self.rows, self._walk)


def forms_visible_to(user: User) -> QuerySet[FormVersion]:
    """Forms whose answers may be taken away: of the own offices and those above, and of the catalogue."""
    own = forms.own_visible_to(user).values("pk")
    rows = forms.published().filter(area=None) | forms.versions().filter(pk__in=own)
    return rows.select_related("area").order_by("form_id", "-id")


@dataclass(frozen=True)
class Reader:
    """The answers to all versions of a form as one person sees them; of a draft, its tests."""

    form: FormVersion
    user: User

    @cached_property
    def see(self) -> bool:
        return access.may(self.user, "person.see")

    @cached_property
    def everything(self) -> Tables:
        versions = [self.form] if self.form.state == "draft" else self._versions()
        return merged([v.xform for v in versions])

    def _versions(self) -> list[FormVersion]:
        rows = forms.versions_of(self.form).exclude(state="draft").filter(area=self.form.area_id)
        return list(rows.order_by("-newest", "-published_at", "-id"))

    @cached_property
    def tables(self) -> Tables:
        return self.everything if self.see else self.everything.without_personal()

    @cached_property
    def withheld(self) -> list[str]:
        """The questions that this person is not shown."""
        known = {q.path for t in self.tables.tables for q in t.questions}
        return [q.path for t in self.everything.tables for q in t.questions if q.path not in known]

    @cached_property
    def deliveries(self) -> QuerySet[Delivery]:
        draft = self.form.state == "draft"
        return intake.answers_to(
            self.user, self.form.form_id, self.form.version if draft else "", trial=draft
        )

    def newest(self) -> int:
        """The number of the newest submission; walks that end there see no later ones."""
        row = self.deliveries.order_by("-pk").values_list("pk", flat=True).first()
        return row or 0

    def answered(
        self, keep: Keep | None = None, *, narrow: Q | None = None, after: int = 0, upto: int | None = None,
        backwards: bool = False, key: str = "",
    ) -> Iterator[Answered]:  # fmt: skip
        """From the oldest to the newest (or back), those that are kept. `after` is the number to go on from, `narrow`
        what the database can tell by itself."""
        rows = self.deliveries.filter(narrow or Q())
        if key:
            rows = rows.filter(instance_id=key)
        if upto is not None:
            rows = rows.filter(pk__lte=upto)
        last = after
        while True:
            if backwards:
                part = (rows.filter(pk__lt=last) if last else rows).order_by("-pk")[:CHUNK]
            else:
                part = rows.filter(pk__gt=last).order_by("pk")[:CHUNK]
            chunk = list(part)
            for each in self._read(chunk):
                if keep is None or keep(each):
                    yield each
            if len(chunk) < CHUNK:
                return
            last = chunk[-1].pk

    def _read(self, chunk: list[Delivery]) -> Iterator[Answered]:
        visits = {row.pk: row.summary["visit"] for row in chunk if row.summary.get("visit")}
        shown = monev.of_unrestricted(monev.visits_visible_to(self.user)).exclude(
            state__in=("rejected", "again")
        )
        known = set(shown.filter(pk__in=visits.values()).values_list("pk", flat=True)) if visits else set()
        for row in chunk:
            if row.pk in visits and visits[row.pk] not in known:
                continue
            try:
                raw = intake.raw_xml(row)
            except Unsealable:  # erased or damaged: nothing is there to take away
                continue
            rows = answer_rows.read(
                raw, self.everything.repeats, row.instance_id, row.summary.get("corrections", {})
            )
            for each in rows if self.withheld else ():
                for path in self.withheld:
                    each.values.pop(path, None)
            yield Answered(
                row.pk,
                row.received_at,
                row.received_by.name,
                row.area_id,
                row.form_version,
                rows,
                visits.get(row.pk),
            )

    def files(self, numbers: list[int]) -> dict[int, dict[str, Attachment]]:
        """The files of some submissions by their names; none for who may not see persons."""
        found: dict[int, dict[str, Attachment]] = {number: {} for number in numbers}
        if self.see:
            for file in intake.files_of(numbers):
                found[file.delivery_id][file.name] = file
        return found

    def count(self) -> int:
        return self.deliveries.count()

    def count_kept(self, keep: Keep, most: int) -> tuple[int, int]:
        """How many of the newest `most` submissions are kept, and how many were looked at: each has to be opened for it."""
        looked = list(self.deliveries.order_by("-pk").values_list("pk", flat=True)[:most])
        kept = self.answered(keep, after=looked[-1] - 1) if looked else ()
        return sum(1 for _each in kept), len(looked)
