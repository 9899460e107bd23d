"""Work that another process may do: steps run until they need a job done, and go on with what came of it.

What takes long, hearing and linking, is a job: data in, data out. What reads and writes the archive stays with the
steps, which run in one process only.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Protocol, TypeVar

from archiver.errors import ArchiverError
from archiver.reporting import Reporter

T = TypeVar("T")

Job = Callable[[Reporter], T]
"""A call that lacks nothing but where it tells how far it is; it can be pickled, and so can what it returns."""

Steps = Generator[Job[Any], Any, T]
"""Steps that yield jobs and are sent what came of them, or thrown the ``ArchiverError`` that they ended with."""


class Work(Protocol):
    """Where steps are done."""

    def take(self, recording: int, title: str, steps: Callable[[Reporter], Steps[None]]) -> None:
        """Do the steps about a recording, now or when what was taken about it before is done.

        title: of the page for which this is done
        steps: begins them, given where they tell what they do
        """

    def after(self, finish: Callable[[], None]) -> None:
        """Call this when all is done that was taken since the last time, which is a page."""


class AtOnce:
    """Does everything as it comes, in this process."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter

    def take(self, recording: int, title: str, steps: Callable[[Reporter], Steps[None]]) -> None:
        """See ``Work.take``."""
        here(steps(self._reporter), self._reporter)

    def after(self, finish: Callable[[], None]) -> None:
        """See ``Work.after``."""
        finish()


def here(steps: Steps[T], reporter: Reporter) -> T:
    """Do steps to their end, with their jobs, in this process; returns what they return."""
    try:
        job = next(steps)
        while True:
            try:
                result = job(reporter)
            except ArchiverError as error:
                job = steps.throw(error)
            else:
                job = steps.send(result)
    except StopIteration as ended:
        return ended.value  # type: ignore[no-any-return]
