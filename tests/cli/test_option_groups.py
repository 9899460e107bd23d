"""Options that go together are one parameter of a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import typer
from typer.testing import CliRunner

from archiver.cli.option_groups import with_groups


@dataclass(frozen=True)
class Place:
    heading: ClassVar[str] = "Where"
    floor: Annotated[int, typer.Option(help="How high.")] = 0
    room: Annotated[str | None, typer.Option("--door", help="Which door.")] = None


app = typer.Typer()


@app.command()
@with_groups
def look(what: str, *, place: Place, loud: bool = False) -> None:
    """Look for something."""
    print(what, place, loud)


def test_each_field_of_a_group_is_an_option() -> None:
    assert CliRunner().invoke(app, ["keys"]).stdout == "keys Place(floor=0, room=None) False\n"
    said = CliRunner().invoke(app, ["keys", "--door", "left", "--floor", "3", "--loud"])
    assert said.stdout == "keys Place(floor=3, room='left') True\n"


def test_the_help_is_that_of_the_command() -> None:
    said = CliRunner().invoke(app, ["--help"]).stdout
    assert "Look for something." in said
    assert "--door" in said
    assert "--place" not in said
    assert said.index("Options") < said.index("--loud") < said.index("─ Where ─") < said.index("--door")
