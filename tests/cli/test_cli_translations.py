"""``archiver edit --translation-of``, and what other commands then say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run

from archiver.errors import UsageError

ENGLISH = "Statement on harbour safety\n31 March 2006\n\n1. The ministers deplore the flooding of the old quays.\n"
FRENCH = "Déclaration sur les ports\nle 31 mars 2006\n\n1. Les ministres déplorent l'inondation des anciens quais.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two pages that nobody can tell to be one, since they were saved without an address."""
    for name, text in (("en.txt", ENGLISH), ("fr.txt", FRENCH)):
        (tmp_path / name).write_text(text)
        run("ingest", tmp_path / name, "--no-fetch", "--archive", tmp_path / "a")
    return tmp_path / "a"


def test_by_hand(archive: Path) -> None:
    assert "translation of" not in run("list", "--archive", archive).stdout
    told = run("edit", "ports", "--translation-of", "harbour safety", "--archive", archive)
    assert (told.exit_code, told.stdout) == (0, "release 2 was corrected\n")
    assert "in fr: release 2, Déclaration sur les ports" in run("show", "1", "--archive", archive).stdout
    assert "translation of" in run("list", "--archive", archive).stdout
    release = json.loads(run("export", "2", "--archive", archive).stdout)["release"]
    assert release["translations"] == [
        {"id": 1, "language": "en", "url": None, "title": "Statement on harbour safety"}
    ]  # fmt: skip
    run("edit", "2", "--translation-of", "", "--archive", archive)
    assert json.loads(run("export", "2", "--archive", archive).stdout)["release"]["translations"] == []


def test_not_its_own(archive: Path) -> None:
    with pytest.raises(UsageError, match="is the translation of release 1 already, or itself"):
        run("edit", "1", "--translation-of", "1", "--archive", archive)
