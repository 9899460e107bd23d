"""What is installed holds everything that the program reads, not only its modules."""

from __future__ import annotations

import tomllib
from pathlib import Path

import archiver

PACKAGE = Path(archiver.__file__).parent


def test_every_file_beside_the_modules_is_installed() -> None:
    settings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["archiver"]
    installed = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    there = {path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert there - installed == set()
