"""Many recordings at once end as one after the other would: what came of each is written once, and told in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from bench_fetching import is_complete
from ingest_examples import Notes, assert_sound, rows
from three_pages import OPTIONS, archived, command, pages_and_archive
from worker_jobs import add, empty, kill, process

from archiver.archive.store import open_archive
from archiver.errors import ArchiverError, UsageError
from archiver.pipeline.batch import Batch, archive_all
from archiver.pipeline.jobs import Job, NextStep, OneByOne, Step, Task
from archiver.pipeline.processes import Processes
from archiver.pipeline.run import Run
from archiver.pipeline.scheduler import InParallel, WantedWorkers, open_jobs
from archiver.pipeline.workers import NEW, Died, Done, Failed, Message, Said, Share
from archiver.reporting import Advance, Reporter, Silent


class ByHand(Processes):
    """A pool whose jobs come back when a test says so."""

    def __init__(self) -> None:
        super().__init__(0)
        self.asked: list[tuple[int, int]] = []

    def submit(self, key: int, job: Job[int], priority: int = NEW) -> None:
        self.asked.append((key, priority))

    def answer(self, key: int, message: Message) -> None:
        self._messages.put((key, message))


def task(log: list[str], name: str, count: int, recording_id: int = 1, title: str = "A page") -> Task:
    """A task of so many steps, which write down what came of them."""

    def begin(reporter: Reporter, left: int = count) -> NextStep:
        if not left:
            reporter.say("done")
            return None

        def keep(result: object) -> NextStep:
            log.append(f"{name}: {result}")
            return begin(reporter, left - 1)

        return Step(partial(add, 1, 2), keep)

    return Task(recording_id, title, 0, Silent(), begin, lambda error: log.append(f"{name}: {error}"))


def test_one_by_one_jobs_are_done_as_they_come() -> None:
    log: list[str] = []
    OneByOne().take(task(log, "a", 2))
    OneByOne().take(task(log, "b", 1))
    assert log == ["a: 3", "a: 3", "b: 3"]


def test_a_step_hands_what_it_kept_to_what_follows() -> None:
    step = Step(partial(add, 1, 2), str).then(lambda kept: kept * 2)
    assert step.do(Silent()) == "33"


def test_an_error_of_a_job_ends_its_task_here_and_elsewhere() -> None:
    log: list[str] = []
    for workers in (None, 2):
        with open_jobs(WantedWorkers(workers), Path(), Silent()) as jobs:
            jobs.take(Task(1, "A page", 0, Silent(), lambda _: Step(empty, log.append), lambda e: log.append(str(e))))
    assert log == ["briefing.mp3 is empty; nothing; copy it again"] * 2


def test_jobs_come_back_in_any_order_and_are_told_with_their_page() -> None:
    pool, notes, log = ByHand(), Notes(), list[str]()
    jobs = InParallel(pool, notes)
    long = "A statement with a title that is too long to be told before every line"
    jobs.take(replace(task(log, "first", 2, 1, "First statement"), reporter=notes))
    jobs.take(replace(task(log, "2", 1, 2, long), reporter=notes))
    pool.answer(2, Said("say", "transcribing…"))
    pool.answer(2, Done("two"))
    pool.answer(1, Done("one"))
    jobs.catch_up()
    pool.answer(1, Done("more"))
    jobs.finish()
    assert log == ["2: two", "first: one", "first: more"]
    assert notes.lines == [
        "A statement with a title that is too long to be told before…: transcribing…",
        "A statement with a title that is too long to be told before…: done",
        "First statement: done",
    ]
    assert pool.asked == [(1, 2), (2, 2), (1, 1)]  # what was begun goes first


def test_a_recording_of_two_pages_is_the_business_of_one_at_a_time() -> None:
    pool, log = ByHand(), list[str]()
    jobs = InParallel(pool, Silent())
    jobs.take(task(log, "first", 1, 5, "First"))
    jobs.take(task(log, "second", 1, 5, "Second"))
    assert pool.asked == [(5, 2)]
    pool.answer(5, Done("one"))
    jobs.catch_up()
    assert pool.asked == [(5, 2), (5, 2)]
    pool.answer(5, Done("two"))
    jobs.finish()
    assert log == ["first: one", "second: two"]


def test_the_bar_never_goes_back() -> None:
    class Watching(Silent):
        @contextmanager
        def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
            seen.append((title, total, unit))
            yield seen.append

    pool, log, seen = ByHand(), list[str](), list[object]()
    jobs = InParallel(pool, Watching())
    jobs.take(task(log, "first", 1, 5, "First"))
    jobs.take(task(log, "first", 1, 6, "First"))
    jobs.take(task(log, "second", 1, 5, "Second"))
    for key, message in ((5, Share(0.5)), (6, Share(0.25)), (5, Done("")), (6, Done("")), (5, Done(""))):
        pool.answer(key, message)
    jobs.finish()
    assert seen == [("transcribing", 3, "recordings"), 0.5, 0.75, 1.25, 2, 3]


def test_a_thousand_pages_may_have_one_recording() -> None:
    pool, log = ByHand(), list[str]()
    jobs = InParallel(pool, Silent())
    jobs.take(task(log, "first", 1, 5, "First"))
    for number in range(2000):
        jobs.take(task(log, str(number), 0, 5, str(number)))
    pool.answer(5, Done("one"))
    jobs.finish()
    assert pool.asked == [(5, 2)]


def test_no_more_is_downloaded_ahead_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.pipeline.scheduler.MOST_BYTES_AHEAD", 100)
    pool, log = ByHand(), list[str]()
    jobs = InParallel(pool, Silent())
    jobs.take(replace(task(log, "larger than the bound", 1, 1), size=500))
    pool.answer(1, Done(""))
    jobs.take(replace(task(log, "small", 1, 2), size=60))  # waits for the large one
    assert log == ["larger than the bound: "]
    jobs.take(replace(task(log, "as small", 1, 3), size=40))
    pool.answer(3, Done(""))
    jobs.take(replace(task(log, "too much", 1, 4), size=1))
    assert log[1:] == ["as small: "]
    for key in (2, 4):
        pool.answer(key, Done(""))
    jobs.finish()


def test_pages_are_finished_in_their_order() -> None:
    pool, log = ByHand(), list[str]()
    jobs = InParallel(pool, Silent())
    for page in (1, 2):
        for part in (0, 1):
            jobs.take(task(log, f"{page}.{part}", 1, 10 * page + part, f"Page {page}"))
        jobs.after(partial(log.append, f"page {page} is done"))
    jobs.after(partial(log.append, "a page without sound is done"))
    for key in (20, 21, 10):
        pool.answer(key, Done(""))
    jobs.catch_up()
    assert log == ["2.0: ", "2.1: ", "1.0: "]
    pool.answer(11, Failed(ArchiverError("no sound in it")))
    jobs.finish()
    assert log[3:] == [
        "1.1: no sound in it",
        "page 1 is done",
        "page 2 is done",
        "a page without sound is done",
    ]


KILLED = Died("was killed (SIGKILL), as happens when memory runs out")


def test_a_dead_worker_costs_its_recording_one_more_try() -> None:
    pool, log, notes = ByHand(), list[str](), Notes()
    jobs = InParallel(pool, notes)
    jobs.take(replace(task(log, "first", 2, 1, "First statement"), reporter=notes))
    for message in (KILLED, Done("one"), KILLED, Done("two")):
        pool.answer(1, message)
    jobs.finish()
    assert log == ["first: one", "first: two"]
    assert [key for key, _ in pool.asked] == [1, 1, 1, 1]
    assert notes.warnings == [f"First statement: the worker {KILLED}; its recording is tried once more"] * 2


def test_a_recording_that_kills_two_workers_is_set_aside_and_the_run_goes_on() -> None:
    pool, log = ByHand(), list[str]()
    jobs = InParallel(pool, Silent())
    jobs.take(task(log, "first", 1, 1, "First statement"))
    jobs.take(task(log, "second", 1, 2, "Second statement"))
    for key, message in ((1, KILLED), (1, KILLED), (2, Done("two"))):
        pool.answer(key, message)
    jobs.finish()
    assert log == [
        "first: First statement: two workers ended in the middle of its recording; the last one was killed (SIGKILL), "
        "as happens when memory runs out; the recording itself is archived; the same command tries again; fewer "
        "--workers need less memory",
        "second: two",
    ]


def test_one_that_dies_among_real_ones() -> None:
    log: list[object] = []
    computed: list[Job[Any]] = [process, kill, partial(add, 1, 1), partial(add, 2, 2)]
    with open_jobs(WantedWorkers(2), Path(), Silent()) as jobs:
        for recording_id, job in enumerate(computed):
            step = Step(job, log.append)
            failed: Callable[[ArchiverError], None] = lambda error: log.append(type(error).__name__)  # noqa: E731
            jobs.take(Task(recording_id, "A page", 0, Silent(), lambda _, step=step: step, failed))  # type: ignore[misc]
    assert {"WorkerDied", 2, 4} <= set(log)
    assert len(log) == 4


@pytest.mark.parametrize("wrong", [UsageError, KeyboardInterrupt])
def test_what_came_back_before_the_run_was_stopped_is_written(wrong: type[BaseException]) -> None:
    log: list[str] = []

    def run() -> None:
        with open_jobs(WantedWorkers(2), Path(), Silent()) as jobs:
            assert isinstance(jobs, InParallel)
            jobs.take(task(log, "page", 1))
            assert isinstance(jobs._pool, Processes)
            while wrong is KeyboardInterrupt and jobs._pool._messages.qsize() < 3:
                time.sleep(0.05)  # a download, in which the job is done
            raise wrong("stop")

    with pytest.raises(wrong):
        run()
    assert log == ["page: 3"]
    assert multiprocessing.active_children() == []


# From here on: real sound and the real weights.


pages, whole = pages_and_archive()


@pytest.mark.slow
def test_two_workers_make_what_one_makes(pages: Path, whole: Path, tmp_path: Path) -> None:
    done = subprocess.run(command(pages, tmp_path, 2), check=True, capture_output=True, text=True)
    assert archived(tmp_path) == archived(whole)
    assert rows(tmp_path, "select count(*) from transcripts") == [(3,)]
    assert rows(tmp_path, "select count(*) from alignments") == [(4,)]
    assert "Statement 2: transcribing with faster-whisper, model tiny.en (embedded)…\n" in done.stderr
    assert is_complete(tmp_path)
    assert_sound(tmp_path)
    again = subprocess.run(command(pages, tmp_path, 2), check=True, capture_output=True, text=True)
    assert again.stderr.count("nothing new, nothing changed") == 3


class Killing(Notes):
    """Kills a worker when the first of them begins to hear."""

    def say(self, line: str) -> None:
        super().say(line)
        if sum("transcribing with" in told for told in self.lines) == 1 and "transcribing with" in line:
            multiprocessing.active_children()[0].kill()


@pytest.mark.slow
def test_a_killed_worker_changes_nothing_in_the_archive(pages: Path, whole: Path, tmp_path: Path) -> None:
    sources = [str(page) for page in sorted(pages.glob("*.htm"))]
    notes, batch = Killing(), Batch()
    with open_archive(tmp_path, create=True) as archive, open_jobs(WantedWorkers(2), tmp_path, notes) as jobs:
        archive_all(Run(archive, OPTIONS, notes, jobs=jobs), sources, batch)
    assert batch.failures == []
    assert sum("was killed (SIGKILL)" in told and "tried once more" in told for told in notes.warnings) == 1
    assert archived(tmp_path) == archived(whole)
    assert_sound(tmp_path)


@pytest.fixture
def running(pages: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run with two workers, a group of processes of its own, in which the first transcript was just written."""
    with subprocess.Popen(
        command(pages, tmp_path, 2), stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as started:
        assert started.stderr is not None
        assert any("sentences transcribed in" in line for line in started.stderr)
        yield started


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_run_that_is_stopped_ends_with_its_workers_and_can_go_on(
    pages: Path, whole: Path, tmp_path: Path, running: subprocess.Popen[str], stop: signal.Signals, code: int
) -> None:
    # Ctrl-C goes to the whole group, other signals to one process.
    os.killpg(running.pid, stop) if stop is signal.SIGINT else running.send_signal(stop)
    _, said = running.communicate(timeout=60)  # no worker has standard error open any more
    assert running.returncode == code
    assert "Traceback" not in said
    assert len(rows(tmp_path, "select 1 from transcripts")) in (1, 2)
    subprocess.run(command(pages, tmp_path, 2), check=True, capture_output=True)
    assert archived(tmp_path) == archived(whole)
    assert_sound(tmp_path)
