"""The repository itself: size of files, sources of data, settings, migrations, and what must not stand in any text."""

import re

import pytest
from django.core.management import call_command
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from naikkelas.conf.env import VARIABLES
from tests.architecture.source import PACKAGE, ROOT, tracked

LINES = 400
CODE = {".py", ".html", ".ts", ".css", ".typ", ".toml", ".mjs"}
# longer files, each with the reason
LONGER: dict[str, str] = {
    "tests/doors/access_matrix.toml": "one table of every address; in pieces nobody would see that one is missing",
    "src/naikkelas/rules/health/permenkop_9_2020.toml": "one rule set is one dated file",
}
# migrations that run code: index definitions that no operation of Django's makes
RUN_CODE = {
    ("registry", "0002_search"): "word indexes, written as each engine has them; no row is touched",
    ("registry", "0012_tallies"): "triggers, written as each engine has them; no row is touched",
    (
        "trail",
        "0002_chain",
    ): "the first links are put beside the events that are older than the chain; no event is touched",
    (
        "trail",
        "0003_written_in",
    ): "a column and an index that PostgreSQL alone has; what events say is untouched",
}


def test_no_file_of_code_is_longer_than_a_reader_holds():
    long = {}
    for path in tracked():
        name = str(path.relative_to(ROOT))
        if path.suffix in CODE and name.split("/")[0] in ("src", "tests", "frontend", "scripts", "bench"):
            count = path.read_text(encoding="utf-8").count("\n")
            if count > LINES and name not in LONGER:
                long[name] = count
    assert long == {}


def test_every_folder_of_published_facts_says_where_they_are_from():
    folders = [p for p in (PACKAGE / "reference").iterdir() if p.is_dir() and p.name != "__pycache__"]
    assert len(folders) >= 4
    for folder in folders:
        source = folder / "SOURCE.md"
        assert source.exists(), folder.name
        told = source.read_text(encoding="utf-8").lower()
        assert "licen" in told or "lisensi" in told, f"{folder.name}: licence"
        assert re.search(r"20[0-9]{2}", told), f"{folder.name}: date"


def test_every_variable_is_in_the_example_and_the_other_way_round():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^([A-Z_]+)=", example, flags=re.MULTILINE)) == set(VARIABLES)


def test_no_code_reads_a_variable_that_is_not_listed():
    named = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"os\.environ(?:\.get\(|\.setdefault\(|\[)\s*\"([A-Z_]+)\"", text))
    assert named - set(VARIABLES) <= {"DJANGO_SETTINGS_MODULE", "LANG"}
    assert "NAIKKELAS_DATA" in named


def test_no_migration_edits_data():
    loader = MigrationLoader(None)
    running = {
        key
        for key, migration in loader.disk_migrations.items()
        if migration.__module__.startswith("naikkelas.")
        and any(isinstance(op, RunPython | RunSQL) for op in migration.operations)
    }
    assert running == set(RUN_CODE)


@pytest.mark.django_db
def test_every_change_of_the_models_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_text_names_the_machine_or_a_package_host_of_its_own():
    """Paths of somebody's machine and mirrors of packages have no business in what others clone."""
    banned = re.compile(
        r"(?<![\w.-])/(?:work|root|home/[a-z][a-z0-9]*|Users/[A-Za-z]+|opt/(?:pypi|wheels|npm)[\w-]*)/"
        r"|--(?:extra-)?index-url[ =]+(?:https?|file):|find-links[ =]|[\w.-]*(?:mirror|artifactory|nexus|devpi)[\w-]*\.[a-z]{2,}"
        r"|\"resolved\": \"https?://"
    )
    found = []
    for path in tracked():
        if (
            path.suffix in (".png", ".jpg", ".ico", ".woff2", ".mo", ".csv")
            or path.stat().st_size > 2_000_000
        ):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path.name == "test_repository.py":
            continue
        found += [f"{path.relative_to(ROOT)}: {m.group(0)}" for m in banned.finditer(text)]
    assert found == []
    assert banned.search("cd " + "/".join(("", "work", "main")))


def test_nothing_secret_or_built_is_tracked():
    names = [str(p.relative_to(ROOT)) for p in tracked()]
    bad = re.compile(
        r"(\.key|\.sqlite3(-wal|-shm)?|\.mo|\.pyc|\.nkbackup|demo-accounts\.txt)$|web/static/naikkelas/assets/|^\.env$"
    )
    assert [n for n in names if bad.search(n)] == []
