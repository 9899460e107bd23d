"""An archive and a folder to publish it into, for every test of a module that names this one in ``pytest_plugins``."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_examples import Publish, make_archive, publisher


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "archive")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def write(archive: Path, site: Path) -> Publish:
    """Publishes the archive into the folder; keywords are options, and ``dry_run``."""
    return publisher(archive, site)
