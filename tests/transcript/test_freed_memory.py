"""A large piece of memory that was freed is there at once when it is needed again."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

PAGES_ASKED_AGAIN = """
import resource
from archiver.transcript.freed_memory import keep_freed_memory
keep_freed_memory()
bytearray(100_000_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
bytearray(100_000_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallopt"), reason="another C library than glibc"
)
def test_what_was_freed_need_not_be_asked_for_again() -> None:
    done = subprocess.run([sys.executable, "-c", PAGES_ASKED_AGAIN], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 1_000  # of 24,000
