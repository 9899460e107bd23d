"""What bench-publish measures, on two briefings and without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench_publish import publish, size
from scale_bench import made

from archiver.reporting import Silent


@pytest.mark.slow
def test_publishing_twice(tmp_path: Path) -> None:
    made.make(tmp_path / "archive", 2, Silent(), words=True)
    first = publish(tmp_path / "archive", tmp_path / "site")
    assert min(first.seconds, first.processor, first.memory) > 0
    before = size(tmp_path / "site")
    assert before > size(tmp_path / "site" / "releases") > 0
    assert publish(tmp_path / "archive", tmp_path / "site").processor < first.processor
    assert size(tmp_path / "site") == before
