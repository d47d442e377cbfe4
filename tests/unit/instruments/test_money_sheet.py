"""Lists of money: which one it is by its headings, and sums that are added up again."""

from datetime import date

import pytest

from naikkelas.instruments import money_sheet
from naikkelas.instruments.finding import MONEY, layouts
from naikkelas.instruments.record_kinds import KINDS
from naikkelas.instruments.spreadsheet import Context
from naikkelas.kit.problems import Refused

CONTEXT = Context(duty="18", places=[], today=date(2020, 3, 13))
HEAD = "Nomor SP2D;Tanggal SP2D;Nama Penerima;Nilai SP2D (Rp)"


def read(*lines: str, context: Context = CONTEXT):
    return money_sheet.read("\n".join([*lines, ""]).encode(), "daftar.csv", context)


def wrong(answer) -> list[tuple[int, str, str]]:
    return list(answer.tables["problems"].select("row", "field", "code").iter_rows())


@pytest.mark.parametrize("name", layouts(MONEY))
def test_a_layout_is_known_by_its_own_headings_and_names_fields_that_exist(name):
    layout = layouts(MONEY)[name]
    known = {*KINDS[layout.record].fields(date(2020, 1, 1)), "village", "district", "regency", "area_code"}
    assert {*layout.columns.values(), *layout.aliases.values()} <= known
    assert set(KINDS[layout.record].must) <= set(layout.columns.values())
    best = max(layouts(MONEY).values(), key=lambda other: len(other.match(list(layout.columns))))
    assert best.id == name


def test_totals_and_subtotals_are_left_out_where_they_are_right():
    answer = read(
        HEAD,
        "(1);(2);(3);(4)",
        "A-1;2/9/2019;Siti;1.000.000",
        "A-2;2/9/2019;Budi;2.000.000",
        ";;Sub Total;3.000.000",
        "A-3;3/9/2019;Tono;4.000.000",
        ";;Sub Total;4.000.000",
        ";;JUMLAH SELURUHNYA;7.000.000",
        ";;Kepala Dinas;",
    )
    assert answer.tables["values"]["amount_idr"].to_list() == [1_000_000, 2_000_000, 4_000_000]
    assert wrong(answer) == []
    assert (answer.values["sums"], answer.values["foot"]) == ([5, 7, 8], [9])


def test_a_wrong_total_is_told_once_and_not_beside_an_amount_that_cannot_be_read():
    answer = read(HEAD, "A-1;2/9/2019;Siti;1000", "A-2;2/9/2019;Budi;2000", ";;Total;4.000")
    assert wrong(answer) == [(4, "amount_idr", "sum.total")]
    assert answer.tables["problems"]["params"].to_list() == ["sum=3000&off=1000"]
    unread = read(HEAD, "A-1;2/9/2019;Siti;seribu", ";;Total;1.000")
    assert wrong(unread) == [(2, "amount_idr", "cell.rupiah")]


def test_a_last_row_that_lacks_its_amount_is_no_signature():
    answer = read(HEAD, "A-1;2/9/2019;Siti;1000", "A-2;2/9/2019;Budi;")
    assert wrong(answer) == [(3, "amount_idr", "cell.required")]


def test_what_is_told_of_the_whole_file_fills_what_rows_leave_empty():
    context = Context(duty="18", places=[], today=date(2020, 3, 13), given={"paid_on": "2019-09-05"})
    answer = read(HEAD, "A-1;;Siti;1000", "A-2;2/9/2019;Budi;1000", context=context)
    assert answer.tables["values"]["paid_on"].to_list() == [date(2019, 9, 5), date(2019, 9, 2)]


def test_a_list_without_rows_or_with_too_many_is_refused(monkeypatch):
    with pytest.raises(Refused) as caught:
        read(HEAD, ";;Jumlah;0")
    assert caught.value.kind is money_sheet.NO_ROWS
    monkeypatch.setattr(money_sheet, "MOST_ROWS", 1)
    with pytest.raises(Refused) as caught:
        read(HEAD, "A-1;2/9/2019;Siti;1000", "A-2;2/9/2019;Budi;1000")
    assert caught.value.kind is money_sheet.TOO_MANY
