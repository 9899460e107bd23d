"""Worker processes on this machine: jobs go in, what they say and what comes of them comes out.

Every worker computes with one thread, which wastes less than several threads on one recording do, and loads its models
once. The standard library's ``ProcessPoolExecutor`` gives up all jobs when a process dies; here that costs its own job.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection
from queue import PriorityQueue, SimpleQueue
from typing import Any

from archiver.errors import ArchiverError
from archiver.pipeline.jobs import Job
from archiver.pipeline.workers import NEW, ONE_THREAD, Died, Done, Failed, Message, Said, Share
from archiver.reporting import Advance

GRACE_SECONDS = 5.0  # for a worker without a job to end by itself

END = 0  # a priority before all others: no job any more


class Processes:
    """Workers, begun when there is something to do, each tended by a thread that hands it one job after the other.

    most: how many
    """

    def __init__(self, most: int) -> None:
        self._most, self._open, self._numbers = most, 0, count()
        self._jobs: PriorityQueue[tuple[int, int, int, bytes]] = PriorityQueue()
        self._messages: SimpleQueue[tuple[int, Message]] = SimpleQueue()
        self._tenders: list[threading.Thread] = []
        self._workers: list[_Worker] = []
        self._lock, self._closed = threading.Lock(), False  # so that none begins while all are stopped

    def submit(self, key: int, job: Job[Any], priority: int = NEW) -> None:
        """See ``Pool.submit``."""
        self._jobs.put((priority, next(self._numbers), key, pickle.dumps(job)))
        self._open += 1
        if len(self._tenders) < min(self._most, self._open):
            self._tenders.append(threading.Thread(target=self._tend, daemon=True))
            self._tenders[-1].start()

    def messages(self) -> Iterator[tuple[int, Message]]:
        """See ``Pool.messages``."""
        while not self._messages.empty():
            yield self.next_message()

    def next_message(self) -> tuple[int, Message]:
        """See ``Pool.next_message``."""
        key, message = self._messages.get()
        if not isinstance(message, Said | Share):
            self._open -= 1
        return key, message

    def close(self) -> None:
        """See ``Pool.close``."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.stop(at_once=self._open > 0)
        for _ in self._tenders:
            self._jobs.put((END, next(self._numbers), 0, b""))
        for tender in self._tenders:
            tender.join()
        for worker in self._workers:
            worker.end()

    def _tend(self) -> None:
        worker: _Worker | None = None
        while (item := self._jobs.get())[0] != END:
            _, _, key, job = item
            try:
                worker = worker if worker and worker.is_alive() else self._begun()
            except OSError:  # no memory, or no process more: the job is lost, as where a worker dies of it
                self._messages.put((key, Died("could not be started, as happens when memory runs out")))
                continue
            if worker is None:
                return
            for message in worker.do(job):
                self._messages.put((key, message))

    def _begun(self) -> _Worker | None:
        """Another worker, unless no more are wanted."""
        with self._lock:
            if self._closed:
                return None
            worker = _Worker()
            self._workers = [*(other for other in self._workers if other.is_alive()), worker]
            return worker


class _Worker:
    """A process, as the one that began it sees it."""

    def __init__(self) -> None:
        # A fork would copy the locks of threads that compute, without the threads that hold them.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_live, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def is_alive(self) -> bool:
        return self._process.is_alive()

    def do(self, job: bytes) -> Iterator[Message]:
        """All that comes back about a job, which ends with ``Done``, ``Failed`` or ``Died``."""
        try:
            self._connection.send_bytes(job)
            message: Message = Share(0.0)
            while isinstance(message, Said | Share):
                message = self._connection.recv()
                yield message
        except (EOFError, OSError):
            self._process.join()
            yield Died(_ended(self._process.exitcode))

    def stop(self, *, at_once: bool) -> None:
        if at_once:
            self._process.kill()
        else:
            self._connection.close()

    def end(self) -> None:
        self._process.join(GRACE_SECONDS)
        self._process.kill()
        self._process.join()


def _ended(code: int | None) -> str:
    if code is not None and code < 0:
        return f"was killed ({signal.Signals(-code).name}), as happens when memory runs out"
    return f"ended with exit code {code}"


class _RemoteReporter:
    """The reporter of a job: what it tells goes to the process that asked for the job."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def say(self, line: str) -> None:
        self._connection.send(Said("say", line))

    def warn(self, line: str) -> None:
        self._connection.send(Said("warn", line))

    def fail(self, line: str) -> None:
        self._connection.send(Said("fail", line))

    @contextmanager
    def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
        yield lambda done: self._connection.send(Share(min(done / total, 1.0))) if total else None


class _NoTerminal(io.TextIOWrapper):
    """Standard error without bars of the engines: those of several workers would overwrite each other."""

    def isatty(self) -> bool:
        return False


def _live(connection: Connection) -> None:
    """What a worker does, until there is no more to do.

    An error that is not ours ends it, with a traceback, since it may have left anything behind.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too; the process that began us says what follows
    os.environ.update(ONE_THREAD)
    sys.stderr = _NoTerminal(sys.stderr.buffer, line_buffering=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    reporter = _RemoteReporter(connection)
    while (job := _next_job(connection)) is not None:
        try:
            answer: Message = Done(job(reporter))
        except ArchiverError as error:
            answer = Failed(error)
        connection.send(answer)


def _next_job(connection: Connection) -> Job[Any] | None:
    try:
        return connection.recv()  # type: ignore[no-any-return]
    except EOFError:
        return None


def _end_with_parent() -> None:
    """A parent that was killed could not say so."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
