"""Answers as the one reader gives them: versions merged, repeats linked, scope kept, formulas defused, memory bounded."""

import csv
import io
import json
import tracemalloc
import zipfile
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from naikkelas import vault
from naikkelas.accounts import roles
from naikkelas.forms.models import FormVersion
from naikkelas.instruments.answer_columns import Wanted
from naikkelas.intake.models import Attachment, Delivery
from naikkelas.kit.problems import Refused
from naikkelas.reports.queries import answers
from naikkelas.reports.queries.answers_conditions import condition
from naikkelas.reports.queries.answers_pivot import By, behind, pivot
from naikkelas.reports.render.answers import content
from tests.conftest import NOW
from tests.factories import person
from tests.factories.answers import answer, form_with, survey

pytestmark = pytest.mark.django_db


def reader(who=None, form: FormVersion | None = None) -> answers.Reader:
    return answers.Reader(
        form or FormVersion.objects.get(form_id="kios", newest=True), who or person("province")
    )


def made(kind: str, wanted: Wanted | None = None, who=None, keep=None) -> bytes:
    return b"".join(content(reader(who), kind, wanted or Wanted(), keep).parts)


def table(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


def test_a_submission_is_a_row_and_its_repeats_are_linked():
    survey()
    answer("uuid:a", usaha=[("Warung", "3"), ("Bengkel", "5")])
    with zipfile.ZipFile(io.BytesIO(made("zip"))) as archive:
        root, shops = (table(archive.read(n)) for n in ("kios.csv", "kios-usaha.csv"))
    assert [(r["KEY"], r["jenis"], r["lokasi/latitude"]) for r in root] == [("uuid:a", "a b", "-5.1")]
    assert [(s["KEY"], s["PARENT_KEY"], s["INDEX"], s["pekerja"]) for s in shops] == [
        ("uuid:a/usaha[1]", "uuid:a", "1", "3"), ("uuid:a/usaha[2]", "uuid:a", "2", "5"),
    ]  # fmt: skip
    assert table(made("csv"))[0]["usaha/pekerja"] == "3 | 5"


def test_an_answer_left_out_in_one_turn_of_a_repeat_stays_out_of_the_others():
    survey()
    answer("uuid:a", usaha=[("Warung", None), ("Bengkel", "5")])
    (each,) = reader().answered()
    assert [row.values.get("usaha/pekerja") for row in each.of("usaha")] == [None, "5"]
    flat = table(made("csv"))[0]
    assert (flat["usaha/merek"], flat["usaha/pekerja"]) == ("Warung | Bengkel", " | 5")


def test_versions_are_one_table_with_the_newest_order_first():
    survey()
    answer("uuid:a")
    form_with(
        "| integer | baru | Baru | New |\n| | text | catatan | Catatan | Note |", version="2", newest=True
    )
    answer("uuid:b", version="2", more="<baru>7</baru>")
    rows = table(made("csv"))
    assert list(rows[0])[7:9] == ["baru", "catatan"]
    assert "jenis" in rows[0]
    assert [(r["KEY"], r["baru"], r["jenis"]) for r in rows] == [
        ("uuid:a", "", "a b"),
        ("uuid:b", "7", "a b"),
    ]


def test_labels_and_choices_of_many_as_columns():
    survey()
    answer("uuid:a")
    row = table(made("csv", Wanted(labels=True, lang="en", split=True)))[0]
    assert (row["Kinds"], row["Kinds/Food"], row["Kinds/Craft"]) == ("Food, Cloth", "1", "0")
    plain = table(made("csv", Wanted(split=True)))[0]
    assert (plain["jenis"], plain["jenis/a"], plain["jenis/c"]) == ("a b", "1", "0")


def test_no_formula_comes_from_data():
    survey()
    answer("uuid:a", catatan="=HYPERLINK(1)")
    assert table(made("csv"))[0]["catatan"] == "'=HYPERLINK(1)"
    sheet = openpyxl.load_workbook(io.BytesIO(made("xlsx"))).worksheets[0]
    cells = {c.value: c.data_type for c in sheet[2]}
    assert cells["=HYPERLINK(1)"] == "s"
    assert cells[-5.1] == "n"


BEYOND_MEASURE = ["1e9999999", "-1E+400", "1e-9999999", "9" * 5_000]


@pytest.mark.parametrize("amount", BEYOND_MEASURE)
def test_a_number_beyond_all_measure_stays_the_text_that_was_sent_and_stops_no_file(amount):
    survey()
    answer("uuid:a", lokasi=f"{amount} 105.2 0 4.5", usaha=[("Warung", amount), ("Bengkel", "5")])
    assert table(made("csv"))[0]["usaha/pekerja"] == f"{amount} | 5".replace("-1", "'-1")
    sheet = openpyxl.load_workbook(io.BytesIO(made("xlsx")))["usaha"]
    assert [row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [amount, 5]
    assert json.loads(made("geojson"))["features"] == []
    with zipfile.ZipFile(io.BytesIO(made("spss"))) as archive:
        assert amount in archive.read("kios-usaha.csv").decode()
    found = pivot(reader(), By(down="", total="usaha/pekerja"), lang="id", keep=None)
    assert (found.totals(), found.unread) == ([5, 5], 1)
    keep = condition(reader().tables, "usaha/pekerja", "gt", "3")
    assert [each.rows[0].key for each in reader().answered(keep)] == ["uuid:a"]


def test_another_kabupaten_never_comes_out():
    survey()
    answer("uuid:own", area="18.01")
    answer("uuid:other", area="18.02")
    regency = person("regency", "18.01")
    for kind in ("csv", "zip", "xlsx", "geojson", "spss"):
        raw = made(kind, who=regency)
        if raw[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                raw = b"".join(archive.read(n) for n in archive.namelist())
        assert (b"uuid:own" in raw, b"uuid:other" in raw) == (True, False), kind


def test_who_may_not_see_persons_gets_no_questions_about_them():
    survey()
    answer("uuid:a", nama="Siti Rahasia")
    evaluator = person("evaluator", "18")
    assert "person.see" not in roles.ROLES["evaluator"].duties
    raw = made("csv", who=evaluator)
    assert b"Rahasia" not in raw
    assert "nama" not in table(raw)[0]
    assert "jenis" in table(raw)[0]
    with pytest.raises(Refused):
        content(reader(evaluator), "media", Wanted())
    assert b"Siti Rahasia" in made("csv")


def test_only_what_counts_comes_out():
    survey()
    answer("uuid:a")
    for state in ("held", "aside", "refused", "edited", "trial", "partial"):
        answer(f"uuid:{state}", state=state)
    assert [r["KEY"] for r in table(made("csv"))] == ["uuid:a"]


def test_a_damaged_submission_stops_nothing():
    survey()
    answer("uuid:a")
    answer("uuid:b")
    Delivery.objects.filter(instance_id="uuid:a").update(body=b"damaged")
    assert [r["KEY"] for r in table(made("csv"))] == ["uuid:b"]


def test_points_are_features_with_longitude_first():
    survey()
    answer("uuid:a")
    answer("uuid:b", lokasi="")
    found = json.loads(made("geojson"))
    assert [(f["id"], f["geometry"]["coordinates"]) for f in found["features"]] == [("uuid:a", [105.2, -5.1])]
    assert found["features"][0]["properties"]["jenis"] == "a b"


def test_where_only_a_later_point_was_answered_that_is_where_it_is():
    form_with("| geopoint | pintu | Pintu | Door |\n| | geopoint | lokasi | Lokasi | Place |")
    answer("uuid:a")
    answer("uuid:b", more="<pintu>-5.3 105.4 0 3</pintu>")
    found = json.loads(made("geojson"))["features"]
    assert [(f["id"], f["geometry"]["coordinates"]) for f in found] == [
        ("uuid:a", [105.2, -5.1]), ("uuid:b", [105.4, -5.3]),
    ]  # fmt: skip


def test_spss_is_told_of_moments_in_the_zone_of_the_area_and_cuts_no_quote_in_two():
    label = "a" * 249 + "'s"
    form_with(f"| text | catatan | {label} | Note |\n| | dateTime | janji | Janji | Appointment |")
    answer("uuid:a", more="<janji>2020-03-13T09:00:00.000+07:00</janji>")
    with zipfile.ZipFile(io.BytesIO(made("spss"))) as archive:
        syntax, data = archive.read("kios.sps").decode(), archive.read("kios.csv").decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(data)))
    here = NOW.astimezone(ZoneInfo("Asia/Jakarta"))
    assert (row["received"], row["janji"]) == (f"{here:%Y-%m-%d %H:%M:%S}", "2020-03-13 09:00:00")
    assert f"  catatan '{label[:250]}''" in syntax
    assert all(line.count("'") % 2 == 0 for line in syntax.splitlines())


def test_spss_names_variables_and_values():
    survey()
    answer("uuid:a", catatan="It's")
    with zipfile.ZipFile(io.BytesIO(made("spss", Wanted(lang="en")))) as archive:
        syntax, data = archive.read("kios.sps").decode(), archive.read("kios.csv").decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(data)))
    assert (row["buka"], row["jenis_a"], row["catatan"]) == ("yes", "1", "It's")
    assert "  buka 'Is it open?'" in syntax
    assert "VALUE LABELS buka\n  'yes' 'Yes'\n  'no' 'No'." in syntax
    assert "VALUE LABELS jenis_a 0 'no' 1 'yes'." in syntax
    assert "  catatan A4" in syntax


