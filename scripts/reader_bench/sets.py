"""Public sets of pages whose right reading people wrote down, in the shapes of their repositories."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and what is known of it; None and empty where its set says nothing.

    date: ISO
    found, absent: pieces of text that its reading must have, and must not have
    paragraphs: all of its text
    whole: whether its words are counted against another reader's
    """

    name: str
    data: bytes
    url: str | None = None
    date: str | None = None
    title: str | None = None
    found: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    whole: bool = False


def pages_in(folder: Path) -> list[Page]:
    """The pages of a set; none where the folder is no set that is known."""
    readers = (_dates, _pieces, _speeches, _articles)
    return next((pages for read in readers if (pages := list(read(folder)))), [])


def _dates(folder: Path) -> Iterator[Page]:
    """adbar/htmldate: pages and their dates."""
    for known in sorted((folder / "tests").glob("eval_*.json")):
        for item in _json(known).values():
            if isinstance(item, dict) and "date" in item and (path := _stored(folder / "tests", item["file"])):
                day = item["date"] if isinstance(item["date"], str) else None  # a few are NaN
                yield Page(item["file"], path.read_bytes(), date=day)


def _pieces(folder: Path) -> Iterator[Page]:
    """adbar/trafilatura: pages, with pieces that are their text and pieces that are not."""
    known = folder / "tests" / "evaldata.json"
    for url, item in _json(known).items() if known.is_file() else ():
        if path := _stored(folder / "tests", item["file"]):
            yield Page(item["file"], path.read_bytes(), url, found=tuple(item["with"]), absent=tuple(item["without"]))


def _speeches(folder: Path) -> Iterator[Page]:
    """gtfintechlab/fomc-hawkish-dovish: speeches, named by their day."""
    for path in sorted((folder / "data/raw_data/speech/html/all").glob("*.htm")):
        if day := re.search("((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})", path.stem):
            yield Page(path.name, path.read_bytes(), date="-".join(day.groups()), whole=True)


def _articles(folder: Path) -> Iterator[Page]:
    """flairNLP/fundus: pages of newspapers, and what their parsers read.

    A parser's versions follow each other in time as its pages do.
    """
    for known in sorted((folder / "tests/resources/parser/test_data").glob("*/*.json")):
        truths, pages = _json(known), sorted(known.parent.glob(f"{known.stem}_[0-9]*.html.gz"))
        addresses = _json(known.with_name("meta.info"))
        for version, path in zip(sorted(truths, key=_places), pages, strict=True):
            truth = truths[version]
            yield Page(
                name=path.name,
                data=gzip.decompress(path.read_bytes()),
                url=addresses[path.name]["url"],
                date=(truth.get("publishing_date") or "")[:10] or None,
                title=truth.get("title"),
                paragraphs=tuple(text for part in truth["body"]["sections"] for text in part["paragraphs"]),
            )


def _places(version: str) -> list[int]:
    """The numbers of a version: ``V1_1`` is before ``V2``."""
    return [int(number) for number in re.findall("[0-9]+", version)]


def _stored(tests: Path, name: str) -> Path | None:
    return next((path for folder in ("test_set", "cache", "eval") if (path := tests / folder / name).is_file()), None)


def _json(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read
