"""`naikkelas registry import`: look, write the problems, apply; and again without doubling."""

import random
import signal
import subprocess
import sys

import pytest

from tests.doors.ops.conftest import Place
from tests.factories.demonstration import NAIKKELAS, database
from tests.factories.registry import enterprise_row, table
from tests.samples.registry_files import REFUSED


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A folder with an officer of the province."""
    place = Place(tmp_path_factory.mktemp("office") / "data", database())
    place.run("user", "add", "dinas", "--role", "province", "--area", "18")
    return place


def counts(place) -> int:
    return place.counts()["enterprises"]


def test_a_list_can_be_the_first_thing_of_an_empty_folder(tmp_path):
    place = Place(tmp_path / "data", database())
    file = tmp_path / "rekap.csv"
    file.write_bytes(table("umkm_baku", [enterprise_row(), enterprise_row("18.72")]))
    assert "applied: 2 new" in place.run("registry", "import", str(file), "--apply").stdout
    assert counts(place) == 2
    assert "No such user" in place.run("registry", "import", str(file), "--user", "siapa", expect=1).stderr


def test_look_apply_and_apply_again(office, tmp_path):
    file, bad = tmp_path / "rekap.csv", tmp_path / "bad.txt"
    file.write_bytes(
        table("umkm_baku", [enterprise_row(), enterprise_row(), enterprise_row(annual_sales_idr="x")])
    )
    looked = office.run("registry", "import", str(file), "--bad", str(bad))
    assert "layout umkm_baku, 3 rows, 2 good (2 new, 0 known), 1 to mend" in looked.stdout
    assert "Only looked at" in looked.stdout
    assert bad.read_text() == (
        "rekap.csv, -, 4, Omzet Setahun (Rp): “x” is no whole amount of rupiah. Write digits only, for example "
        "12500000 or 12.500.000.\n"
    )
    before = counts(office)
    applied = office.run(
        "registry", "import", str(file), "--apply", "--layout", "umkm_baku", "--user", "dinas"
    )
    assert "applied: 2 new, 0 renewed, 0 unchanged" in applied.stdout
    again = office.run("registry", "import", str(file), "--apply")
    assert "(0 new, 2 known)" in again.stdout
    assert "applied: 0 new, 0 renewed, 2 unchanged" in again.stdout
    assert counts(office) == before + 2


def test_what_cannot_be_used_ends_with_a_plain_line_and_code_1(office, tmp_path):
    before = counts(office)
    file = tmp_path / "photo.xlsx"
    file.write_bytes(REFUSED["photo.xlsx"][0])
    said = office.run("registry", "import", str(file), "--apply", expect=1, LANG="id_ID.UTF-8").stderr
    assert said.startswith("Berkas bukan XLSX, ODS atau CSV")
    file.write_bytes(table("umkm_baku", [enterprise_row(name="")]))
    assert "No row can be applied" in office.run("registry", "import", str(file), "--apply", expect=1).stderr
    assert (
        "“huruf” is not known"
        in office.run("registry", "import", str(file), "--layout", "huruf", expect=1).stderr
    )
    assert "No such user" in office.run("registry", "import", str(file), "--user", "siapa", expect=1).stderr
    assert "does not exist" in office.run("registry", "import", str(tmp_path / "none.csv"), expect=2).stderr
    assert counts(office) == before


@pytest.mark.slow
def test_an_import_that_is_killed_and_run_again_ends_with_each_row_once(office, tmp_path):
    """Killed at some point while it works, whatever that is; the last run is left alone."""
    total, dice, before = 3_000, random.Random(18), counts(office)
    file = tmp_path / "banyak.csv"
    file.write_bytes(table("umkm_baku", [enterprise_row() for _ in range(total)]))
    command = [NAIKKELAS, "--data", str(office.folder), "registry", "import", str(file), "--apply"]
    for _ in range(3):
        process = subprocess.Popen(
            command, env=office.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        process.stdout.readline()  # it has looked, and begins to apply
        try:
            process.wait(timeout=dice.uniform(0.0, 0.4))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    office.run("registry", "import", str(file), "--apply")
    assert counts(office) == before + total


HEAD = ["Merk Toko", "Yang Punya", "Kec.", "Kab."]
MAP = """
import os, sys, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.conf.settings")
django.setup()
from naikkelas.accounts import queries as accounts
from naikkelas.intake import actions, queries
from naikkelas.kit import clock
from naikkelas.places import queries as places
places.refresh()
by = accounts.user_named("dinas")
delivery = queries.spreadsheets_visible_to(by).filter(state="mapping").latest("id")
actions.use_mapping(
    delivery=delivery, name="Pasar", record="enterprise", sheet="", header_rows=1,
    headings=["Merk Toko", "Yang Punya", "Kec.", "Kab."],
    fields={0: "name", 1: "owner_name", 2: "district", 3: "regency"}, by=by, at=clock.now(),
)
"""


def listed(file, *rows: str) -> None:
    file.write_text("\n".join([";".join(HEAD), *rows]) + "\n", encoding="utf-8")


def test_a_list_of_its_own_headings_is_mapped_once_and_then_comes_by_its_name(office, tmp_path):
    file, before = tmp_path / "pasar.csv", counts(office)
    listed(file, "Kopi;Budi (uji);Kalianda;Lampung Selatan")
    said = office.run("registry", "import", str(file), "--yes", "--user", "dinas", expect=1).stderr
    assert "The column headings are not known" in said
    assert "/pemetaan/, once." in said
    assert (
        "No mapping is named “Pasar”"
        in office.run("registry", "import", str(file), "--mapping", "Pasar", expect=1).stderr
    )
    env = office.env | {"NAIKKELAS_DATA": str(office.folder)}
    subprocess.run([sys.executable, "-c", MAP], env=env, check=True, capture_output=True, timeout=120)
    done = office.run(
        "registry", "import", str(file), "--mapping", "Pasar", "--yes", "--user", "dinas"
    ).stdout
    assert "1 rows, 1 good (1 new, 0 known), 0 to mend" in done
    assert "applied: 1 new, 0 renewed, 0 unchanged" in done
    assert counts(office) == before + 1
    other = tmp_path / "lain.csv"
    other.write_text("A;B\n1;2\n", encoding="utf-8")
    refused = office.run("registry", "import", str(other), "--mapping", "Pasar", "--user", "dinas", expect=1)
    assert "not those of the mapping “Pasar”" in refused.stderr


def test_all_or_nothing_applies_nothing_while_a_row_has_an_error(office, tmp_path):
    file, before = tmp_path / "semua.csv", counts(office)
    rows = [enterprise_row(), enterprise_row(annual_sales_idr="x")]
    file.write_bytes(table("umkm_baku", rows))
    refused = office.run("registry", "import", str(file), "--all-or-nothing", "--yes", expect=1)
    assert "1 to mend" in refused.stdout
    assert "“All or nothing” is not possible yet: 1 rows have errors" in refused.stderr
    assert counts(office) == before
    looked = office.run("registry", "import", str(file), "--all-or-nothing")
    assert "Only looked at" in looked.stdout
    file.write_bytes(table("umkm_baku", [rows[0], rows[1] | {"annual_sales_idr": "5000000"}]))
    done = office.run("registry", "import", str(file), "--all-or-nothing", "--yes")
    assert "applied: 2 new" in done.stdout
    assert counts(office) == before + 2
