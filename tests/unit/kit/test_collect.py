"""A file is its own registration, under its own name."""

import sys
from pathlib import Path

import pytest

from naikkelas.kit.collect import collect


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch):
    """Make a package of entries, under a name never used before; returns it."""
    made: list[str] = []

    def make(**entries: str) -> str:
        name = f"catalogue_{tmp_path.name}_{len(made)}"
        made.append(name)
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        for entry, thing_id in entries.items():
            (tmp_path / name / f"{entry}.py").write_text(
                f"from types import SimpleNamespace\nTHING = SimpleNamespace(id={thing_id!r})\n"
            )
        return name

    monkeypatch.syspath_prepend(tmp_path)
    yield make
    for module in [m for m in sys.modules if m.partition(".")[0] in made]:
        del sys.modules[module]


def test_every_file_is_found_in_order_of_name(catalogue):
    found = collect(catalogue(b="b", a="a"), "THING")
    assert list(found) == ["a", "b"]
    assert found["a"].id == "a"


def test_an_entry_whose_id_is_not_its_file_name_is_refused(catalogue):
    with pytest.raises(ValueError, match=r"b: id 'other' must equal the file name"):
        collect(catalogue(a="a", b="other"), "THING")


def test_an_entry_without_the_constant_is_refused(catalogue):
    with pytest.raises(AttributeError):
        collect(catalogue(a="a"), "ANOTHER")
