from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial
from operator import methodcaller
from pathlib import Path

import pytest
from measuring.memory import Watch, family, figure, peak
from measuring.pictures import believed, save
from measuring.warm import Warm

from archiver.bench.reliability import binned, brier, calibration_error


def test_scores_that_are_half_right_are_off_by_what_they_are_too_high() -> None:
    bins = binned([(0.9, 1.0), (0.9, 0.0), (0.9, 0.5), (0.2, 0.2)])
    assert [(own.begin, own.count) for own in bins] == [(0.2, 1), (0.9, 3)]
    assert calibration_error(bins) == pytest.approx(3 / 4 * 0.4)


def test_brier_is_the_mean_square() -> None:
    assert brier([(1.0, 1.0), (0.5, 0.0)]) == 0.125


def test_a_process_had_at_least_what_it_has() -> None:
    assert 0 < figure("VmRSS", os.getpid()) <= peak()
    assert os.getpid() in family(os.getpid())


def test_memory_that_was_given_back_was_seen() -> None:
    code = "block = b'x' * 200_000_000\nprint(flush=True)\ninput()\ndel block\nprint(flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as one:
        assert one.stdin
        assert one.stdout
        with Watch(one.pid) as watch:
            one.stdout.readline()
            end = time.monotonic() + 60
            while watch.most < 190 and time.monotonic() < end:
                time.sleep(0.05)
            print(file=one.stdin, flush=True)
            one.stdout.readline()
            assert figure("VmRSS", one.pid) < 100
        one.kill()
    assert watch.most > 190


def test_a_picture_has_every_curve(tmp_path: Path) -> None:
    bins = binned([(0.9, 1.0), (0.3, 0.5)])
    drawn = save(believed("A title", {"before": bins, "after": bins}, "score", "right"), tmp_path / "made" / "a.svg")
    assert "<svg" in drawn.read_text(encoding="utf-8")


def test_a_warm_process_loads_once_and_answers_again_and_again() -> None:
    with Warm(partial(methodcaller, "upper")) as process:
        assert [process.ask(word) for word in ("one", "two")] == ["ONE", "TWO"]
        assert process.memory > 1


def test_a_process_that_ends_over_a_question_is_no_answer() -> None:
    with Warm(partial(methodcaller, "upper")) as process, pytest.raises(EOFError):
        process.ask(1)
