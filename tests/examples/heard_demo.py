"""The demo, really heard and linked by the program itself, once for all tests that look at it."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def heard_demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The archive that ``archiver demo`` makes, to be copied by who changes it, and what the command prints."""
    return _made(tmp_path_factory.getbasetemp() / "heard-demo")


@cache
def _made(folder: Path) -> tuple[Path, str]:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "archiver", "demo"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return folder, done.stdout