def test_photos_have_names_that_say_what_they_are():
    survey()
    for number in ("a", "b"):
        sent = answer(f"uuid:{number}", more="<foto>IMG 1.JPG</foto>")
        Attachment.objects.create(
            delivery=sent, name="IMG 1.JPG", sha256=vault.current().blobs.put(number.encode()), size=1
        )
    with zipfile.ZipFile(io.BytesIO(made("media"))) as archive:
        names = archive.namelist()
        assert names[:2] == [f"kios_{NOW:%Y-%m-%d}_Kab-Lampung-Selatan_foto_{n}.jpg" for n in (1, 2)]
        assert [archive.read(n) for n in names[:2]] == [b"a", b"b"]
        assert [r["KEY"] for r in table(archive.read("index.csv"))] == ["uuid:a", "uuid:b"]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (("usaha/pekerja", "gt", "4"), ["uuid:a"]),
        (("usaha/pekerja", "gt", "10"), []),
        (("jenis", "eq", "a"), ["uuid:a", "uuid:b"]),
        (("buka", "ne", "yes"), ["uuid:b"]),
        (("catatan", "has", "PASAR"), ["uuid:b"]),
        (("catatan", "empty", ""), ["uuid:a"]),
    ],
)
def test_answers_are_kept_by_any_of_them(asked, kept):
    survey()
    answer("uuid:a", usaha=[("Warung", "3"), ("Bengkel", "5")])
    answer("uuid:b", buka="no", catatan="Di pasar")
    keep = condition(reader().tables, *asked)
    assert [each.rows[0].key for each in reader().answered(keep)] == kept


