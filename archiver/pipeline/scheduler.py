"""Many recordings at once: workers hear and link, beside the one process that reads pages and writes the archive."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from textwrap import shorten
from typing import Any

from archiver.errors import UsageError, WorkerDied
from archiver.pipeline.jobs import AtOnce, Job, Steps, Work
from archiver.pipeline.workers import BEGUN, NEW, Died, Done, Failed, Message, Pool, Said, Share
from archiver.reporting import Advance, Reporter

TITLE = 60  # letters of a page's title before what is told about it


@contextmanager
def at_work(workers: int, reporter: Reporter) -> Iterator[Work]:
    """Where a run's recordings are heard and linked: with one worker here and at once, with more in their processes.

    When the context ends, all is done. An error stops the workers at once; what was written until then is kept.
    """
    if workers == 1:
        yield AtOnce(reporter)
        return
    with closing(Pool(workers)) as pool:
        crew = Crew(pool, reporter)
        try:
            yield crew
        except UsageError:
            crew.finish()  # as with one worker, what came before is done
            raise
        except KeyboardInterrupt:
            crew.collect()
            raise
        crew.finish()


@dataclass(slots=True)
class _Page:
    """How many of a page's recordings are not done yet, and what is called when they are."""

    open: int = 0
    finish: Callable[[], None] | None = None


@dataclass(slots=True)
class _Task:
    """Steps about a recording.

    title: of the page for which they are done
    share: how much of the job that they wait for is done, 0 to 1
    """

    title: str
    reporter: Reporter
    steps: Steps[None]
    page: _Page
    share: float = 0.0


class Crew:
    """Hands the jobs to a pool, and does the steps between them here, in whichever order the jobs come back.

    What is to be done about one recording is done in the order in which it was taken, so that it is heard once. Pages
    are finished in their order, too.
    """

    def __init__(self, pool: Pool, reporter: Reporter) -> None:
        self._pool, self._reporter = pool, reporter
        self._lines: dict[int, deque[_Task]] = {}  # by recording; the first of a line is under way
        self._pages = deque([_Page()])  # the last is the one for which tasks are taken

    def take(self, recording: int, title: str, steps: Callable[[Reporter], Steps[None]]) -> None:
        """See ``Work.take``."""
        told, page = _Titled(shorten(title, TITLE, placeholder="…"), self._reporter), self._pages[-1]
        page.open += 1
        line = self._lines.setdefault(recording, deque())
        line.append(_Task(title, told, steps(told), page))
        if len(line) == 1:
            self._go_on(recording, partial(next, line[0].steps), NEW)
        self.collect()

    def after(self, finish: Callable[[], None]) -> None:
        """See ``Work.after``."""
        self._pages[-1].finish = finish
        self._pages.append(_Page())
        self.collect()

    def collect(self) -> None:
        """Go on with what has come back by now."""
        for recording, message in self._pool.messages():
            self._take_in(recording, message)
        self._finish_pages()

    def _finish_pages(self) -> None:
        while not self._pages[0].open and (finish := self._pages[0].finish):
            self._pages.popleft()
            finish()

    def finish(self) -> None:
        """Wait until everything is done that was taken."""
        total = sum(map(len, self._lines.values()))
        with self._reporter.bar("hearing", total, "recordings") as advance:
            while self._lines:
                self._take_in(*self._pool.next_message())
                self._finish_pages()
                advance(total - sum(len(line) - line[0].share for line in self._lines.values()))

    def _take_in(self, recording: int, message: Message) -> None:
        task = self._lines[recording][0]
        match message:
            case Said(how, line):
                getattr(task.reporter, how)(line)
            case Share(done):
                task.share = done
            case Done(result):
                self._go_on(recording, partial(task.steps.send, result), BEGUN)
            case Failed(error):
                self._go_on(recording, partial(task.steps.throw, error), BEGUN)
            case Died():
                self._go_on(recording, partial(task.steps.throw, _death(task.title, message)), BEGUN)

    def _go_on(self, recording: int, resume: Callable[[], Job[Any]], turn: int) -> None:
        """Do the first steps about a recording until they wait for a job; where they end, go on with the next."""
        line = self._lines[recording]
        while line:
            try:
                job = resume()
            except StopIteration:
                line.popleft().page.open -= 1
                if line:
                    resume, turn = partial(next, line[0].steps), NEW
            else:
                self._pool.submit(recording, job, turn)
                return
        del self._lines[recording]


def _death(title: str, died: Died) -> WorkerDied:
    return WorkerDied(
        f"{title}: the worker that heard or linked its recording {died}",
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
