"""The memory of processes, as Linux counts it."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from types import TracebackType

EVERY = 0.05  # seconds between two looks; what needs much memory needs it for longer


def peak() -> float:
    """The most memory that this process has had, in MB."""
    # Not getrusage: what it gives for a new process begins with what its parent had.
    return figure("VmHWM", "self")


def figure(name: str, process: int | str) -> float:
    """A figure of ``/proc/PROCESS/status`` in MB; 0 for a process that has ended, or has no memory of its own."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = re.search(rf"^{name}:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0.0


def family(process: int) -> list[int]:
    """A process and all that it has begun, directly or not."""
    try:
        tasks = list(Path(f"/proc/{process}/task").glob("*/children"))
        children = [int(child) for task in tasks for child in task.read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return [process]
    return [process, *(member for child in children for member in family(child))]


class Watch:
    """Watches a process and those that it begins, while the block runs.

    most: what they had together at the moment when that was most, in MB. What they share is counted for each of them.
    """

    def __init__(self, process: int) -> None:
        self.process = process
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        over = False
        while not over:
            over = self._over.wait(EVERY)
            self.most = max(self.most, sum(figure("VmRSS", member) for member in family(self.process)))
