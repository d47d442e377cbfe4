"""The clock is read at the doors and in tasks; everything below takes `at`."""

import ast

from tests.architecture.source import modules

ALLOWED = (
    "naikkelas.web", "naikkelas.openrosa", "naikkelas.opendata", "naikkelas.ops", "naikkelas.conf", "naikkelas.kit.clock",
)  # fmt: skip
READINGS = {"now", "today", "utcnow", "time", "time_ns", "gmtime", "localtime"}
# gathering waiting submissions waits for real milliseconds, whatever day a demonstration pretends
WAITING = {"monotonic", "perf_counter"}


def _readings(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in READINGS and isinstance(node.func.value, ast.Name | ast.Attribute):
            found.append(ast.unparse(node.func))
    return found


def test_nothing_below_the_doors_and_tasks_reads_the_clock():
    found = {
        name: readings
        for name, tree in modules().items()
        if not name.startswith(ALLOWED) and not name.endswith(".tasks") and (readings := _readings(tree))
    }
    assert found == {}


def test_a_reading_would_be_seen():
    for text in ("datetime.now(UTC)", "date.today()", "timezone.now()", "clock.now()", "time.time()"):
        assert _readings(ast.parse(text)) == [text[: text.index("(")]]
    assert _readings(modules()["naikkelas.web.gate"]) == ["clock.now"]
