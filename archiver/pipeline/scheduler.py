"""Many recordings in parallel: workers compute, beside the one process that reads pages and writes the archive."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from textwrap import shorten

from archiver.errors import UsageError, WorkerDied
from archiver.pipeline.jobs import Jobs, NextStep, OneByOne, Task
from archiver.pipeline.processes import Processes
from archiver.pipeline.workers import BEGUN, NEW, Died, Done, Failed, Message, Pool, Said, Share
from archiver.reporting import Advance, Reporter

ALLOWED_DEATHS = 1  # of workers, that a job may cost: the second tells that it is the job's doing
MOST_BYTES_AHEAD = 4 * 10**9  # of recordings on the disk that nobody has heard yet: some seventy hours
LONGEST_TITLE = 60  # letters of a page's title before what is told about it


@dataclass(frozen=True, slots=True)
class WantedWorkers:
    """Where a person wants recordings to be transcribed.

    count: worker processes on this machine; None for this process itself, with all its threads
    scheduler: the address of a scheduler of Dask's, or ``local`` for one that is started here
    shared_media: whether its workers see the archive's folder under the same path
    """

    count: int | None = None
    scheduler: str | None = None
    shared_media: bool = False


@contextmanager
def open_jobs(wanted: WantedWorkers, folder: Path, reporter: Reporter) -> Iterator[Jobs]:
    """Where a run's recordings are transcribed.

    folder: the archive's

    When the context ends, all is done. An error stops the workers at once; what was written until then is kept.
    Raises ``ClusterLost`` or ``UsageError``.
    """
    if wanted.count is None and wanted.scheduler is None:
        yield OneByOne()
        return
    with _open_pool(wanted, folder, reporter) as opened, closing(opened) as pool:
        jobs = InParallel(pool, reporter)
        try:
            yield jobs
        except UsageError:
            jobs.finish()  # as with one worker, what came before is done
            raise
        except KeyboardInterrupt:
            jobs.catch_up()
            raise
        jobs.finish()


def _open_pool(wanted: WantedWorkers, folder: Path, reporter: Reporter) -> AbstractContextManager[Pool]:
    if wanted.scheduler is None:
        return nullcontext(Processes(wanted.count or 1))
    try:
        from archiver.pipeline.cluster import open_cluster
    except ImportError as error:
        raise UsageError("--scheduler needs Dask", hint="pip install 'briefing-archiver[cluster]'") from error
    return open_cluster(wanted.scheduler, wanted.count, folder, reporter, shared_media=wanted.shared_media)


@dataclass(slots=True)
class _OpenPage:
    """How many of a page's recordings are not done yet, and what is called when they are."""

    open: int = 0
    finish: Callable[[], None] | None = None


@dataclass(slots=True)
class _Underway:
    """A task that waits for its turn, or for the job of a step.

    step: whose job is computed now
    share: how much of that job is done, 0 to 1
    deaths: how many workers died of that job
    """

    task: Task
    page: _OpenPage
    step: NextStep = None
    share: float = 0.0
    deaths: int = 0


