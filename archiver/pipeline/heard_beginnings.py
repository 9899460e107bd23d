"""What was heard at the beginning of loose sound files, kept between looking at a folder and taking in what fits."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from archiver.pipeline.run import TranscribeOptions
from archiver.reporting import Reporter
from archiver.shared_files import cache_folder

Hear = Callable[[Path, Reporter], str]
"""Gives the words that are said at the beginning of a sound file."""


def kept_beginnings(folder: Path) -> Path:
    """The file that keeps what was heard in a folder's sound files, until they are taken in."""
    name = sha256(str(folder.resolve()).encode(errors="surrogateescape")).hexdigest()[:16]
    return cache_folder("briefing-archiver") / "heard-beginnings" / f"{name}.json"


def remembering(hear: Hear, kept: Path, options: TranscribeOptions, reporter: Reporter) -> Hear:
    """The same, without listening to a file again that was not written to since, by the same engine.

    kept: the file of ``kept_beginnings``, written after every sound file, so that an interrupted run goes on
    reporter: is warned where it cannot be written
    """
    known = _read(kept)
    engine = [options.engine, options.model, options.language]

    def heard(path: Path, inner: Reporter) -> str:
        about = path.stat()
        key = json.dumps([str(path.resolve()), about.st_size, about.st_mtime_ns, *engine])
        if key not in known:
            known[key] = hear(path, inner)
            _write(kept, known, reporter)
        return known[key]

    return heard


def _read(kept: Path) -> dict[str, str]:
    try:
        return dict(json.loads(kept.read_text("utf-8")))
    except (OSError, ValueError, TypeError):  # there is none yet, or it was cut off: the files are heard again
        return {}


def _write(kept: Path, known: dict[str, str], reporter: Reporter) -> None:
    new = kept.with_suffix(".new")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(known), "utf-8")
        new.replace(kept)
    except OSError as error:
        reporter.warn(f"what was heard cannot be kept, so --yes will listen again: {error.strerror}: {kept}")
