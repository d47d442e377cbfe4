"""Files that are no registry list end as refused with a plain message; odd text in a good list comes through whole."""

import hashlib
import json
from xml.sax.saxutils import escape

import pytest
from openpyxl.utils import get_column_letter

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.kit.problems import Refused
from naikkelas.registry.models import Enterprise
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import enterprise_row
from tests.samples.registry_files import ODD_TEXTS, REFUSED
from tests.unit.instruments import books

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person("regency")


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_used_ends_as_refused_with_nothing_half_stored(officer, name):
    content, code = REFUSED[name]
    delivery = intake.receive_spreadsheet(filename=name, content=content, by=officer, at=NOW)
    delivery = intake.look(delivery=delivery, by=officer, at=NOW)
    assert (delivery.state, delivery.reason, delivery.finished_at) == ("refused", code, NOW)
    assert delivery.summary["id"] != delivery.summary["en"]
    assert set(delivery.summary) == {"id", "en"}
    assert (delivery.total, delivery.done, delivery.staged_sha256) == (0, 0, "")
    assert queries.rejected_rows(delivery).count() == 0
    for decide in (intake.confirm, intake.discard, intake.undo):
        with pytest.raises(Refused) as caught:
            decide(delivery=delivery, by=officer, at=NOW)
        assert caught.value.kind.code == "delivery.not_looked"


def test_a_file_larger_than_the_limit_is_not_even_kept(officer, monkeypatch):
    from naikkelas.intake.actions import spreadsheets

    monkeypatch.setattr(spreadsheets, "MAX_PACKED", 1_000)
    content = b"terlalu besar;" * 100
    with pytest.raises(Refused) as caught:
        intake.receive_spreadsheet(filename="a.csv", content=content, by=officer, at=NOW)
    assert (caught.value.kind.code, caught.value.status) == ("file.too_large", 413)
    assert hashlib.sha256(content).hexdigest() not in set(vault.current().blobs.all())
    assert queries.spreadsheets_visible_to(officer).count() == 0


def test_odd_texts_come_through_whole_in_good_rows_and_in_bad_ones(officer):
    from naikkelas.instruments.spreadsheet import layouts

    columns = layouts()["umkm_baku"].columns
    rows = [
        enterprise_row(name=f"{n} {text}", product=text, address=text)
        for n, text in enumerate(ODD_TEXTS.values())
    ]
    rows += [row | {"name": f"x{row['name']}", "year": row["product"], "registration_no": ""} for row in rows]
    cells = [[row.get(field, "") for field in columns.values()] for row in rows]
    lines = (
        f'<row r="{n}">{"".join(books.text_cell(f"{get_column_letter(at)}{n}", escape(t)) for at, t in enumerate(line, 1))}</row>'
        for n, line in enumerate([list(columns), *cells], 1)
    )
    content = books.packed(books.parts(books.sheet_xml("".join(lines))))
    delivery = intake.receive_spreadsheet(filename="aneh.xlsx", content=content, by=officer, at=NOW)
    delivery = intake.look(delivery=delivery, by=officer, at=NOW)
    assert (delivery.summary["good"], delivery.summary["bad"]) == (len(ODD_TEXTS), len(ODD_TEXTS))
    intake.confirm(delivery=delivery, by=officer, at=NOW)
    intake.apply(delivery=queries.delivery(delivery.pk), by=officer, at=NOW)
    stored = set(Enterprise.objects.values_list("product", flat=True))
    wanted = {text.replace("e\u0301", "é").replace("_x0000_", "") for text in ODD_TEXTS.values()}
    assert {" ".join(text.split()) for text in stored} == {" ".join(text.split()) for text in wanted}
    open_ = vault.current().seal.open
    product = list(columns.values()).index("product")
    given_back = [json.loads(open_(row.values_sealed))[product] for row in queries.rejected_rows(delivery)]
    assert len(given_back) == len(ODD_TEXTS)
    assert given_back[0] == ODD_TEXTS["formula"]
    assert all("bukan bilangan bulat" in line for line in queries.told_problems(delivery, "id"))
