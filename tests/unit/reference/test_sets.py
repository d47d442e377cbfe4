"""Every reference set says where it comes from; every programme type is whole and points at things that exist."""

import re
import tomllib
from pathlib import Path

import pytest

from naikkelas import reference
from naikkelas.instruments.forms import questionnaires
from naikkelas.kit.collect import collect
from naikkelas.reference.programme_types import all_types

FOLDER = Path(reference.__file__).parent
SETS = sorted(path for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__")
TYPES = all_types()
SOURCES = {"apbn_dekon", "apbn_tp", "dak", "apbd_province", "apbd_regency"}
KEYS = {
    "name", "about", "strategic", "sources", "recipient", "facility", "once_per_person", "stages", "instruments", "indicators",
    "legal_source", "mark",
}  # fmt: skip


def test_the_sets_are_those_we_know():
    assert [path.name for path in SETS] == [
        "budget_lines", "kbli", "lampung", "programme_types", "regions", "tiles", "time_zones", "uses"
    ]  # fmt: skip


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_a_set_says_where_from_under_which_licence_and_when_to_look_again(folder: Path):
    text = (folder / "SOURCE.md").read_text(encoding="utf-8")
    for word in ("from", "licen", "next review"):
        assert word in text.lower(), word
    assert re.search(r"\b20[0-9]{2}\b", text)


def test_the_three_strategic_programmes_come_first_then_the_five_innovations():
    assert [(name, one.strategic) for name, one in TYPES.items()] == [
        ("market_revitalisation", True), ("plut", True), ("startup_capital", True), ("lampung_entrepreneur_center", False),
        ("msme_branding", False), ("pesantren_cooperatives", False), ("tourism_village_cooperatives", False),
        ("village_cooperatives", False),
    ]  # fmt: skip


@pytest.mark.parametrize("name", TYPES)
def test_a_programme_type_is_whole(name: str):
    one = TYPES[name]
    assert one.id == name
    for text in (one.name, one.about, *(stage.name for stage in one.stages)):
        assert text.id.strip()
        assert text.en.strip()
    assert one.recipient in {"person", "cooperative", "facility"}
    assert (one.recipient == "facility") == bool(one.facility)
    assert one.stages
    assert len({stage.id for stage in one.stages}) == len(one.stages)
    assert set(one.instruments) <= set(questionnaires())
    assert one.indicators
    assert set(one.indicators) <= set(collect("naikkelas.rules.indicators", "INDICATOR"))
    assert one.mark in {"read", "unconfirmed", "proposal"}
    assert one.legal_source
    assert set(one.sources) <= SOURCES
    raw = tomllib.loads((FOLDER / "programme_types" / f"{name}.toml").read_text(encoding="utf-8"))
    assert set(raw) <= KEYS
