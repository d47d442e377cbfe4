"""Files as they should not be: each is told with the row, the column and the remedy, and nothing of it is kept."""

import io
import zipfile
from types import SimpleNamespace

import openpyxl
import pytest

from naikkelas.instruments.finding import MONEY, layouts
from naikkelas.intake import queries
from naikkelas.programmes.models import Application, Ceiling, Disbursement, LedgerLine, PlutService, Recipient
from tests.factories import person
from tests.factories.money import allocation, award, counts, looked, money_table, payment, recipient, told
from tests.factories.plut import Centre
from tests.factories.startup import startup
from tests.slices import test_lists_proposals as proposals
from tests.slices import test_lists_services as services
from tests.slices.test_money_import import ceiling_row
from tests.slices.test_money_transfers import transfer

pytestmark = pytest.mark.django_db
# kind of list → a good row, a column that it must have with its heading
GOOD = {
    "pagu": (lambda: ceiling_row(), "amount_idr", "Pagu (Rp)"),
    "sk_penerima": (lambda: award("Orang Baru"), "name", "Nama Penerima"),
    "sp2d": (lambda: payment("Siti Aminah"), "document_no", "Nomor SP2D"),
    "hasil_transfer": (
        lambda: transfer("Siti Aminah", paid_on="2/9/2019"),
        "status",
        "Status",
    ),
    "usulan_wirausaha": (lambda: proposals.line("Siti Aminah"), "person_nik", "NIK"),
    "layanan_plut": (lambda: services.line("Zul Uji"), "topic", "Pokok Layanan"),
}
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture(params=GOOD)
def sent(request):
    """Somebody who may send a kind of list, and a file of it with nothing wrong."""
    kind = request.param
    if kind == "usulan_wirausaha":
        by = startup().officer
    elif kind == "layanan_plut":
        by = Centre().by
    else:
        by = person("province")
        money = allocation(by)
        if kind != "sk_penerima":
            recipient(money, by, "Siti Aminah")
    row, column, heading = GOOD[kind]
    return SimpleNamespace(
        kind=kind, by=by, good=money_table(kind, [row()]), column=column, heading=heading, before=kept()
    )


def kept() -> tuple[int, ...]:
    tables = (LedgerLine, Ceiling, Recipient, Disbursement, Application, PlutService)
    return tuple(table.objects.count() for table in tables)


def book(content: bytes) -> bytes:
    """The same as a workbook whose sheet and structure are protected: it can be read all the same."""
    made, buffer = openpyxl.Workbook(), io.BytesIO()
    for line in content.decode().splitlines():
        made.active.append(line.split(";"))
    made.active.protection.sheet, made.security.lockStructure = True, True
    made.save(buffer)
    return buffer.getvalue()


def locked_ods() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"\x8a\x01\x02")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    return buffer.getvalue()


def test_any_file_of_a_list_is_read_or_told_what_to_do(sent):
    for content in (
        b"\xef\xbb\xbf" + sent.good.replace(b"\n", b"\r\n"),
        sent.good.decode().encode("utf-16"),
        book(sent.good),
    ):
        assert counts(looked(sent.by, content)) == (1, 0, 0, 0, 0), told(looked(sent.by, content))
    at = list(layouts(MONEY)[sent.kind].columns.values()).index(sent.column)
    short = "\n".join(
        ";".join(line.split(";")[:at] + line.split(";")[at + 1 :]) for line in sent.good.decode().splitlines()
    )
    asked = looked(sent.by, short.encode())
    assert (asked.state, asked.reason) == ("mapping", "file.missing_columns")
    assert f"kolom ini tidak ada: {sent.heading}. Tambahkan" in asked.summary["id"]
    assert "“”" not in asked.summary["id"]
    for content, code in (
        (b"", "file.empty"),
        (b"\n ;;;\n\n", "file.empty"),
        (sent.good.splitlines()[0] + b"\n", "money_file.no_rows"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "file.locked"),
        (locked_ods(), "file.locked"),
        (COMPOUND, "file.old_excel"),
        (b"%PDF-1.7\n1 0 obj <</Length 5; 6, 7>>", "file.not_a_table"),
        (b"<html><table><tr><td>Nomor SP2D</td></tr></table></html>", "file.not_a_table"),
        (book(sent.good)[:900], "file.not_a_table"),
    ):
        refused = looked(sent.by, content)
        assert (refused.state, refused.reason) == ("refused", code)
    assert kept() == sent.before


