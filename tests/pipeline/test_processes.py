"""Worker processes do jobs, tell what they do, and may die without taking anything else with them."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from worker_jobs import add, empty, kill, leave, process, sleep

from archiver.pipeline.processes import Processes
from archiver.pipeline.workers import BEGUN, Died, Done, Failed, Message, Said, Share


@pytest.fixture
def pool() -> Iterator[Processes]:
    with closing(Processes(1)) as opened:
        yield opened


def answer(pool: Processes) -> tuple[int, Message]:
    """The end of the next job that ends."""
    while True:
        key, message = pool.next_message()
        if not isinstance(message, Said | Share):
            return key, message


def appeared(mark: Path) -> int:
    """The process that a sleeping job wrote down."""
    until = time.monotonic() + 120
    while not mark.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    return int(mark.read_text())


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_job_comes_back_with_all_that_it_says(pool: Processes) -> None:
    pool.submit(7, partial(add, 2, 3))
    assert [pool.next_message() for _ in range(3)] == [
        (7, Said("say", "adding 3 to 2")),
        (7, Share(0.5)),
        (7, Done(5)),
    ]
    assert list(pool.messages()) == []


def test_one_process_does_many_jobs_with_one_thread(pool: Processes) -> None:
    for key in range(3):
        pool.submit(key, process)
    done = [answer(pool) for _ in range(3)]
    assert [key for key, _ in done] == [0, 1, 2]
    (told,) = {message for _, message in done}
    assert isinstance(told, Done)
    assert told.result[0] != os.getpid()
    assert told.result[1] == "1"


def test_an_error_for_people_comes_back_whole(pool: Processes) -> None:
    pool.submit(1, empty)
    _, failed = answer(pool)
    assert isinstance(failed, Failed)
    assert str(failed.error) == "briefing.mp3 is empty; nothing; copy it again"
    assert (type(failed.error).__name__, failed.error.hint) == ("EmptyRecording", "copy it again")


@pytest.mark.parametrize(
    ("job", "told"),
    [
        (kill, "was killed (SIGKILL), as happens when memory runs out"),
        (leave, "ended with exit code 3"),
    ],
)
def test_a_worker_that_dies_costs_its_own_job(pool: Processes, job: partial[None], told: str) -> None:
    pool.submit(1, process)
    pool.submit(2, job)
    pool.submit(3, process)
    first, second, third = (answer(pool) for _ in range(3))
    assert second == (2, Died(told))
    assert isinstance(first[1], Done)
    assert isinstance(third[1], Done)
    assert first[1].result[0] != third[1].result[0]  # another took its place


def test_a_worker_that_cannot_be_started_costs_its_job(pool: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoMemory:
        def __init__(self) -> None:
            raise OSError(12, "Cannot allocate memory")

    with monkeypatch.context() as patched:
        patched.setattr("archiver.pipeline.processes._Worker", NoMemory)
        pool.submit(1, process)
        key, died = answer(pool)
    assert (key, str(died)) == (1, "could not be started, as happens when memory runs out")
    pool.submit(2, process)
    assert isinstance(answer(pool)[1], Done)


def test_a_worker_that_is_killed_while_it_waits_costs_nothing(pool: Processes) -> None:
    pool.submit(1, process)
    assert isinstance(answer(pool)[1], Done)
    (idle,) = multiprocessing.active_children()
    idle.kill()
    idle.join()
    pool.submit(2, process)
    assert isinstance(answer(pool)[1], Done)


def test_what_was_begun_goes_before_what_is_new(pool: Processes, tmp_path: Path) -> None:
    pool.submit(1, partial(sleep, 0.5, tmp_path / "mark"))
    appeared(tmp_path / "mark")
    pool.submit(2, process)
    pool.submit(3, process, BEGUN)
    assert [answer(pool)[0] for _ in range(3)] == [1, 3, 2]


def test_no_more_workers_than_wanted_and_none_without_a_job(tmp_path: Path) -> None:
    with closing(Processes(2)) as pool:
        assert multiprocessing.active_children() == []
        pool.submit(0, process)
        answer(pool)
        pool.submit(1, process)
        answer(pool)
        assert len(multiprocessing.active_children()) == 1
        for key in range(4):
            pool.submit(key, partial(sleep, 0.3, tmp_path / str(key)))
        assert sorted(answer(pool)[0] for _ in range(4)) == [0, 1, 2, 3]
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []


def test_closing_stops_jobs_in_the_middle(tmp_path: Path) -> None:
    with closing(Processes(2)) as pool:
        for key in range(3):
            pool.submit(key, partial(sleep, 600, tmp_path / str(key)))
        pids = [appeared(tmp_path / "0"), appeared(tmp_path / "1")]
        began = time.monotonic()
    assert time.monotonic() - began < 60
    assert multiprocessing.active_children() == []
    assert not any(map(is_running, pids))
    assert not (tmp_path / "2").exists()


PARENT = """
import sys
from functools import partial
from pathlib import Path
from archiver.pipeline.processes import Processes
from worker_jobs import sleep
pool = Processes(1)
pool.submit(1, partial(sleep, 600, Path(sys.argv[1])))
pool.next_message()
"""


def test_workers_end_with_the_process_that_began_them(tmp_path: Path) -> None:
    """Also where it was killed and could not say so."""
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = {**os.environ, "PYTHONPATH": paths}
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path / "mark")], env=environment) as parent:
        worker = appeared(tmp_path / "mark")
        parent.kill()
    until = time.monotonic() + 60
    while is_running(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(worker)
