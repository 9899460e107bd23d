"""The folder of a site: what we wrote there is known by its SHA-256, and nothing else is ever touched."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from archiver.errors import OutputError, UsageError
from archiver.site.manifest import MANIFEST, Manifest, Part, Written, files_line, first_line, part_line, read_manifest
from archiver.weights import sha256_of

PARTIAL = ".briefing-archive-site.partial"  # the one file that is being written


@dataclass(slots=True)
class SiteFolder:
    """A folder to publish into, and what becomes of its files in this run.

    folder: it need not exist
    dry_run: whether everything is only told
    known: from earlier runs
    wanted: what the site consists of now, by the file's name
    left: files that somebody else wrote or changed where ours would be, which stay as they are
    """

    folder: Path
    dry_run: bool = False
    known: Manifest = field(default_factory=Manifest)
    wanted: dict[str, Written] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    left: list[str] = field(default_factory=list)
    _together: dict[str, Written] = field(default_factory=dict)  # the files of the part that is being made

    def __post_init__(self) -> None:
        manifest = self.folder / MANIFEST
        if manifest.is_file():
            self.known = read_manifest(manifest)
        elif self.folder.exists() and (not self.folder.is_dir() or self._has_others()):
            hint = "name a new or an empty folder, or one that `archiver publish` wrote"
            raise UsageError(f"{self.folder} holds something else, and nothing was written there", hint=hint)
        elif not self.dry_run:
            self._keep(first_line())

    def write(self, name: str, data: bytes) -> bool:
        """Have a file hold these bytes; returns whether it did not before.

        Raises ``OutputError``, as everything that writes here.
        """
        written = Written(hashlib.sha256(data).hexdigest(), len(data))
        return self._put(name, written, lambda path: path.write_bytes(data))

    def copy(self, name: str, source: Path, digest: str) -> bool:
        """Have a file be a copy of another one, whose SHA-256 is known; returns whether it was not before."""
        written = Written(digest, source.stat().st_size)
        return self._put(name, written, lambda path: shutil.copyfile(source, path))

    @contextmanager
    def part(self, name: str, made_of: str) -> Iterator[dict[str, Any]]:
        """Make a part of the site: what is written meanwhile belongs to it, and what is to be told of it goes in here.

        made_of: stands for all that it is made of
        """
        told, files, left = dict[str, Any](), dict[str, Written](), len(self.left)
        self._together = files
        yield told
        self._together = {}
        if len(self.left) == left:  # what is in the way is looked at again the next time, and told
            self.parts[name] = Part(made_of, files, told)
            self._note(part_line(name, self.parts[name]))

    def again(self, name: str, made_of: str) -> Mapping[str, Any] | None:
        """Keep a part as it is; returns what was told of it, None where it has to be made."""
        part = self.known.parts.get(name)
        if part is None or part.made_of != made_of or not self.is_whole(part.files):
            return None
        self.unchanged += len(part.files.keys() - self.wanted.keys())
        self.wanted.update(part.files)
        self.parts[name] = part
        return part.told

    def spare(self, name: str) -> None:
        """Have the files of a part neither stay nor go: a dry run does not find out what it would be."""
        if part := self.known.parts.get(name):
            self.wanted.update(part.files)

    def is_whole(self, files: Mapping[str, Written]) -> bool:
        """Whether files are the last that we wrote there, and lie there in their length."""
        last = self.known.written
        with suppress(OSError):
            return all(
                last.get(name) == one and (self.folder / name).stat().st_size == one.size for name, one in files.items()
            )
        return False

    def finish(self, stamp: str, told: Mapping[str, Any]) -> None:
        """Delete what we wrote in an earlier run and not in this one, and keep what is there now.

        stamp: stands for everything that this run's files were made of
        told: of the run
        """
        for name in sorted(self.known.hashes.keys() - self.wanted.keys()):
            self._remove(name)
        if not self.dry_run:
            stamp_kept = None if self.left else stamp  # what is in the way is looked at again the next time, and told
            parted = {name for part in self.parts.values() for name in part.files}
            alone = {name: one for name, one in self.wanted.items() if name not in parted}
            parts = (part_line(name, part) for name, part in self.parts.items())
            self._keep("".join([first_line(stamp_kept, told), files_line(alone), *parts]))

    def _put(self, name: str, written: Written, write: Callable[[Path], object]) -> bool:
        if self.wanted.get(name) == written:  # another part has it, too
            self._together[name] = written
            return False
        found = self._hash_there(name, written)
        if found not in (None, written.sha256, *self.known.hashes[name]):
            self.left.append(name)
            del self.known.hashes[name]
            return False
        self.wanted[name] = self._together[name] = written
        if found == written.sha256:
            self.unchanged += 1
            return False
        self.new, self.changed = self.new + (found is None), self.changed + (found is not None)
        self._note(files_line({name: written}, begun=True))  # before the file: one that we began is ours
        if not self.dry_run:
            self._try(lambda: self._replace(name, write))
        return True

    def _hash_there(self, name: str, written: Written | None = None) -> str | None:
        """What lies in a file's place: its hash, None for nothing, empty for what is no file of this folder."""
        path = self.folder / name
        if not path.parent.resolve().is_relative_to(self.folder.resolve()) or path.is_symlink() or path.is_dir():
            return ""
        if not path.is_file():
            return None
        large_and_known = written and name.startswith("recordings/") and written.sha256 in self.known.hashes[name]
        if written and large_and_known and path.stat().st_size == written.size:
            return written.sha256  # gigabytes are not read again each time
        return sha256_of(path)

    def _remove(self, name: str) -> None:
        found = self._hash_there(name)
        if found is not None and found not in self.known.hashes[name]:
            self.left.append(name)
            return
        self.removed += found is not None
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

    def _has_others(self) -> bool:
        """Whether more lies there than a run leaves that was killed as it began."""
        return any(one.name != PARTIAL for one in self.folder.iterdir())

    def _keep(self, text: str) -> None:
        self._try(lambda: self._replace(MANIFEST, lambda path: path.write_text(text, encoding="utf-8")))

    def _note(self, line: str) -> None:
        def append() -> None:
            with (self.folder / MANIFEST).open("a", encoding="utf-8") as manifest:
                manifest.write(f"\n{line}")  # what was cut off before does not spoil it

        if not self.dry_run:
            self._try(append)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError as error:
            kept = "the archive is as it was, and the same command goes on from here"
            raise OutputError(f"{error.strerror or error}: {error.filename or self.folder}", kept=kept) from error
