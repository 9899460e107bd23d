"""Workers that Dask has, here or on other machines: jobs go through its scheduler, and results come back as data.

How workers are started, watched and stopped is Dask's business. What is ours: a worker gets the bytes of a recording
when it says that it lacks them, unless it can read the archive's folder; one that has other versions or weights is sent
away; and a job whose worker died is told as such, so that whoever asked decides on another try.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import dask
from distributed import Client, Future, LocalCluster, Scheduler, Worker, get_worker
from distributed.scheduler import KilledWorker

from archiver.archive.files import checked_bytes, named_hash
from archiver.errors import ArchiverError, ClusterLost
from archiver.pipeline.jobs import Job
from archiver.pipeline.parcels import Lacking, Parcel, Unfit, pack, unpack
from archiver.pipeline.workers import NEW, ONE_THREAD, Died, Done, Failed, Message, Said, Share
from archiver.reporting import Advance, Reporter

HERE = "local"
"""In the place of a scheduler's address: one that is started here, with its workers."""

CONNECT_SECONDS = 30.0
POLL_SECONDS = 1.0  # how often we look whether the scheduler is still there
CACHE = "recordings"  # folder of a worker for the recordings that it was sent
AGAIN = 0  # the priority of a job that only waited for its bytes, before ``BEGUN``

LOCAL_SETTINGS = {
    # Dask's own environment for workers gives freed memory back at once: with the engines that took twice the CPU.
    # Jobs run beside threads of Dask's own: with the C library's usual many arenas, freed memory is not kept for them.
    "distributed.nanny.pre-spawn-environ": {**ONE_THREAD, "MALLOC_ARENA_MAX": "1"},
    "distributed.worker.profile.enabled": False,
    # How its own loops fare: asked fifty times a second in each, as by default, that took a twentieth of a processor.
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.large-graph-warning-threshold": "10GB",  # a recording is meant to be sent
}


@contextmanager
def open_cluster(
    address: str, workers: int | None, folder: Path, reporter: Reporter, *, shared_media: bool = False
) -> Iterator[Cluster]:
    """The workers of a scheduler.

    address: of the scheduler, or ``HERE``
    workers: how many are started here; None for one a processor
    folder: the archive's
    shared_media: whether the workers see that folder under the same path

    Raises ``ClusterLost`` where no scheduler answers.
    """
    with dask.config.set(LOCAL_SETTINGS):
        if address == HERE:
            with (
                LocalCluster(
                    n_workers=workers or os.cpu_count(),
                    threads_per_worker=1,
                    memory_limit=0,
                    dashboard_address=None,
                    silence_logs=50,
                ) as local,
                Client(local) as client,
            ):
                yield Cluster(client, folder, reporter, shared_media=True)
            return
        try:
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterLost(
                f"no scheduler answers at {address}", hint="is `dask scheduler` running there?"
            ) from error
        with client:
            yield Cluster(client, folder, reporter, shared_media=shared_media)


