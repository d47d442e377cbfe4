"""`naikkelas money import`: look, enter whole or not at all, and again without doubling; exit codes say which."""

import re

import pytest

from tests.doors.ops.conftest import Place
from tests.factories.demonstration import copied
from tests.factories.money import award, money_table, payment

CEILING = {
    "line_code": "2.17.08.1.01", "name": "Fasilitasi", "source": "APBD provinsi", "year": "2019", "document_no": "DPA-1",
    "dated_on": "2 Januari 2019", "amount_idr": "1.000.000.000",
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The small demonstration, which has programmes, allocations and an officer of the province."""
    folder = tmp_path_factory.mktemp("money") / "data"
    return Place(folder, copied(folder, tmp_path_factory))


def test_a_decree_and_its_payments_are_entered_once_and_bad_lists_not_at_all(office, tmp_path):
    file = tmp_path / "sk.csv"
    trace = office.run("money", "trace").stdout
    file.write_bytes(
        money_table("sk_penerima", [award("Orang Baru Sekali", amount_idr="satu juta rupiah saja")])
    )
    bad = office.run("money", "import", str(file), "--allocation", "1", expect=1)
    assert "1 to mend" in bad.stdout
    assert "sk.csv, -, 2, Jumlah Bantuan (Rp): “satu juta rupiah saja” is no whole amount" in bad.stderr
    assert office.run("money", "trace").stdout == trace
    pays = tmp_path / "sp2d.csv"
    pays.write_bytes(money_table("sp2d", [payment("Tidak Ada Siapa-siapa")]))
    unknown = office.run("money", "import", str(pays), expect=1)
    assert "sp2d.csv, -, 2, Nama Penerima: No decree or contract of 2019 names a recipient" in unknown.stderr
    lines = tmp_path / "pagu.csv"
    lines.write_bytes(money_table("pagu", [CEILING]))
    looked = office.run("money", "import", str(lines), "--programme", "1", "--dry-run")
    assert "1 rows: 1 new, 0 change what stands, 0 stand already (Rp" in looked.stdout
    assert "nothing was entered" in looked.stdout
    assert office.run("money", "trace").stdout == trace
    assert "entered: 1 new" in office.run("money", "import", str(lines), "--programme", "1").stdout
    again = office.run("money", "import", str(lines), "--programme", "1")
    assert "entered: 0 new, 0 changed, 1 stood already" in again.stdout
    assert office.run("money", "trace").stdout != trace


def test_what_is_no_list_of_money_ends_with_a_plain_line(office, tmp_path):
    file = tmp_path / "lain.csv"
    file.write_bytes(b"Satu;Dua;Tiga\n1;2;3\n")
    said = office.run("money", "import", str(file), expect=1).stderr
    assert said.startswith("The column headings are not known.")
    assert re.search(r"Say what its columns hold at /program/impor/\d+/kolom/, once\.", said)
    looked = office.run("money", "import", str(file), "--dry-run", expect=1).stderr
    assert looked.startswith("The column headings are not known.")
    assert "/kolom/" not in looked
    assert "No officer" in office.run("money", "import", str(file), "--user", "siapa", expect=1).stderr
