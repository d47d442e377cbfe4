"""What a look at a file foretells is what applying then does; all or nothing; and what changed since the last list."""

from datetime import timedelta

import pytest

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.intake import queries, switchboard
from naikkelas.intake.actions import spreadsheets
from naikkelas.kit.problems import Refused
from naikkelas.registry.models import Cooperative, Enterprise
from tests.conftest import NOW
from tests.factories import person, road
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def officer():
    return person("regency")


def looked(content: bytes, by, at=NOW):
    delivery = intake.receive_spreadsheet(filename="uji.csv", content=content, by=by, at=at)
    return intake.look(delivery=delivery, by=by, at=at)


def states(delivery) -> dict[int, str]:
    return dict(queries.preview(delivery, "index").select("row", "state").iter_rows())


def test_new_changed_and_same_are_foretold_as_they_are_then_applied(officer):
    rows = [enterprise_row(year="2019") for _ in range(4)]
    bring_in(table("umkm_baku", rows), by=officer)
    now = [
        rows[0],
        rows[1] | {"address": "Jl. Baru"},
        rows[2] | {"year": "2018", "annual_sales_idr": "5"},
        enterprise_row(),
        enterprise_row(annual_sales_idr="banyak"),
        rows[3] | {"nib": "12"},
    ]
    delivery = looked(table("umkm_baku", now), officer)
    assert states(delivery) == {2: "same", 3: "changed", 4: "changed", 5: "new", 6: "bad", 7: "same"}
    assert delivery.summary["foreseen"] == {"new": 1, "changed": 2, "same": 2, "doubtful": 0, "noted": 2}
    intake.confirm(delivery=delivery, by=officer, at=NOW)
    after = intake.apply(delivery=queries.delivery(delivery.pk), by=officer, at=NOW)
    assert after.summary["applied"] == {"new": 1, "changed": 2, "same": 2}
    assert set(states(looked(table("umkm_baku", now), officer)).values()) == {"same", "bad"}


def test_cooperatives_are_foretold_too(officer):
    rows = [cooperative_row(), cooperative_row()]
    bring_in(table("koperasi_baku", rows), by=officer)
    now = [rows[0], rows[1] | {"address": "Jl. Baru"}, cooperative_row()]
    assert list(states(looked(table("koperasi_baku", now), officer)).values()) == ["same", "changed", "new"]
    assert Cooperative.objects.count() == 2


def test_new_rows_of_one_person_are_doubtful(officer):
    twin = {"person_nik": "9901011502807001"}
    rows = [enterprise_row(**twin), enterprise_row(), enterprise_row(**twin)]
    index = queries.preview(looked(table("umkm_baku", rows), officer), "index")
    assert index["doubtful"].to_list() == [True, False, True]


def test_a_column_is_told_as_a_whole_and_persons_are_not_named(officer):
    rows = [
        enterprise_row(annual_sales_idr=str(n), sector="Kuliner" if n < 3 else "Fashion") for n in (1, 2, 3)
    ]
    rows += [enterprise_row(annual_sales_idr="", nib="12")]
    delivery = looked(table("umkm_baku", rows), officer)
    told = {each["field"]: each for each in delivery.summary["profile"]}
    sales = told["annual_sales_idr"]
    assert (sales["filled"], sales["distinct"], sales["low"], sales["high"]) == (3, 3, "1", "3")
    assert told["sector"]["frequent"] == [["culinary", 3]]
    assert told["nib"]["notes"] == 1
    assert told["owner_name"]["frequent"] == told["person_nik"]["frequent"] == []
    assert "low" not in told["owner_name"] or told["owner_name"]["low"] == ""


def test_all_or_nothing_is_refused_while_a_row_has_an_error(officer):
    delivery = looked(table("umkm_baku", [enterprise_row(), enterprise_row(name="")]), officer)
    with pytest.raises(Refused) as caught:
        intake.confirm(delivery=delivery, by=officer, at=NOW, whole=True)
    assert (caught.value.kind.code, caught.value.params) == ("delivery.not_whole", {"count": 1})
    assert queries.delivery(delivery.pk).state == "looked"


