"""Rich's console: what strangers wrote is drawn as it is, and steers nothing."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.table import Table
from rich.text import Text

from archiver.consoles import PlainConsole

HOSTILE = "\x1b]0;owned\x1b[2J \x9b31m \u202eback"
SHOWN = "\\u001b]0;owned\\u001b[2J \\u009b31m \\u202eback"


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> PlainConsole:
    monkeypatch.setenv("FORCE_COLOR", "1")
    console = PlainConsole(width=120)
    console.file = StringIO()
    return console


def drawn(console: PlainConsole) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_controls_are_shown_wherever_they_stand(console: PlainConsole) -> None:
    table = Table(HOSTILE)
    table.add_row(HOSTILE)
    table.add_row(Text(HOSTILE))
    console.print(HOSTILE, table, Text(HOSTILE))
    assert drawn(console).count(SHOWN) == 5
    assert "\x9b" not in drawn(console)


def test_its_own_colours_stay(console: PlainConsole) -> None:
    console.print("careful", style="yellow")
    assert drawn(console) == "\x1b[33mcareful\x1b[0m\n"


@pytest.mark.parametrize("text", ["[bold]no[/]", "[/]", ":warning: 12:30:15", "[link=https://example.org]x"])
def test_brackets_and_colons_mean_nothing(console: PlainConsole, text: str) -> None:
    console.print(text)
    assert drawn(console) == f"{text}\n"


def test_no_mark_is_torn_from_its_time(console: PlainConsole) -> None:
    console.width = 15
    console.print(Text("often █\u00a000:11–00:15"))
    assert [line.strip() for line in drawn(console).splitlines()] == ["often", "█ 00:11–00:15"]


def test_nothing_is_cut_off_in_a_narrow_terminal(console: PlainConsole) -> None:
    table = Table("when")
    table.add_row("01:02:09–01:02:16")
    console.print(table, width=12)
    assert "…" not in drawn(console)
    assert "6" in drawn(console)
