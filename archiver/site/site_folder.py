"""The folder of a site: what we wrote there is known by its SHA-256, and nothing else is ever touched."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from archiver.errors import OutputError, UsageError
from archiver.weights import sha256_of

MANIFEST = ".briefing-archive-site.jsonl"
PARTIAL = ".briefing-archive-site.partial"  # the one file that is being written
FORMAT = "briefing-archive-site/1"


@dataclass(slots=True)
class SiteFolder:
    """A folder to publish into, and what becomes of its files in this run.

    folder: it need not exist
    dry_run: whether everything is only told
    known: by the file's name, the hashes of what we wrote there
    sizes: in bytes, of what we wrote last
    stamp, notes: of the run that was last finished; see ``finish``
    left: files that somebody else wrote or changed where ours would be, which stay as they are
    """

    folder: Path
    dry_run: bool = False
    known: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sizes: dict[str, int] = field(default_factory=dict)
    stamp: str | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    wanted: dict[str, str] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    left: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        manifest = self.folder / MANIFEST
        if manifest.is_file():
            self._read(manifest)
        elif self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            hint = "name a new or an empty folder, or one that `archiver publish` wrote"
            raise UsageError(f"{self.folder} holds something else, and nothing was written there", hint=hint)
        elif not self.dry_run:
            self._try(lambda: self.folder.mkdir(parents=True, exist_ok=True))
            self._note({"format": FORMAT})

    def write(self, name: str, data: bytes) -> bool:
        """Have a file hold these bytes; returns whether it did not before.

        Raises ``OutputError``, as everything that writes here.
        """
        digest = hashlib.sha256(data).hexdigest()
        return self._put(name, digest, len(data), lambda path: path.write_bytes(data))

    def copy(self, name: str, source: Path, digest: str) -> bool:
        """Have a file be a copy of another one, whose SHA-256 is known; returns whether it was not before."""
        return self._put(name, digest, source.stat().st_size, lambda path: shutil.copyfile(source, path))

    def keep(self, folder: str) -> None:
        """Have what we wrote below a folder stay as it is."""
        for name in [one for one in self.known if one.startswith(f"{folder}/") and one in self.sizes]:
            self.wanted[name] = self._hash_there(name, "", 0) or ""
            self.unchanged += 1

    def is_whole(self) -> bool:
        """Whether every file that we wrote lies there, in its length."""
        with suppress(OSError):
            return all((self.folder / name).stat().st_size == size for name, size in self.sizes.items())
        return False

    def finish(self, stamp: str) -> None:
        """Delete what we wrote in an earlier run and not in this one, and keep what is there now.

        stamp: stands for everything that this run's files were made of
        """
        for name in sorted(self.known.keys() - self.wanted.keys()):
            self._remove(name)
        if not self.dry_run:
            stamp_kept = None if self.left else stamp  # what is in the way is looked at again the next time, and told
            first = {"format": FORMAT, "stamp": stamp_kept, "notes": self.notes}
            lines = [first, *map(self._line, self.wanted)]
            text = "".join(f"{json.dumps(line)}\n" for line in lines)
            self._try(lambda: self._replace(MANIFEST, lambda path: path.write_text(text, encoding="utf-8")))

    def _put(self, name: str, digest: str, size: int, write: Callable[[Path], object]) -> bool:
        found = self._hash_there(name, digest, size)
        if found not in (None, digest, *self.known[name]):
            self.left.append(name)
            del self.known[name]
            return False
        self.wanted[name], self.sizes[name] = digest, size
        if found == digest:
            self.unchanged += 1
            return False
        self.new, self.changed = self.new + (found is None), self.changed + (found is not None)
        if not self.dry_run:
            self._note({**self._line(name), "begun": True})  # before the file: one that we began is ours
            self._try(lambda: self._replace(name, write))
        return True

    def _hash_there(self, name: str, digest: str, size: int) -> str | None:
        """What lies in a file's place: its hash, None for nothing, empty for what is no file of this folder."""
        path = self.folder / name
        if not path.parent.resolve().is_relative_to(self.folder.resolve()) or path.is_symlink() or path.is_dir():
            return ""
        if not path.is_file():
            return None
        large_and_known = name.startswith("recordings/") and digest in self.known[name]
        if large_and_known and path.stat().st_size == size:
            return digest  # gigabytes are not read again each time
        return sha256_of(path)

    def _remove(self, name: str) -> None:
        found = self._hash_there(name, "", 0)
        if found is not None and found not in self.known[name]:
            self.left.append(name)
            return
        self.removed += found is not None
        self.sizes.pop(name, None)
        if not self.dry_run and found is not None:
            path = self.folder / name
            self._try(path.unlink)
            for folder in (self.folder / one for one in PurePosixPath(name).parents[:-1]):
                with suppress(OSError):  # something else lies in it
                    folder.rmdir()

    def _replace(self, name: str, write: Callable[[Path], object]) -> None:
        """Write a file under another name first, so that nobody reads half of it."""
        partial, target = self.folder / PARTIAL, self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write(partial)
        partial.replace(target)

    def _line(self, name: str) -> dict[str, object]:
        return {"file": name, "sha256": self.wanted[name], "size": self.sizes[name]}

    def _note(self, line: dict[str, object]) -> None:
        def append() -> None:
            with (self.folder / MANIFEST).open("a", encoding="utf-8") as manifest:
                manifest.write(f"{json.dumps(line)}\n")

        self._try(append)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError as error:
            kept = "the archive is as it was, and the same command goes on from here"
            raise OutputError(f"{error.strerror or error}: {error.filename or self.folder}", kept=kept) from error

    def _read(self, manifest: Path) -> None:
        first, *lines = list(_lines(manifest)) or [{}]
        if first.get("format") != FORMAT:
            raise UsageError(f"{manifest} is not ours, or of a newer version", hint="publish into another folder")
        begun = any(line.get("begun") for line in lines)  # by a run that was not finished
        if not begun:
            self.stamp, self.notes = first.get("stamp"), dict(first.get("notes") or {})
        for line in lines:
            name, digest, size = str(line.get("file")), str(line.get("sha256")), line.get("size")
            if name and _is_below(name) and isinstance(size, int):
                self.known[name].add(digest)
                self.sizes[name] = size


def _lines(manifest: Path) -> Iterator[dict[str, Any]]:
    """The lines of a manifest; the last one of a run that was killed may be cut off."""
    for text in manifest.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(ValueError):
            line = json.loads(text)
            if isinstance(line, dict):
                yield line


def _is_below(name: str) -> bool:
    """Whether a name stays in the folder, whoever wrote the manifest."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name
