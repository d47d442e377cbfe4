"""A file is its own registration: adding the file to a catalogue's folder adds the thing."""

import importlib
import pkgutil
from functools import cache
from typing import Any


@cache
def collect(package: str, constant: str) -> dict[str, Any]:
    """Return {module name: the public constant it declares} for every module of `package`, sorted by name."""
    parent = importlib.import_module(package)
    found = {}
    for info in sorted(pkgutil.iter_modules(parent.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{package}.{info.name}")
        thing = getattr(module, constant)
        if thing.id != info.name:
            raise ValueError(f"{module.__name__}: id {thing.id!r} must equal the file name")
        found[info.name] = thing
    return found
