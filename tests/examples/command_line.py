"""The command line as tests run it, in their own process."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from archiver import cli


def run(*args: object) -> Result:
    """A command that is expected to end well or as its options say."""
    result = CliRunner().invoke(cli.app, [str(arg) for arg in args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
