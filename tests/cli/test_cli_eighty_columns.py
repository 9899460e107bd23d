"""A terminal of eighty columns: names of options are whole, and a shell completes what is typed."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from archiver import __version__, cli
from archiver.cli.examples import EXAMPLES

NO_COLOURS = {"NO_COLOR": "1", "TERM": "dumb", "_TYPER_FORCE_DISABLE_TERMINAL": "1"}


def command_of(name: str) -> Any:
    command: Any = get_command(cli.app)
    for part in name.split():
        command = command.commands[part]
    return command


@pytest.mark.parametrize("name", EXAMPLES)
def test_names_of_options_are_whole(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = CliRunner().invoke(cli.app, [*name.split(), "-h"]).stdout
    names = set(re.findall(r"(?<=[│ ,])-{1,2}[\w-]+", said))
    options = [one for one in command_of(name).params if one.param_type_name == "option" and not one.hidden]
    assert {spelled for one in options for spelled in (*one.opts, *one.secondary_opts)} <= names
    assert max(map(len, said.splitlines())) <= 80
    assert "x<=922" not in said  # how far SQLite counts is nothing to read


def typed(command: str, *args: str, **environment: str) -> Any:
    """A program in a terminal of eighty columns."""
    settings = {**os.environ, "COLUMNS": "80", **environment}
    return pexpect.spawn(command, list(args), env=settings, dimensions=(40, 80), encoding="utf-8", timeout=60)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("--version", rf"^archiver {re.escape(__version__)}\r\n$"),
        ("-h", r"Usage: .*archiver.* ingest .* demo "),
        ("ingest -h", r"--no-allow-private .*Examples:"),
    ],
)
def test_in_a_real_terminal(asked: str, said: str) -> None:
    program = "import sys, archiver.cli; sys.argv[0] = 'archiver'; archiver.cli.main()"
    terminal = typed(sys.executable, "-c", program, *asked.split(), **NO_COLOURS)
    text = terminal.read()
    terminal.close()
    assert terminal.exitstatus == 0
    assert re.search(said, text, re.DOTALL)
    assert max(map(len, text.split("\r\n"))) <= 80


@pytest.fixture
def bash(tmp_path: Path) -> Iterator[Any]:
    """A shell that completes the archiver's commands, and finds it as it is here."""
    if not shutil.which("bash"):
        pytest.skip("there is no bash")
    program = tmp_path / "archiver"
    program.write_text(f"#!{sys.executable}\nimport archiver.cli\narchiver.cli.main()\n")
    program.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    shell = typed("bash", "--noprofile", "--norc", "-i", TERM="dumb", INPUTRC="/dev/null", PATH=path)
    shell.sendline('eval "$(_ARCHIVER_COMPLETE=source_bash archiver)"; echo rea""dy')
    shell.expect("ready")
    yield shell
    shell.close(force=True)


def test_a_shell_completes_in_a_terminal(bash: Any) -> None:
    for begun, rest in (("archiver tod", "o"), ("archiver list --ts", "v")):
        bash.send(f"{begun}\t")
        bash.expect_exact(begun + rest)
        bash.send("\x15")  # take the line back


def test_a_bar_is_drawn_and_lines_stand_above_it() -> None:
    program = """
from archiver.reporting import Terminal, visible_streams
with visible_streams(), Terminal().bar("linking", 3, "texts") as outer, Terminal().bar("files", 2, "files") as advance:
    outer(1)
    advance(1)
    Terminal().say("a line\\x1b[2J")
"""
    terminal = typed(sys.executable, "-c", program, TERM="xterm")
    drawn = terminal.read()
    assert "1/3 texts" in drawn
    assert "1/2 files" in drawn
    assert drawn.count(r"\u001b") == drawn.count(r"a line\u001b[2J") == 1
