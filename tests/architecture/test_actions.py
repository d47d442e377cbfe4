"""Actions say who and when, by keyword, and leave their mark in the trail."""

import ast
from functools import cache

import pytest

from tests.architecture.source import SLICES, modules

# what stands among the actions and changes nothing, each with the reason why it stands there
READS = {
    "naikkelas.privacy.actions.export.exported_file": "gives the bytes that making the copy kept",
    "naikkelas.accounts.actions.token_of": "derives a key again, with the same key material that issuing uses",
    "naikkelas.intake.actions.office_editing.foresee_edit": "says what edit_visit would change",
    "naikkelas.intake.actions.spreadsheets.depends_on": "says what undoing would be refused for",
    "naikkelas.registry.actions.foresee.foresee_cooperatives": "says what enrol_cooperatives would do",
    "naikkelas.registry.actions.foresee.foresee_enterprises": "says what enrol_enterprises would do",
    "naikkelas.registry.actions.cooperatives.ready_cooperatives": "prepares the rows that enrol_cooperatives stores",
    "naikkelas.registry.actions.enterprises.ready_enterprises": "prepares the rows that enrol_enterprises stores",
    "naikkelas.registry.actions.held.with_held_enterprises": "looks up what enrol_enterprises leaves as it is",
    "naikkelas.registry.actions.keys.unfold": "a calculation that enrolling and undoing share",
    "naikkelas.intake.actions.undoing_changes.made_refused": "says what undo_change would be refused for",
    "naikkelas.registry.actions.withdrawing.withdraw_refused": "says what withdraw_record would be refused for",
    "naikkelas.reports.actions.issues.document": "gives the bytes that issuing kept",
    "naikkelas.reports.actions.issues.drawn_again": "draws as issuing did, to compare",
}
# the worker's rounds over many people's submissions: in whose name, each submission says
WITHOUT_BY = {
    "naikkelas.monev.actions.visits_together.record_visits",  # each form with its own sender
    "naikkelas.trail.actions.note_all",
    "naikkelas.notices.actions.telling.notify_all",  # each with who did it
    "naikkelas.intake.actions.reading.read_submission",
    "naikkelas.intake.actions.reading.read_waiting",
}
# what writes the access log of persons instead: looking and taking away change nothing
OWN_LOG = {
    "naikkelas.registry.actions.access.count_export",
    "naikkelas.registry.actions.access.log_access",
    "naikkelas.registry.actions.access.log_export",
    "naikkelas.registry.actions.access.log_seen",
    "naikkelas.accounts.actions.spend_nonce",  # counts requests: in the trail they would bury what matters
}
# tells people of what stands in the trail already, and remembers that they looked
TELLS = {
    "naikkelas.notices.actions.telling.mark_all_read",
    "naikkelas.notices.actions.telling.mark_read",
    "naikkelas.notices.actions.telling.notify",
    "naikkelas.notices.actions.telling.notify_all",
}
NOTES = {"naikkelas.trail.actions.note", "naikkelas.trail.actions.note_all"}


def _package(name: str) -> bool:
    parts = name.split(".")
    return len(parts) >= 3 and parts[1] in SLICES and parts[2] == "actions"


def _public() -> dict[str, ast.FunctionDef]:
    """The functions that other slices and doors may call: those of actions.py, or what actions/__init__ names."""
    found = {}
    for name in filter(_package, modules()):
        tree = modules()[name]
        exported = _exported(".".join(name.split(".")[:3]))
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if exported is None or node.name in exported:
                found[f"{name}.{node.name}"] = node
    return found


def _exported(package: str) -> set[str] | None:
    for node in modules()[package].body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return {element.value for element in node.value.elts}
    return None


@cache
def _names_in(module: str) -> dict[str, str]:
    """Local name → full name, for what a module imports and what it defines."""
    tree, found = modules()[module], {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found | {
        n.name: f"{module}.{n.name}" for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)
    }


def _resolved(full: str) -> str:
    """Follow a re-export of a package to where the function is written."""
    module, _dot, name = full.rpartition(".")
    if module in modules() and (target := _names_in(module).get(name)) and target != full:
        return _resolved(target)
    return full


@cache
def _calls(full: str) -> frozenset[str]:
    """Full names of what a function (or a method of a class) calls."""
    module, _dot, name = full.rpartition(".")
    if module not in modules():
        return frozenset()
    node = next((n for n in modules()[module].body if getattr(n, "name", "") == name), None)
    if node is None:
        return frozenset()
    found, names = set(), _names_in(module)
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and each.id in names:
            found.add(_resolved(names[each.id]))
        elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id in names:
            found.add(_resolved(f"{names[each.value.id]}.{each.attr}"))
    return frozenset(found)


def _reaches_trail(full: str, seen: set[str]) -> bool:
    if full in NOTES:
        return True
    if full in seen:
        return False
    seen.add(full)
    return any(_reaches_trail(called, seen) for called in _calls(full))


PUBLIC = _public()
ACTIONS = sorted(set(PUBLIC) - set(READS))


def test_the_actions_are_found_and_the_exceptions_exist():
    assert len(ACTIONS) > 40
    assert {"naikkelas.monev.actions.cycles.publish", "naikkelas.programmes.actions.money.disburse"} <= set(
        ACTIONS
    )
    assert set(READS) | WITHOUT_BY | OWN_LOG | TELLS <= set(PUBLIC)


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_takes_keywords_and_is_told_who_and_when(name):
    arguments = PUBLIC[name].args
    given = {a.arg for a in arguments.kwonlyargs}
    assert "at" in given
    assert "by" in given or name in WITHOUT_BY
    assert [*arguments.posonlyargs, *arguments.args] == [] or name in WITHOUT_BY


@pytest.mark.parametrize("name", sorted(set(ACTIONS) - OWN_LOG - TELLS))
def test_an_action_reaches_the_trail(name):
    assert _reaches_trail(name, set())


def test_what_writes_no_trail_would_be_seen():
    """The walk tells the two apart."""
    assert _reaches_trail("naikkelas.monev.actions.findings.close", set())
    assert not any(_reaches_trail(name, set()) for name in READS)
    assert not _reaches_trail("naikkelas.programmes.queries.money.totals", set())
