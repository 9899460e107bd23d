"""How far bagit is with hashing, which it tells file by file in its log alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from archiver.reporting import Advance, Reporter


class _Counting(logging.Handler):
    """Counts the files that it is told of."""

    def __init__(self, advance: Advance) -> None:
        super().__init__()
        self._advance, self._numbers = advance, count(1)

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and any(isinstance(one, str) and Path(one).is_file() for one in record.args):
            self._advance(next(self._numbers))


@contextmanager
def hashing(title: str, folder: Path, reporter: Reporter) -> Iterator[None]:
    """A bar for what bagit does with all files of a folder meanwhile; nobody else is told of them."""
    log = logging.getLogger("bagit")
    level, total = log.level, sum(path.is_file() for path in folder.rglob("*"))
    with reporter.bar(title, total, "files") as advance:
        counting = _Counting(advance)
        log.addHandler(counting)
        log.setLevel(logging.INFO)
        log.propagate = False
        try:
            yield
        finally:
            log.propagate = True
            log.setLevel(level)
            log.removeHandler(counting)
