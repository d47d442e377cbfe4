"""What stands in the environment is known, whole and safe, or nothing starts, and it says which."""

import os
import stat

import pytest

from naikkelas.conf.env import VARIABLES, BadEnvironment, Env, database
from naikkelas.vault.keys import InsecureKeys, Keys

GOOD = {
    "NAIKKELAS_MODE": "production", "NAIKKELAS_HOSTS": "monev.example.go.id", "NAIKKELAS_URL": "https://monev.example.go.id",
    "NAIKKELAS_SECRET_KEY": "k" * 50,
}  # fmt: skip


@pytest.fixture
def given(monkeypatch):
    """Nothing of ours in the environment but what is given."""

    def read(**values: str) -> Env:
        for name in [*VARIABLES, *(n for n in os.environ if n.startswith("NAIKKELAS_"))]:
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return Env.read()

    return read


def test_with_nothing_set_it_is_a_laptop(given):
    env = given()
    assert (env.production, env.hosts, env.province, env.time_zone) == (False, (), "18", "Asia/Jakarta")
    assert env.data.name == "naikkelas-data"
    assert database(env)["ENGINE"] == "naikkelas.conf.sqlite"


def test_production_starts_with_safe_values(given):
    env = given(**GOOD, DATABASE_URL="postgresql://monev:panjang-dan-acak-9@db.example/monev?sslmode=require")
    assert env.production
    assert database(env)["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"NAIKKELAS_HOSTS": ""}, "NAIKKELAS_HOSTS"), ({"NAIKKELAS_HOSTS": "*"}, "NAIKKELAS_HOSTS"),
        ({"NAIKKELAS_URL": ""}, "NAIKKELAS_URL"), ({"NAIKKELAS_URL": "http://monev.example.go.id"}, "NAIKKELAS_URL"),
        ({"NAIKKELAS_SECRET_KEY": "pendek"}, "NAIKKELAS_SECRET_KEY"),
        ({"DATABASE_URL": "postgresql://postgres:postgres@db/monev"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://monev@db/monev"}, "DATABASE_URL"),
    ],
)  # fmt: skip
def test_production_refuses_what_is_insecure_and_names_it(given, changes, named):
    with pytest.raises(BadEnvironment) as refused:
        given(**GOOD | changes)
    assert named in str(refused.value)
    assert "Refusing to start" in str(refused.value)
    assert "postgres:postgres" not in str(refused.value)


def test_production_names_everything_that_is_wrong_at_once(given):
    with pytest.raises(BadEnvironment) as refused:
        given(NAIKKELAS_MODE="production", NAIKKELAS_SECRET_KEY="x")
    assert all(n in str(refused.value) for n in ("NAIKKELAS_HOSTS", "NAIKKELAS_URL", "NAIKKELAS_SECRET_KEY"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NAIKKELAS_MODE", "debug"), ("NAIKKELAS_TIME_ZONE", "Europe/Paris"), ("NAIKKELAS_DEBUG", "1"), ("NAIKKELAS_HOST", "x"),
    ],
)  # fmt: skip
def test_an_unknown_variable_or_value_is_named(given, name, value):
    with pytest.raises(BadEnvironment, match=name):
        given(**{name: value})


@pytest.mark.parametrize(
    "url", ["mysql://u:p@h/n", "sqlite:///x", "postgresql://u:p@h/n?options=-c%20x", "nonsense"]
)
def test_another_database_is_refused(given, url):
    with pytest.raises(BadEnvironment, match="DATABASE_URL"):
        database(given(DATABASE_URL=url))


def test_keys_are_for_their_owner_alone(tmp_path):
    keys = Keys(tmp_path / "keys")
    first = keys.read("uji")
    path = tmp_path / "keys" / "uji.key"
    assert len(first) == 32
    assert keys.read("uji") == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o640)
    with pytest.raises(InsecureKeys, match="chmod 600"):
        keys.read("uji")


def test_the_command_line_ends_with_78_and_one_plain_line(empty):
    refused = empty.run("check", expect=78, NAIKKELAS_DEBUG="1")
    assert "NAIKKELAS_DEBUG" in refused.stderr
    refused = empty.run("check", expect=78, NAIKKELAS_MODE="production")
    assert "NAIKKELAS_HOSTS" in refused.stderr
