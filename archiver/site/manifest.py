"""What a run of publishing keeps in the site's folder for the next one: its files, and what each part was made of.

A part is what is made together, such as the pages of one release. The list is a file of JSON lines; a run adds to its
end while it goes on, so that one that was killed is known as far as it got, and at last writes it anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from archiver.errors import UsageError

MANIFEST = ".briefing-archive-site.jsonl"
LONGEST_NAME = 200  # bytes; ours have a hundred at most, and file systems take 255
FORMAT = "briefing-archive-site/1"


class Written(NamedTuple):
    """A file as we wrote it: its SHA-256 in hex, and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Part:
    """What was made together.

    made_of: stands for all that it was made of
    files: by their names
    told: what has to be known of it where it is not made again
    """

    made_of: str
    files: Mapping[str, Written]
    told: Mapping[str, Any]


@dataclass(slots=True)
class Manifest:
    """What is known of the files in a site's folder.

    hashes: by the file's name, the SHA-256 of all that we ever wrote there
    written: by the file's name, what we wrote last
    parts: by their names
    stamp, told: of the run that was last finished; None, and nothing, where another one was begun since
    """

    hashes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    written: dict[str, Written] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    stamp: str | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


def read_manifest(path: Path) -> Manifest:
    """Read what earlier runs kept. Raises ``UsageError`` for a file that is none of ours."""
    first, *lines = list(_lines(path)) or [{}]
    if first.get("format") != FORMAT:
        raise UsageError(f"{path} is not ours, or of a newer version", hint="publish into another folder")
    found = Manifest()
    for line in lines:
        files = {name: _written(one) for name, one in _mapping(line.get("files")).items() if _is_below(name)}
        found.written.update(files)
        for name, one in files.items():
            found.hashes[name].add(one.sha256)
        if "part" in line:
            found.parts[str(line["part"])] = Part(str(line.get("made_of")), files, _mapping(line.get("told")))
    if not any(line.get("begun") for line in lines):
        found.stamp, found.told = first.get("stamp"), _mapping(first.get("told"))
    return found


def first_line(stamp: str | None = None, told: Mapping[str, Any] | None = None) -> str:
    """The line with which a manifest begins."""
    return _line({"format": FORMAT, "stamp": stamp, "told": told})


def files_line(files: Mapping[str, Written], *, begun: bool = False) -> str:
    """The line of files that are in no part, or of one that we have ``begun`` to write and that is ours from now on."""
    return _line({"files": files, "begun": begun})


def part_line(name: str, part: Part) -> str:
    """The line of a part."""
    return _line({"part": name, "made_of": part.made_of, "files": part.files, "told": part.told})


def _line(told: Mapping[str, object]) -> str:
    return f"{json.dumps(told)}\n"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a manifest; the last one of a run that was killed may be cut off."""
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(ValueError, RecursionError):
            line = json.loads(text)
            if isinstance(line, dict):
                yield line


def _mapping(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _written(found: object) -> Written:
    """What a line says of a file; of a line that somebody else wrote, something that no file is."""
    match found:
        case [str() as sha256, int() as size]:
            return Written(sha256, size)
    return Written("", -1)


def _is_below(name: str) -> bool:
    """Whether a name stays in the folder, whoever wrote the manifest."""
    path = PurePosixPath(name)
    is_name = name.isprintable() and len(name.encode()) <= LONGEST_NAME
    return is_name and not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name
