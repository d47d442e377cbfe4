"""One file an entry, the file is its own registration: id = file name, and every entry is whole."""

from pathlib import Path

import pytest

from naikkelas.analytics.facts import FACTS
from naikkelas.analytics.queries import indicators
from naikkelas.instruments.finding import MONEY
from naikkelas.instruments.forms import questionnaires
from naikkelas.instruments.spreadsheet import layouts
from naikkelas.notices.kinds import KINDS
from naikkelas.reference.programme_types import all_types
from naikkelas.reports.queries import reports
from naikkelas.rules.catalogues import rule_heads
from naikkelas.rules.quality_rule import rules as quality_rules
from naikkelas.web import words
from tests.architecture.source import PACKAGE


def _stems(folder: Path, pattern: str = "*.py") -> set[str]:
    return {p.stem for p in folder.glob(pattern) if p.stem != "__init__"}


def test_every_file_of_a_catalogue_is_an_entry_by_its_name():
    catalogue = PACKAGE / "instruments" / "catalogue"
    folders = {p.name for p in catalogue.iterdir() if (p / "form.md").exists()}
    assert set(indicators()) == _stems(PACKAGE / "rules" / "indicators")
    assert set(quality_rules()) == _stems(PACKAGE / "rules" / "quality")
    assert set(all_types()) == _stems(PACKAGE / "reference" / "programme_types", "*.toml")
    assert set(reports()) == _stems(PACKAGE / "reports" / "catalogue")
    assert set(questionnaires()) == folders
    assert set(layouts()) == _stems(catalogue)
    assert set(layouts(MONEY)) == _stems(PACKAGE / "instruments" / "money")


def test_every_entry_calls_itself_by_its_file():
    for catalogue in (
        indicators(),
        quality_rules(),
        all_types(),
        reports(),
        questionnaires(),
        layouts(),
        layouts(MONEY),
    ):
        assert {key: entry.id for key, entry in catalogue.items()} == {key: key for key in catalogue}


def test_every_set_of_rules_has_its_numbers_source_and_mark_beside_it():
    for head in rule_heads().values():
        assert head.legal_source, head.id
        assert head.mark in ("read", "unconfirmed", "proposal"), head.id
        assert head.hash, head.id
    for folder in ("classes", "activity", "health", "credentials", "warning"):
        assert _stems(PACKAGE / "rules" / folder) == _stems(PACKAGE / "rules" / folder, "*.toml")


@pytest.mark.parametrize("name", sorted(all_types()))
def test_a_programme_type_names_instruments_and_indicators_that_exist(name):
    kind = all_types()[name]
    assert kind.instruments
    assert set(kind.instruments) <= set(questionnaires())
    assert set(kind.indicators) <= set(indicators())
    assert kind.stages


def test_every_indicator_counts_facts_that_exist_and_says_where_it_comes_from():
    for measure in indicators().values():
        assert measure.facts in FACTS, measure.id
        assert measure.source, measure.id
        assert measure.name.id != measure.name.en, measure.id
    assert len(indicators()) >= 12


def test_every_instrument_has_a_label():
    assert set(questionnaires()) <= {value for value, _label in words.choices("instrument")}


def test_every_kind_of_notice_is_raised_somewhere():
    source = "".join(
        p.read_text() for p in PACKAGE.rglob("*.py") if p.name != "kinds.py" and "web" not in p.parts
    )
    assert [kind for kind in KINDS if f'"{kind}"' not in source] == []
