"""What an event of the trail tells has a name, and its codes have words, in the reader's language."""

import ast

from naikkelas.kit.problems import Kind, sentence
from naikkelas.web import words
from naikkelas.web.trail_detail_words import OF_RECORD
from tests.architecture.source import modules

OF_THE_EVENT = {
    "by",
    "at",
    "action",
    "on",
    "area",
    None,
}  # None: a dictionary; the test below in tests/doors looks at what is shown


def details() -> set[str]:
    """The names under which events tell something, wherever one is noted."""
    found = set()
    for tree in modules().values():
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in ("note", "Note"):
                continue
            found |= {k.arg for k in call.keywords}
            found |= {
                key.value
                for given in call.args
                if isinstance(given, ast.Dict)
                for key in given.keys
                if isinstance(key, ast.Constant)
            }
    return found - OF_THE_EVENT


def test_every_detail_has_a_name():
    found = details()
    assert len(found) > 90
    assert found - set(words.WORDS["trail_detail"]) - set(words.WORDS["changed_field"]) == set()


def test_the_words_of_details_are_words_that_exist():
    assert set(OF_RECORD.values()) - set(words.WORDS) == set()


def test_a_reason_that_is_a_code_is_said_in_words():
    kind = Kind("test.reason", "Baris {row} salah.", "Row {row} is wrong.")
    assert (sentence(kind.code, "id"), sentence(kind.code, "en")) == ("Baris … salah.", "Row … is wrong.")
    assert sentence("Dinas luar", "id") == "Dinas luar"


def changed() -> set[str]:
    """The fields whose change is told, where they are named in the code: entered(title=…), about_to(record, "state")."""
    found = set()
    for tree in modules().values():
        for call in ast.walk(tree):
            called = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
            if called == "entered":
                found |= {k.arg for k in call.keywords if k.arg}
            if called == "about_to":
                found |= {a.value for a in call.args if isinstance(a, ast.Constant)}
    return found


def test_every_changed_field_has_a_name():
    found = changed()
    known = words.WORDS["changed_field"]
    assert len(found) > 40
    assert [name for name in found if name not in known and f"{name}_id" not in known] == []
