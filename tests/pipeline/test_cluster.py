"""Workers of a real Dask scheduler make the archive that this process makes; they are sent bytes, and checked."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from ingest_examples import Notes, assert_sound
from three_pages import OPTIONS, archived, pages_and_archive
from worker_jobs import add, empty, kill, size

from archiver.archive.store import open_archive
from archiver.errors import ClusterLost, DamagedFile
from archiver.pipeline.batch import Batch, archive_all
from archiver.pipeline.cluster import Cluster, open_cluster
from archiver.pipeline.parcels import MOST_RECORDINGS, Lacking, Parcel, Unfit, equipment, pack, unpack
from archiver.pipeline.run import Run
from archiver.pipeline.scheduler import WantedWorkers, open_jobs
from archiver.pipeline.workers import Died, Done, Failed, Message, Said, Share
from archiver.reporting import Reporter, Silent
from archiver.transcript import EngineSetting, choose_setting

SOUND = b"the bytes of a briefing"


def model(setting: EngineSetting, reporter: Reporter) -> EngineSetting:
    return setting


def recorded(folder: Path) -> Path:
    """A recording in an archive, named by its SHA-256."""
    sha256 = hashlib.sha256(SOUND).hexdigest()
    path = folder / "media" / sha256[:2] / f"{sha256}.mp3"
    path.parent.mkdir(parents=True)
    path.write_bytes(SOUND)
    return path


def test_a_parcel_holds_hashes_in_the_place_of_files(tmp_path: Path) -> None:
    path = recorded(tmp_path / "archive")
    parcel = pack(partial(size, path), tmp_path / "archive")
    assert str(tmp_path).encode() not in parcel.job
    with pytest.raises(Lacking) as lacking:
        unpack(parcel, tmp_path / "cache", None)
    assert lacking.value.path == f"media/{path.parent.name}/{path.name}"
    sent = replace(parcel, files={lacking.value.path: SOUND})
    assert unpack(sent, tmp_path / "cache", None)(Silent()) == len(SOUND)
    assert unpack(parcel, tmp_path / "cache", None)(Silent()) == len(SOUND)  # kept for the next job about it
    assert unpack(parcel, tmp_path / "none", tmp_path / "archive")(Silent()) == len(SOUND)


def test_bytes_that_are_not_those_of_the_recording_are_refused(tmp_path: Path) -> None:
    path = recorded(tmp_path / "archive")
    parcel = pack(partial(size, path), tmp_path / "archive")
    broken = replace(parcel, files={f"media/{path.parent.name}/{path.name}": SOUND[:-1]})
    with pytest.raises(DamagedFile, match="is not what was archived"):
        unpack(broken, tmp_path / "cache", None)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_worker_keeps_few_recordings(tmp_path: Path) -> None:
    for number in range(MOST_RECORDINGS + 2):
        data = bytes([number])
        name = f"media/00/{hashlib.sha256(data).hexdigest()}.mp3"
        unpack(Parcel(pickle.dumps(None), equipment(), {name: data}), tmp_path, None)
    assert len(list(tmp_path.iterdir())) == MOST_RECORDINGS


def test_a_worker_uses_its_own_weights_if_they_are_the_same(tmp_path: Path) -> None:
    setting = choose_setting("faster-whisper", "tiny.en")
    parcel = pack(partial(model, setting), tmp_path)
    assert str(setting.weights.path).encode() not in parcel.job
    assert unpack(parcel, tmp_path, None)(Silent()) == setting
    other = replace(setting, weights=replace(setting.weights, sha256="ab" * 32))
    with pytest.raises(Unfit, match=r"the model tiny.en has the SHA-256 1a5afae06a4d…, not abababababab…"):
        unpack(pack(partial(model, other), tmp_path), tmp_path, None)


def test_a_worker_with_another_version_is_not_fit(tmp_path: Path) -> None:
    parcel = replace(pack(partial(add, 1, 2), tmp_path), equipment=equipment() | {"the archiver": "0.0.9"})
    with pytest.raises(Unfit, match=r"^the archiver is \d+\.\d+\.\d+, not 0\.0\.9$"):
        unpack(parcel, tmp_path, None)


# From here on: a scheduler and workers of Dask's, which take seconds to start.


@contextmanager
def started(*arguments: str, imports: Path | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """One of Dask's own commands, and the address that it tells.

    imports: a folder that Python searches first
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(path) for path in (imports, *sys.path) if path),
        "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
        "OMP_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", "dask", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stderr is not None
        try:
            told = next(found[1] for line in running.stderr if (found := re.search(r"at: +(tcp://\S+)", line)))
            yield running, told
        finally:
            running.kill()


