#!/usr/bin/env python
"""Write docs/reference/commands.md from the program: every command with its arguments and options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

import typer

from archiver.cli import app

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "commands.md"

Command: TypeAlias = Any  # typer's and click's own classes are in other places from version to version
Parameter: TypeAlias = Any
Hint: TypeAlias = Any

HEAD = """\
# Commands

<!-- Written by scripts/describe_commands.py: change the help texts in archiver/cli, not this page. -->

`archiver COMMAND -h` prints the same, with the options in groups; `archiver --install-completion` has your shell
complete what you type. Exit codes are described in [exit codes](exit-codes.md), and options that you repeat can stand
in a [settings file](configuration.md).
"""


def commands() -> str:
    """The text of docs/reference/commands.md."""
    group: Command = typer.main.get_command(app)
    known = dict(_named(group))
    names = " · ".join(f"[{name}](#archiver-{name.replace(' ', '-')})" for name in known)
    every = (line for name, command in known.items() for line in _command(name, command))
    own = ["Without a command:", "", *_options(group.params, {})] if group.params else []
    return "\n".join([HEAD, names, "", *own, *every])


def _named(group: Command, before: str = "") -> Iterator[tuple[str, Command]]:
    """The commands of a group, and of the groups within it, by what is typed."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _named(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _command(name: str, command: Command) -> Iterator[str]:
    hints = get_type_hints(command.callback)
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    usage = " ".join(["archiver", name, *map(_usage, arguments), "[OPTIONS]"])
    yield f"## archiver {name}\n\n```text\n{usage}\n```\n\n{_prose(command.help)}\n"
    if arguments:
        yield "| argument | meaning |\n|---|---|"
        for argument in arguments:
            yield f"| `{_cell(_name(argument, str))}` | {_cell(argument.help or '')}{_default(argument)} |"
        yield ""
    yield from _options(command.params, hints)
    yield f"```text\n{command.epilog.partition(':')[2].strip()}\n```\n".replace("\n  ", "\n")


def _options(parameters: list[Parameter], hints: Mapping[str, Any]) -> Iterator[str]:
    options = [parameter for parameter in parameters if parameter.param_type_name == "option" and not parameter.hidden]
    if options:
        yield "| option | meaning |\n|---|---|"
        for option in options:
            yield f"| {_spelling(option, hints)} | {_cell(option.help or '')}{_default(option)} |"
        yield ""


def _spelling(option: Parameter, hints: Mapping[str, Any]) -> str:
    """An option as it is typed, with what it takes."""
    spelled = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    kind = _kind(hints.get(option.name, bool))
    if kind is bool:
        return spelled
    if issubclass(kind, StrEnum):
        return f"{spelled} {' '.join(f'`{choice}`' for choice in kind)}"
    return f"{spelled} `{_cell(_name(option, kind))}`"


def _kind(hint: Hint) -> type:
    """The type of one value of a parameter, from its annotation: ``list[str] | None`` takes texts."""
    if isinstance(hint, type) and get_origin(hint) is None:
        return hint
    return _kind(next(part for part in get_args(hint) if part is not type(None)))


def _name(parameter: Parameter, kind: type) -> str:
    """What stands for a parameter's value."""
    plain = {int: "N", float: "NUMBER", Path: "PATH"}
    return str(parameter.metavar or plain.get(kind, parameter.name.upper()))


def _usage(argument: Parameter) -> str:
    return _name(argument, str) if argument.required else f"[{_name(argument, str)}]"


def _default(parameter: Parameter) -> str:
    """What counts where a parameter is not given, and the variable that it is taken from."""
    told = []
    if parameter.required:
        told.append("required")
    elif isinstance(parameter.show_default, str):
        told.append(f"default: {parameter.show_default}")
    elif isinstance(parameter.default, bool):
        if parameter.secondary_opts:
            told.append(f"default: `{(parameter.opts if parameter.default else parameter.secondary_opts)[0]}`")
    elif isinstance(parameter.default, str | int | float) and parameter.show_default:
        told.append(f"default: `{parameter.default}`")
    if parameter.envvar:
        told.append(f"environment: `{parameter.envvar}`")
    return f" ({'; '.join(told)})" if told else ""


def _prose(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(commands(), encoding="utf-8")
