"""Searching a site in the browser: an index by Pagefind, whose program comes in its Python package."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from archiver.reporting import Advance

# Of a page, all but what repeats or explains its text.
ROOT = "main"
LEFT_OUT = (
    *(".facts", ".notice", ".choices", ".jump", ".label", ".moments", ".tell", ".strip"),
    *("h2", ".made", ".who", ".at", ".beside"),
)
PAGES_AT_ONCE = 1_000  # in one index, since Pagefind holds all of it in memory, about 0.7 MB of a briefing's page
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


def search_files(site: Path, pages: Sequence[str], advance: Advance) -> Iterator[tuple[str, bytes]]:
    """The files of the indexes, each by its name below the folder of the first; the others lie in folders there.

    site: the folder of the site
    pages: the files below it in which to search
    advance: is told how many are indexed
    """
    for number, part in enumerate(parts_of(pages)):
        with TemporaryDirectory() as folder:
            asyncio.run(_index(site, part, folder))
            advance(number * PAGES_AT_ONCE + len(part))
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file() and not path.name.startswith(_OWN_BOXES):
                    name = path.relative_to(folder).as_posix()
                    yield f"part-{number + 1}/{name}" if number else name, path.read_bytes()


async def _index(site: Path, pages: Sequence[str], folder: str) -> None:
    from pagefind.index import IndexConfig, PagefindIndex

    config = IndexConfig(root_selector=ROOT, exclude_selectors=LEFT_OUT, output_path=folder, keep_index_url=True)
    async with PagefindIndex(config=config) as index:
        for page in pages:
            await index.add_html_file(content=(site / page).read_text(encoding="utf-8"), url=page)
