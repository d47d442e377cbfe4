"""No list, export, search, map or count shows what lies outside the area of duty (pages: test_access_matrix)."""

import io
from zipfile import ZipFile

import pytest

from tests.doors.web.everywhere.matrix import LETTER, TABLE, address, foreign, inside
from tests.factories.world import PLACES, mark

pytestmark = pytest.mark.django_db
EXPORTS = (
    "registry-enterprise-list",
    "registry-cooperative-list",
    "monev-visit-list",
    "findings-finding-list",
)
COOPERATIVES, FINDINGS, VISITS = "registry-cooperative-list", "findings-finding-list", "monev-visit-list"


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_exactly_the_rows_of_the_area(name, kind, world, askers):
    """Rows are told by their area's name and count; who may not export gets 404."""
    wrong = []
    expected = {"registry-enterprise-list": PLACES, COOPERATIVES: PLACES, VISITS: PLACES, FINDINGS: PLACES}[
        name
    ]
    for asker in askers:
        if LETTER[asker.user.role] not in TABLE[name]["get"]:
            continue
        response = asker.ask("GET", address(name, []), {"unduh": kind})
        if LETTER[asker.user.role] in "VA" and name != FINDINGS:
            assert response.status_code == 404, asker.user.role
            continue
        text = _text(response, kind)
        found = [code for code in PLACES if mark(code) in text]
        names_persons = name == VISITS and LETTER[asker.user.role] == "V"
        if not names_persons and found != [c for c in expected if inside(asker.user.area_id, c)]:
            wrong.append((asker.user.role, asker.user.area_id, found))
    assert wrong == []


def _text(response, kind: str) -> str:
    if kind == "csv":
        return b"".join(response.streaming_content).decode()
    with ZipFile(io.BytesIO(response.content)) as book:
        return "".join(book.read(part).decode() for part in book.namelist() if part.endswith(".xml"))


def test_counts_are_those_of_the_area(world, askers):
    """The key figures of the home page and the totals of lists, counted here by hand."""
    for asker in askers:
        if LETTER[asker.user.role] not in TABLE["home"]["get"]:
            continue
        home = asker.ask("GET", "/")
        n = sum(inside(asker.user.area_id, code) for code in PLACES)
        where = (asker.user.role, asker.user.area_id)
        money, visits, cooperatives, findings = home.context["cards"]
        assert (money["figure"].part, money["figure"].whole) == (7_000_000 * n, 88_000_000 * n), where
        assert (visits["figure"].part, visits["figure"].whole) == (n, 3 * n), where
        assert (cooperatives["figure"].part, cooperatives["figure"].whole) == (n, n), where
        assert findings["text"] == str(n), where
        for name in (COOPERATIVES, FINDINGS, VISITS):
            assert asker.ask("GET", address(name, [])).context["page"].paginator.count == n, (name, where)


def test_the_number_of_a_list_follows_the_place_chosen(world, askers):
    province = next(a for a in askers if a.user.area_id == "18")
    for code in PLACES:
        if inside("18", code):
            shown = province.ask("GET", address(COOPERATIVES, []), {"wilayah": code}).context["page"]
            assert shown.paginator.count == sum(inside(code, c) for c in PLACES), code


def test_maps_lead_only_into_the_area(world, askers):
    """The map of the board and of an indicator names the kabupaten/kota of the asker, no other province's."""
    for asker in askers:
        if asker.user.role not in ("province", "ministry"):
            continue
        code = "17" if asker.user.area_id == "17" else "18"
        board = asker.ask("GET", address("monev-board", world.objects["cycle"][code])).content.decode()
        shown = asker.ask("GET", address("indicators-indicator-detail", ["visits_done"])).content.decode()
        assert "<svg" in shown
        if code == "17":
            assert "wilayah=18" not in shown + board
        elif asker.user.role == "province":
            assert "wilayah=17" not in shown + board


@pytest.mark.parametrize("word", ["Xq", "Usaha", "Koperasi", "Temuan", "Penerima", "Program"])
def test_search_finds_in_the_area_and_nothing_beside_it(word, world, askers):
    for asker in askers:
        if LETTER[asker.user.role] not in TABLE["search"]["get"]:
            continue
        found = asker.ask("GET", "/cari/", {"q": word}).content.decode()
        assert foreign(found, asker.user.area_id) == [], asker.user.area_id
        if asker.user.role in ("province", "regency"):
            assert mark(asker.user.area_id) in found or asker.user.area_id == "17", asker.user.area_id


def test_a_list_of_choices_offers_no_place_or_person_of_elsewhere(world, askers):
    """Forms: areas of a new finding, enumerators to assign, programmes to monitor, allocations."""
    regency = next(a for a in askers if a.user.role == "regency" and a.user.area_id == "18.01")
    area = regency.ask("GET", address("monev-area-detail", world.objects["area"]["18.01"]))
    assert {u.area_id[:5] for u in area.context["enumerators"]} == {"18.01"}
    opened = regency.ask("GET", "/temuan/baru/").context["form"].fields["area"].choices
    assert all(code.startswith("18.01") for code, _title in opened)
    foreign = next(a for a in askers if a.user.area_id == "17")
    offered = foreign.ask("GET", "/monev/baru/").context["form"].fields["monitored"].choices
    assert [name for _pk, name in offered if mark("18") in name or mark("18.01") in name] == []
    assert len(offered) == 4
