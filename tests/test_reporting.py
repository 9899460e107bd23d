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


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ascii", b'"Ca va" - Privet e #+. 00:11-00:15'),
        ("latin-1", '"Ça va" - Privet e #+· 00:11-00:15'.encode("latin-1")),
        ("cp437", '"Ça va" - Privet e █▒· 00:11-00:15'.encode("cp437")),
        ("utf-8", "“Ça va” — Привет e\u0301 █▒· 00:11–00:15".encode()),
    ],
)
def test_a_code_page_that_lacks_a_letter_gets_another(
    encoding: str, written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Output(io.TextIOWrapper):
        name = "output"

    monkeypatch.setattr(sys, "stdout", output := Output(beneath := io.BytesIO(), encoding=encoding))
    monkeypatch.setattr(sys, "stderr", said := io.StringIO())
    with visible_streams():
        print("“Ça va” — Привет e\u0301 █▒· 00:11–00:15", end="")
    output.flush()
    assert beneath.getvalue() == written
    assert ("warning: " in said.getvalue()) == (encoding != "utf-8")


@pytest.mark.parametrize("title", ["[/]", "[bold]", "\x1b[2J"])
def test_a_bar_takes_any_title(title: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with Terminal().bar(title, 2.0, "s") as advance:
        advance(1.0)
    assert "\x1b[2J" not in capsys.readouterr().err
