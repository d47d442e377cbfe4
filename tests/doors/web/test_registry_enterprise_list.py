"""The list of enterprises: search, order, filters, pages, and exports of exactly what is shown."""

import csv
import io
import unicodedata
import zipfile

import openpyxl
import pytest

from naikkelas.kit.text import folded
from naikkelas.registry.models import Enterprise
from tests.doors.web.registry_lists import count, names
from tests.factories import person
from tests.factories.registry import bring_in, enterprise_row, table

pytestmark = pytest.mark.django_db
LIST = "/registri/umkm/"

NAMED = [
    {"name": "Keripik Pisang Siger", "owner_name": "Siti Aminah", "annual_sales_idr": "350000000", "sector": "Kuliner"},
    {"name": "Kopi Bukit Barisan", "owner_name": "I Wayan Sudarma", "annual_sales_idr": "50000000", "market": "Ekspor"},
    {"name": "Tapis Ayu", "owner_name": "Ayu Lestari", "annual_sales_idr": "", "sector": "Fashion", "product": "kain tapis"},
    {"name": "Bengkel 99 Jaya", "owner_name": "Budi", "annual_sales_idr": "3000000000", "sector": "Otomotif",
     "nib": "9120001234567"},
    {"name": "Café Résumé", "owner_name": "Ngatijo", "annual_sales_idr": "1000", "registration_no": "LS/2019/0042"},
]  # fmt: skip


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def office(as_user, officer):
    bring_in(table("umkm_baku", [enterprise_row(**values) for values in NAMED]), by=officer)
    return as_user(officer)


# ── search ──


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("keripik", ["Keripik Pisang Siger"]),
        ("ker pis", ["Keripik Pisang Siger"]),
        ("pis ker", ["Keripik Pisang Siger"]),
        ("PISANG", ["Keripik Pisang Siger"]),
        ("aminah", ["Keripik Pisang Siger"]),
        ("kain", ["Tapis Ayu"]),
        ("91200012", ["Bengkel 99 Jaya"]),
        ("ls 2019 0042", ["Café Résumé"]),
        ("cafe", ["Café Résumé"]),
        ("résumé", ["Café Résumé"]),
        ("99", ["Bengkel 99 Jaya"]),
        ("keripik kopi", []),
        ('"keripik" OR NEAR( * -kopi', []),
        ("' & | ! : * <->", [v["name"] for v in NAMED]),
    ],
)
def test_search_finds_beginnings_of_words(office, text, expected):
    response = office.get(LIST, {"q": text})
    assert response.status_code == 200
    assert sorted(names(office, f"{LIST}?{response.request['QUERY_STRING']}")) == sorted(expected)


def test_search_agrees_with_looking_at_each_record(office):
    """Every beginning of every word, on whichever database this runs, finds what Python finds."""
    held = {
        e.name: folded(" ".join([e.name, e.owner.name, e.nib, e.registration_no, e.product])).split()
        for e in Enterprise.objects.select_related("owner")
    }
    beginnings = {word[:n] for words in held.values() for word in words for n in (1, 2, 3, 5, 9)}
    for text in sorted(beginnings):
        expected = {name for name, words in held.items() if any(w.startswith(text) for w in words)}
        assert set(names(office, f"{LIST}?q={text}")) == expected, text


# ── order ──


@pytest.mark.parametrize("key", ["name_key", "area_id", "annual_sales_idr"])
def test_it_sorts_by_each_column_both_ways(office, key):
    up, down = names(office, f"{LIST}?urut={key}"), names(office, f"{LIST}?urut=-{key}")
    if key != "annual_sales_idr":  # where nothing is known stands first on one engine, last on the other
        assert up == down[::-1]
    held = {e.name: getattr(e, key) for e in Enterprise.objects.all()}
    for shown, turned in ((up, False), (down, True)):
        values = [held[name] for name in shown if held[name] is not None]
        assert values == sorted(values, reverse=turned)
        assert len(shown) == len(NAMED)


def test_a_header_leads_to_its_order_and_back(office):
    text = office.get(f"{LIST}?urut=annual_sales_idr&sector=culinary").content.decode()
    assert 'aria-sort="ascending"' in text
    assert "?urut=-annual_sales_idr&amp;sector=culinary" in text
    assert "?urut=area_id&amp;sector=culinary" in text


# ── filters ──


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("size_class=unknown", ["Tapis Ayu"]),
        ("size_class=micro&sector=culinary", ["Café Résumé", "Kopi Bukit Barisan"]),
        ("market=export", ["Kopi Bukit Barisan"]),
        ("sector=automotive&q=bengkel", ["Bengkel 99 Jaya"]),
        ("sector=automotive&q=kopi", []),
    ],
)
def test_filters_narrow_together_with_the_search(office, query, expected):
    assert sorted(names(office, f"{LIST}?{query}")) == expected
    assert count(office, f"{LIST}?{query}") == len(expected)


@pytest.mark.parametrize(
    "query",
    [
        "size_class=huge", "sector=' OR 1=1", "market=0", "urut=owner__nik_index", "urut=", "urut=--name_key", "urut=?",
        "unduh=pdf", "wilayah=18.02", "wilayah=x", "periode=2019",
    ],
)  # fmt: skip
def test_what_is_not_declared_is_404(office, query):
    assert office.get(f"{LIST}?{query}").status_code == 404


def test_undeclared_parameters_are_passed_over(office):
    assert count(office, f"{LIST}?owner__nik_index=x&synthetic=1") == len(NAMED)


