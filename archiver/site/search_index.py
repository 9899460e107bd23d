"""Searching a site in the browser: an index by Pagefind, whose program comes in its Python package."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from archiver.errors import OutputError

# Of a page, all but what repeats or explains its text.
ROOT = "main"
LEFT_OUT = (
    *(".facts", ".notice", ".choices", ".jump", ".label", ".moments", ".tell", ".strip"),
    *("h2", ".made", ".who", ".at", ".beside"),
)
PAGES_AT_ONCE = 1_000  # in one index, since Pagefind holds all of it in memory, about 0.7 MB of a briefing's page
MOST_SECONDS = 60.0  # for the last bytes of an index, of files of some kilobytes
# Of what Pagefind writes, all but its own search boxes.
_OWN_BOXES = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")


def can_search() -> bool:
    """Whether Pagefind is installed with its program, as by ``pip install 'briefing-archiver[site]'``."""
    if find_spec("pagefind") is None:
        return False
    from pagefind.service import get_executable

    return get_executable() is not None


def parts_of(pages: Sequence[str]) -> list[Sequence[str]]:
    """The pages of each index; in the browser Pagefind searches all of them together."""
    return [pages[begin : begin + PAGES_AT_ONCE] for begin in range(0, len(pages), PAGES_AT_ONCE)]


def index_files(site: Path, pages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The files of an index, each by its name.

    site: the folder of the site
    pages: the files below it in which to search
    """
    with TemporaryDirectory() as folder:
        asyncio.run(_index(site, pages, folder))
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and not path.name.startswith(_OWN_BOXES):
                yield path.relative_to(folder).as_posix(), path.read_bytes()


async def _index(site: Path, pages: Sequence[str], folder: str) -> None:
    from pagefind.index import IndexConfig
    from pagefind.service import PagefindService

    config = IndexConfig(root_selector=ROOT, exclude_selectors=LEFT_OUT, output_path=folder, keep_index_url=True)
    async with PagefindService() as service:
        index = await service.create_index(config)
        # All at once: for every answer of its program, the package waits a tenth of a second.
        await index.add_directory(str(site.resolve()), glob=f"{{{','.join(pages)}}}")
        await index.write_files()
        await none_empty(Path(folder))


async def none_empty(folder: Path) -> None:
    """Wait until all files have their bytes: Pagefind answers a moment before, and writes no more once it is ended.

    Raises ``OutputError`` where they never get them.
    """
    try:
        async with asyncio.timeout(MOST_SECONDS):
            while any(path.is_file() and not path.stat().st_size for path in folder.rglob("*")):
                await asyncio.sleep(0.05)
    except TimeoutError as error:
        raise OutputError("the search index was not written", hint="see to room on the disk") from error