class Cluster:
    """A pool of workers that a scheduler of Dask's has, see ``archiver.pipeline.workers.Pool``."""

    def __init__(self, client: Client, folder: Path, reporter: Reporter, *, shared_media: bool) -> None:
        self._client, self._folder, self._reporter = client, folder, reporter
        self._shared = folder.resolve() if shared_media else None
        self._parcels: dict[int, Parcel] = {}
        self._futures: dict[int, Future] = {}
        self._answers: SimpleQueue[tuple[int, Future | Message]] = SimpleQueue()
        self._topic = f"archiver-{uuid.uuid4().hex}"
        client.run_on_scheduler(_one_try)
        client.subscribe_topic(self._topic, self._heard)
        self._say_if_alone()

    def submit(self, key: int, job: Job[Any], priority: int = NEW) -> None:
        """See ``Pool.submit``."""
        self._parcels[key] = pack(job, self._folder)
        self._send(key, priority)

    def messages(self) -> Iterator[tuple[int, Message]]:
        """See ``Pool.messages``."""
        while not self._answers.empty():
            if found := self._taken(*self._answers.get()):
                yield found

    def next_message(self) -> tuple[int, Message]:
        """See ``Pool.next_message``. Raises ``ClusterLost``."""
        while True:
            try:
                found = self._taken(*self._answers.get(timeout=POLL_SECONDS))
            except Empty:
                found = None
            if found:
                return found
            if self._client.status != "running":
                raise self._lost()

    def close(self) -> None:
        """See ``Pool.close``; a job in the middle of which a worker is elsewhere is forgotten, and ends by itself."""
        self._client.cancel(list(self._futures.values()), force=True)

    def _send(self, key: int, priority: int) -> None:
        self._futures[key] = future = self._client.submit(
            do_parcel, self._parcels[key], key, self._topic, self._shared, pure=False, priority=-priority
        )
        future.add_done_callback(lambda done: self._answers.put((key, done)))

    def _heard(self, event: tuple[float, tuple[int, Any, Any]]) -> None:
        _, (key, how, what) = event
        self._answers.put((key, Share(what) if how == "share" else Said(how, what)))

    def _taken(self, key: int, answer: Future | Message) -> tuple[int, Message] | None:
        """What an answer says to whoever asked for the job; None where it is sent once more."""
        if not isinstance(answer, Future):
            return key, answer
        if answer.cancelled():
            raise self._lost()
        match error := answer.exception() or answer.result():
            case Lacking():
                return self._with_bytes(key, error.path)
            case Unfit():
                self._elsewhere(key, error)
                return None
            case KilledWorker():
                found: Message = Died(f"at {error.last_worker.address} was lost")
            case BaseException():
                found = Died(f"broke off: {error!r}")
            case _:
                found = error
        del self._futures[key], self._parcels[key]
        return key, found

    def _with_bytes(self, key: int, path: str) -> tuple[int, Message] | None:
        try:
            data = checked_bytes(self._folder, path, named_hash(path))
        except ArchiverError as error:
            return key, Failed(error)
        self._parcels[key] = replace(self._parcels[key], files={path: data})
        self._send(key, AGAIN)
        return None

    def _elsewhere(self, key: int, unfit: Unfit) -> None:
        self._reporter.warn(f"{unfit}; it is sent away")
        self._client.retire_workers([unfit.worker])
        self._send(key, AGAIN)
        self._say_if_alone()

    def _say_if_alone(self) -> None:
        if not self._client.scheduler_info()["workers"]:
            self._reporter.say("no worker is there; waiting for one")

    def _lost(self) -> ClusterLost:
        address, hint = self._client.scheduler.address, "start it again and give the same command"
        return ClusterLost(f"the scheduler {address} is gone", kept="what was done is in the archive", hint=hint)


def _one_try(dask_scheduler: Scheduler) -> None:
    """Have the scheduler tell at once that a worker died, and leave what waits with itself, so that only jobs under way
    are blamed for it.
    """
    dask_scheduler.allowed_failures, dask_scheduler.WORKER_SATURATION = 0, 1.0


def do_parcel(parcel: Parcel, key: int, topic: str, shared: Path | None) -> Message | Lacking | Unfit:
    """What a worker does."""
    worker = get_worker()
    try:
        job = unpack(parcel, Path(worker.local_directory) / CACHE, shared)
    except Lacking as lacking:
        return lacking
    except Unfit as unfit:
        return Unfit(f"the worker {worker.address} is not fit: {unfit}", worker.address)
    try:
        return Done(job(_RemoteReporter(worker, topic, key)))
    except ArchiverError as error:
        return Failed(error)


class _RemoteReporter:
    """The reporter of a job: what it tells goes by the scheduler's events to whoever asked for the job."""

    def __init__(self, worker: Worker, topic: str, key: int) -> None:
        self._worker, self._topic, self._key = worker, topic, key

    def say(self, line: str) -> None:
        self._send("say", line)

    def warn(self, line: str) -> None:
        self._send("warn", line)

    def fail(self, line: str) -> None:
        self._send("fail", line)

    @contextmanager
    def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
        yield lambda done: self._send("share", min(done / total, 1.0)) if total else None

    def _send(self, how: str, what: str | float) -> None:
        self._worker.log_event(self._topic, (self._key, how, what))
