"""KBLI by version: every division lies in one section, and a code says where it stands."""

import pytest

from naikkelas.reference import kbli


def test_sections_are_neighbouring_ranges_in_order():
    sections = list(kbli.sections("2020").values())
    assert "".join(s.letter for s in sections) == "ABCDEFGHIJKLMNOPQRSTU"
    assert sum(len(s.divisions) for s in sections) == 88
    assert all(a.last < b.first for a, b in zip(sections, sections[1:], strict=False))


@pytest.mark.parametrize(
    ("code", "where"), [("10750", "C10"), ("47111", "G47"), ("01111", "A01"), ("99000", "U99")]
)
def test_a_code_stands_in_its_section(code, where):
    found = kbli.place(code, "2020")
    assert found is not None
    assert found.section.letter + found.division == where
    assert kbli.fault(code, "2020") == ""


@pytest.mark.parametrize(
    ("code", "version", "fault"),
    [("", "2020", ""), ("1075", "2020", "digits"), ("１0750", "2020", "digits"), ("04111", "2020", "division"),
     ("04111", "2025", ""), ("10750", "../x", "")],
)  # fmt: skip
def test_what_looks_wrong_is_a_warning_where_the_version_is_known(code, version, fault):
    assert kbli.fault(code, version) == fault