@pytest.mark.parametrize("chunk", [1, 3])
def test_all_or_nothing_leaves_nothing_where_it_fails_and_can_be_run_again(officer, monkeypatch, chunk):
    monkeypatch.setattr(spreadsheets, "CHUNK_ROWS", 2)
    delivery = looked(table("umkm_baku", [enterprise_row() for _ in range(5)]), officer)
    intake.confirm(delivery=delivery, by=officer, at=NOW, whole=True)
    real, number = switchboard.REGISTRY["enterprise"], iter(range(1, 99))

    def write(**values):
        answer = real(**values)
        if next(number) == chunk:
            raise OSError("listrik padam")
        return answer

    monkeypatch.setitem(switchboard.REGISTRY, "enterprise", write)
    with pytest.raises(OSError, match="listrik padam"):
        intake.apply(delivery=queries.delivery(delivery.pk), by=officer, at=NOW)
    standing = queries.delivery(delivery.pk)
    assert (standing.state, standing.done, Enterprise.objects.count()) == ("applying", 0, 0)
    after = intake.apply(delivery=standing, by=officer, at=NOW)
    assert (after.state, after.done, Enterprise.objects.count()) == ("applied", 5, 5)


def test_a_list_that_comes_again_says_what_changed_since_the_last(officer):
    rows = [enterprise_row(person_nik="") for _ in range(4)]
    bring_in(table("umkm_baku", rows), by=officer)
    assert looked(table("umkm_baku", rows), officer).summary["since"]["same"] == 4
    now = [
        rows[0],
        rows[1] | {"product": "Dodol", "person_nik": "9901011502807001"},
        rows[2],
        enterprise_row(),
    ]
    delivery = looked(table("umkm_baku", now), officer, LATER)
    since = delivery.summary["since"]
    assert {k: since[k] for k in ("new", "changed", "same", "missing")} == {
        "new": 1, "changed": 1, "same": 2, "missing": 1
    }  # fmt: skip
    told = queries.since(delivery)
    assert told["changed"][0]["fields"] == [["product", None, "Dodol"], ["nik_index", "", ""]]
    assert [m["name"] for m in told["missing"]] == [rows[3]["name"]]
    assert told["new"][0]["name"] == now[3]["name"]
    assert Enterprise.objects.count() == 4


def test_the_first_list_and_another_offices_list_have_nothing_to_be_compared_with(officer):
    bring_in(table("umkm_baku", [enterprise_row("18.02")]), by=person("regency", "18.02"))
    assert "since" not in looked(table("umkm_baku", [enterprise_row()]), officer).summary


def test_what_depends_on_an_import_is_named(officer):
    made = road()
    delivery = queries.delivery(int(made.enterprise.source[1:].partition("/")[0]))
    held = intake.depends_on(delivery=delivery)
    assert held.counts["aid"] == 1
    assert [r.enterprise_id or r.person_id for r in held.recipients] != []
    row = enterprise_row()
    first = bring_in(table("umkm_baku", [row]), by=officer)
    newer = bring_in(table("umkm_baku", [row | {"address": "Jl. Baru"}]), by=officer, at=LATER)
    held = intake.depends_on(delivery=queries.delivery(first.pk))
    assert (held.counts, held.deliveries) == ({"later": 1}, [newer.pk])
    assert intake.depends_on(delivery=queries.delivery(newer.pk)).counts == {}


def test_a_preview_that_is_no_longer_kept_is_said_so(as_user, officer):
    delivery = looked(table("umkm_baku", [enterprise_row()]), officer)
    vault.current().blobs.remove(delivery.summary["preview"]["index"])
    answer = as_user(officer).get(f"/impor/{delivery.pk}/baris/")
    assert answer.status_code == 410
    assert "tidak disimpan lagi" in answer.content.decode()
