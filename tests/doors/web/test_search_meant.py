"""Searching with letters wrong: what was meant is shown and said, and nothing is felt through it."""

import re

import pytest
from django.utils import timezone

from naikkelas.registry.actions import shown
from naikkelas.registry.models import Cooperative, Enterprise
from naikkelas.trail.actions import SYSTEM
from tests.factories import person
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table

pytestmark = pytest.mark.django_db
ENTERPRISES, COOPERATIVES = "/registri/umkm/", "/registri/koperasi/"


def names(response) -> list[str]:
    """The first cell of every row."""
    return re.findall(r'data-open href="[^"]*">([^<]*)</a>', response.content.decode())


@pytest.fixture
def registry():
    bring_in(
        table(
            "umkm_baku",
            [
                enterprise_row(name="Warung Sari", owner_name="Zulkarnaen", nib="9120001234567"),
                enterprise_row(
                    name="Keripik Siger", owner_name="Siti Aminah", registration_no="LS-2019.00/42"
                ),
            ],
        ),
        by=person("regency"),
    )
    bring_in(
        table("umkm_baku", [enterprise_row("18.02", name="Tenun Mustika", owner_name="Purwaningsih")]),
        by=person("regency", "18.02"),
    )
    bring_in(
        table(
            "koperasi_baku",
            [
                cooperative_row(
                    name="Koperasi Mekar", chair="Suharyanto", legal_no="518/12/BH/KDK.7.1/IX/2001",
                    cooperative_nik="1800000000045",
                ),
            ],
        ),
        by=person("regency"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "typed", "meant", "found"),
    [
        (ENTERPRISES, "warng sari", "warung sari", ["Warung Sari"]),
        (ENTERPRISES, "zulkarnain", "zulkarnaen", ["Warung Sari"]),
        (COOPERATIVES, "koprasi", "koperasi", ["Koperasi Mekar"]),
    ],
)
def test_what_was_meant_is_shown_with_a_way_back(path, typed, meant, found, registry, as_user):
    client = as_user(person("regency"))
    shown = client.get(path, {"q": typed})
    assert names(shown) == found
    assert (shown.context["list"].found.asked, shown.context["list"].found.meant) == (typed, meant)
    assert f"“{meant}”" in shown.content.decode()
    exact = client.get(path + shown.context["list"].exact_link())
    assert names(exact) == []
    assert exact.context["list"].found.meant == ""


def test_the_middle_of_a_word_is_no_beginning(registry, as_user):
    client = as_user(person("regency"))
    assert names(client.get(ENTERPRISES, {"q": "arung", "persis": "1"})) == []
    assert names(client.get(ENTERPRISES, {"q": "arung"})) == ["Warung Sari"]


def test_an_export_holds_what_the_page_shows(registry, as_user):
    client = as_user(person("regency"))
    lines = b"".join(client.get(ENTERPRISES, {"q": "warng", "unduh": "csv"}).streaming_content).decode()
    assert len(lines.splitlines()) == 2
    assert "Warung Sari" in lines


def test_words_that_find_something_are_left_as_they_are(registry, as_user):
    shown = as_user(person("regency")).get(ENTERPRISES, {"q": "warung"})
    assert names(shown) == ["Warung Sari"]
    assert shown.context["list"].found.replaced is False


def test_no_word_of_another_area_is_proposed(registry, as_user):
    """'purwaningsih' is in the registry, and not for this officer."""
    shown = as_user(person("regency")).get(ENTERPRISES, {"q": "purwaningsi"})
    assert names(shown) == []
    text = as_user(person("regency")).get(ENTERPRISES, {"q": "purwaningsoh"}).content.decode()
    assert "purwaningsih" not in text
    assert names(as_user(person("province")).get(ENTERPRISES, {"q": "purwaningsoh"})) == ["Tenun Mustika"]


def test_who_may_not_see_persons_feels_for_none_of_their_names(registry, as_user):
    client = as_user(person("evaluator", "18.01"))
    for path in (ENTERPRISES, COOPERATIVES, "/cari/"):
        for typed in ("zulkarnain", "suharyantu", "siti aminoh"):
            page = client.get(path, {"q": typed}).content.decode()
            assert "zulkarnaen" not in page
            assert "suharyanto" not in page
            assert "siti aminah" not in page
    assert names(client.get(COOPERATIVES, {"q": "suharyantu"})) == []
    assert names(client.get(COOPERATIVES, {"q": "koprasi"})) == ["Koperasi Mekar"]


@pytest.mark.parametrize(
    ("path", "typed", "found"),
    [
        (ENTERPRISES, "9120001234567", ["Warung Sari"]),
        (ENTERPRISES, "9120.0012", ["Warung Sari"]),
        (ENTERPRISES, "91-2000-1234567", ["Warung Sari"]),
        (ENTERPRISES, "ls20190042", ["Keripik Siger"]),
        (ENTERPRISES, "LS 2019", ["Keripik Siger"]),
        (ENTERPRISES, "LS2019.0042", ["Keripik Siger"]),
        (COOPERATIVES, "518/12/BH", ["Koperasi Mekar"]),
        (COOPERATIVES, "51812bh", ["Koperasi Mekar"]),
        (COOPERATIVES, "518.12.BH.KDK71", ["Koperasi Mekar"]),
        (COOPERATIVES, "1800-0000", ["Koperasi Mekar"]),
        (COOPERATIVES, "0000045", []),
    ],
)
def test_a_number_is_found_whole_or_by_its_beginning_however_it_is_written(
    path, typed, found, registry, as_user
):
    assert names(as_user(person("regency")).get(path, {"q": typed})) == found


@pytest.mark.parametrize("typed", ["518/12/BH", "51812bh", "1800-0000", "1800000000045"])
def test_numbers_of_cooperatives_are_for_everybody(typed, registry, as_user):
    assert names(as_user(person("evaluator", "18.01")).get(COOPERATIVES, {"q": typed})) == ["Koperasi Mekar"]


def test_the_search_of_everything_says_what_was_meant(registry, as_user):
    shown = as_user(person("regency")).get("/cari/", {"q": "koprasi mekr"})
    assert [c.name for c in shown.context["cooperatives"]] == ["Koperasi Mekar"]
    assert "“koperasi mekar”" in shown.content.decode()
    exact = as_user(person("regency")).get("/cari/", {"q": "koprasi mekr", "persis": "1"})
    assert list(exact.context["cooperatives"]) == []


def test_what_is_made_anew_of_a_record_is_found_as_after_its_import(registry):
    """A merge, its undo and a correction make the searched words anew: they are those of the import."""
    for model in (Enterprise, Cooperative):
        held = dict(model.objects.values_list("pk", "search_text"))
        assert held
        for pk in held:
            shown.renew(model, pk, SYSTEM, timezone.now())
        assert dict(model.objects.values_list("pk", "search_text")) == held
