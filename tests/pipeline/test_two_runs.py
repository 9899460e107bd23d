"""Two runs on the same pages at once, in one archive, transcribe every recording once."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest
from bench_fetching import rows
from ingest_examples import Notes, assert_sound, listen_at_once
from step_examples import kept
from steps_at_once import transcribe_recording
from three_pages import archived, command, write_pages

from archiver.archive.claims import Claim
from archiver.archive.store import open_archive
from archiver.demo import RECORDING
from archiver.errors import ArchiveLocked
from archiver.pipeline.intake import keep_recording
from archiver.pipeline.run import Run


def test_what_another_run_transcribes_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listen_at_once(monkeypatch)
    with open_archive(tmp_path, create=True) as archive:
        (link,) = kept(archive, "Press briefing (.MP3)")
        recording = keep_recording(archive, [RECORDING.read_bytes()], "a.mp3", link).recording_id
        run, others = Run(archive, reporter=Notes()), Claim(tmp_path, recording)
        with pytest.raises(ArchiveLocked, match="is being transcribed by another run"):
            transcribe_recording(run, recording, link["release"])
        others.release()
        assert transcribe_recording(run, recording, link["release"]) == (1, True)
    assert_sound(tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="a process that is held on needs SIGSTOP")
def test_two_processes_transcribe_once(tmp_path: Path) -> None:
    pages, folder = tmp_path / "pages", tmp_path / "archive"
    pages.mkdir()
    write_pages(pages)
    with subprocess.Popen(command(pages, folder, 1), stderr=subprocess.PIPE, text=True) as first:
        assert first.stderr is not None
        assert any("transcribing with" in line for line in first.stderr)
        first.send_signal(signal.SIGSTOP)
        second = subprocess.run(command(pages, folder, 1), stderr=subprocess.PIPE, text=True, check=False)
        assert second.returncode == 1
        assert "recording 1 is being transcribed by another run" in second.stderr
        assert second.stderr.count("transcribing with") == 2
        first.send_signal(signal.SIGCONT)
        assert "transcribing with" not in first.stderr.read()
    assert first.returncode == 0
    assert rows(folder, "select count(*) from transcripts group by recording") == [(1,), (1,), (1,)]
    assert {title for title, *_ in archived(folder)[1]} == {"Statement 1", "Statement 2", "Statement 3"}
    assert_sound(folder)
