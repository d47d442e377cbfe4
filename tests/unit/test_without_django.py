"""The pure floors work where Django cannot be imported: in a notebook, on a worker."""

import subprocess
import sys
from pathlib import Path

import naikkelas

PROGRAM = """
import importlib, pkgutil, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name == "django" or name.startswith("django."):
            raise ModuleNotFoundError(f"{name} was asked for", name=name)

sys.meta_path.insert(0, Blocked())
try:
    import django
except ModuleNotFoundError:
    pass
else:
    raise SystemExit("the blocker does not block")
count = 0
for floor in ("kit", "vault", "reference", "rules", "instruments", "engine", "drawing"):
    package = importlib.import_module(f"naikkelas.{floor}")
    for found in pkgutil.walk_packages(package.__path__, f"naikkelas.{floor}."):
        importlib.import_module(found.name)
        count += 1
from datetime import date
from naikkelas.rules.size_class import EnterpriseFacts, judge
from naikkelas.instruments.forms import compiled, questionnaires
assert judge(EnterpriseFacts(annual_sales_idr=1_000_000_000), date(2019, 12, 31)).verdict == "small"
assert "<h:html" in compiled(next(iter(questionnaires())))
print(count)
"""


def test_the_pure_floors_import_and_work_with_django_un_importable():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    pure = ("kit", "vault", "reference", "rules", "instruments", "engine", "drawing")
    files = [path for floor in pure for path in (Path(naikkelas.__file__).parent / floor).rglob("*.py")]
    assert int(done.stdout) == len(files) - len(pure)
