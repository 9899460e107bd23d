"""The vectors that are kept: made for what has none, or has those of other texts, and checked against the texts.

A row has those of up to ``TOGETHER`` texts that follow each other. With each vector goes a digest of the text that it
was made of, so that after a correction only the texts that changed are read again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from archiver.archive.meaning.encoders import DIMENSIONS, encoder_for, in_bytes, read_texts
from archiver.archive.store import Archive, Row
from archiver.weights import PackagedModel

TOGETHER = 500  # texts in a row, 200 to 250 kB; what the server shows of a value is bounded
DIGEST_BYTES = 8  # of a text's SHA-256

Kind = Literal["transcript", "release"]
TEXTS = {
    "transcript": """
        select text, coalesce(segments.language, transcripts.language, 'en') as language
        from segments join transcripts on transcripts.id = segments.transcript
        where transcripts.id = ? order by position
    """,
    "release": """
        select text, coalesce(language, 'en') as language
        from paragraphs join releases on releases.id = paragraphs.release where releases.id = ? order by position
    """,
}

UNREAD = """
    select (select count(*) from segments where transcript in (
            select id from transcripts where current = 1
            and not exists (select 1 from meanings where meanings.transcript = transcripts.id)
        )) + (select count(*) from paragraphs where release in (
            select id from releases where current = 1
            and not exists (select 1 from meanings where meanings.release = releases.id)
        ))
"""


@dataclass(frozen=True, slots=True)
class Owner:
    """A transcript or release, whose sentences or paragraphs are read."""

    kind: Kind
    id: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Texts that follow each other, and have no vectors yet or not all of them.

    first: position of the first, from 1
    known: vectors of texts that did not change, by their digests
    """

    owner: Owner
    first: int
    texts: Sequence[str]
    encoder: PackagedModel
    known: dict[bytes, bytes]

    def read(self) -> Read:
        """The vectors of all of them; takes about 5 ms for an English sentence, ten times that for others."""
        digests = [digest(text) for text in self.texts]
        new = {key: text for key, text in zip(digests, self.texts, strict=True) if key not in self.known}
        vectors = in_bytes(read_texts(self.encoder, list(new.values())))
        known = {**self.known, **{key: vector.tobytes() for key, vector in zip(new, vectors, strict=True)}}
        return Read(self.owner, self.first, self.encoder, b"".join(digests), b"".join(known[key] for key in digests))


@dataclass(frozen=True, slots=True)
class Read:
    """A row as it is to be kept; see the table."""

    owner: Owner
    first: int
    encoder: PackagedModel
    texts: bytes
    vectors: bytes


def owners(archive: Archive) -> list[Owner]:
    """All newest transcripts and releases."""
    sql = (
        "select 'release' as kind, id from current_releases union all "
        "select 'transcript', id from current_transcripts order by kind, id"
    )
    return [Owner(row["kind"], row["id"]) for row in archive.rows(sql)]


def owners_of(archive: Archive, release_id: int) -> list[Owner]:
    """A release and the newest transcripts of its recordings."""
    sql = (
        "select distinct transcripts.id from release_recordings media "
        "join current_transcripts transcripts on transcripts.recording = media.recording where media.release = ?"
    )
    return [
        Owner("release", release_id),
        *(Owner("transcript", row["id"]) for row in archive.rows(sql, [release_id])),
    ]


def unread(archive: Archive, owner: Owner) -> Iterator[Unread]:
    """What has to be read so that an owner has the right vectors; nothing where no encoder knows its language."""
    kept = {row["first"]: row for row in _rows(archive, owner)}
    for first, texts, languages in _parts(archive, owner):
        encoder, row = encoder_for(languages), kept.get(first)
        if encoder is None:
            continue
        same = row is not None and row["encoder_sha256"] == encoder.sha256
        if not (row and same and row["texts"] == b"".join(map(digest, texts))):
            known = _by_digest(row["texts"], row["vectors"], DIMENSIONS[encoder.name]) if row and same else {}
            yield Unread(owner, first, texts, encoder, known)


def count_unread(connection: sqlite3.Connection) -> int:
    """How many sentences and paragraphs there are of which no encoder read any part."""
    return int(connection.execute(UNREAD).fetchone()[0])


def keep(archive: Archive, found: Read) -> None:
    """Keep vectors in the place of those that were there, unless their owner is gone or no longer the newest."""
    owner = found.owner
    with archive.locked():
        if not archive.first(f"select 1 from {owner.kind}s where id = ? and current = 1", [owner.id]):
            return
        archive.db.execute(f"delete from meanings where {owner.kind} = ? and first = ?", [owner.id, found.first])
        archive.table("meanings").insert(
            {
                owner.kind: owner.id,
                "first": found.first,
                "encoder": found.encoder.name,
                "encoder_sha256": found.encoder.sha256,
                "texts": found.texts,
                "vectors": found.vectors,
            }
        )


def index(archive: Archive, which: Sequence[Owner], advance: Callable[[float], None] = lambda done: None) -> int:
    """Read and keep what is not read yet, one row after the other; returns how many owners had anything to read.

    advance: told how many owners are done
    """
    changed = 0
    for done, owner in enumerate(which, 1):
        todo = list(unread(archive, owner))
        for one in todo:
            keep(archive, one.read())
        changed += bool(todo)
        advance(done)
    return changed


def renew(archive: Archive, release_id: int) -> None:
    """Read anew what was corrected in a release's transcripts, if they were read before."""
    known = (owner for owner in owners_of(archive, release_id) if _rows(archive, owner))
    index(archive, list(known))


def outdated(archive: Archive) -> list[Owner]:
    """Owners with vectors of other texts than they have now."""
    sql = (
        "select distinct 'transcript' as kind, transcript as id from meanings where transcript is not null "
        "union select 'release', release from meanings where release is not null"
    )
    known = [Owner(row["kind"], row["id"]) for row in archive.rows(sql)]
    return [owner for owner in known if not _fits(archive, owner)]


def _fits(archive: Archive, owner: Owner) -> bool:
    now = {first: b"".join(map(digest, texts)) for first, texts, _ in _parts(archive, owner)}
    return all(row["texts"] == now.get(row["first"]) for row in _rows(archive, owner))


def _rows(archive: Archive, owner: Owner) -> list[Row]:
    return archive.rows(f"select * from meanings where {owner.kind} = ?", [owner.id])


def _parts(archive: Archive, owner: Owner) -> Iterator[tuple[int, list[str], set[str]]]:
    """The texts of each row: the position of the first, all of them, and their languages."""
    rows = archive.rows(TEXTS[owner.kind], [owner.id])
    for start in range(0, len(rows), TOGETHER):
        part = rows[start : start + TOGETHER]
        yield start + 1, [row["text"] for row in part], {row["language"] for row in part}


def digest(text: str) -> bytes:
    """What tells one text from another."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:DIGEST_BYTES]


def _by_digest(texts: bytes, vectors: bytes, size: int) -> dict[bytes, bytes]:
    """Vectors of one byte a number by the digest of their text.

    size: numbers of a vector
    """
    count = len(texts) // DIGEST_BYTES
    return {texts[n * DIGEST_BYTES : (n + 1) * DIGEST_BYTES]: vectors[n * size : (n + 1) * size] for n in range(count)}
