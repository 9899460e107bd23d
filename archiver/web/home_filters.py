"""What the first page lists: the releases of a year, a house or a speaker, or those of which something is amiss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from archiver.archive.store import Archive, Row
from archiver.archive.worklist import DOUBTED
from archiver.tokens import fold

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

MOST_OFFERED = 200  # houses, or speakers, that are all listed; of more than that, and by what is typed, so many

_MEDIA = "select 1 from release_recordings media left join recordings on recordings.id = media.recording"
_UNHEARD = "not exists (select 1 from transcripts where transcripts.recording = media.recording and current = 1)"

# By what an address says, in words, and which releases.
AMISS: Mapping[str, tuple[str, str]] = {
    "missing": ("a recording is missing", f"exists ({_MEDIA} where media.release = releases.id and sha256 is null)"),
    "unheard": (
        "a recording is not transcribed",
        f"exists ({_MEDIA} where media.release = releases.id and media.recording is not null and {_UNHEARD})",
    ),
    "doubtful": ("the page was read with doubts", f"releases.id in (select release from ({DOUBTED}))"),
}
SPEAKS = """exists (
    select 1 from release_recordings media
    join transcripts on transcripts.recording = media.recording and transcripts.current = 1
    join speakers on speakers.transcript = transcripts.id and speakers.name = :speaker
    where media.release = releases.id
)"""
HOUSES = """
    select issuer as value, count(*) as releases from current_releases
    where issuer is not null group by issuer order by 2 desc, 1
"""
SPEAKERS = """
    select name as value, count(distinct media.release) as releases from speakers
    join transcripts on transcripts.id = speakers.transcript and transcripts.current = 1
    join release_recordings media on media.recording = transcripts.recording
    join releases on releases.id = media.release and releases.current = 1
    where name is not null group by name order by 2 desc, 1
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Which releases are listed; None where it does not matter.

    year: four digits, or empty for those without a date
    house: the issuer
    amiss: a key of ``AMISS``
    speaker: a name given by people
    """

    year: str | None = None
    house: str | None = None
    amiss: str | None = None
    speaker: str | None = None

    @property
    def where(self) -> str:
        """The condition on ``releases``, with its values by our names."""
        parts = ["(:year is null or coalesce(substr(date, 1, 4), '') = :year)", "(:house is null or issuer = :house)"]
        parts += [AMISS[self.amiss][1]] if self.amiss else []
        parts += [SPEAKS] if self.speaker else []
        return " and ".join(parts)

    @property
    def is_narrow(self) -> bool:
        """Whether more was asked than a year."""
        return bool(self.house or self.amiss or self.speaker)

    def count(self, archive: Archive) -> int:
        """How many there are."""
        (row,) = archive.rows(f"select count(*) as n from current_releases releases where {self.where}", asdict(self))
        return int(row["n"])


def listed_by(request: Request) -> Listed:
    """What an address asks for; what it cannot mean does not count."""
    amiss = request.args.get("amiss")
    return Listed(
        request.args.get("year"),
        request.args.get("house") or None,
        amiss if amiss in AMISS else None,
        request.args.get("speaker") or None,
    )


def all_offered(archive: Archive) -> dict[str, list[Row]]:
    """The houses and speakers that can be chosen, with how many releases."""
    return {"houses": archive.rows(HOUSES), "speakers": archive.rows(SPEAKERS)}


def offered(found: Mapping[str, list[Row]], listed: Listed) -> dict[str, list[Row]]:
    """What can be chosen; what was chosen is among it. Where that are too many, one more than are listed.

    found: as ``all_offered`` tells
    """
    return {
        "houses": _with(found["houses"][: MOST_OFFERED + 1], listed.house),
        "speakers": _with(found["speakers"][: MOST_OFFERED + 1], listed.speaker),
        "amiss": [{"value": key, "words": words} for key, (words, _) in AMISS.items()],
    }


def matching(found: Sequence[Row], typed: str) -> list[Row]:
    """Of houses or speakers those with these letters in their name, the most frequent first."""
    return [row for row in found if fold(typed) in fold(row["value"])][:MOST_OFFERED]


def _with(found: list[Row], chosen: str | None) -> list[Row]:
    known = {row["value"] for row in found}
    return found if chosen is None or chosen in known else [*found, {"value": chosen, "releases": 0}]
