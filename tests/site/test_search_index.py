"""The search index of a site."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from archiver.errors import OutputError
from archiver.site import search_index
from archiver.site.search_index import none_empty


def test_an_index_is_read_once_all_of_it_is_there(tmp_path: Path) -> None:
    """As Pagefind writes: a file without bytes, of which the rest comes when it has answered already."""
    (tmp_path / "entry.json").touch()

    async def written_later() -> str:
        asyncio.get_running_loop().call_later(0.1, (tmp_path / "entry.json").write_text, "{}")
        await none_empty(tmp_path)
        return (tmp_path / "entry.json").read_text()

    assert asyncio.run(written_later()) == "{}"


def test_an_index_that_is_never_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "MOST_SECONDS", 0.1)
    (tmp_path / "entry.json").touch()
    with pytest.raises(OutputError, match="the search index was not written"):
        asyncio.run(none_empty(tmp_path))