@pytest.fixture
def scheduler() -> Iterator[tuple[subprocess.Popen[str], str]]:
    with started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard") as running:
        yield running


@contextmanager
def worker(address: str, imports: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """A worker without a nanny, so that one that is killed stays away."""
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0")
    with started("worker", address, *options, imports=imports) as (one, _):
        yield one


@contextmanager
def cluster(address: str, folder: Path, notes: Notes) -> Iterator[Cluster]:
    with open_cluster(address, 1, folder, notes) as opened, closing(opened) as pool:
        yield pool


def answer(pool: Cluster) -> tuple[int, Message]:
    while True:
        key, message = pool.next_message()
        if not isinstance(message, Said | Share):
            return key, message


@pytest.mark.slow
def test_jobs_come_back_with_all_that_they_say_and_a_lost_worker_is_told(
    scheduler: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    _, address = scheduler
    notes, path = Notes(), recorded(tmp_path)
    with cluster(address, tmp_path, notes) as pool:
        assert notes.lines == ["no worker is there; waiting for one"]
        with worker(address):
            pool.submit(7, partial(add, 2, 3))
            said = [pool.next_message() for _ in range(3)]
            assert said == [(7, Said("say", "adding 3 to 2")), (7, Share(0.5)), (7, Done(5))]
            pool.submit(8, partial(size, path))
            assert answer(pool) == (8, Done(len(SOUND)))
            pool.submit(9, empty)
            key, failed = answer(pool)
            assert isinstance(failed, Failed)
            assert (key, failed.error.hint) == (9, "copy it again")
            pool.submit(10, kill)
            key, died = answer(pool)
            assert key == 10
            assert re.fullmatch(r"at tcp://127\.0\.0\.1:\d+ was lost", str(died))
            assert isinstance(died, Died)


@pytest.mark.slow
def test_a_worker_of_another_version_is_sent_away_and_the_next_one_does_its_job(
    scheduler: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    _, address = scheduler
    (tmp_path / "sitecustomize.py").write_text("import archiver\narchiver.__version__ = '0.0.9'\n")
    notes = Notes()
    with cluster(address, tmp_path, notes) as pool, worker(address, tmp_path):
        pool.submit(1, partial(add, 1, 2))
        while not notes.warnings:
            assert list(pool.messages()) == []
            time.sleep(0.1)
        told = r"the worker tcp://127\.0\.0\.1:\d+ is not fit: the archiver is 0\.0\.9, not .+; it is sent away"
        assert re.fullmatch(told, notes.warnings[0])
        assert notes.lines[-1] == "no worker is there; waiting for one"
        with worker(address):
            assert answer(pool) == (1, Done(3))


@pytest.mark.slow
def test_a_scheduler_that_is_lost_ends_the_run_in_words(
    scheduler: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    running, address = scheduler
    with cluster(address, tmp_path, Notes()) as pool:
        pool.submit(1, partial(add, 1, 2))
        running.kill()
        with pytest.raises(ClusterLost, match=f"the scheduler {address} is gone; what was done is in the archive"):
            answer(pool)


def test_where_there_is_no_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.pipeline.cluster.CONNECT_SECONDS", 0.2)
    with pytest.raises(ClusterLost, match=r"no scheduler answers at tcp://127\.0\.0\.1:1; is `dask scheduler` running"):
        open_cluster("tcp://127.0.0.1:1", 1, tmp_path, Silent()).__enter__()


pages, whole = pages_and_archive()


class Killing(Notes):
    """Kills a worker when both are in the middle of a recording."""

    def __init__(self, victim: subprocess.Popen[str]) -> None:
        super().__init__()
        self.victim = victim

    def say(self, line: str) -> None:
        super().say(line)
        if sum("transcribing with" in told for told in self.lines) == 2:
            self.victim.send_signal(signal.SIGKILL)


@pytest.mark.slow
def test_the_archive_is_the_same_though_one_of_two_workers_is_killed(
    scheduler: tuple[subprocess.Popen[str], str], pages: Path, whole: Path, tmp_path: Path
) -> None:
    _, address = scheduler
    sources = [str(page) for page in sorted(pages.glob("*.htm"))]
    with worker(address) as victim, worker(address):
        notes, batch = Killing(victim), Batch()
        wanted = WantedWorkers(scheduler=address)
        with open_archive(tmp_path, create=True) as archive, open_jobs(wanted, tmp_path, notes) as jobs:
            archive_all(Run(archive, OPTIONS, notes, jobs=jobs), sources, batch)
        assert victim.wait(60) == -signal.SIGKILL
    assert batch.failures == []
    assert [told for told in notes.warnings if "was lost; its recording is tried once more" in told]
    assert archived(tmp_path) == archived(whole)
    assert_sound(tmp_path)
