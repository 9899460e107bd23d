"""What a running command tells: nothing that strangers wrote steers the terminal that it is shown in."""

from __future__ import annotations

import io
import sys

import pytest

from archiver.reporting import Terminal, VisibleStream, visible_streams

HOSTILE, SHOWN = "\x1b[2Jgone\r\x9b1m\u202e", r"\u001b[2Jgone\u000d\u009b1m\u202e"


def test_lines_warnings_and_failures(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    terminal.say(HOSTILE)
    terminal.warn(HOSTILE)
    terminal.fail(HOSTILE)
    assert capsys.readouterr().err == f"{SHOWN}\nwarning: {SHOWN}\narchiver: {SHOWN}\n"


def test_messages_steer_nothing_and_what_is_piped_is_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with visible_streams():
        print(HOSTILE, file=sys.stderr)
        print(HOSTILE)
    assert capsys.readouterr() == (f"{HOSTILE}\n", f"{SHOWN}\n")


def test_what_is_printed_to_a_terminal_steers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", screen := Screen())
    with visible_streams():
        print(HOSTILE, flush=True)
    assert screen.getvalue() == f"{SHOWN}\n"
    assert sys.stdout is screen


def test_colours_find_the_stream_beneath() -> None:
    stream = VisibleStream(beneath := io.StringIO())
    assert stream.rich_proxied_file is beneath
    assert not stream.isatty()


@pytest.mark.parametrize("title", ["[/]", "[bold]", "\x1b[2J"])
def test_a_bar_takes_any_title(title: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with Terminal().bar(title, 2.0, "s") as advance:
        advance(1.0)
    assert "\x1b[2J" not in capsys.readouterr().err
