"""`naikkelas trail verify`: exit code and the first bad row; a restored backup stands; a cut tail is found by a kept head."""

import json
import sqlite3

import pytest

from tests.doors.ops.conftest import Place
from tests.factories.demonstration import database

pytestmark = pytest.mark.slow


def _add(place: Place, name: str) -> None:
    place.run("user", "add", name, "--role", "auditor", "--area", "18", "--full-name", name.title())


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path / "data", database())
    _add(made, "satu")
    made.run("trail", "head")
    return made


def _sql(place: Place, statement: str) -> None:
    """What somebody with the database, and nothing else, can do."""
    if place.database_url:
        import psycopg

        with psycopg.connect(place.database_url) as connection:
            connection.execute(statement)
    else:
        connection = sqlite3.connect(place.folder / "naikkelas.sqlite3")
        connection.execute(statement)
        connection.commit()
        connection.close()


def test_it_stands_and_a_changed_row_is_named(place):
    told = json.loads(place.run("trail", "verify", "--json").stdout)
    assert (told["ok"], told["heads"], told["faults"]) == (True, 1, [])
    assert told["links"] == 2
    _sql(place, "UPDATE trail_event SET actor_name = 'Orang lain' WHERE id = 2")
    told = place.run("trail", "verify", expect=3)
    assert "Event 2 was changed after it was written: actor_name." in told.stderr
    assert json.loads(place.run("trail", "verify", "--json", expect=3).stdout)["faults"][0]["event"] == 2


def test_a_restored_backup_stands_and_an_older_one_is_told_by_the_kept_head(place, tmp_path):
    place.run("backup", str(tmp_path / "kemarin.zip"))
    _add(place, "dua")
    kept = tmp_path / "kepala.jsonl"
    head = place.run("trail", "head", NAIKKELAS_TRAIL_HEADS=str(kept)).stdout
    assert json.loads(head)["key"] == place.run("trail", "key").stdout.strip()
    place.run("trail", "verify", "--heads", str(kept))
    place.run("restore", str(tmp_path / "kemarin.zip"), "--replace")
    place.run("trail", "verify")
    told = place.run("trail", "verify", "--heads", str(kept), "--key", json.loads(head)["key"], expect=3)
    assert "The tail of the chain was cut" in told.stderr
