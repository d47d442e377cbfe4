"""How the database is asked."""

import ast

from tests.architecture.source import modules


def _excludes_nothing_known(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "exclude"
        and not node.args
        and len(node.keywords) == 1
        and isinstance(node.keywords[0].value, ast.Constant)
        and node.keywords[0].value.value is None
    )


def test_what_is_known_is_asked_for_as_partial_indexes_are_written():
    """exclude(x=None) becomes NOT (x IS NULL), by which SQLite finds no index of "x IS NOT NULL" and reads the whole
    table: filter(x__isnull=False). (In JSON None is a value of its own.)"""
    found = [
        f"{name}:{node.lineno}"
        for name, module in modules().items()
        for node in ast.walk(module)
        if _excludes_nothing_known(node) and not (node.keywords[0].arg or "").startswith("inputs__")
    ]
    assert found == []
