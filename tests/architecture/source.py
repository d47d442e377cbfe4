"""The project's own source, parsed once."""

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "naikkelas"
SLICES = (
    "trail",
    "places",
    "accounts",
    "notices",
    "registry",
    "forms",
    "programmes",
    "monev",
    "intake",
    "reports",
    "privacy",
)
DOORS = ("web", "openrosa", "opendata", "ops")


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name, migrations left out."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if "migrations" in parts:
            continue
        name = ".".join(parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


@cache
def tracked() -> tuple[Path, ...]:
    """Files of the repository: what git knows, without what it ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    return tuple(path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file())


def floors() -> list[set[str]]:
    """The floors of the house, top first, as the import contract has them."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in config["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    return [{name.strip().strip("()") for name in layer.split("|")} for layer in contract["layers"]]


def floor_of(package: str) -> int:
    return next(n for n, names in enumerate(floors()) if package in names)


def typing_only(tree: ast.Module) -> set[ast.AST]:
    """Nodes under `if TYPE_CHECKING:`, which do not run."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for child in node.body:
                found.update(ast.walk(child))
    return found


def imports(tree: ast.Module) -> list[str]:
    """What a module imports when it runs: 'package.module' and, for names, 'package.module.name'."""
    skipped, found = typing_only(tree), []
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found