def test_a_table_counts_and_sums():
    survey()
    answer("uuid:a", usaha=[("Warung", "3"), ("Bengkel", "5")])
    answer("uuid:b", buka="no", usaha=[("Kios", "x")])
    counted = pivot(reader(), By("jenis", "buka"), lang="id", keep=None)
    assert (counted.columns, counted.lines()[0]) == (["Ya", "Tidak"], ("Makanan", [1, 1], 2))
    summed = pivot(reader(), By("buka", total="usaha/pekerja"), lang="id", keep=None)
    assert (summed.lines(), summed.unread) == ([("Ya", [8], 8)], 1)


def test_twenty_thousand_go_out_in_bounded_memory():
    survey()
    first = answer("uuid:0", catatan="x" * 200)
    copies = []
    for number in range(1, 20_000):
        copies.append(_copy(first, number))
    Delivery.objects.bulk_create(copies, batch_size=1_000)
    del copies
    tracemalloc.start()
    lines = size = 0
    for part in content(reader(), "csv", Wanted()).parts:
        lines += part.count(b"\n")
        size += len(part)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert lines == 20_001
    assert size > 5_000_000
    assert peak < 12_000_000


def _copy(first: Delivery, number: int) -> Delivery:
    return Delivery(
        kind=first.kind, state=first.state, instrument=first.instrument, form_version=first.form_version, sha256=first.sha256,
        size=first.size, body=first.body, area_id=first.area_id, received_by_id=first.received_by_id,
        received_at=first.received_at, instance_id=f"uuid:{number}",
    )  # fmt: skip


# ── what a figure is made of ──


def made_of(by: By, row: str | None = None, column: str | None = None, **more) -> list[str]:
    found = behind(reader(), by, lang="id", keep=None, row=row, column=column, **more)
    return [each_row.key for _each, each_row, _times in found]


