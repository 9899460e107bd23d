"""``scripts/fuzz``: what crashes or takes long is told and kept; nothing that the program reads does."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from fuzz import SEEDS, fuzz
from fuzzing import trying
from fuzzing.kinds import KINDS
from fuzzing.on_archives import bags
from fuzzing.trying import Kind, changed, try_for

from archiver.errors import NotAPage


def use(data: bytes) -> None:
    if data == b"broken":
        raise NotAPage("it is no page")
    if data == b"crashing":
        raise ZeroDivisionError
    while data == b"endless":
        pass


def test_what_crashes_or_takes_long_is_told_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "MOST_SECONDS", 0.1)
    tried = try_for(Kind((b"broken", b"crashing", b"endless"), use), tmp_path, 0.0, 0)
    assert (tried.count, len(tried.failures)) == (3, 2)
    assert "ZeroDivisionError" in tried.failures[0]
    assert "TookLong" in tried.failures[1]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"crashing", b"endless"}


def test_the_same_number_makes_the_same_change() -> None:
    seeds = (b"The quays are lit.", b"<p>Every quay will be lit at night.")
    made = [[changed(seeds, Random(number)) for number in range(20)] for _ in range(2)]
    assert made[0] == made[1]
    assert len(set(made[0])) > 15


def test_a_bag_that_nobody_changed_is_unpacked(tmp_path: Path) -> None:
    with bags(tmp_path) as kind:
        kind.use(kind.seeds[-1])


@pytest.mark.slow
def test_a_minute_of_it() -> None:
    assert [one.failures for one in fuzz(list(KINDS), 60.0, 0, SEEDS)] == [[]] * len(KINDS)
