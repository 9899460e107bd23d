"""The processor time of processes, as Linux counts it: less depends on what else the machine does than with a clock."""

from __future__ import annotations

import os
from pathlib import Path

from measuring.memory import family

TICKS = os.sysconf("SC_CLK_TCK")  # of /proc, a second
USER, SYSTEM = 11, 12  # fields of /proc/PROCESS/stat behind the name, from 0


def of_children() -> float:
    """Seconds that the processes begun by this one took, those that have ended and those that are at work."""
    ended = os.times()
    at_work = sum(_seconds(member) for member in family(os.getpid())[1:])
    return ended.children_user + ended.children_system + at_work


def _seconds(process: int) -> float:
    """Seconds of a process; 0 for one that has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[USER]) + int(fields[SYSTEM])) / TICKS
