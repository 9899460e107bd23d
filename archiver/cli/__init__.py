"""The command line: it parses, calls and prints, and turns errors into words and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

import archiver
from archiver.cli.bench import bench
from archiver.cli.clip import clip
from archiver.cli.collect import demo, fetch, ingest, read
from archiver.cli.correct import edit, link, remove, speakers
from archiver.cli.differences import differences
from archiver.cli.examples import examples_of
from archiver.cli.export import export
from archiver.cli.index import index
from archiver.cli.option_groups import with_groups
from archiver.cli.phrase import phrase
from archiver.cli.preserve import backup, bag, merge, unbag, verify
from archiver.cli.publish import publish
from archiver.cli.quote import quote
from archiver.cli.reprocess import align, reread, transcribe
from archiver.cli.serve import serve
from archiver.cli.settings_file import CommandWithSettings
from archiver.cli.show import history, list_, models, search, show, stats
from archiver.cli.todo import todo
from archiver.cli.work import queue, work
from archiver.errors import ArchiverError, NobodyReads, UsageError
from archiver.outputs import WHAT_TO_DO
from archiver.reporting import visible_streams

SETTINGS_HINT = (
    "Options that you repeat can stand in archiver.toml in the archive's folder, or in "
    f"{typer.get_app_dir('briefing-archiver')}/config.toml."
)
CUT_OFF = 128 + 13  # what shells say of a program that a closed pipe (SIGPIPE) ended
app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog=SETTINGS_HINT,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS: tuple[Callable[..., None], ...] = (
    *(ingest, queue, work, fetch, read),
    *(list_, show, todo, search, stats, history),
    *(differences, quote, phrase),
    *(transcribe, align, reread, index),
    *(edit, link, speakers),
    *(export, clip, publish, serve),
    *(remove, verify, backup, merge, bag, unbag),
    *(models, demo),
)
for command in COMMANDS:
    name = command.__name__.rstrip("_")
    app.command(name, cls=CommandWithSettings, epilog=examples_of(name))(with_groups(command))
app.add_typer(bench, name="bench")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"archiver {archiver.__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Keeps a written release and the recording of its press briefing, and ties what was said to what was written."""


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 something failed, 2 wrong usage, 141 nobody read on."""
    with visible_streams():
        _run()


def _run() -> None:
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # a full disk behind it is told here, and not when Python ends
    except NobodyReads:
        sys.exit(CUT_OFF)
    except ArchiverError as error:
        print(f"archiver: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        parts = (f"{error.strerror or error}: {error.filename or 'what is written'}", WHAT_TO_DO.get(error.errno or 0))
        print(f"archiver: {'; '.join(filter(None, parts))}", file=sys.stderr)
        sys.exit(1)
    except UnicodeEncodeError:
        print("archiver: a name on the command line is not valid text", file=sys.stderr)
        sys.exit(2)
