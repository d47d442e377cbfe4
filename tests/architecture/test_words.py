"""Words that trap: two numbers called NIK, 'class', money that is not whole."""

import ast
import re

from django.apps import apps
from django.db import models

from tests.architecture.source import PACKAGE, ROOT, modules, tracked

BANNED = {"nik", "klass"}


def _identifiers(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        for attribute in ("id", "attr", "arg", "name"):
            value = getattr(node, attribute, None)
            if isinstance(value, str):
                found.add(value)
    return found


def test_no_name_in_the_code_is_a_bare_nik_or_klass():
    """person_nik or cooperative_nik; size_class."""
    found = {}
    for path in tracked():
        if path.suffix == ".py" and path.is_relative_to(ROOT):
            bad = _identifiers(ast.parse(path.read_text(encoding="utf-8"))) & BANNED
            if bad:
                found[str(path.relative_to(ROOT))] = bad
    assert found == {}


def test_no_template_and_no_form_names_a_bare_nik():
    bare = re.compile(r"\b(?:name|id|for)=\"(?:nik|klass)\"|\{[{%][^}%]*[\s.|](?:nik|klass)[\s|}%]")
    bad = [p.name for p in PACKAGE.rglob("*.html") if bare.search(p.read_text(encoding="utf-8"))]
    assert bad == []
    assert bare.search('<input name="nik">')
    assert bare.search("{{ owner.nik }}")


def test_the_test_of_names_would_see_one():
    assert _identifiers(ast.parse("def f(nik): klass = nik.nik")) >= BANNED
    assert not _identifiers(ast.parse("def f(person_nik, size_class): ...")) & BANNED


def _fields():
    for model in apps.get_models():
        if model.__module__.startswith("naikkelas."):
            for field in model._meta.concrete_fields:
                yield f"{model.__name__}.{field.name}", field


def test_money_is_a_whole_number_of_sixty_four_bits():
    money = {name: field for name, field in _fields() if field.name.endswith("_idr")}
    assert len(money) > 10
    assert {name for name, field in money.items() if not isinstance(field, models.BigIntegerField)} == set()


def test_only_positions_and_probabilities_are_floats():
    floats = {
        field.name for _name, field in _fields() if isinstance(field, models.FloatField | models.DecimalField)
    }
    assert floats == {"latitude", "longitude", "accuracy_m", "probability"}


def test_a_column_of_rupiah_says_so_in_its_name():
    """No column called amount, budget, sales or the like without _idr."""
    words = re.compile(r"amount|budget|price|sales|turnover|capital|worth|assets|equity|surplus")
    assert [
        name for name, field in _fields() if words.search(field.name) and not field.name.endswith("_idr")
    ] == []


def test_days_and_moments_are_told_apart_by_name():
    wrong = [
        name
        for name, field in _fields()
        if (field.name.endswith("_at") and not isinstance(field, models.DateTimeField))
        or (field.name.endswith("_on") and type(field) is not models.DateField)
    ]
    assert set(wrong) <= {"Event.at"}


def test_no_code_makes_a_float_of_rupiah():
    """float(x_idr), x_idr / y, round(x_idr): shares are divided in kit.money and on the page alone."""
    bad = [
        f"{name}: {ast.unparse(node)}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if _divides(node) and any(i.endswith("_idr") for i in _identifiers(node))
    ]
    assert bad == []
    assert _divides(ast.parse("amount_idr / 2").body[0].value)


def _divides(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("float", "round")
    return called or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
