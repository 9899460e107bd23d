"""Files that are given out: what goes wrong with them is told of them, and not of the archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archiver.errors import OutputError


@contextmanager
def writing(output: Path) -> Iterator[None]:
    """While a file is written that a person asked for. Raises ``OutputError``."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{error.strerror or error}: {output}", kept="the archive is as it was") from error
