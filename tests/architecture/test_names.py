"""One stem: address name = view = template. (Tests are stemmed by behaviour: a page's tests stand where it is told.)"""

import importlib
import pkgutil
from types import ModuleType

from tests.architecture.source import PACKAGE
from tests.doors.web.everywhere.matrix import PAGES, patterns

TEMPLATES = PACKAGE / "web" / "templates"
# the view cannot be called as the page is: the slice behind it has that name
VIEWS = {"settings-trail": "trail_list"}
# pages that are no address of their own
SHARED = {
    "_layout", "_page", "errors/error",
    "accounts/locked",  # the answer of the throttle at signing in
    "home/overview", "home/area",  # the one address of home, by role
}  # fmt: skip


def _area_and_stem(name: str) -> tuple[str, str]:
    area, _dash, rest = name.partition("-")
    return area, (rest or area).replace("-", "_")


def _modules(area: str) -> list[ModuleType]:
    """views.py of an area, and what was split from it by topic."""
    package = importlib.import_module(f"naikkelas.web.{area}")
    return [
        importlib.import_module(f"{package.__name__}.{m.name}")
        for m in pkgutil.iter_modules(package.__path__)
    ]


def test_an_address_is_named_as_its_view():
    odd = []
    for pattern in patterns():
        if pattern.name.startswith(("openrosa-", "opendata-")):
            continue
        area, stem = _area_and_stem(pattern.name)
        name = VIEWS.get(pattern.name, stem)
        if not any(getattr(module, name, None) is pattern.callback for module in _modules(area)):
            odd.append(pattern.name)
    assert odd == []


def test_a_template_is_named_as_its_address():
    stems = {("/".join(_area_and_stem(n)) if "-" in n else n) for n in PAGES}
    found = {str(p.relative_to(TEMPLATES).with_suffix("")) for p in TEMPLATES.rglob("*.html")}
    pages = {
        t for t in found if not t.rpartition("/")[2].startswith("_") and not t.startswith("_components/")
    }
    assert pages - stems == SHARED - {"_layout", "_page"}


def test_every_part_of_a_page_is_used():
    """A component or page that no template and no view names is dead."""
    text = "".join(
        p.read_text(encoding="utf-8") for p in (PACKAGE / "web").rglob("*") if p.suffix in (".html", ".py")
    )
    text += (PACKAGE / "conf" / "settings.py").read_text(encoding="utf-8")
    unused = [
        str(p.relative_to(TEMPLATES))
        for p in TEMPLATES.rglob("*.html")
        if str(p.relative_to(TEMPLATES)) not in text
    ]
    assert unused == []
