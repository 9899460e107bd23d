"""Loose sound files and the recordings that releases lack: which belong together, by all that is known of both.

Nothing is decided by one weak sign: a file belongs to a recording where what speaks for it is clear, and no other file
or recording comes as near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Points of evidence. The same name is nearly enough by itself, and two lesser signs are; what was announced otherwise
# takes away.
SAME_NAME, SAME_FOLDER, SAME_SIZE, SAME_LENGTH, SAME_DAY, SAME_TITLE, SAID = 3, 1, 2, 2, 2, 1, 3
NEAR, OTHER = 1, -2
ENOUGH = 3
EXACT_SHARE = 0.01  # by which a size or length may be off that was announced to the kB or second
NEAR_SHARE = 0.10  # labels round, and kB is sometimes 1024 bytes
LIKE_TITLE = 85  # of 100, as rapidfuzz compares sets of words
FEWEST_WORDS = 3  # of a title, so that `Video` or `Press briefing` is none

DAYS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_. ]?(?P<m>\d\d)[-_. ]?(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d\d)[-_. ](?P<m>\d\d)[-_. ](?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),  # as in s060331a.mp3
)


@dataclass(frozen=True, slots=True)
class WantedRecording:
    """A recording that the archive lacks: its media links, which have one address, and what their pages say of it.

    links: (release, media link) by their numbers
    title: of the first of these releases
    day: of the release, ISO 8601
    """

    links: tuple[tuple[int, int], ...]
    title: str
    label: str
    url: str | None = None
    announced_kb: int | None = None
    announced_seconds: float | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A sound file in a folder.

    place: its path from that folder
    size: bytes
    seconds: how long it says it is
    told: what its tags say
    """

    place: Path
    size: int
    seconds: float
    told: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a file and a recording belonging together, and how much."""

    points: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A file that belongs to a recording; or, where that is not sure, may."""

    wanted: WantedRecording
    file: FoundFile
    reasons: tuple[str, ...]
    sure: bool


Key = tuple[int, int]
"""A recording and a file, by their places."""


def pairs(wanted: Sequence[WantedRecording], files: Sequence[FoundFile], said: Iterable[Key] = ()) -> list[Pair]:
    """The files that belong to recordings, and those that may, in the order of the recordings; each once.

    said: recordings and files, by their places, where what is said in the file fits the release and no other
    """
    heard = set(said)
    known = {
        (number, place): found
        for number, one in enumerate(wanted)
        for place, file in enumerate(files)
        if (found := evidence(one, file, said=(number, place) in heard)).points > 0
    }
    sure = dict(_sure({key: one.points for key, one in known.items()}))
    left = {key: one for key, one in known.items() if key[0] not in sure and key[1] not in sure.values()}
    likely = dict(sorted(left, key=lambda key: left[key].points))  # of each recording the best comes last
    chosen = [(key, True) for key in sure.items()] + [(key, False) for key in likely.items()]
    return [Pair(wanted[n], files[p], known[n, p].reasons, certain) for (n, p), certain in sorted(chosen)]


def _sure(points: Mapping[Key, int]) -> Iterator[Key]:
    """The pairs that nothing else comes near; those that are sure leave the others more alone."""
    left = dict(points)
    while True:
        found = [key for key, own in left.items() if own >= ENOUGH and own > _next_best(left, key)]
        if not found:
            return
        yield from found
        recordings, files = {number for number, _ in found}, {place for _, place in found}
        left = {key: own for key, own in left.items() if key[0] not in recordings and key[1] not in files}


def _next_best(points: Mapping[Key, int], key: Key) -> int:
    """The points of the best other pair with the same recording or file."""
    return max((own for (n, p), own in points.items() if (n, p) != key and (n == key[0] or p == key[1])), default=0)


def evidence(wanted: WantedRecording, file: FoundFile, *, said: bool = False) -> Evidence:
    """What speaks for a file being a recording, and against it.

    said: whether what is said in it fits the release
    """
    found = [*_by_name(wanted, file), *_by_figures(wanted, file), *_by_day(wanted, file), *_by_title(wanted, file)]
    if said:
        found.append((SAID, "what is said in its first minutes"))
    return Evidence(sum(points for points, _ in found), tuple(reason for _, reason in found))


def _by_name(wanted: WantedRecording, file: FoundFile) -> Iterator[tuple[int, str]]:
    path = Path(unquote(urlsplit(wanted.url or "").path))
    if path.name and path.name.casefold() == file.place.name.casefold():
        yield SAME_NAME, "same name"
        if path.parent.name and path.parent.name == file.place.parent.name:
            yield SAME_FOLDER, "same folder"


def _by_figures(wanted: WantedRecording, file: FoundFile) -> Iterator[tuple[int, str]]:
    figures = (
        ("size", wanted.announced_kb, file.size / 1000, SAME_SIZE),
        ("length", wanted.announced_seconds, file.seconds, SAME_LENGTH),
    )
    for what, announced, own, points in figures:
        if announced:
            off = abs(own - announced) / announced
            if off <= NEAR_SHARE:
                yield (points, f"same {what}") if off <= EXACT_SHARE else (NEAR, f"{what} nearly as announced")
            else:
                yield OTHER, f"another {what} than announced"


def _by_day(wanted: WantedRecording, file: FoundFile) -> Iterator[tuple[int, str]]:
    days = days_in(f"{file.place.stem} {file.told}")
    if wanted.day and days:
        yield (SAME_DAY, "same day") if wanted.day in days else (OTHER, "another day")


def _by_title(wanted: WantedRecording, file: FoundFile) -> Iterator[tuple[int, str]]:
    from rapidfuzz import fuzz

    own = " ".join(re.findall(r"[^\W\d_]+", f"{file.place.stem} {file.told}")).casefold()
    for title in (wanted.title, wanted.label):
        words = re.findall(r"[^\W\d_]+", title.casefold())
        if len(words) >= FEWEST_WORDS and fuzz.token_set_ratio(" ".join(words), own) >= LIKE_TITLE:
            yield SAME_TITLE, "words of the title"
            return


def days_in(text: str) -> set[str]:
    """The days that a file's name may mean (ISO 8601): 2006-03-31, 20060331, 31.03.2006 and 060331."""
    found = set()
    for pattern in DAYS:
        for match in pattern.finditer(text):
            year = int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"])
            year -= 100 if year > date.today().year else 0
            try:
                found.add(date(year, int(match["m"]), int(match["d"])).isoformat())
            except ValueError:
                continue
    return found
