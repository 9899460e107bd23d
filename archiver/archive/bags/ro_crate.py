"""RO-Crate metadata: what is in an archive, as JSON-LD that search engines of research data read (RO-Crate 1.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from archiver.archive.files import named_hash
from archiver.archive.store import Archive, now

CRATE_NAME = "ro-crate-metadata.json"
VERSION = "https://w3id.org/ro/crate/1.1"
FORMATS: Mapping[str, str] = {
    ".db": "application/vnd.sqlite3",
    ".vtt": "text/vtt",
    ".mp3": "audio/mpeg",
    ".gz": "application/warc",
    ".html": "text/html",
    ".txt": "text/plain",
}
RIGHTS = {
    "@id": "#rights",
    "@type": "CreativeWork",
    "name": "Rights of others",
    "description": "The rights in releases and recordings belong to those who published them.",
}


def crate_json(archive: Archive) -> str:
    """The metadata of the folder of an archive: its files, and the releases that they are about."""
    files = [_file(archive.folder, path) for path in sorted(archive.folder.rglob("*")) if _is_kept(path)]
    releases = [
        {"@id": f"#release-{row['id']}", "@type": "CreativeWork", "name": row["title"]}
        | {"url": row["url"], "datePublished": row["date"], "publisher": row["issuer"], "inLanguage": row["language"]}
        for row in archive.rows("select * from current_releases order by id")
    ]
    about = {
        "@id": "./",
        "@type": "Dataset",
        "name": "An archive of written releases and the recordings of their briefings",
        "description": "Releases, recordings, transcripts, and which sentence is about which paragraph.",
        "datePublished": now()[:10],
        "license": {"@id": RIGHTS["@id"]},
        "hasPart": [{"@id": file["@id"]} for file in files],
        "mentions": [{"@id": release["@id"]} for release in releases],
    }
    this = {"@id": CRATE_NAME, "@type": "CreativeWork", "conformsTo": {"@id": VERSION}, "about": {"@id": "./"}}
    graph = [this, about, RIGHTS, *files, *({k: v for k, v in one.items() if v is not None} for one in releases)]
    return json.dumps({"@context": f"{VERSION}/context", "@graph": graph}, indent=1, ensure_ascii=False)


def _is_kept(path: Path) -> bool:
    """Whether a file stays when the archive is closed."""
    return path.is_file() and not path.name.startswith(".") and not path.name.endswith(("-wal", "-shm"))


def _file(folder: Path, path: Path) -> dict[str, object]:
    kind = FORMATS.get(path.suffix, "application/octet-stream")
    file: dict[str, object] = {
        "@id": path.relative_to(folder).as_posix(),
        "@type": "File",
        "name": path.name,
        "encodingFormat": kind,
    }
    if path.is_relative_to(folder / "media"):
        return file | {"contentSize": str(path.stat().st_size), "sha256": named_hash(path.name)}
    return file
