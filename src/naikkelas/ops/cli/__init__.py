"""The command line: `naikkelas --help`. One module a command; each is imported here so that it is known."""

from naikkelas.ops.cli import (
    backup,
    check,
    demo,
    findings,
    forms,
    markets,
    money,
    money_import,
    places,
    privacy,
    quality,
    regions,
    registry,
    report,
    serve,
    trail,
    user,
)
from naikkelas.ops.cli.main import main

__all__ = [
    "backup",
    "check",
    "demo",
    "findings",
    "forms",
    "main",
    "money",
    "money_import",
    "markets",
    "places",
    "privacy",
    "quality",
    "regions",
    "registry",
    "report",
    "serve",
    "trail",
    "user",
]
