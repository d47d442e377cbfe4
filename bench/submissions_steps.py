"""The steps of the submissions benchmark; each runs in a process of its own (bench/child.py)."""

import json
import os
import random
import time
import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

AT = datetime(2020, 3, 12, 2, 0, tzinfo=UTC)
NAME = "tempat.jpg"
BOUNDARY = "naikkelas-bench"


def bare_commits(folder: str, size: int, photo: int) -> dict[str, Any]:
    """What this disk allows one connection: SQLite, WAL, synchronous=FULL, a commit for every row of `size` bytes; and
    the same with a file of `photo` bytes synced before each."""
    import pysqlite3

    place = Path(folder)
    place.mkdir(parents=True)
    connection = pysqlite3.connect(place / "bare.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, body BLOB)")
    row, picture = os.urandom(size), os.urandom(photo)

    def grouped(count: int, rows: int) -> float:
        begun = time.perf_counter()
        for _ in range(count):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO kept (body) VALUES (?)", [(row,)] * rows)
            connection.execute("COMMIT")
        return count * rows / (time.perf_counter() - begun)

    def commits(count: int, *, files: bool) -> float:
        begun = time.perf_counter()
        for n in range(count):
            if files:
                _synced(place / f"photo-{n}", picture)
            connection.execute("INSERT INTO kept (body) VALUES (?)", (row,))
        return count / (time.perf_counter() - begun)

    commits(50, files=False)
    answer = {"commits_a_second": commits(500, files=False), "with_file_a_second": commits(200, files=True)}
    answer["grouped_a_second"] = grouped(150, 16)
    connection.close()
    return answer


def _synced(path: Path, content: bytes) -> None:
    """A file and its folder's entry on disk: the least that keeps a photo."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def prepare(count: int, plan: str, seed: int = 1) -> dict[str, Any]:
    """Plan `count` visits to enterprises and write down who sends which filled form; a photo follows each form."""
    from naikkelas.accounts import actions as accounts
    from naikkelas.forms import queries as forms
    from naikkelas.ops.demo import answers
    from naikkelas.ops.demo.filled import fill

    dice, form = random.Random(f"{seed} {count}"), forms.newest("enterprise")
    tokens: dict[int, str] = {}
    sent = []
    for planned in _planned(count):
        person = planned.assigned_to
        if person.pk not in tokens:
            tokens[person.pk] = accounts.issue_token(user=person, kind="phone", by=person, at=AT)[1]
        found = answers.enterprise(dice, (-5.4, 105.2), 20_000_000)
        told = found.answers | dict.fromkeys(found.photos, "") | {
            "visit_code": planned.code, "today": date(2020, 3, 12), "start": AT.isoformat(), "end": AT.isoformat(),
            "deviceid": "bench", "photo_place": NAME,
        }  # fmt: skip
        instance = f"uuid:{uuid.UUID(int=dice.getrandbits(128))}"
        xml = fill(form.xform, instance, told, found.repeats).decode()
        sent.append({"path": f"/k/{tokens[person.pk]}/submission", "instance": instance, "xml": xml})
    Path(plan).write_text(json.dumps(sent))
    return {"planned": len(sent), "phones": len(tokens)}


def _planned(count: int) -> list[Any]:
    """Assigned visits to enterprises, from as many cycles as it takes."""
    from naikkelas.accounts import queries as accounts
    from naikkelas.kit.periods import Quarter
    from naikkelas.monev import actions as monev
    from naikkelas.monev import queries as visits
    from naikkelas.programmes import queries as programmes

    by = accounts.user_named("provinsi")
    found: list[Any] = []
    while len(found) < count:
        cycle = monev.add_cycle(
            name=f"Bench {uuid.uuid4().hex[:8]}", area="18", quarter=Quarter(2020, 1), opens_on=date(2020, 3, 1), due_workdays=60,
            monitored=programmes.programmes_visible_to(by), by=by, at=AT,
        )  # fmt: skip
        monev.draw(cycle=cycle, cooperatives=0, enterprises=100, seed="bench", by=by, at=AT)
        monev.publish(cycle=cycle, by=by, at=AT)
        for area in cycle.areas.all():
            drawn = area.planned.filter(instrument="enterprise")
            people = list(accounts.enumerators_in(area.area_id))
            for n, person in enumerate(people):
                ids = list(drawn.order_by("id").values_list("pk", flat=True))[n :: len(people)]
                monev.assign(visits=drawn.filter(pk__in=ids), to=person, by=by, at=AT)
        rows = visits.planned().filter(cycle_area__cycle=cycle, instrument="enterprise")
        found += rows.select_related("assigned_to").order_by("code")
    return found[:count]


def stored(plan: str, photos: dict[str, str]) -> dict[str, Any]:
    """How many of the acknowledged submissions are there with XML and photo, byte for byte, and how many became visits."""
    from naikkelas import vault
    from naikkelas.intake import queries
    from naikkelas.intake.models import Delivery

    told = {one["instance"]: one["xml"] for one in json.loads(Path(plan).read_text())}
    rows = Delivery.objects.filter(kind="submission").prefetch_related("attachments")
    whole, states = 0, {}
    for row in rows.iterator(500):
        if row.instance_id not in photos:
            continue
        states[row.state] = states.get(row.state, 0) + 1
        kept = [a.sha256 for a in row.attachments.all()]
        same = queries.raw_xml(row).decode() == told[row.instance_id]
        same = same and kept == [digest for digest in [photos[row.instance_id]] if digest]
        whole += same and all(vault.current().blobs.get(each) for each in kept)
    return {"whole": whole, "states": states}


def takers(people: dict[str, str]) -> dict[str, Any]:
    """The form whose answers are taken away, and for each of some people a key of the feed and the rows that are theirs."""
    from naikkelas.accounts import actions as accounts
    from naikkelas.accounts import queries
    from naikkelas.forms import queries as forms
    from naikkelas.intake.models import Delivery
    from naikkelas.kit import clock
    from naikkelas.monev import queries as visits
    from naikkelas.monev.models import Visit
    from naikkelas.places import queries as places

    keys, rows = {}, {}
    standing = visits.of_unrestricted(Visit.objects.filter(state__in=("received", "verified")))
    read = Delivery.objects.filter(
        kind="submission", instrument="enterprise", state="applied",
        instance_id__in=standing.order_by().values("instance_id"),
    )  # fmt: skip
    for who, username in people.items():
        user = queries.user_named(username)
        keys[who] = accounts.issue_token(user=user, kind="data", by=user, at=clock.now())[1]
        rows[who] = places.within(read, user.area_id, "area_id").count()
    return {"form": forms.newest("enterprise").pk, "keys": keys, "rows": rows}


def bare_reading() -> dict[str, Any]:
    """How many kept submissions a second can be taken from the database, opened and parsed, with nothing made of them."""
    import io

    from defusedxml import ElementTree

    from naikkelas.intake import queries
    from naikkelas.intake.models import Delivery

    rows = Delivery.objects.filter(kind="submission", instrument="enterprise", state="applied").order_by("pk")
    begun, count = time.perf_counter(), 0
    for row in rows[:4_000].iterator(500):
        ElementTree.parse(io.BytesIO(queries.raw_xml(row)))
        count += 1
    return {"rows_a_second": count / (time.perf_counter() - begun)}
