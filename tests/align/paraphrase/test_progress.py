"""Reading thousands of sentences takes a while: whoever watches is told how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from archiver.align.paraphrase.encoder import minilm
from archiver.reporting import Advance, Silent, watched_by


class Watcher(Silent):
    def __init__(self) -> None:
        self.told: list[object] = []

    @contextmanager
    def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
        self.told.append((title, total, unit))
        yield self.told.append


@pytest.mark.slow
def test_who_watches_is_told_of_each_text() -> None:
    watcher = Watcher()
    with watched_by(watcher):
        minilm().read(["Good morning.", "The harbour is open.", "It is."], "en")
    assert watcher.told == [("linking", 3, "texts"), 1, 2, 3]
    minilm().read(["Nobody watches."], "en")
    assert len(watcher.told) == 4