def test_each_figure_of_a_table_is_exactly_the_rows_behind_it():
    survey()
    answer("uuid:a", usaha=[("Warung", "3"), ("Bengkel", "5")])
    answer("uuid:b", buka="no", usaha=[("Kios", "x"), ("Lapak", None)])
    answer("uuid:c", buka="", area="18.02")
    for by in (
        By("jenis", "buka"), By("buka"), By("__area", "buka"), By("buka", total="usaha/pekerja"), By("usaha/merek", "jenis"),
    ):  # fmt: skip
        table = pivot(reader(), by, lang="id", keep=None)
        for row, figures, total in table.lines():
            for column, figure in zip(table.columns, figures, strict=True):
                found = list(behind(reader(), by, lang="id", keep=None, row=row, column=column))
                summed = sum(
                    times * (int(each_row.values["usaha/pekerja"]) if by.total else 1)
                    for _each, each_row, times in found
                )
                assert summed == figure, (by, row, column)
            if not by.total:
                whole = behind(reader(), by, lang="id", keep=None, row=row, column=None)
                assert sum(times for *_, times in whole) == total
    assert made_of(By("buka"), row="") == ["uuid:c"]
    assert made_of(By("buka", total="usaha/pekerja"), unread=True) == ["uuid:b/usaha[1]"]
    assert set(made_of(By("jenis"))) == {"uuid:a", "uuid:b", "uuid:c"}


# ── conditions as officers write them ──


def typed(kind: str, values: dict[str, str]) -> None:
    """One question of a kind, answered once for each of the values."""
    form_with(f"| {kind} | isi | Isi | Content |\n| | text | catatan | Catatan | Note |")
    for key, value in values.items():
        answer(f"uuid:{key}", more=f"<isi>{value}</isi>")


@pytest.mark.parametrize(
    ("kind", "values", "operator", "asked", "kept"),
    [
        ("date", {"a": "2020-03-05", "b": "2020-03-06"}, "eq", "5 Maret 2020", "a"),
        ("date", {"a": "2020-03-05", "b": "2020-03-06"}, "gt", "05/03/2020", "b"),
        ("date", {"a": "2020-03-05", "b": "2020-03-06"}, "ne", "2020-03-05", "b"),
        ("date", {"a": "bukan", "b": "2020-03-06"}, "le", "2021-01-01", "b"),
        # 23.00 UTC is the next morning in Lampung
        ("datetime", {"a": "2020-03-05T23:00:00.000Z", "b": "2020-03-05T09:00:00+07:00"}, "eq", "6 Maret 2020", "a"),
        ("integer", {"a": "1500000", "b": "2"}, "ge", "1.500.000", "a"),
        ("integer", {"a": "1000", "b": "1"}, "eq", "1.000", "a"),
        ("decimal", {"a": "2.5", "b": "2.4"}, "gt", "2,45", "a"),
        ("decimal", {"a": "1500.5", "b": "2"}, "eq", "1.500,5", "a"),
        ("select_one yn", {"a": "yes", "b": "no"}, "eq", "Tidak", "b"),
        ("select_one yn", {"a": "yes", "b": "no"}, "eq", "no", "b"),
        ("select_one yn", {"a": "yes", "b": "lama"}, "eq", "lama", "b"),  # a choice that the form no longer offers
        ("select_multiple kinds", {"a": "a c", "b": "b"}, "has", "kerajin", "a"),
        ("select_multiple kinds", {"a": "a c", "b": "b"}, "ne", "Cloth", "a"),
        ("text", {"a": "Di Pasar", "b": "x"}, "eq", "di pasar", "a"),
    ],
)  # fmt: skip
def test_a_condition_is_read_as_it_is_written_here(kind, values, operator, asked, kept):
    typed(kind, values)
    keep = condition(reader().tables, "isi", operator, asked)
    assert [each.rows[0].key for each in reader().answered(keep)] == [f"uuid:{kept}"]


@pytest.mark.parametrize(
    ("kind", "asked"), [("integer", "banyak"), ("date", "31/02/2020"), ("datetime", "kemarin")]
)
def test_a_value_that_cannot_be_compared_is_refused_with_an_example(kind, asked):
    typed(kind, {"a": "1"})
    with pytest.raises(Refused) as refusal:
        condition(reader().tables, "isi", "gt", asked)
    assert asked in refusal.value.text("id")
    assert "misalnya" in refusal.value.text("id")