def test_chips_say_what_narrows_and_take_it_away(office):
    text = office.get(f"{LIST}?sector=culinary&q=kopi").content.decode()
    assert "Sektor: Kuliner" in text
    assert "“kopi”" in text
    assert 'href="?q=kopi"' in text
    assert 'href="?sector=culinary"' in text


def test_a_part_of_the_area_can_be_chosen(office):
    assert count(office, f"{LIST}?wilayah=18.01.06") == len(NAMED)
    assert count(office, f"{LIST}?wilayah=18.01.04") == 0


# ── pages ──


@pytest.fixture
def long_list(as_user):
    province = person("province")
    rows = [enterprise_row(("18.01", "18.02", "18.72")[n % 3], name=f"Usaha {n:03d}") for n in range(120)]
    bring_in(table("umkm_baku", rows), by=province)
    return as_user(province)


def test_pages_hold_each_record_once(long_list, django_assert_max_num_queries):
    long_list.get(LIST)  # names of places are read once a process, not once a page
    shown = []
    for page in ("1", "2", "3"):
        with django_assert_max_num_queries(12):
            shown += names(long_list, f"{LIST}?hal={page}&urut=area_id")
    assert sorted(shown) == [f"Usaha {n:03d}" for n in range(120)]
    assert names(long_list, f"{LIST}?hal=99&urut=area_id") == shown[100:]
    for odd in ("0", "-1", "x", "٣", "9" * 40):
        assert names(long_list, f"{LIST}?hal={odd}&urut=area_id") in (shown[:50], shown[100:])


@pytest.mark.django_db(transaction=True)  # what is remembered is renewed at a commit
def test_the_count_follows_the_filter_and_new_records(long_list):
    assert count(long_list, LIST) == 120
    assert count(long_list, f"{LIST}?wilayah=18.72") == 40
    bring_in(table("umkm_baku", [enterprise_row("18.72")]), by=person("regency", "18.72"))
    assert count(long_list, f"{LIST}?wilayah=18.72") == 41


# ── exports ──


def csv_of(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def sheet_of(response) -> list[list[object]]:
    active = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return [list(row) for row in active.iter_rows(values_only=True)]


def test_exports_hold_exactly_what_is_shown_in_that_order(office):
    query = "size_class=micro&urut=-annual_sales_idr"
    shown = names(office, f"{LIST}?{query}")
    assert shown == ["Kopi Bukit Barisan", "Café Résumé"]
    head, *rows = csv_of(office.get(f"{LIST}?{query}&unduh=csv"))
    assert head[:3] == ["Usaha", "Pemilik", "Wilayah"]
    assert [row[0] for row in rows] == shown
    assert rows[0][1:7] == [
        "I Wayan Sudarma",
        "Kel. Kalianda, Lampung Selatan",
        "Kuliner",
        "Mikro",
        "50000000",
        "",
    ]
    head, *rows = sheet_of(office.get(f"{LIST}?{query}&unduh=xlsx"))
    assert [row[0] for row in rows] == shown
    assert rows[0][5] == 50_000_000


def test_an_export_holds_all_pages(long_list, django_assert_max_num_queries):
    long_list.get(LIST)
    with django_assert_max_num_queries(12):
        rows = csv_of(long_list.get(f"{LIST}?wilayah=18.02&unduh=csv"))
    assert len(rows) == 41
    assert len(sheet_of(long_list.get(f"{LIST}?unduh=xlsx"))) == 121


FORMULAS = [
    "=1+1", '=HYPERLINK("http://x.test","klik")', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)", "＝1+1", "＋1", "－1",
    "＠x", "'=1+1", "= 1", '="a"', "=DDE()", "+62-811", "@", '=IMPORTXML("http://x.test")', "=1;2", '=1"2',
]  # fmt: skip


def test_no_export_holds_a_formula_and_every_text_can_be_read_back(as_user, officer):
    rows = [enterprise_row(name=text, owner_name=f"{text} pemilik") for text in FORMULAS]
    bring_in(table("umkm_baku", rows), by=officer)
    office = as_user(officer)
    stored = set(Enterprise.objects.values_list("name", flat=True))
    assert stored == {unicodedata.normalize("NFKC", text) for text in FORMULAS}
    for line in csv_of(office.get(f"{LIST}?unduh=csv"))[1:]:
        assert all(not cell or cell[0] not in "=+-@\t\r＝＋－＠" for cell in line)
        assert line[0] in stored or line[0].removeprefix("'") in stored
    content = office.get(f"{LIST}?unduh=xlsx").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]
    assert {c.value for c in cells} == stored
    assert {c.data_type for c in cells} == {"s"}


def test_who_may_not_export_gets_none_and_sees_no_button(as_user, office):
    assert "unduh=csv" in office.get(LIST).content.decode()
    evaluator = as_user(person("evaluator", "18.01"))
    assert "unduh=" not in evaluator.get(LIST).content.decode()
    assert evaluator.get(f"{LIST}?unduh=csv").status_code == 404


# ── without names ──


def test_an_evaluator_sees_no_names_and_cannot_feel_for_them(as_user, office):
    evaluator = as_user(person("evaluator", "18.01"))
    text = evaluator.get(f"{LIST}?q=siti").content.decode()
    for values in NAMED:
        assert values["owner_name"] not in text
        assert values["name"] not in text
    assert count(evaluator, f"{LIST}?q=siti") == len(NAMED)
