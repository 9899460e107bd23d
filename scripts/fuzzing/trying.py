"""Trying input: seeds as they are, then changed at random; what crashes or takes long is kept as a seed."""

from __future__ import annotations

import hashlib
import signal
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from types import FrameType

from archiver.errors import ArchiverError

MOST_SECONDS = 10.0  # of processor time
MOST_CHANGES = 8  # of one seed
LONGEST = 200_000  # bytes; time that grows with the square shows at a tenth of that

BOUNDARIES = (
    b"\x00",
    b"\xff",
    b"\n",
    b"<",
    b">",
    b'"',
    b"\\",
    b"-1",
    b"99999999999999999999",
    b"1e308",
    b"\xed\xa0\x80",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input.

    seeds: what is changed
    use: what is done with it; what it raises besides ``ArchiverError`` is a failure
    """

    seeds: Sequence[bytes]
    use: Callable[[bytes], object]


@dataclass(slots=True)
class Tried:
    """What came of a kind.

    slowest: seconds of processor time
    failures: each with the file where its input is kept
    """

    count: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = f"{self.count:,} tried, {len(self.failures)} failed, {self.slowest:.2f} s the slowest"
        return "\n".join([told, *self.failures])


class TookLong(Exception):
    """More than ``MOST_SECONDS`` of processor time."""


def files(*folders: Path) -> list[bytes]:
    """The bytes of all files in folders, as seeds."""
    found = sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.name != "current")
    return [path.read_bytes() for path in found]


def try_for(kind: Kind, kept: Path, seconds: float, begin: int) -> Tried:
    """Try a kind for so many seconds, but all seeds at least.

    kept: the folder for inputs that fail; while one is tried, it lies there as ``current``, in case Python dies of it
    """
    tried, ends = Tried(), time.monotonic() + seconds
    kept.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(_inputs(kind.seeds, begin)):
        if number >= len(kind.seeds) and time.monotonic() > ends:
            break
        (kept / "current").write_bytes(data)
        began = time.process_time()
        if failure := _failure(kind, data):
            path = kept / hashlib.sha256(data).hexdigest()[:16]
            path.write_bytes(data)
            tried.failures.append(f"{path}: {failure}")
        tried.count += 1
        tried.slowest = max(tried.slowest, time.process_time() - began)
    (kept / "current").unlink(missing_ok=True)
    return tried


def _failure(kind: Kind, data: bytes) -> str | None:
    before = signal.signal(signal.SIGPROF, _interrupt)
    # Again each second: an interruption that falls into a callback of the garbage collection is passed over.
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS, 1.0)
    try:
        with warnings.catch_warnings(action="error"):  # a person would see them, and not know what to do
            kind.use(data)
    except ArchiverError:
        return None
    except Exception:  # noqa: BLE001  that is what is looked for
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return None


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise TookLong(f"more than {MOST_SECONDS:.0f} s of processor time")


def _inputs(seeds: Sequence[bytes], begin: int) -> Iterator[bytes]:
    yield from seeds
    for number in count(begin):
        yield changed(seeds, Random(number))


def changed(seeds: Sequence[bytes], random: Random) -> bytes:
    """One of the seeds after some changes, which only the random numbers determine."""
    data = random.choice(seeds)
    for _ in range(random.randint(1, MOST_CHANGES)):
        data = random.choice(CHANGES)(data, seeds, random)[:LONGEST]
    return data


def _stretch(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + int(random.expovariate(1 / 40)))


def _flip(data: bytes, seeds: Sequence[bytes], random: Random) -> bytes:
    place = random.randint(0, len(data))
    return data[:place] + bytes([random.randrange(256)]) + data[place + 1 :]


def _remove(data: bytes, seeds: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(data, random)
    return data[:start] + data[end:]


def _repeat(data: bytes, seeds: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(data, random)
    return data[:start] + data[start:end] * random.choice((2, 3, 50, 2_000)) + data[end:]


def _insert(data: bytes, seeds: Sequence[bytes], random: Random) -> bytes:
    place = random.randint(0, len(data))
    return data[:place] + random.choice(BOUNDARIES) + data[place:]


def _splice(data: bytes, seeds: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(seeds)
    start, end = _stretch(other, random)
    place = random.randint(0, len(data))
    return data[:place] + other[start:end] + data[place:]


def _cut_off(data: bytes, seeds: Sequence[bytes], random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


CHANGES = (_flip, _remove, _repeat, _insert, _splice, _cut_off)
