"""Settings files: what one always repeats stands in a file, and the command line has the last word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from archiver import __version__, cli
from archiver.cli.option_groups import Listening, Network, Workers, with_groups
from archiver.cli.options import HERE, Folder
from archiver.cli.settings_file import CommandWithSettings
from archiver.errors import UsageError

app = typer.Typer()


@app.command(cls=CommandWithSettings)
@with_groups
def ingest(*, listening: Listening, workers: Workers = 1, network: Network, archive: Folder = HERE) -> None:
    asked = network.pause, network.wayback, network.wayback_address
    print(listening.engine and listening.engine.value, workers, *asked, archive.as_posix())


@app.command(cls=CommandWithSettings)
def serve(port: int = 8001, archive: Folder = HERE) -> None:
    print(port)


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's settings file, in a configuration folder of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("ARCHIVER_HOME", "ARCHIVER_WAYBACK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    folder = Path(typer.get_app_dir("briefing-archiver"))
    folder.mkdir(parents=True)
    return folder / "config.toml"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    return tmp_path / "a"


def said(*args: object) -> str:
    result = CliRunner().invoke(app, [str(arg) for arg in args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def test_without_files_nothing_changes() -> None:
    assert said("ingest") == "None 1 1.0 False None ."


def test_the_archives_file_counts_before_the_users(user: Path, archive: Path) -> None:
    user.write_text('engine = "openai-whisper"\nworkers = 2\npause = 3\n', encoding="utf-8")
    assert said("ingest") == "openai-whisper 2 3.0 False None ."
    (archive / "archiver.toml").write_text("workers = 4\n", encoding="utf-8")
    assert said("ingest", "--archive", archive) == f"openai-whisper 4 3.0 False None {archive}"


def test_the_command_line_counts_before_the_files(user: Path) -> None:
    user.write_text('engine = "openai-whisper"\nworkers = 2\n', encoding="utf-8")
    assert said("ingest", "--workers", 3, "--engine", "faster-whisper") == "faster-whisper 3 1.0 False None ."


def test_a_commands_table_counts_before_the_top(user: Path) -> None:
    user.write_text("workers = 2\nport = 9000\n[ingest]\nworkers = 6\n[serve]\nport = 9001\n", encoding="utf-8")
    assert said("ingest").split()[1] == "6"
    assert said("serve") == "9001"


def test_the_user_may_say_where_the_archive_is(user: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user.write_text('archive = "~/a"\n', encoding="utf-8")
    (archive / "archiver.toml").write_text("workers = 4\n", encoding="utf-8")
    assert said("ingest") == f"None 4 1.0 False None {archive}"
    monkeypatch.setenv("ARCHIVER_HOME", "elsewhere")
    assert said("ingest") == "None 1 1.0 False None elsewhere"


def test_a_web_archive_counts_where_one_is_asked(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user.write_text('wayback-address = "http://past/"\n', encoding="utf-8")
    assert said("ingest") == "None 1 1.0 False None ."
    assert said("ingest", "--wayback") == "None 1 1.0 True http://past/ ."
    monkeypatch.setenv("ARCHIVER_WAYBACK", "http://other/")
    assert said("ingest", "--wayback") == "None 1 1.0 True None ."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("worker = 2", "there is no setting worker; there are archive, engine, "),
        ("[ingest]\nworker = 2", "there is no setting worker"),
        ("[ingets]\nworkers = 2", "there is no setting ingets"),
        ('workers = "2"', "workers is not a whole number"),
        ("workers = true", "workers is not a whole number"),
        ('wayback = "yes"', "wayback is not true or false"),
        ("[serve]\nengine = 1", "engine is not a text in quotes"),
        ("workers = ", "cannot be read as TOML"),
        ('engine = "dictaphone"', ": engine: "),
        ("workers = 0", ": workers: "),
    ],
)
def test_what_a_file_may_not_say_is_told_with_its_name(user: Path, text: str, told: str) -> None:
    user.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        said("ingest")
    assert told in str(error.value)
    assert str(user) in str(error.value)
    assert CliRunner().invoke(app, ["ingest", "--help"]).exit_code == 0


def test_an_archives_file_cannot_move_the_archive(archive: Path) -> None:
    (archive / "archiver.toml").write_text('archive = "elsewhere"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="only the user's own settings can say where the archive is"):
        said("ingest", "--archive", archive)


def test_the_program_reads_them_and_ends_with_2(user: Path) -> None:
    user.write_text("typo = 1\n", encoding="utf-8")
    command = [sys.executable, "-m", "archiver", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert (done.returncode, done.stderr.startswith(f"archiver: {user}: there is no setting typo")) == (2, True)


def test_help_tells_of_them() -> None:
    told = " ".join(CliRunner().invoke(cli.app, ["--help"]).stdout.split())
    assert "archiver.toml in the archive's folder" in told


def test_the_version() -> None:
    assert CliRunner().invoke(cli.app, ["--version"]).stdout == f"archiver {__version__}\n"


def test_tab_completion_can_be_installed() -> None:
    assert "--install-completion" in CliRunner().invoke(cli.app, ["--help"]).stdout
