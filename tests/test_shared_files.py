"""Files that several runs may come upon at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archiver.shared_files import READ_BLOCK_BYTES, read_blocks


@pytest.mark.parametrize("size", [0, 1, READ_BLOCK_BYTES, READ_BLOCK_BYTES + 1])
def test_a_file_is_read_in_blocks(tmp_path: Path, size: int) -> None:
    path = tmp_path / "sound"
    path.write_bytes(os.urandom(size))
    blocks = list(read_blocks(path))
    assert b"".join(blocks) == path.read_bytes()
    assert len(blocks) == -(-size // READ_BLOCK_BYTES)
