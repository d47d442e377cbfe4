"""What happens in the field: phones that send visits, early and late, once and twice, whole and in parts."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from naikkelas.intake import actions as intake
from naikkelas.kit import clock
from naikkelas.ops.demo import answers
from naikkelas.ops.demo.filled import fill
from naikkelas.ops.demo.photos import photo
from naikkelas.ops.demo.story import POINTS
from naikkelas.ops.play.doors import Phone, Unexpected


@dataclass
class Book:
    """What the play knows that it did, to be held against what the program says."""

    visits: dict[str, set[str]] = field(default_factory=dict)
    """Area → codes whose form was taken and stands."""
    out: dict[str, set[str]] = field(default_factory=dict)
    """Area → codes that were replaced or cannot be visited."""
    verified: dict[str, set[str]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    """Area → where its work stands."""
    findings: dict[int, str] = field(default_factory=dict)
    """Finding → state after what was done to it."""
    done: Counter[str] = field(default_factory=Counter)


class Sender:
    """The phones of one area."""

    def __init__(self, area: str, phones: list[Phone], book: Book, dice: random.Random) -> None:
        self.area, self.phones, self.book, self.dice = area, phones, book, dice
        self.book.visits.setdefault(area, set())

    def visits(self) -> list[tuple[int, str, dict[str, str]]]:
        """(phone, form, row) of all that the phones of this area are still to make."""
        rows = [
            (n, form, row)
            for n, phone in enumerate(self.phones)
            for form, listed in phone.update().items()
            for row in listed
        ]
        return sorted(rows, key=lambda each: each[2]["name"])

    def visit(self, n: int, form: str, code: str, when: datetime) -> None:
        """One visit, sent the same evening in one of the ways that phones send."""
        dice, phone = self.dice, self.phones[n]
        found = self._found(form)
        xml = self._xml(n, form, code, when, found)
        photos = {f"{code}-{q}.jpg": photo(dice, f"{code} {q}") for q in found.photos}
        way = dice.choices(
            ("plain", "again", "parts", "edited", "conflict", "second", "offline"), (70, 7, 6, 6, 4, 4, 3)
        )[0]
        clock.set_to(when + timedelta(hours=7 if way != "offline" else 24 * dice.randrange(2, 6)))
        self.book.done[way] += 1
        if way == "parts" and photos:
            self._taken(phone.submit(xml, {}, more=True))
            clock.set_to(clock.now() + timedelta(hours=1))
        self._taken(phone.submit(xml, photos))
        self.book.visits[self.area].add(code)
        if way == "again":  # the answer was lost on its way: the phone sends once more
            self._taken(phone.submit(xml, photos))
        elif way == "edited":
            clock.set_to(clock.now() + timedelta(minutes=20))
            self._taken(phone.submit(self._xml(n, form, code, when, self._found(form), edits=xml), {}))
        elif way == "conflict":  # another form under the same number: kept aside
            same = self._number(xml)
            other = self._xml(n, form, code, when, self._found(form), number=same)
            if phone.submit(other, {}) != 409:
                raise Unexpected(f"{code}: other content under the same number was not refused")
        elif way == "second":  # a colleague visits the same: held for the office
            other_phone = (n + 1) % len(self.phones)
            self.phones[other_phone].update()
            self._taken(
                phone.submit(self._xml(n, form, code, when + timedelta(hours=2), self._found(form)), {})
            )
            self.book.done["held"] += 1

    def again(self, n: int, form: str, code: str, when: datetime) -> None:
        """A visit that the office gave back, made anew."""
        clock.set_to(when)
        self._taken(self.phones[n].submit(self._xml(n, form, code, when, self._found(form)), {}))
        self.book.visits[self.area].add(code)

    def mistyped(self, n: int, form: str, code: str, when: datetime) -> None:
        """A visit whose code was typed wrongly: held until the office mends it."""
        clock.set_to(when)
        wrong = code[:-1] + ("X" if code[-1] != "X" else "Y")
        self._taken(self.phones[n].submit(self._xml(n, form, wrong, when, self._found(form)), {}))
        self.book.done["mistyped"] += 1

    def read(self) -> None:
        """The worker's turn: understand what came in."""
        while intake.read_waiting(at=clock.now()):
            pass

    def _taken(self, status: int) -> None:
        if status not in (201, 202):
            raise Unexpected(f"{self.area}: a submission was answered with {status}")
        self.book.done["sent"] += 1

    def _found(self, form: str) -> answers.Found:
        dice, place = self.dice, POINTS[self.area]
        if form == "novice_entrepreneur":
            return answers.novice_entrepreneur(dice, place, 12_000_000)
        if form == "market":
            return answers.market(dice, place, abandoned=self.area == "18.01")
        if form == "plut":
            return answers.plut(dice, place)
        if form == "cooperative":
            return answers.cooperative(dice, place, active=dice.random() < 0.94)
        return answers.enterprise(dice, place, dice.randrange(20, 400) * 1_000_000)

    def _number(self, xml: bytes) -> str:
        return xml.decode().split("<instanceID>")[1].split("</instanceID>")[0]

    def _xml(
        self,
        n: int,
        form: str,
        code: str,
        when: datetime,
        found: answers.Found,
        *,
        edits: bytes = b"",
        number: str = "",
    ) -> bytes:
        given: dict[str, Any] = found.answers | {q: f"{code}-{q}.jpg" for q in found.photos}
        given |= {
            "visit_code": code, "today": when.date(), "start": when.isoformat(), "deviceid": f"play:{self.area}-{n}",
            "end": (when + timedelta(minutes=self.dice.randrange(12, 55))).isoformat(),
        }  # fmt: skip
        number = number or f"uuid:{self.dice.getrandbits(128):032x}"
        xml = fill(self.phones[n].blank(form), number, given, found.repeats)
        if edits:
            former = f"<deprecatedID>{self._number(edits)}</deprecatedID></meta>"
            xml = xml.replace(b"</meta>", former.encode(), 1)
        return xml
