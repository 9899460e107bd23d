from __future__ import annotations

import os
from pathlib import Path

import pytest

from archiver.pipeline.heard_beginnings import kept_beginnings, remembering
from archiver.pipeline.run import TranscribeOptions
from archiver.reporting import Reporter, Silent


class Warned(Silent):
    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, line: str) -> None:
        self.warnings.append(line)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_file_is_listened_to_again_only_where_it_or_the_engine_is_another(tmp_path: Path) -> None:
    listened = []

    def hear(path: Path, reporter: Reporter) -> str:
        listened.append(path.name)
        return path.read_text()

    def asked(model: str = "auto") -> str:
        options = TranscribeOptions(model=model)
        return remembering(hear, kept_beginnings(tmp_path), options, Silent())(tmp_path / "talk.mp3", Silent())

    (tmp_path / "talk.mp3").write_text("good morning")
    assert [asked(), asked()] == ["good morning"] * 2
    assert len(listened) == 1
    asked("tiny.en")
    assert len(listened) == 2
    (tmp_path / "talk.mp3").write_text("good evening")
    os.utime(tmp_path / "talk.mp3", (1, 1))
    assert asked() == "good evening"
    kept_beginnings(tmp_path).write_text("{cut o")
    assert asked() == "good evening"
    assert len(listened) == 4


def test_what_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "talk.mp3").write_text("")
    (tmp_path / "cache").write_text("a file, where a folder should be")
    warned = Warned()
    hear = remembering(lambda path, reporter: "words", kept_beginnings(tmp_path), TranscribeOptions(), warned)
    assert hear(tmp_path / "talk.mp3", Silent()) == "words"
    assert "--yes will listen again" in warned.warnings[0]