WRONG = {
    "sp2d": {
        "amount_idr": [("dua belas juta", "cell.rupiah"), ("13.000.000", "money.over_decree"), ("0", "money.not_positive")],
        "paid_on": [("2/9/2020", "cell.future"), ("2/9/2018", "money_row.year"), ("", "cell.required")],
        "name": [("Joko Tak Ada", "money_row.recipient")],
        "decree_no": [("99/2019", "money_row.decree")],
    },
    "pagu": {
        "amount_idr": [("satu miliar", "cell.rupiah")],
        "line_code": [("bukan kode", "cell.budget_code")],
        "year": [("dua ribu", "cell.whole_number")],
        "source": [("Utang", "cell.choice")],
        "dated_on": [("31/02/2019", "cell.day")],
        "programme": [("Tidak ada", "money_row.programme")],
    },
    "sk_penerima": {
        "amount_idr": [("sepuluh juta", "cell.rupiah"), ("25.000.000", "money.over_allocation")],
        "regency": [("Sleman", "cell.regency"), ("", "cell.required")],
        "district": [("Tak Ada", "cell.district")],
        "dated_on": [("5/8/2099", "cell.future")],
        "kind": [("hewan", "cell.choice")],
    },
    "hasil_transfer": {
        "amount_idr": [("dua belas juta", "cell.rupiah"), ("13.000.000", "money.over_decree")],
        "paid_on": [("1/1/2018", "money_row.year")],
        "name": [("Joko Tak Ada", "money_row.recipient")],
        "status": [("entah", "cell.choice")],
    },
    "usulan_wirausaha": {
        "amount_idr": [("dua belas", "cell.rupiah"), ("11.000.000", "list_row.plan_over")],
        "person_nik": [("123", "person_nik.length")],
        "received_on": [("1/1/2018", "list_row.no_open_call")],
        "call": [("Panggilan lain", "list_row.call")],
        "regency": [("Lampung Tengah", "row.foreign_area")],
    },
    "layanan_plut": {
        "hours": [("dua", "cell.duration"), ("", "list_row.duration")],
        "served_on": [("1/1/2099", "cell.future")],
        "consultant": [("Siapa", "list_row.consultant")],
        "centre": [("PLUT lain", "list_row.centre")],
        "topic": [("", "cell.required")],
    },
}  # fmt: skip


def test_a_wrong_cell_is_told_at_its_row_and_column_and_nothing_is_kept(sent):
    row, columns = GOOD[sent.kind][0](), layouts(MONEY)[sent.kind].columns
    for field, each in WRONG[sent.kind].items():
        heading = next(head for head, name in columns.items() if name == field)
        for value, code in each:
            delivery = looked(sent.by, money_table(sent.kind, [row | {field: value}]))
            assert (heading, code) in told(delivery).get(2, []), (field, value, told(delivery))
            assert (delivery.summary["bad"], delivery.summary["new"]) == (1, 0)
    twice = looked(sent.by, money_table(sent.kind, [row, row]))
    assert told(twice) == {3: [("", "row.twice")]}
    (line,) = [line for line in queries.money_lines(twice) if line["row"] == 3]
    assert line["problems"][0]["params"]["value"] == "2"
    assert kept() == sent.before


def test_choices_are_told_by_one_word_each():
    by = person("province")
    allocation(by)
    delivery = looked(by, money_table("pagu", [ceiling_row(source="Utang")]))
    (problem,) = queries.money_lines(delivery)[0]["problems"]
    assert problem["params"]["choices"].split(", ") == [
        "tugas pembantuan", "apbn dekonsentrasi", "phln tugas pembantuan", "phln dekonsentrasi", "dana alokasi khusus", "apbd",
        "apbd kabupaten",
    ]  # fmt: skip
