"""What is given out, to a file or to standard output: what goes wrong with it is told of it, and not of the archive."""

from __future__ import annotations

import sys
from pathlib import Path

from archiver.errors import OutputError

STANDARD_OUTPUT = Path("-")


def write_out(output: Path, data: bytes) -> None:
    """Write what a person asked for to a file, or to standard output where that is called ``-``.

    Raises ``OutputError`` where the file cannot be written.
    """
    if output == STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise OutputError(f"{error.strerror or error}: {output}", kept="the archive is as it was") from error
