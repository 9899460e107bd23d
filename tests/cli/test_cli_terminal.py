"""The terminal: whatever a server, a page, captions or a file's name say, no command prints anything that steers it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from ingest_examples import BRIEFING, VTT, letters, rows, site
from scripted_server import Asked, head, scripted, whole

from archiver import cli

ESC = "\x1b]0;owned\x07\x1b[2J\u202e"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)
    monkeypatch.setenv("NO_PROXY", "*")


def hostile_answer(kind: str) -> list[bytes]:
    """A server's answer with commands for a terminal in its reason, its encoding, its type or its body."""
    owned = ESC.encode()
    if kind == "reason":
        return [b"HTTP/1.1 404 Gone" + b"\x1b[2J\x9b31m\r\nContent-Length: 0\r\n\r\n"]
    if kind == "encoding":
        return whole(b"x", Content_Encoding="\x9b2Jzip")
    if kind == "playlist":
        return whole(b"#EXTM3U\nrtsp://" + owned + b"\n", Content_Type="audio/mpegurl")
    return [head(302, {"Location": "ftp://host/\x9b2J", "Content-Length": 0})]


@pytest.mark.parametrize("kind", ["reason", "encoding", "playlist", "redirect"])
def test_a_server_steers_no_terminal(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def script(asked: Asked) -> Iterable[bytes]:
        return hostile_answer(kind)

    page = site(tmp_path, BRIEFING)
    with scripted(script) as server:
        page.write_text(page.read_text().replace("../audio", server.url))
        local = ("--archive", tmp_path / "a", "--allow-private", "--pause", 0)
        said = [
            run_main(capsys, "ingest", page, "--no-transcribe", *local),
            run_main(capsys, "fetch", "1", "--no-transcribe", *local),
        ]
    said += [run_main(capsys, *command, "1", "--archive", tmp_path / "a") for command in (["history"], ["show"])]
    assert not [found for one in said for found in STEERING.findall(one)]
    ((logged,),) = rows(tmp_path / "a", "select group_concat(message) from events")
    assert not STEERING.search(logged)
    assert any("failed" in one or "archiver: " in one for one in said)


def test_captions_and_names_of_files_steer_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = site(tmp_path, "")
    captions = tmp_path / f"talk{ESC}.vtt"
    captions.write_text(VTT.replace("Good morning", f"<v Chair{ESC}>Good {ESC} morning"))
    here = ("--archive", tmp_path / "a")
    commands: list[tuple[object, ...]] = [
        ("ingest", page, "--transcript", captions, "--no-transcribe", *here),
        *((name, "1", *here) for name in ("speakers", "history", "show")),
        ("search", "morning", *here),
        ("list", *here),
        ("ingest", tmp_path / f"missing{ESC}.htm", *here),
    ]
    for command in commands:
        said = run_main(capsys, *command)
        assert said
        assert not STEERING.findall(said), command


def run_main(capsys: pytest.CaptureFixture[str], *args: object) -> str:
    """All that a command prints, to either stream, on its way through the program's own door."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["archiver", *map(str, args)])
        with pytest.raises(SystemExit):
            cli.main()
    out, err = capsys.readouterr()
    return out + err
