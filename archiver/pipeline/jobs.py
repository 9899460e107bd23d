"""Steps in three parts: prepare, compute, keep.

A step is prepared from the archive, computed without it, and what comes of it is kept in the archive again. What takes
long, transcribing and aligning, is the part in the middle: data in, data out, so that another process can do it. Only
one process reads and writes the archive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from archiver.errors import ArchiverError
from archiver.reporting import Reporter

Computed = TypeVar("Computed")
Kept = TypeVar("Kept")
Next = TypeVar("Next")

Job = Callable[[Reporter], Computed]
"""A call that lacks nothing but where it tells how far it is; it can be pickled, and so can what it returns."""


@dataclass(frozen=True, slots=True)
class Step(Generic[Computed, Kept]):
    """A step that has been prepared.

    compute: may be called in another process
    keep: writes what was computed to the archive, in this process
    """

    compute: Job[Computed]
    keep: Callable[[Computed], Kept]

    def do(self, reporter: Reporter) -> Kept:
        """Compute and keep, here and now."""
        return self.keep(self.compute(reporter))

    def then(self, follow: Callable[[Kept], Next]) -> Step[Computed, Next]:
        """The same step, which hands what it kept to ``follow``."""
        return Step(self.compute, lambda computed: follow(self.keep(computed)))


NextStep = Step[Any, Any] | None
"""A step whose ``keep`` returns the next one; None where nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Task:
    """Steps about a recording, one after the other.

    title: of the page for which this is done
    size: of the recording's file, in bytes; 0 where there is none
    reporter: where the steps tell what they do
    begin: prepares the first step, given where it tells what it does
    failed: told the error that ended the task
    """

    recording_id: int
    title: str
    size: int
    reporter: Reporter
    begin: Callable[[Reporter], NextStep]
    failed: Callable[[ArchiverError], None]

    def go_on(self, prepare: Callable[[], NextStep]) -> NextStep:
        """The next step; None where the task is done, or has failed."""
        try:
            return prepare()
        except ArchiverError as error:
            self.failed(error)
            return None


class Jobs(Protocol):
    """Where tasks are done."""

    def take(self, task: Task) -> None:
        """Do a task, now or when what was taken about its recording before is done."""

    def after(self, finish: Callable[[], None]) -> None:
        """Call this when all is done that was taken since the last time, which is a page."""


class OneByOne:
    """Does every task as it comes, in this process."""

    def take(self, task: Task) -> None:
        """See ``Jobs.take``."""
        step = task.go_on(lambda: task.begin(task.reporter))
        while step:
            step = task.go_on(lambda step=step: step.do(task.reporter))  # type: ignore[misc]

    def after(self, finish: Callable[[], None]) -> None:
        """See ``Jobs.after``."""
        finish()
