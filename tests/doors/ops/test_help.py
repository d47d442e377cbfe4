"""Every command says what it does and what its options mean."""

import click
import pytest
from click.testing import CliRunner

from naikkelas import __version__
from naikkelas.ops.cli import main

pytestmark = pytest.mark.once


def _commands(group=main, path=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        yield (*path, name), command


COMMANDS = dict(_commands())


def test_the_commands_are_those_promised():
    assert {p for p in COMMANDS if not isinstance(COMMANDS[p], click.Group)} >= {
        ("serve",), ("demo",), ("check",), ("backup",), ("restore",), ("registry", "import"), ("report", "issue"),
        ("user", "add"), ("places", "import-boundaries"),
    }  # fmt: skip


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_tells_what_a_command_does(path):
    shown = CliRunner().invoke(main, [*path, "--help"])
    assert shown.exit_code == 0
    assert shown.output.startswith("Usage:")
    assert COMMANDS[path].help, path
    assert COMMANDS[path].help.strip().splitlines()[0] in " ".join(shown.output.split())
    undocumented = [
        option.name
        for option in COMMANDS[path].params
        if isinstance(option, click.Option) and not option.help
    ]
    assert undocumented == []


def test_the_first_page_of_help_lists_them_all():
    shown = CliRunner().invoke(main, ["--help"])
    assert [p[0] for p in COMMANDS if len(p) == 1 and p[0] not in shown.output] == []
    assert "--data" in shown.output
    assert __version__ in CliRunner().invoke(main, ["--version"]).output


@pytest.mark.parametrize(
    "args", [["nonsense"], ["user", "add"], ["report", "issue"], ["serve", "--port", "http"], ["--nope"]]
)
def test_bad_usage_ends_with_two_and_a_hint(args):
    shown = CliRunner().invoke(main, args)
    assert shown.exit_code == 2
    assert "Usage:" in shown.output
