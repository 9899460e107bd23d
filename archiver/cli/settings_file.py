"""Settings files: options that one always repeats, written down once in TOML.

They are ``archiver.toml`` in an archive's folder and ``config.toml`` in the user's configuration folder. The command
line takes precedence over the environment, that over the archive's file, and that over the user's file. A setting at
the top is for every command that has this option; one under a command's name, as in ``[ingest]``, for that one only.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import typer
from typer.core import TyperCommand

from archiver.errors import UsageError

SETTING_TYPES: Mapping[str, type] = {
    "archive": str,
    "engine": str,
    "model": str,
    "language": str,
    "device": str,
    "workers": int,
    "scheduler": str,
    "shared-media": bool,
    "pause": float,
    "longest": float,
    "most-links": int,
    "user-agent": str,
    "wayback": bool,
    "wayback-address": str,
    "allow-private": bool,
    "ignore-robots": bool,
    "judge": str,
    "least": float,
    "license": str,
    "source": str,
    "host": str,
    "port": int,
}
"""What a settings file may hold, and the type of each."""
WORDS = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}

Parsing: TypeAlias = Any  # click's own context is in other places from version to version of typer


@dataclass(frozen=True, slots=True)
class FileSetting:
    """What a file says about an option."""

    file: Path
    value: Any


class CommandWithSettings(TyperCommand):
    """A command whose options have the defaults that the settings files give."""

    def parse_args(self, ctx: Parsing, args: list[str]) -> list[str]:
        """See ``click.Command.parse_args``. Raises ``UsageError``."""
        if ctx.resilient_parsing or not {"-h", "--help"}.isdisjoint(args):
            return super().parse_args(ctx, args)
        typed, _, _ = self.make_parser(ctx).parse_args(list(args))
        found = self._settings(ctx, typed)
        ctx.default_map = {name: setting.value for name, setting in found.items()}
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:  # an engine that there is not, a number that is too large
            error.message = _in_words(error)
            name = getattr(error.param, "name", None) or ""
            source = ctx.get_parameter_source(name)
            if source is None or source.name != "DEFAULT_MAP":
                raise
            raise UsageError(f"{found[name].file}: {name.replace('_', '-')}: {error.message}") from error

    def _settings(self, ctx: Parsing, typed: Mapping[str, Any]) -> dict[str, FileSetting]:
        """What the files say about this command's options; the archive's file takes precedence over the user's.

        typed: the command line, as text
        """
        found = self._read(ctx, Path(typer.get_app_dir("briefing-archiver")) / "config.toml")
        if "archive" in found:
            found["archive"] = replace(found["archive"], value=str(Path(found["archive"].value).expanduser()))
        if any(option.name == "archive" for option in self.params):
            home = typed.get("archive") or os.environ.get("ARCHIVER_HOME")
            home = home or (found["archive"].value if "archive" in found else "")
            found |= self._read(ctx, Path(home) / "archiver.toml", of_archive=True)
        if os.environ.get("ARCHIVER_WAYBACK") or not (
            typed.get("wayback") or ("wayback" in found and found["wayback"].value)
        ):
            found.pop("wayback_address", None)  # alone it asks for nothing
        return found

    def _read(self, ctx: Parsing, file: Path, *, of_archive: bool = False) -> dict[str, FileSetting]:
        """The settings in a file that are for this command, by the names of its parameters."""
        settings = _parsed(file)
        commands = ctx.parent.command.commands if ctx.parent else {}
        own = [name for name, command in commands.items() if isinstance(command, CommandWithSettings)]
        tables = {name: settings.pop(name) for name in own if isinstance(settings.get(name), dict)}
        for table in (settings, *tables.values()):
            for key, value in table.items():
                _check(file, key, value)
            if of_archive and "archive" in table:
                raise UsageError(f"{file}: only the user's own settings can say where the archive is")
        settings |= tables.get(self.name or "", {})
        keys = {str(option.name): str(option.name).replace("_", "-") for option in self.params}
        return {name: FileSetting(file, settings[key]) for name, key in keys.items() if key in settings}


def _in_words(error: typer.BadParameter) -> str:
    """What is wrong with a value, for people: typer hands on what pydantic says to programmers."""
    cause: Any = error.__cause__
    if not hasattr(cause, "errors"):
        return error.message
    wrong = cause.errors()[0]
    kind, value, limits = wrong["type"], wrong["input"], wrong.get("ctx", {})
    told = {
        "int_parsing": f"{value} is no whole number",
        "float_parsing": f"{value} is no number",
        "greater_than_equal": f"{value} is too small: the least is {limits.get('ge')}",
        "less_than_equal": f"{value} is too large: the most is {limits.get('le')}",
    }
    return told.get(kind, str(wrong["msg"]).removeprefix("Value error, "))


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read as TOML: {error}") from error


def _check(file: Path, key: str, value: object) -> None:
    """Raise ``UsageError`` for a setting that there is not, or one of the wrong type."""
    if key not in SETTING_TYPES:
        raise UsageError(f"{file}: there is no setting {key}", hint=f"there are {', '.join(SETTING_TYPES)}")
    kind = SETTING_TYPES[key]
    if type(value) is not kind and not (kind is float and type(value) is int):  # a bool is an int, too
        raise UsageError(f"{file}: {key} is not {WORDS[kind]}")
