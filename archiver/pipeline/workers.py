"""What a pool of workers is: jobs go in, what they say and what comes of them comes out.

There are two: ``archiver.pipeline.processes`` on this machine, and ``archiver.pipeline.cluster`` on any number of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from archiver.errors import ArchiverError
from archiver.pipeline.jobs import Job

# Read when the libraries that compute are loaded: OpenMP (CTranslate2, PyTorch), their BLAS, and the tokenizers' Rust.
# With one thread a worker wastes less than several threads on one recording do.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")

BEGUN, NEW = 1, 2
"""In which order jobs are done: those that go on with something, then those that begin something."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line that a job tells, and by which method of a reporter."""

    how: Literal["say", "warn", "fail"]
    line: str


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a job is done, 0 to 1."""

    done: float


@dataclass(frozen=True, slots=True)
class Done:
    """What a job returned."""

    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """The error that a job ended with."""

    error: ArchiverError


@dataclass(frozen=True, slots=True)
class Died:
    """The worker ended in the middle of a job.

    how: in words that follow "the worker"
    """

    how: str

    def __str__(self) -> str:
        return self.how


Message = Said | Share | Done | Failed | Died


class Pool(Protocol):
    """Workers that do jobs."""

    def submit(self, key: int, job: Job[Any], priority: int = NEW) -> None:
        """Have a job done.

        key: comes back with all messages about it
        priority: ``BEGUN`` for a job that goes before all that are ``NEW``
        """

    def messages(self) -> Iterator[tuple[int, Message]]:
        """What has come back by now, without waiting."""

    def next_message(self) -> tuple[int, Message]:
        """Wait for what comes back next. A job's last message is ``Done``, ``Failed`` or ``Died``."""

    def close(self) -> None:
        """Stop all workers, in the middle of their jobs if they have any."""
