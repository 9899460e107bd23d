"""The commands queue and work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ingest_examples import site
from typer.testing import CliRunner

from archiver.cli import app
from archiver.errors import UsageError


def said(*arguments: object) -> tuple[str, str]:
    """What a command prints, and says on standard error."""
    ended = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
    assert ended.exit_code == 0
    return ended.stdout, ended.stderr


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """An archive with a release whose recording waits."""
    folder = tmp_path / "archive"
    _, told = said("ingest", site(tmp_path), "--url", "http://127.0.0.1:9/p.htm", "--later", "--archive", folder)
    assert "release 1 waits for `archiver work`" in told
    return folder


def test_the_queue_says_what_waits(waiting: Path) -> None:
    shown, _ = said("queue", "--archive", waiting)
    assert shown == "0 running, 1 waiting, 0 failed, 0 done\nnobody knows yet how long the rest takes\n"
    (row,) = json.loads(said("queue", "--json", "--archive", waiting)[0])
    assert (row["release"], row["title"], row["state"]) == (1, "Statement on harbour safety", "waiting")


def test_what_waits_can_be_taken_out(waiting: Path) -> None:
    assert said("queue", "clear", "--archive", waiting) == ("", "0 taken out of the queue\n")
    assert said("queue", "clear", "--all", "--archive", waiting) == ("", "1 taken out of the queue\n")
    assert said("work", "--archive", waiting) == ("", "nothing waits\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("queue", "clear", "3"), "RELEASE is for retry"),
        (("queue", "--all"), "--all is for clear"),
        (("ingest", "page.htm", "--audio", "briefing.mp3", "--later"), "--audio and --transcript are taken in at once"),
        (("work", "--shared-media"), "--shared-media is about the workers of a scheduler"),
        (("work", "--scheduler", "tcp://10.0.0.1:8786", "--workers", "2"), "--workers are started on this machine"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        said(*arguments, "--archive", tmp_path)
