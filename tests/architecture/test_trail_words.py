"""What the trail tells of has a name in the reader's language."""

import ast

from naikkelas.web import words
from tests.architecture.source import modules

# where the type is a value: what it can be
OF_VALUE = {
    "naikkelas.programmes.actions.ledger_changes": {"ceiling", "allocation", "recipient"},
    "naikkelas.registry.actions.doubles": {"enterprise", "cooperative"},
    "naikkelas.registry.actions.merges": {"enterprise", "cooperative"},
    "naikkelas.registry.actions.withdrawing": {"enterprise", "cooperative"},
    "naikkelas.trail.actions": set(),  # as it was given
}


def _record_types() -> dict[str, set[str]]:
    """The first part of `on` wherever an event is noted, by module."""
    found: dict[str, set[str]] = {}
    for name, tree in modules().items():
        given = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in ("note", "Note"):
                continue
            on = next((k.value for k in call.keywords if k.arg == "on"), None) or call.args[2]
            on = given.get(on.id, on) if isinstance(on, ast.Name) else on
            kind = on.elts[0] if isinstance(on, ast.Tuple) else on
            types = (
                {kind.value}
                if isinstance(kind, ast.Constant)
                else OF_VALUE.get(name, {f"? {ast.unparse(on)}"})
            )
            found.setdefault(name, set()).update(types)
    return found


def test_every_record_type_has_a_label():
    found = _record_types()
    assert len(found) > 60
    known = words.WORDS["record_type"]
    assert {name: types - set(known) for name, types in found.items() if types - set(known)} == {}
    assert set(known) - set().union(*found.values()) == set()