class InParallel:
    """Hands the jobs to a pool, and does what lies between them here, in whichever order the jobs come back.

    What is to be done about one recording is done in the order in which it was taken, so that it is transcribed once.
    Pages are finished in their order, too.
    """

    def __init__(self, pool: Pool, reporter: Reporter) -> None:
        self._pool, self._reporter = pool, reporter
        self._lines: dict[int, deque[_Underway]] = {}  # by recording; the first of a line is under way
        self._pages = deque([_OpenPage()])  # the last is the one for which tasks are taken

    def take(self, task: Task) -> None:
        """See ``Jobs.take``."""
        page = self._pages[-1]
        page.open += 1
        title = shorten(task.title, LONGEST_TITLE, placeholder="…")
        line = self._lines.setdefault(task.recording_id, deque())
        line.append(_Underway(replace(task, reporter=_Titled(title, task.reporter)), page))
        if len(line) == 1:
            self._begin(task.recording_id)
        self.catch_up()
        while len(self._lines) > 1 and self._bytes_ahead() > MOST_BYTES_AHEAD:
            self._receive(*self._pool.next_message())
        self._finish_pages()

    def _bytes_ahead(self) -> int:
        return sum(line[0].task.size for line in self._lines.values())

    def after(self, finish: Callable[[], None]) -> None:
        """See ``Jobs.after``."""
        self._pages[-1].finish = finish
        self._pages.append(_OpenPage())
        self.catch_up()

    def catch_up(self) -> None:
        """Go on with what has come back by now."""
        for recording_id, message in self._pool.messages():
            self._receive(recording_id, message)
        self._finish_pages()

    def _finish_pages(self) -> None:
        while not self._pages[0].open and (finish := self._pages[0].finish):
            self._pages.popleft()
            finish()

    def finish(self) -> None:
        """Wait until everything is done that was taken."""
        total = sum(map(len, self._lines.values()))
        with self._reporter.bar("transcribing", total, "recordings") as advance:
            while self._lines:
                self._receive(*self._pool.next_message())
                self._finish_pages()
                advance(total - sum(len(line) - line[0].share for line in self._lines.values()))

    def _receive(self, recording_id: int, message: Message) -> None:
        underway = self._lines[recording_id][0]
        task, step = underway.task, underway.step
        match message:
            case Said(how, line):
                getattr(task.reporter, how)(line)
            case Share(done):
                underway.share = done
            case Done(result):
                assert step is not None
                self._go_on(recording_id, task.go_on(partial(step.keep, result)))
            case Failed(error):
                task.failed(error)
                self._go_on(recording_id, None)
            case Died() if underway.deaths < ALLOWED_DEATHS and step:
                underway.deaths += 1
                task.reporter.warn(f"the worker {message}; its recording is tried once more")
                self._pool.submit(recording_id, step.compute, BEGUN)
            case Died():
                task.failed(_death(task.title, message))
                self._go_on(recording_id, None)

    def _begin(self, recording_id: int) -> None:
        """Prepare the first step about a recording; where there is nothing to compute, that of the next task."""
        line = self._lines[recording_id]
        while line:
            task = line[0].task
            if step := task.go_on(partial(task.begin, task.reporter)):
                self._compute(recording_id, step, NEW)
                return
            line.popleft().page.open -= 1
        del self._lines[recording_id]

    def _go_on(self, recording_id: int, step: NextStep) -> None:
        if step:
            self._compute(recording_id, step, BEGUN)
        else:
            self._lines[recording_id].popleft().page.open -= 1
            self._begin(recording_id)

    def _compute(self, recording_id: int, step: NextStep, priority: int) -> None:
        assert step is not None
        underway = self._lines[recording_id][0]
        underway.step, underway.share, underway.deaths = step, 0.0, 0
        self._pool.submit(recording_id, step.compute, priority)


def _death(title: str, died: Died) -> WorkerDied:
    return WorkerDied(
        f"{title}: two workers ended in the middle of its recording; the last one {died}",
        kept="the recording itself is archived",
        hint="the same command tries again; fewer --workers need less memory",
    )


class _Titled:
    """A reporter that says which page it speaks of."""

    def __init__(self, title: str, reporter: Reporter) -> None:
        self._title, self._reporter = title, reporter

    def say(self, line: str) -> None:
        self._reporter.say(f"{self._title}: {line}")

    def warn(self, line: str) -> None:
        self._reporter.warn(f"{self._title}: {line}")

    def fail(self, line: str) -> None:
        self._reporter.fail(f"{self._title}: {line}")

    def bar(self, title: str, total: float | None, unit: str) -> AbstractContextManager[Advance]:
        return self._reporter.bar(f"{self._title}: {title}", total, unit)
