"""The corpus of bad forms: each is told what is wrong with it, none breaks the reader, none takes long."""

import resource
import time

import pytest

from naikkelas.instruments import xlsform
from naikkelas.instruments.form_problems import KINDS
from naikkelas.instruments.forms import questionnaires
from tests.samples import bad_forms

CASES = {name: (filename, content, expected) for name, filename, content, expected in bad_forms.cases()}


def test_the_corpus_is_large_and_names_known_problems():
    assert len(CASES) >= 130
    assert {code for _, _, expected in CASES.values() for code in expected.split("|")} <= set(KINDS)


def test_each_bad_form_is_told_what_is_wrong_with_it():
    """One test over all: a case is a line of data, not a test of its own."""
    wrong, slowest, before = {}, 0.0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, (filename, content, expected) in CASES.items():
        began = time.process_time()
        answer = xlsform.compiled(content, filename).values
        slowest = max(slowest, time.process_time() - began)
        told = {p["code"] for p in answer["problems"]}
        if not told & set(expected.split("|")):
            wrong[name] = (expected, sorted(told))
        for p in answer["problems"]:
            for lang in ("id", "en"):
                assert KINDS[p["code"]].text(lang, **p["params"])
    assert wrong == {}
    assert slowest < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


@pytest.mark.parametrize("name", sorted(questionnaires()))
def test_the_forms_of_the_catalogue_have_nothing_wrong(name):
    answer = xlsform.compiled(questionnaires()[name].form.encode(), "form.md").values
    told = [p for p in answer["problems"] if p["code"] != "xlsform.form_id" and p["error"]]
    assert told == []


@pytest.mark.parametrize(
    "pattern",
    [
        "^[0-9]{16}$",
        r"^\d{5}$",
        "^[A-Z][a-z]+( [A-Z][a-z]+)*$",
        "^08[0-9]{8,11}$",
        "^(a|b)+$",
        "^[^@]+@[^@]+$",
    ],
)
def test_plain_patterns_are_no_cause_for_alarm(pattern):
    content = bad_forms.book([bad_forms.TEXT | {"constraint": f"regex(., '{pattern}')"}])
    assert xlsform.compiled(content, "f.xlsx").values["problems"] == []


def test_what_phones_do_not_show_well_is_warned_of():
    rows = [
        {"type": "text", "name": "a", "label::Indonesia (id)": "x" * 300, "label::English (en)": "x"},
        {"type": "text", "name": "b", "label::Indonesia (id)": "Hanya Indonesia"},
    ]
    content = bad_forms.book(rows, extra=("label::Indonesia (id)", "label::English (en)"), hidden="choices")
    answer = xlsform.compiled(content, "f.xlsx").values
    told = {(p["code"], p["row"]) for p in answer["problems"]}
    assert ("xlsform.long_label", 2) in told
    assert ("xlsform.translation", 3) in told
    assert any(code == "xlsform.hidden_sheet" for code, _row in told)
    assert not any(p["error"] for p in answer["problems"])
    assert "xform" in answer


def test_faults_that_stop_the_compiler_are_told_all_at_once():
    survey = [
        {"type": "txet", "name": "a", "label": "A"},
        {"type": "text", "name": "b", "label": "B"},
        {"type": "text", "name": "b", "label": "B again", "relevant": "${a} = 'x'"},
        {"type": "txet", "name": "c", "label": "C"},
        {"type": "text", "name": "d"},
        {"type": "select_one nowhere", "name": "e", "label": "E"},
        {"type": "calculate", "name": "f"},
        {"type": "text", "label": "G"},
        {"type": "range", "name": "h", "label": "H", "parameters": "start=x"},
    ]
    choices = [{"list_name": "l", "name": name, "label": "L"} for name in ("x", "x", "")]
    problems = xlsform.compiled(
        bad_forms.book(survey, choices=choices, extra=("parameters",)), "f.xlsx"
    ).values["problems"]
    found = sorted((p["sheet"], p["row"], p["code"].removeprefix("xlsform."), p["column"]) for p in problems)
    assert found == [
        ("choices", 3, "choice_twice", "name"),
        ("choices", 4, "choice_no_name", "name"),
        ("survey", 2, "unknown_type", "type"),
        ("survey", 4, "name_taken", "name"),
        ("survey", 5, "unknown_type", "type"),
        ("survey", 6, "no_label", "label"),
        ("survey", 7, "no_list", ""),
        ("survey", 8, "no_calculation", ""),
        ("survey", 9, "no_name", ""),
        ("survey", 10, "compiler", "parameters"),
    ]


def test_without_a_sheet_of_choices_that_is_told_once():
    survey = [{"type": "select_one l", "name": f"q{n}", "label": "Q"} for n in (1, 2)]
    problems = xlsform.compiled(bad_forms.book([*survey, {"type": "text", "name": "b"}]), "f.xlsx").values[
        "problems"
    ]
    assert [(p["code"], p["row"]) for p in problems] == [
        ("xlsform.no_choices", None),
        ("xlsform.no_label", 4),
    ]


def test_a_group_left_open_is_told_and_nothing_that_only_follows_from_it():
    survey = [{"type": "begin group", "name": "g", "label": "G"}, bad_forms.TEXT]
    problems = xlsform.compiled(bad_forms.book(survey), "f.xlsx").values["problems"]
    assert [(p["code"], p["row"]) for p in problems] == [("xlsform.unclosed", 2)]
